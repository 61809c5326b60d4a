"""Each remark once, the corroborated one first among equals, the long one cut to what fits."""

from dataclasses import replace

import numpy as np
import pytest

from bot.hits import Hits
from bot.selection import remarks
from tests.newsroom import build_fake, library, statements_of, write_articles

COPY = """Late again

"A second ship comes in June," said Ana Lind on the phone.
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """One remark in two articles, another in one."""
    folder = tmp_path_factory.mktemp("selection")
    build_fake(write_articles(folder / "articles", copy=COPY), folder / "index")
    return library(folder / "index").current()


@pytest.fixture(scope="module")
def candidates(collection):
    """Every statement of Ana Lind: the ship in the copy, the apology, the ship."""
    return statements_of(collection, "Ana Lind")


def hits(candidates, *probabilities):
    """The candidates with the given probabilities, best first."""
    made = Hits.of(candidates, np.array(probabilities))
    return made.kept(np.argsort(-made.probabilities))


def test_one_remark_in_two_articles_is_one(collection, candidates):
    """Three reports, two remarks."""
    found = remarks(hits(candidates, 0.8, 0.7, 0.6), collection, limit=5)
    assert sorted(len(remark.hits) for remark in found) == [1, 2]


def test_of_two_that_fit_alike_the_corroborated_comes_first(collection, candidates):
    """Two outlets weigh more than a hundredth, and for somebody's words less than a tenth."""
    found = remarks(hits(candidates, 0.50, 0.60, 0.49), collection, limit=5)
    assert len(found[0].hits) == 1
    found = remarks(hits(candidates, 0.50, 0.51, 0.49), collection, limit=5)
    assert len(found[0].hits) == 2


def test_one_that_fits_far_better_stays_first(collection, candidates):
    """Corroboration does not make up for being off the topic."""
    found = remarks(hits(candidates, 0.3, 0.9, 0.3), collection, limit=5)
    assert found[0].best.candidate == candidates[1]


def test_a_place_is_shown_once(collection, candidates):
    """The same statement as a sentence adds nothing."""
    same = candidates.kept(np.array([0, 0]))
    found = remarks(hits(same, 0.9, 0.8), collection, limit=5)
    assert [len(remark.hits) for remark in found] == [1]


def test_the_limit_counts_remarks(collection, candidates):
    """A further report of a remark already taken still joins it."""
    found = remarks(hits(candidates, 0.9, 0.2, 0.8), collection, limit=1)
    assert [len(remark.hits) for remark in found] == [2]


def test_what_another_person_says_is_another_remark(collection, candidates):
    """The same words in another mouth corroborate nothing."""
    other = np.where(candidates.articles == candidates.articles[0], 99, candidates.speakers)
    found = hits(replace(candidates, speakers=other), 0.9, 0.2, 0.8)
    assert [len(r.hits) for r in remarks(found, collection, limit=5)] == [1, 1, 1]
