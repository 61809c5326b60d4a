"""Scoring: from a candidate's features to the probability that it answers the question.

One logistic model for each sort of question. Its numbers stand in ``scoring.json`` beside this
file, with the evidence they were fitted on; ``bot.calibration`` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import resources

from index.retrieval import Features


class Sort(StrEnum):
    """What is scored: the words of a named speaker, of any speaker, or plain sentences."""

    NAMED = "named"
    ANYONE = "anyone"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model.

    Attributes:
        intercept: log-odds where all features are 0.
        weights: log-odds for one unit of each feature.
        threshold: probability from which the best candidate is shown as an answer.
    """

    intercept: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Features) -> float:
        """The probability, 0 to 1, that a candidate with these features is an answer."""
        values = asdict(features)
        logit = self.intercept + sum(w * values[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@dataclass(frozen=True, slots=True)
class Scoring:
    """The models of all sorts of questions."""

    models: Mapping[Sort, Model]

    def probability(self, sort: Sort, features: Features) -> float:
        """The probability, 0 to 1, that a candidate answers a question of this sort."""
        return self.models[sort].probability(features)

    def threshold(self, sort: Sort) -> float:
        """The probability from which a question of this sort is answered."""
        return self.models[sort].threshold


def load() -> Scoring:
    """The scoring that comes with the program."""
    raw = json.loads(resources.files("bot").joinpath("scoring.json").read_text("utf-8"))
    return Scoring(
        {
            Sort(name): Model(model["intercept"], model["weights"], model["threshold"])
            for name, model in raw["models"].items()
        }
    )
