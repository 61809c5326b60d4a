"""A sentence that says that somebody did not speak."""

import numpy as np
import pytest

from bot.engine import Engine
from bot.hits import Hits, texts
from bot.silence import keeps_silent, of_silence
from index.candidates import of_sentences
from index.features import FEATURES, Query, QueryVectors
from index.measuring import measured
from index.naming import role_stems, written_as
from index.vectors import Unit
from index.words import stem
from tests.newsroom import build_fake, library, write_articles

TRIAL = """The trial of the year

Ida Moe is the attorney of the harbour. Moe declined to comment.
The attorney did not respond to a letter. The judge declined to comment.
"""
OTHER = """Another matter

Moe declined to comment, said a paper, and Ole Brandt was silent.
"""


@pytest.mark.parametrize(
    "text",
    [
        "The mayor declined to comment.",
        "Ida Moe did not immediately respond to a request for comment.",
        "The union hasn't commented on the vote.",
        "A spokesman was unavailable for comment.",
        "The owner refused to discuss the sale.",
        "The keeper could not be reached on Monday.",
    ],
)
def test_silence_is_recognised(text):
    """The news says it in a few ways."""
    assert keeps_silent(text)


@pytest.mark.parametrize(
    "text", ["The mayor commented on it.", "Ida Moe declined the prize.", "It did not rain."]
)
def test_other_sentences_are_not(text):
    """To decline a prize is not to decline to speak."""
    assert not keeps_silent(text)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Who did not speak: Ida Moe, by her name and as the attorney; a judge; some Moe elsewhere."""
    folder = tmp_path_factory.mktemp("silence")
    articles = write_articles(folder / "articles", trial=TRIAL, other=OTHER)
    build_fake(articles, folder / "index")
    return Engine(library(folder / "index").current())


@pytest.fixture(scope="module")
def hits(engine):
    """Every sentence, as likely as not."""
    collection = engine.collection
    query = Query("comment", "comment")
    every = of_sentences(collection, np.arange(collection.count(Unit.SENTENCE)))
    found = measured(query, QueryVectors.of(query, collection), every)
    assert found.features.shape == (len(every), len(FEATURES))
    return Hits.of(found, np.full(len(found), 0.5))


def test_the_silence_of_somebody_named_is_found_where_the_article_names_them_in_full(engine, hits):
    """The other article knows no Ida; nor did the judge's silence have a name."""
    found = of_silence(engine, hits, "Ida Moe", ())
    assert texts(engine.collection, found) == ["Moe declined to comment."]
    assert found.best > 0.5


def test_the_silence_of_somebody_described_is_found_in_other_words_for_it(engine, hits):
    """An attorney is a lawyer."""
    found = of_silence(engine, hits, "the lawyer", ())
    assert texts(engine.collection, found) == ["The attorney did not respond to a letter."]


def test_nobody_is_silent_who_is_not_named(engine, hits):
    """No sentence says it of the owner."""
    assert len(of_silence(engine, hits, "the owner", ())) == 0


@pytest.mark.parametrize("word", ["attorney", "counsel", "lawyer", "congresswoman", "mayor"])
def test_a_stem_is_found_by_all_the_words_that_have_it(word):
    """What a description makes of a word is looked for as articles write it."""
    (stemmed,) = role_stems(word)
    assert stem(word) in written_as(stemmed)
