"""Calibration: the numbers of ``scoring.json``, fitted on a labelled set.

For each sort of question the weights of the ranking are fitted first, then the probability that
the best candidate is right, which the unanswerable questions take part in. The figures given as
evidence come from cross-validation: every question is judged by a model that has not seen it,
nor any other question on the same article.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bot.answering import Answerer
from bot.conversation import Conversation
from bot.evaluation import Labelled, LabelledConversation, covered
from bot.scoring import Model, Scoring, Signals, Sort, load
from index.errors import QuestionError
from index.features import Candidate, Features

FEATURES = tuple(f.name for f in fields(Features))
SIGNALS = tuple(f.name for f in fields(Signals))
_FOLDS = 5
# What the weights of the ranking are pulled to where the questions say little: what a reader would
# expect. Fitted on some dozens of questions alone, they would learn the habits of those.
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
_CALIBRATION_C = 0.5
# Thresholds whose F1 is lower than the best by at most this do about as well.
_NEARLY = 0.02
# What is less likely than this is not shown as an answer, whatever the few questions say.
_LIKELY_ENOUGH = 0.1
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one labelled question.

    Attributes:
        question: its id.
        group: questions of one group are never in training and test at once.
        sort: how it is scored.
        features: one for each candidate.
        right: for each candidate, whether it is a right answer; all false where there is none.
    """

    question: str
    group: str
    sort: Sort
    features: tuple[Features, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a model did on questions it had not seen.

    Attributes:
        questions: how many questions of this sort.
        answerable: how many of them have a right candidate.
        hit_at_1: share of these whose best candidate is right.
        refusal_precision: share of the refusals that are right.
        refusal_recall: share of the questions without an answer that are refused.
        in_the_way: ids of the questions on the wrong side of the threshold.
    """

    questions: int
    answerable: int
    hit_at_1: float
    refusal_precision: float
    refusal_recall: float
    in_the_way: tuple[str, ...]


def examples(
    items: Iterable[Labelled | LabelledConversation], answerer: Answerer
) -> Iterator[Example]:
    """The candidates that the present search puts forward for each labelled question."""
    for item in items:
        turns = item.turns if isinstance(item, LabelledConversation) else (item,)
        conversation = Conversation()
        for number, labelled in enumerate(turns, 1):
            found = answerer.search(labelled.question, conversation)
            name = labelled.id or f"{item.id}.{number}"
            if found is not None and found.hits:
                yield Example(
                    question=name,
                    group=min((g.article for g in labelled.gold), default=name),
                    sort=found.sort,
                    features=tuple(hit.candidate.features for hit in found.hits),
                    right=tuple(_is_right(hit.candidate, labelled) for hit in found.hits),
                )
            _, conversation = answerer.answer(labelled.question, conversation)


def _is_right(candidate: Candidate, labelled: Labelled) -> bool:
    return any(covered(candidate.article_id, candidate.span, gold) for gold in labelled.gold)


def fit(examples: Iterable[Example]) -> tuple[Scoring, dict[Sort, Evidence]]:
    """Models for the sorts of questions that occur, and their evidence."""
    by_sort: dict[Sort, list[Example]] = {}
    for example in examples:
        if example.features:
            by_sort.setdefault(example.sort, []).append(example)
    models, evidence = {}, {}
    for sort, some in by_sort.items():
        models[sort], evidence[sort] = fit_sort(some)
    return Scoring(models), evidence


def fit_sort(examples: Sequence[Example]) -> tuple[Model, Evidence]:
    """The model for questions of one sort, with cross-validated evidence.

    The calibration is fitted on held-out scores: scores of questions that the ranking was
    fitted on are too good to judge by.
    """
    groups = sorted({e.group for e in examples})
    fold_of = {group: i % _FOLDS for i, group in enumerate(groups)}
    held_out: list[tuple[Example, float, Array, bool]] = []
    for fold in range(_FOLDS):
        train = [e for e in examples if fold_of[e.group] != fold]
        weights = _fit_ranking(train)
        for e in (e for e in examples if fold_of[e.group] == fold):
            scores = _matrix(e) @ weights
            best = int(scores.argmax())
            held_out.append((e, float(scores[best]), _signals(e), e.right[best]))
    ranking = _fit_ranking(examples)
    inputs = np.array([[score, *signals] for _, score, signals, _ in held_out])
    labels = np.array([right for *_, right in held_out])
    slope_and_signals, intercept = _fit_calibration(inputs, labels)
    probabilities = _held_out_probabilities(
        inputs, labels, [fold_of[e.group] for e, *_ in held_out]
    )
    threshold = _threshold([e for e, *_ in held_out], probabilities)
    model = Model(
        rank=dict(zip(FEATURES, map(float, ranking), strict=True)),
        slope=float(slope_and_signals[0]),
        intercept=float(intercept),
        signals=dict(zip(SIGNALS, map(float, slope_and_signals[1:]), strict=True)),
        threshold=threshold,
    )
    return model, _evidence(held_out, probabilities, threshold)


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


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(v) for key, v in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def _matrix(example: Example) -> Array:
    return np.array([list(asdict(f).values()) for f in example.features], dtype=np.float64)


def _signals(example: Example) -> Array:
    return np.array(list(asdict(Signals.of(example.features)).values()), dtype=np.float64)


def _fit_ranking(examples: Sequence[Example]) -> Array:
    """Weights under which the right candidates get the most of each question's softmax."""
    lists = [(_matrix(e), np.array(e.right)) for e in examples if any(e.right)]
    of_facts = any(e.sort is Sort.FACT for e in examples)
    table = _EXPECTED_OF_FACTS if of_facts else _EXPECTED
    expected = np.array([table[name] for name in FEATURES])

    def loss(weights: Array) -> tuple[float, Array]:
        total, gradient = 0.0, np.zeros_like(weights)
        for matrix, right in lists:
            scores = matrix @ weights
            shifted = np.exp(scores - scores.max())
            everything = shifted / shifted.sum()
            wanted = np.where(right, shifted, 0.0)
            wanted /= max(wanted.sum(), 1e-300)
            total -= np.log(max(everything[right].sum(), 1e-300))
            gradient -= matrix.T @ (wanted - everything)
        n = max(1, len(lists))
        apart = weights - expected
        pull = float(apart @ apart) * _RIDGE / 2
        return total / n + pull, gradient / n + _RIDGE * apart

    found: Any = minimize(loss, expected, jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def _fit_calibration(inputs: Array, labels: NDArray[np.bool_]) -> tuple[Array, float]:
    if labels.all() or not labels.any():
        return np.array([1.0, *([0.0] * len(SIGNALS))]), 0.0
    model = LogisticRegression(C=_CALIBRATION_C, max_iter=1000).fit(inputs, labels)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def _held_out_probabilities(
    inputs: Array, labels: NDArray[np.bool_], folds: Sequence[int]
) -> Array:
    """The probability of each question by a calibration that has not seen its fold."""
    fold = np.array(folds)
    probabilities = np.zeros(len(labels))
    for number in range(_FOLDS):
        test = fold == number
        if test.any():
            weights, intercept = _fit_calibration(inputs[~test], labels[~test])
            probabilities[test] = 1 / (1 + np.exp(-(inputs[test] @ weights + intercept)))
    return probabilities


def _threshold(examples: Sequence[Example], probabilities: Array) -> float:
    """The lowest threshold at which the F1 of refusals is nearly the best.

    Of thresholds that do about as well, the one that declines least is the most use to people.
    """
    unanswerable = np.array([not any(e.right) for e in examples])
    f1: dict[float, float] = {}
    for threshold in np.unique(np.round(probabilities, 3)):
        refused = probabilities < threshold
        right = int((refused & unanswerable).sum())
        both = int(refused.sum() + unanswerable.sum())
        f1[float(threshold)] = 2 * right / both if both else 0.0
    best = max(f1.values(), default=0.0)
    chosen = min((t for t, value in f1.items() if value >= best - _NEARLY), default=0.5)
    return min(0.9, max(_LIKELY_ENOUGH, chosen))


def _evidence(
    held_out: Sequence[tuple[Example, float, Array, bool]], probabilities: Array, threshold: float
) -> Evidence:
    answerable = [any(e.right) for e, *_ in held_out]
    refused = [bool(p < threshold) for p in probabilities]
    right = sum(r and not a for r, a in zip(refused, answerable, strict=True))
    unanswerable = len(held_out) - sum(answerable)
    hits = sum(hit for *_, hit in held_out)
    return Evidence(
        questions=len(held_out),
        answerable=sum(answerable),
        hit_at_1=hits / max(1, sum(answerable)),
        refusal_precision=right / max(1, sum(refused)),
        refusal_recall=right / max(1, unanswerable),
        in_the_way=tuple(
            e.question
            for (e, *_), r, a in zip(held_out, refused, answerable, strict=True)
            if r == a
        ),
    )
