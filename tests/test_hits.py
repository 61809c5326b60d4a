"""Hits in arrays: shifted by log-odds, ordered, kept; records are made of those that are shown."""

import numpy as np
import pytest

from bot.hits import Hits, raised, texts, unranked, varied
from index.features import FEATURES, Query
from index.retrieval import Retriever
from tests.newsroom import build_fake, library, statements_of, write_articles

COPY = """Late again

"A second ship comes in June," said Ana Lind on the phone.
"It is late," said Ole Brandt.
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """One remark in two articles, another in one."""
    folder = tmp_path_factory.mktemp("hits")
    build_fake(write_articles(folder / "articles", copy=COPY), folder / "index")
    return library(folder / "index").current()


@pytest.fixture(scope="module")
def candidates(collection):
    """Every statement of Ana Lind: the ship in the copy, the apology, the ship."""
    return statements_of(collection, "Ana Lind")


def hits(candidates, *probabilities):
    """The candidates with the given probabilities, in their order."""
    return Hits.of(candidates, np.array(probabilities))


def test_a_shift_is_added_to_the_log_odds(candidates):
    """Even odds and one more in the logarithm are 0.731."""
    moved = hits(candidates, 0.5, 0.1, 0.1).shifted(1.0)
    assert moved[0].probability == pytest.approx(0.7311, abs=1e-4)


def test_shifts_reorder(candidates):
    """What is raised may come first."""
    moved = hits(candidates, 0.6, 0.5, 0.1).shifted(np.array([0.0, 2.0, 0.0]))
    assert moved[0].candidate == candidates[1]


def test_reordered_hits_have_another_first_one_that_is_as_likely(candidates):
    """What tells which answer is meant makes none likelier."""
    moved = hits(candidates, 0.6, 0.5, 0.1).reordered(np.array([0.0, 2.0, 0.0]))
    assert moved[0].candidate == candidates[1]
    assert moved.best == pytest.approx(0.6)
    assert moved[1].probability < 0.5


def test_the_sure_and_the_impossible_can_be_shifted(candidates):
    """Odds of nothing have no logarithm."""
    moved = hits(candidates, 1.0, 0.0, 0.5).shifted(-1.0)
    assert np.isfinite(moved.probabilities).all()
    assert [h.candidate for h in moved] == [candidates[0], candidates[2], candidates[1]]


def test_a_second_source_comes_before_more_of_the_same(candidates):
    """Where it fits nearly as well, and not where it fits far less."""
    copy, sorry, ship = candidates
    assert sorry.article_id == ship.article_id != copy.article_id
    order = np.array([1, 2, 0])
    near = varied(hits(candidates.kept(order), 0.50, 0.48, 0.47))
    assert [h.candidate for h in near] == [sorry, copy, ship]
    far = varied(hits(candidates.kept(order), 0.50, 0.48, 0.20))
    assert [h.candidate for h in far] == [sorry, ship, copy]


def test_words_of_whom_a_question_is_about_are_raised(collection):
    """By one in the logarithm; those of others stay."""
    found = Retriever(collection).statements(Query("late", "late"))
    both = Hits.of(found, np.full(len(found), 0.5))
    ole = next(s.row for s in collection.speakers() if s.name == "Ole Brandt")
    by_speaker = {h.speaker: h.probability for h in raised(both, [ole])}
    assert by_speaker.pop(ole) == pytest.approx(0.7311, abs=1e-4)
    assert set(by_speaker.values()) == {0.5}


def test_records_are_those_of_the_store(collection, candidates):
    """Article, place, statement and features of one that is shown."""
    (record,) = hits(candidates, 0.2, 0.9, 0.4)[1:2]
    stored = collection.statements([int(candidates.rows[1])])[0]
    assert record.probability == 0.9
    assert record.candidate.statement == stored
    assert record.candidate.span == stored.statement.extent
    assert record.candidate.article_id == stored.article_id
    assert record.candidate.features.direct == candidates.features[1, FEATURES.index("direct")]


def test_without_a_topic_places_decide(candidates):
    """All are quotations as sure as each other: by article, then by place."""
    backwards = candidates.kept(np.array([2, 1, 0]))
    assert [h.candidate for h in unranked(backwards)] == list(candidates)


def test_the_words_of_hits_are_those_of_their_articles(collection, candidates):
    """Slices, in the order of the hits."""
    found = texts(collection, hits(candidates, 0.1, 0.2, 0.3))
    assert [words[:9] for words in found] == ['"A second', '"We are s', '"A second']


def test_no_hits_are_nothing(collection):
    """Nothing has no best one and can be shifted all the same."""
    none = Hits.none(collection)
    assert (len(none), none.best, list(none.shifted(1.0))) == (0, 0.0, [])
