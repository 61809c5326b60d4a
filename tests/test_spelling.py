"""Words of a question that stand nowhere are taken for those they are a slip away from."""

import pytest

from bot.answering import Answerer
from bot.scoring import load
from bot.spelling import respelled
from tests.newsroom import build_fake, library, write_articles

HARBOUR = """The harbourmaster of Norholm

The harbourmaster sold forty barrels of herring at Norholm.
Nobody at Norholm had asked for herring in barrels.
Ferries to Norholt are late.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """A library over a town, and a place of nearly the same name."""
    folder = tmp_path_factory.mktemp("spelling")
    build_fake(write_articles(folder / "articles", harbour=HARBOUR), folder / "index")
    return library(folder / "index")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Where is Norhlom?", "Where is Norholm?"),
        ("who wants herrring", "who wants herring"),
        ("the harbormaster", "the harbourmaster"),
        ("Norhol", "Norholm"),
    ],
    ids=["letters changed", "one too many", "one too few", "the more frequent of two"],
)
def test_a_word_that_stands_nowhere_is_spelled_as_one_that_does(index, typed, meant):
    """One slip is mended; the rest of the question stays as it was typed."""
    assert respelled(typed, index.current()) == meant


@pytest.mark.parametrize(
    "typed",
    ["Norholt?", "Bornholm?", "Nrohlom?", "haring", "NORHOLM", "1234567", "the 日本語日本語日本語"],
    ids=["it stands there", "first letter", "two slips", "short", "case", "digits", "no Latin"],
)
def test_other_words_stay(index, typed):
    """What is in the articles, differs by more, or is too short to tell, is left alone."""
    assert respelled(typed, index.current()) is None


def test_what_would_be_declined_is_asked_as_the_articles_spell_it(index):
    """The answer is that of the question without the slip, and says how it was understood."""
    answerer = Answerer(index, load())
    slip, right = (answerer.answer(f"Who sold {word}?")[0] for word in ("herrring", "herring"))
    assert [s.text for s in slip.snippets] == [s.text for s in right.snippets]
    assert slip.question == "Who sold herrring?"
