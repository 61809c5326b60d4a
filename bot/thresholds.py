"""Thresholds: from which probability an answer is shown, and whether the examples can tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

# What is less likely than the first is not shown as an answer, and what is likelier than the
# second is, whatever the few questions say.
_LOWEST, _HIGHEST = 0.1, 0.9
_STEPS = 80
# Thresholds with at most so many times the fewest mistakes do about as well.
_NEARLY = 1.03
# Under this area the probabilities hardly tell questions with an answer from those without;
# 0.7 is the usual lower limit of "acceptable" (Hosmer and Lemeshow, 2000).
_TELLS_APART = 0.7
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions as models that had not seen them judged them; arrays of one length.

    Attributes:
        probability: of the best candidate of each question.
        hit: whether this candidate is right.
        seen: whether a right one is among the first three, which a reader sees at a glance.
        answerable: whether any candidate is.
    """

    probability: Array
    hit: Flags
    seen: Flags
    answerable: Flags

    def mistakes_at(self, threshold: float) -> int:
        """How many are wrongly declined, with a right candidate to be seen, or wrongly answered."""
        shown = self.probability >= threshold
        return int((~shown & self.seen).sum() + (shown & ~self.answerable).sum())

    @property
    def area(self) -> float:
        """Area under the ROC curve, with an answer against without; 0.5 where one is missing."""
        if self.answerable.all() or not self.answerable.any():
            return 0.5
        return float(roc_auc_score(self.answerable, self.probability))


def chosen(rounds: list[Judged]) -> float:
    """The middle of the thresholds with nearly the fewest mistakes, from 0.1 to 0.9.

    Over some dozens of questions the curve is flat and its lowest point is chance; the middle of
    what does about as well moves little from one sample to the next.

    Args:
        rounds: the same questions as judged in several cross-validations.
    """
    grid = np.round(np.linspace(_LOWEST, _HIGHEST, _STEPS + 1), 2)
    mistakes = np.array([sum(r.mistakes_at(t) for r in rounds) for t in grid])
    return round(float(np.median(grid[mistakes <= _NEARLY * mistakes.min()])), 2)


def obstacle(rounds: list[Judged]) -> str | None:
    """Why no threshold can be set on these questions; None where one can be."""
    answerable = rounds[0].answerable
    for number, what in (
        (int(answerable.sum()), "with an answer among its candidates"),
        (int((~answerable).sum()), "without one"),
    ):
        if number < _FEWEST:
            return f"{number} of {len(answerable)} questions {what}, at least {_FEWEST} are needed"
    area = float(np.mean([r.area for r in rounds]))
    if area < _TELLS_APART:
        return (
            f"questions with and without an answer overlap too much (area under the ROC curve "
            f"{area:.2f}, at least {_TELLS_APART} is needed)"
        )
    return None


def overlapping(rounds: list[Judged]) -> Flags:
    """Which questions stand in the way of telling the two classes apart.

    Those with an answer that are less likely than the middle one without, and those without
    that are likelier than the middle one with an answer; none where a class is empty.
    """
    answerable = rounds[0].answerable
    probability = np.mean([r.probability for r in rounds], axis=0)
    if answerable.all() or not answerable.any():
        return np.zeros(len(answerable), dtype=np.bool_)
    low = np.median(probability[~answerable])
    high = np.median(probability[answerable])
    overlap: Flags = np.where(answerable, probability < low, probability > high)
    return overlap
