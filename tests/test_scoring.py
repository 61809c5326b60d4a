"""A candidate's probability is arithmetic that one can do by hand."""

import math
from dataclasses import replace

import pytest

from bot.scoring import Model, Signals, Sort, load
from index.features import Features, matrix

NOTHING = Features(
    topic_cosine=0,
    question_cosine=0,
    passage_cosine=0,
    article_cosine=0,
    coverage=0,
    context_coverage=0,
    title_coverage=0,
    article_coverage=0,
    rarest=0,
    direct=0,
    headline=0,
    lead=0,
    brevity=0,
    confidence=0,
    type_fit=0,
    asks=0,
    own_name=0,
)
MODEL = Model(
    rank={"coverage": 2.0, "topic_cosine": 1.0},
    slope=0.5,
    intercept=-1.0,
    signals={"coverage": 3.0},
    threshold=0.5,
)


def test_the_score_is_the_weighted_sum_of_the_features():
    """2 x 0.5 + 1 x 0.25."""
    features = replace(NOTHING, coverage=0.5, topic_cosine=0.25)
    assert MODEL.scores(matrix([features])).tolist() == pytest.approx([1.25])


def test_the_probability_is_the_logistic_of_score_and_signals():
    """-1 + 0.5 x 1 + 3 x 0.5 = 1."""
    features = replace(NOTHING, coverage=0.5)
    assert MODEL.probabilities(matrix([features])) == [pytest.approx(1 / (1 + math.exp(-1)))]


def test_the_best_score_has_the_best_probability():
    """Signals are shared by the candidates of a question, so they cannot change the order."""
    candidates = [replace(NOTHING, coverage=c) for c in (0.1, 0.9, 0.4)]
    probabilities = MODEL.probabilities(matrix(candidates))
    assert sorted(range(3), key=probabilities.__getitem__) == [0, 2, 1]


def test_signals_are_the_best_of_each_feature():
    """Different candidates may hold the best of different features."""
    signals = Signals.of(
        matrix([replace(NOTHING, coverage=0.9), replace(NOTHING, topic_cosine=0.7)])
    )
    assert (signals.coverage, signals.topic_cosine) == (0.9, 0.7)


def test_no_candidates_have_no_probabilities():
    """A question without candidates is declined, not an error."""
    assert len(MODEL.probabilities(matrix([]))) == 0


@pytest.mark.parametrize("sort", list(Sort))
def test_the_scoring_that_comes_with_the_program_covers_every_sort(sort):
    """Each sort has a threshold between 0 and 1 and names only features that exist."""
    scoring = load()
    assert 0 < scoring.threshold(sort) < 1
    assert len(scoring.probabilities(sort, matrix([NOTHING])))
