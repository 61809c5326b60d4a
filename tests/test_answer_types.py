"""What kind of words a question wants, and which a sentence holds."""

import pytest

from index.answer_types import Holds, Wanted, held


@pytest.mark.parametrize(
    ("question", "fitting", "unfitting"),
    [
        ("How many ferries sank?", "Two ferries sank.", "The ferries sank."),
        ("How many ferries sank?", "It sank 14 of them.", "The MS804 sank."),
        ("How long was the strike?", "It lasted three weeks.", "It was long."),
        ("How long was the strike?", "A 39-hour strike ended.", "Strike 14 ended."),
        ("How much did the pier cost?", "It cost $3 million.", "It cost a fortune."),
        ("What percentage voted?", "Some 40 percent voted.", "Some 40 people voted."),
        ("When did it sink?", "It sank on Tuesday.", "It sank fast."),
        ("Why did it sink?", "It sank because of a leak.", "It sank."),
        ("Where did it sink?", "It sank off the coast, near Norholm.", "It sank deep."),
        ("Who built it?", "It was built by Rosa Lindqvist.", "It was built by hand."),
        ("Which port was it?", "It was the port of Norholm.", "It was the old port."),
    ],
)
def test_a_sentence_with_the_wanted_kind_of_words_fits_better(question, fitting, unfitting):
    """The kind is read off the question's first words."""
    wanted = Wanted(question)
    assert wanted.fit(held(fitting)) == 1.0
    assert wanted.fit(held(unfitting)) < 1.0


def test_a_near_kind_counts_half():
    """A number may be the amount that is asked for."""
    assert Wanted("How much did it cost?").fit(Holds.NUMBER) == 0.5


def test_everything_fits_an_open_question():
    """Where no kind is wanted, none is missed."""
    assert Wanted("What happened in Norholm?").fit(held("It sank.")) == 1.0


def test_two_kinds_count_half_each():
    """A question may want a number and a time."""
    wanted = Wanted("How many sank, and when?")
    assert wanted.fit(held("Two sank.")) == 0.5
    assert wanted.fit(held("Two sank on Tuesday.")) == 1.0


@pytest.mark.parametrize("text", ["Will it sink?", "“Will it sink?”"])
def test_a_question_is_known_as_one(text):
    """Also inside quotation marks."""
    assert held(text) & Holds.QUESTION
    assert not held(text.replace("?", ".")) & Holds.QUESTION
