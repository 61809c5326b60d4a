"""Each remark once, the corroborated one first among equals, the long one cut to what fits."""

import pytest

from bot.selection import Hit, remarks, shifted, varied
from index.features import Candidate, Query
from index.records import StoredStatement
from index.retrieval import Retriever
from tests.newsroom import build_fake, library, write_articles

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
    """Every statement of Ana Lind."""
    row = next(s.row for s in collection.speakers() if s.name == "Ana Lind")
    found = Retriever(collection).statements(Query("", ""), [row])
    return sorted(found, key=lambda c: (c.article_id, c.span))


def hits(candidates, *probabilities):
    """The candidates with the given probabilities, best first."""
    made = [Hit(c, p) for c, p in zip(candidates, probabilities, strict=True)]
    return sorted(made, key=lambda h: -h.probability)


def test_one_remark_in_two_articles_is_one(collection, candidates):
    """Three reports, two remarks."""
    found = remarks(hits(candidates, 0.8, 0.7, 0.6), collection, limit=5)
    assert sorted(len(remark.hits) for remark in found) == [1, 2]


def test_of_two_that_fit_alike_the_corroborated_comes_first(collection, candidates):
    """Two outlets weigh more than a hundredth."""
    copy, sorry, ship = candidates
    assert isinstance(copy.statement, StoredStatement)
    found = remarks(hits([copy, sorry, ship], 0.50, 0.51, 0.49), collection, limit=5)
    assert len(found[0].hits) == 2


def test_one_that_fits_far_better_stays_first(collection, candidates):
    """Corroboration does not make up for being off the topic."""
    copy, sorry, ship = candidates
    found = remarks(hits([copy, sorry, ship], 0.3, 0.9, 0.3), collection, limit=5)
    assert found[0].best.candidate == sorry


def test_a_place_is_shown_once(collection, candidates):
    """The same statement as a sentence adds nothing."""
    same = candidates[0]
    found = remarks([Hit(same, 0.9), Hit(same, 0.8)], collection, limit=5)
    assert [len(remark.hits) for remark in found] == [1]


def test_the_limit_counts_remarks(collection, candidates):
    """A further report of a remark already taken still joins it."""
    copy, sorry, ship = candidates
    found = remarks(hits([copy, sorry, ship], 0.9, 0.2, 0.8), collection, limit=1)
    assert [len(remark.hits) for remark in found] == [2]


def test_a_shift_is_added_to_the_log_odds(candidates):
    """Even odds and one more in the logarithm are 0.731."""
    moved = shifted([Hit(candidates[0], 0.5)], lambda _: 1.0)
    assert moved[0].probability == pytest.approx(0.7311, abs=1e-4)


def test_shifts_reorder(candidates):
    """What is raised may come first."""
    low: Candidate = candidates[0]
    moved = shifted([Hit(candidates[1], 0.6), Hit(low, 0.5)], lambda h: 2.0 * (h.candidate is low))
    assert moved[0].candidate is low


def test_a_second_source_comes_before_more_of_the_same(candidates):
    """Where it fits nearly as well, and not where it fits far less."""
    copy, sorry, ship = candidates
    assert sorry.article_id == ship.article_id != copy.article_id
    near = varied(hits([sorry, ship, copy], 0.50, 0.48, 0.47))
    assert [h.candidate for h in near] == [sorry, copy, ship]
    far = varied(hits([sorry, ship, copy], 0.50, 0.48, 0.20))
    assert [h.candidate for h in far] == [sorry, ship, copy]
