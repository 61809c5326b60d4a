"""Scoring: from the features of candidates to the probability that each answers the question.

One model for each sort of question, in two steps. A linear score orders the candidates; it is
fitted so that right ones come first (listwise softmax; Cao et al., 2007). A logistic function of
that score and of what the candidates show together turns it into a probability (Platt, 1999),
on which the decision to answer rests. The numbers stand in ``scoring.json`` beside this file,
with the evidence they were fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from importlib import resources

import numpy as np

from index.features import FEATURES, Array


class Sort(StrEnum):
    """What is scored: the words of a named speaker, of any speaker, or plain sentences."""

    NAMED = "named"
    ANYONE = "anyone"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Signals:
    """What the candidates of one question show together; the maxima of their features.

    Attributes:
        topic_cosine: how near the nearest candidate is to the topic.
        passage_cosine: how near the nearest passage is to the question.
        coverage: how much of the topic the best candidate itself holds.
        context_coverage: the same with its neighbours and title.
        rarest: whether any candidate holds the topic's rarest word.
    """

    topic_cosine: float
    passage_cosine: float
    coverage: float
    context_coverage: float
    rarest: float

    @classmethod
    def of(cls, features: Array) -> Signals:
        """The signals of the candidates with these features (at least one row)."""
        columns = [FEATURES.index(field.name) for field in fields(cls)]
        return cls(*features[:, columns].max(axis=0).tolist())


@dataclass(frozen=True, slots=True)
class Model:
    """The model of one sort of question.

    Attributes:
        rank: weight of each feature in the linear score.
        slope: weight of the linear score in the log-odds.
        intercept: log-odds where the score and all signals are 0.
        signals: weight of each signal in the log-odds.
        threshold: probability from which the best candidate is shown as an answer.
    """

    rank: Mapping[str, float]
    slope: float
    intercept: float
    signals: Mapping[str, float]
    threshold: float

    def scores(self, features: Array) -> Array:
        """The linear scores that order candidates; unbounded, higher is better."""
        names, weights = zip(*self.rank.items(), strict=True)
        values = features[:, [FEATURES.index(name) for name in names]]
        return np.asarray(values @ np.array(weights))

    def probabilities(self, features: Array) -> Array:
        """The probability, 0 to 1, that each candidate of one question answers it.

        Args:
            features: of the candidates, shape ``(n, len(FEATURES))``.
        """
        if not len(features):
            return np.zeros(0)
        values = asdict(Signals.of(features))
        shared = self.intercept + sum(w * values[name] for name, w in self.signals.items())
        log_odds = np.clip(shared + self.slope * self.scores(features), -30.0, 30.0)
        return np.asarray(1 / (1 + np.exp(-log_odds)))


@dataclass(frozen=True, slots=True)
class Scoring:
    """The models of all sorts of questions."""

    models: Mapping[Sort, Model]

    def probabilities(self, sort: Sort, features: Array) -> Array:
        """The probability, 0 to 1, that each candidate of one question of this sort answers it."""
        return self.models[sort].probabilities(features)

    def threshold(self, sort: Sort) -> float:
        """The probability from which a question of this sort is answered."""
        return self.models[sort].threshold


def load() -> Scoring:
    """The scoring that comes with the program."""
    raw = json.loads(resources.files("bot").joinpath("scoring.json").read_text("utf-8"))
    return Scoring(
        {
            Sort(name): Model(
                model["rank"],
                model["slope"],
                model["intercept"],
                model["signals"],
                model["threshold"],
            )
            for name, model in raw["models"].items()
        }
    )
