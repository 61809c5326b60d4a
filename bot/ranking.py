"""Ranking: the weights of the linear score, fitted so that right candidates come first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bot.examples import Example
from bot.scoring import Sort
from index.features import FEATURES, Array, matrix

# What the weights of the ranking are pulled to where the questions say little: what a reader would
# expect; 0 for what is not named. Fitted on some dozens of questions alone, they would learn the
# habits of those.
_EXPECTED = {
    "topic_cosine": 4.0,
    "question_cosine": 3.0,
    "passage_cosine": 3.0,
    "article_cosine": 1.0,
    "coverage": 3.0,
    "context_coverage": 3.0,
    "title_coverage": 0.5,
    "article_coverage": 1.0,
    "rarest": 1.0,
    "direct": 0.3,
    "headline": -0.5,
    "lead": 0.3,
    "brevity": -1.0,
    "confidence": 0.5,
    "type_fit": 2.0,
    "asks": -2.0,
    "own_name": -1.0,
}
# A plain question wants a number, a day, a name, and nobody's words in particular.
_EXPECTED_OF_FACTS = {**_EXPECTED, "type_fit": 4.0, "direct": 0.0, "confidence": 0.0}
# Strength of that pull, on the mean loss of a question; chosen by cross-validation.
_RIDGE = 0.01


def fit_ranking(examples: Sequence[Example]) -> Array:
    """Weights, one for each of ``FEATURES``, under which right candidates come first.

    They maximise the share that the right candidates have of each question's softmax (listwise
    loss; Cao et al., 2007). Questions without a right candidate say nothing.
    """
    of_facts = any(e.sort is Sort.FACT for e in examples)
    table = _EXPECTED_OF_FACTS if of_facts else _EXPECTED
    expected = np.array([table.get(name, 0.0) for name in FEATURES])
    with_answer = [e for e in examples if any(e.right)]
    if not with_answer:
        return expected
    # All candidates in one matrix; those of question i begin at starts[i].
    candidates = np.concatenate([matrix(e.features) for e in with_answer])
    right = np.concatenate([np.array(e.right) for e in with_answer])
    sizes = np.array([len(e.right) for e in with_answer])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = candidates @ weights
        shifted = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        wanted = np.where(right, shifted, 0.0)
        totals = np.add.reduceat(shifted, starts)
        rights = np.maximum(np.add.reduceat(wanted, starts), 1e-300)
        gradient = candidates.T @ (
            shifted / np.repeat(totals, sizes) - wanted / np.repeat(rights, sizes)
        )
        apart = weights - expected
        value = float(np.mean(np.log(totals) - np.log(rights)))
        pull = float(apart @ apart) * _RIDGE / 2
        return value + pull, gradient / len(sizes) + _RIDGE * apart

    found: Any = minimize(loss, expected, jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)
