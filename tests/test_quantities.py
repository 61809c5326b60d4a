"""Whether a sentence gives the number that is asked for."""

import pytest

from bot.quantities import quantity


@pytest.mark.parametrize(
    ("question", "gives", "another"),
    [
        (
            "How many members does it have?",
            "The club of 320 members met.",
            "It met for 10 years.",
        ),
        ("how many refugees came", "Some 640 tired refugees came.", "It took 2,000 trucks."),
        ("How many people died?", "Two men died there.", "It sank after 14 hours."),
        ("How many fishing boats sank?", "Three old boats sank.", "Three sank with all hands."),
    ],
)
def test_a_number_of_what_is_counted_is_more_than_another_number(question, gives, another):
    """The words after the number say what it counts."""
    fit = quantity(question)
    assert fit is not None
    assert (fit(gives), fit(another), fit("Boats and people, members and refugees.")) == (1, 0.5, 0)


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 members left.",
        "On May 9 members left.",
        "It cost $12 million, members said.",
        "Some 40 percent of members left.",
        "At 9 p.m. members left.",
    ],
    ids=["year", "day", "sum", "share", "hour"],
)
def test_what_counts_nothing_is_no_number(text):
    """A year before the word counts no members."""
    fit = quantity("How many members left?")
    assert fit is not None
    assert fit(text) == 0


@pytest.mark.parametrize(
    ("question", "gives", "other"),
    [
        ("How tall is the mast?", "It is some 12 metres high.", "All 12 were sure."),
        ("how far is the port", "It is 12 miles off.", "It is far off."),
        ("How old is she?", "Ana Lind, 52, swims.", "Ana Lind swims."),
        ("How old is the mayor", "The 61-year-old mayor left.", "The mayor left in 2014."),
        ("How often do they meet?", "They meet twice a week.", "They met."),
        ("How fast was the train?", "It went 90 miles an hour.", "It went to Norholm."),
        ("How much does the bell weigh?", "The bell of 3 tons fell.", "The bell cost $3."),
    ],
)
def test_a_measure_is_given_in_its_units(question, gives, other):
    """Feet where it is how tall."""
    fit = quantity(question)
    assert fit is not None
    assert (fit(gives), fit(other)) == (1, 0)


@pytest.mark.parametrize("question", ["Who built it?", "How much did it cost?", "How did it sink?"])
def test_other_questions_ask_for_no_such_number(question):
    """Sums and shares are kinds of words that a sentence is known to hold."""
    assert quantity(question) is None
