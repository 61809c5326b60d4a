"""Calibration: the numbers of ``scoring.json``, fitted on labelled examples.

For each sort of question the weights of the ranking are fitted first, then the probability that
the best candidate is right, which the unanswerable questions take part in, then the threshold.
Thresholds and evidence come from cross-validation: every question is judged by a model that has
not seen it, nor any other question on the same article.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.examples import Example
from bot.ranking import fit_ranking
from bot.scoring import Model, Scoring, Signals, Sort, load
from bot.thresholds import Judged, chosen, obstacle, overlapping
from index.errors import QuestionError
from index.features import FEATURES, Array, matrix

SIGNALS = tuple(f.name for f in fields(Signals))
_FOLDS = 5
# Which questions fall into one fold is chance; over so many shuffles it evens out.
_ROUNDS = 5
_CALIBRATION_C = 0.5
# So many snippets are seen at a glance.
_SEEN = 3
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a model did on questions it had not seen; means over the cross-validations.

    Attributes:
        questions: how many questions of this sort.
        answerable: how many of them have a right candidate.
        hit_at_1: share of these whose best candidate is right.
        refusal_precision: share of the refusals that are right.
        refusal_recall: share of the questions without an answer that are refused.
        area: under the ROC curve of the probability, with an answer against without.
        in_the_way: ids of the questions on the wrong side of the threshold; where none could be
            set, of those that overlap.
        obstacle: why no threshold could be set, or None.
    """

    questions: int
    answerable: int
    hit_at_1: float
    refusal_precision: float
    refusal_recall: float
    area: float
    in_the_way: tuple[str, ...] = ()
    obstacle: str | None = None


def fit(examples: Iterable[Example]) -> tuple[Scoring, dict[Sort, Evidence]]:
    """Models for the sorts of questions that occur, and their evidence.

    Where the examples of a sort cannot tell when to decline, its threshold is the program's, and
    its evidence has an ``obstacle``.
    """
    by_sort: dict[Sort, list[Example]] = {}
    for example in examples:
        if example.features:
            by_sort.setdefault(example.sort, []).append(example)
    program = load()
    models, evidence = {}, {}
    for sort, some in by_sort.items():
        models[sort], evidence[sort] = _fit_sort(some, program.threshold(sort))
    return Scoring(models), evidence


def write(path: Path, scoring: Scoring, evidence: Mapping[Sort, Evidence]) -> None:
    """Writes models and their evidence in the form of ``scoring.json``.

    Sorts without a model of their own are left as the program has them.

    Raises:
        QuestionError: the file cannot be written.
    """
    models = {**load().models, **scoring.models}
    text = json.dumps(
        {
            "models": {sort: _rounded(asdict(models[sort])) for sort in Sort},
            "evidence": {
                sort: _rounded({k: v for k, v in asdict(e).items() if k != "in_the_way"})
                for sort, e in evidence.items()
            },
        },
        indent=2,
    )
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as exc:
        raise QuestionError(
            f"{path} cannot be written ({exc.strerror}): name another file with --calibrate"
        ) from exc


def _fit_sort(examples: Sequence[Example], before: float) -> tuple[Model, Evidence]:
    """The model for questions of one sort, with cross-validated evidence.

    The calibration is fitted on held-out scores: scores of questions that the ranking was
    fitted on are too good to judge by.

    Args:
        examples: at least one.
        before: the threshold that stays where none can be set.
    """
    answerable = np.array([any(e.right) for e in examples])
    inputs, hits, rounds = [], [], []
    for seed in range(_ROUNDS):
        folds = _folds(examples, seed)
        some_inputs, some_hits, seen = _held_out(examples, folds)
        probabilities = _held_out_probabilities(some_inputs, some_hits, folds)
        rounds.append(Judged(probabilities, some_hits, seen, answerable))
        inputs.append(some_inputs)
        hits.append(some_hits)
    # Each question is there once a round, and counts once.
    slope_and_signals, intercept = _fit_calibration(
        np.concatenate(inputs), np.concatenate(hits), _CALIBRATION_C / _ROUNDS
    )
    in_the_way = obstacle(rounds)
    threshold = chosen(rounds) if in_the_way is None else before
    model = Model(
        rank=dict(zip(FEATURES, map(float, fit_ranking(examples)), strict=True)),
        slope=float(slope_and_signals[0]),
        intercept=float(intercept),
        signals=dict(zip(SIGNALS, map(float, slope_and_signals[1:]), strict=True)),
        threshold=threshold,
    )
    return model, _evidence(examples, rounds, threshold, in_the_way)


def _folds(examples: Sequence[Example], seed: int) -> NDArray[np.int64]:
    """The fold of each example; those of one group are in one fold."""
    groups = sorted({e.group for e in examples})
    random.Random(seed).shuffle(groups)  # noqa: S311 - chance, not a secret
    fold_of = {group: i % _FOLDS for i, group in enumerate(groups)}
    return np.array([fold_of[e.group] for e in examples], dtype=np.int64)


def _held_out(examples: Sequence[Example], folds: NDArray[np.int64]) -> tuple[Array, Flags, Flags]:
    """Score and signals of each question's best candidate; whether it, or one of three, is right.

    The ranking that scores a question was fitted on the other folds.
    """
    inputs = np.zeros((len(examples), 1 + len(SIGNALS)))
    hits, seen = (np.zeros(len(examples), dtype=np.bool_) for _ in range(2))
    for fold in range(_FOLDS):
        weights = fit_ranking([e for e, f in zip(examples, folds, strict=True) if f != fold])
        for i in np.flatnonzero(folds == fold).tolist():
            features = matrix(examples[i].features)
            scores = features @ weights
            first, *others = np.argsort(-scores)[:_SEEN].tolist()
            inputs[i] = [scores[first], *astuple(Signals.of(features))]
            hits[i] = examples[i].right[first]
            seen[i] = any(examples[i].right[at] for at in (first, *others))
    return inputs, hits, seen


def _fit_calibration(inputs: Array, labels: Flags, c: float) -> tuple[Array, float]:
    if labels.all() or not labels.any():
        return np.array([1.0, *([0.0] * len(SIGNALS))]), 0.0
    model = LogisticRegression(C=c, max_iter=1000).fit(inputs, labels)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def _held_out_probabilities(inputs: Array, labels: Flags, folds: NDArray[np.int64]) -> Array:
    """The probability of each question by a calibration that has not seen its fold."""
    probabilities = np.zeros(len(labels))
    for fold in range(_FOLDS):
        test = folds == fold
        if test.any():
            weights, intercept = _fit_calibration(inputs[~test], labels[~test], _CALIBRATION_C)
            probabilities[test] = 1 / (1 + np.exp(-(inputs[test] @ weights + intercept)))
    return probabilities


def _evidence(
    examples: Sequence[Example], rounds: list[Judged], threshold: float, reason: str | None
) -> Evidence:
    answerable = rounds[0].answerable
    refused = np.array([r.probability < threshold for r in rounds])
    right = (refused & ~answerable).sum(axis=1)
    hits = np.mean([r.hit.sum() for r in rounds])
    if reason is None:
        # On the wrong side in most of the rounds.
        wrong = (refused == answerable).sum(axis=0) * 2 > len(rounds)
    else:
        wrong = overlapping(rounds)
    return Evidence(
        questions=len(examples),
        answerable=int(answerable.sum()),
        hit_at_1=float(hits) / max(1, int(answerable.sum())),
        refusal_precision=float(np.mean(right / np.maximum(1, refused.sum(axis=1)))),
        refusal_recall=float(np.mean(right / max(1, int((~answerable).sum())))),
        area=float(np.mean([r.area for r in rounds])),
        in_the_way=tuple(examples[i].question for i in np.flatnonzero(wrong).tolist()),
        obstacle=reason,
    )


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(v) for key, v in value.items()}
    return round(value, 4) if isinstance(value, float) else value
