"""A question for a number wants a number, one for a day wants a day."""

import pytest

from index.answer_types import fit, wanted


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many boats sank?", {"number"}),
        ("when did the ferry sail", {"time"}),
        ("Why is the port closed?", {"reason"}),
        ("Who won?", {"name"}),
        ("When and where is the regatta?", {"time", "name"}),
        ("Rosa Lind on tolls", set()),
    ],
)
def test_the_question_says_what_it_wants(question, kinds):
    """By its question words; an open question wants nothing in particular."""
    assert wanted(question) == kinds


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("How many boats sank?", "Twelve boats sank.", 1.0),
        ("How many boats sank?", "The boats sank.", 0.0),
        ("When did it sail?", "It sailed on Tuesday.", 1.0),
        ("When did it sail?", "It sailed at last.", 0.0),
        ("Where is the regatta?", "The regatta is held in Norholm.", 1.0),
        ("Where is the regatta?", "The regatta is held at sea.", 0.0),
        ("When and where is the regatta?", "The regatta is held in Norholm.", 0.5),
        ("Rosa Lind on tolls", "Anything.", 1.0),
    ],
)
def test_a_sentence_fits_by_the_kinds_it_holds(question, text, share):
    """Half where one of two is held; nothing is missing where nothing is wanted."""
    assert fit(wanted(question), text) == share
