"""The scores of an evaluation, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from bot.evaluation import Evaluation, Tally
from bot.quiz import DEPTHS, QuizEvaluation
from bot.rendering.sheet import Listing
from bot.rendering.terminal import visible
from bot.statement_scores import StatementScore

if TYPE_CHECKING:
    # calibration imports scikit-learn, which showing scores does not need.
    from bot.calibration import Evidence
    from bot.scoring import Scoring, Sort

_COLUMNS = ("Questions", "n", "hit@1", "hit@3", "tight@1", "tight@3", "Speaker", "Refused right")


def scores_listing(evaluation: Evaluation) -> Listing:
    """A row for each kind of question and one for all; below, what holds for all of them."""
    tallies = {**evaluation.kinds, "all": evaluation.total}
    rows = [tuple(Text(cell) for cell in _cells(kind, tally)) for kind, tally in tallies.items()]
    total = evaluation.total
    note = (
        f"Refusals: precision {_percent(total.right_refusals, total.refused)}, "
        f"recall {_percent(total.right_refusals, total.questions - total.answerable)}. "
        f"Citations: {total.citations:,}, not verbatim {total.violations:,}. "
        f"Among the first 3: {total.top:,}, repeated {total.duplicates:,}."
    )
    if total.hits_of_speakers:
        wrong = _percent(total.wrong_names, total.hits_of_speakers)
        note += f" Wrong name: {wrong} of {total.hits_of_speakers:,} hits."
    return Listing(_COLUMNS, tuple(rows), note)


def quiz_listing(evaluation: QuizEvaluation) -> Listing:
    """A row for each label of quiz questions; below, the refusals over all of them."""
    rows = []
    for label, tally in evaluation.labels.items():
        shares = [*tally.articles.values(), *tally.answers.values()]
        cells = [visible(label), f"{tally.questions:,}"]
        cells += [_percent(share, tally.questions) for share in shares]
        rows.append(tuple(Text(cell) for cell in cells))
    depths = [f"{what}@{depth}" for what in ("article", "answer") for depth in DEPTHS]
    note = (
        f"Refusals: {evaluation.refused:,}, precision "
        f"{_percent(evaluation.right_refusals, evaluation.refused)}, recall "
        f"{_percent(evaluation.right_refusals, evaluation.unanswerable)}."
    )
    return Listing(("Quiz", "n", *depths), tuple(rows), note)


def statements_listing(scores: Sequence[StatementScore]) -> Listing:
    """A row for each share that a statement has to cover."""
    rows = [
        (
            f"overlap {score.share}",
            f"{score.labelled:,}",
            f"{score.on_record:,}",
            _percent(score.matched, score.on_record),
            _percent(score.matched, score.labelled),
            f"{100 * score.f1:.1f} %",
            _percent(score.right_mentions, score.with_mention),
        )
        for score in scores
    ]
    columns = ("Statements", "labelled", "on record", "Precision", "Recall", "F1", "Mention right")
    return Listing(columns, tuple(tuple(Text(cell) for cell in row) for row in rows))


def _cells(kind: str, tally: Tally) -> tuple[str, ...]:
    unanswerable = tally.questions - tally.answerable
    return (
        visible(kind),
        f"{tally.questions:,}",
        *(_percent(tally.hits[k], tally.answerable) for k in (1, 3)),
        *(_percent(tally.tight[k], tally.answerable) for k in (1, 3)),
        _percent(tally.right_speakers, tally.speakers),
        _percent(tally.right_refusals, unanswerable),
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def evidence_lines(evidence: Mapping[Sort, Evidence], scoring: Scoring) -> list[str]:
    """How a calibration did on questions it had not seen, a line for each sort of question."""
    return [
        f"{sort}: {e.questions} questions, {e.answerable} with an answer; hit@1 "
        f"{e.hit_at_1:.3f}; threshold {scoring.threshold(sort):.2f}"
        f"{' as before' if e.obstacle else ''}, refusal precision {e.refusal_precision:.3f}, "
        f"recall {e.refusal_recall:.3f}; area under the ROC curve {e.area:.3f}; "
        f"{'overlapping' if e.obstacle else 'on the wrong side'}: "
        f"{visible(', '.join(e.in_the_way)) or 'none'}"
        for sort, e in evidence.items()
    ]


def obstacle_lines(evidence: Mapping[Sort, Evidence]) -> list[str]:
    """Which thresholds could not be set, why, and what mends it."""
    return [
        f"no threshold is set for {sort} questions, the one in the program stays: {e.obstacle}; "
        f"in the way: {', '.join(e.in_the_way) or 'none'}. Correct their labels, or add examples "
        f"with --with EXAMPLES.jsonl"
        for sort, e in evidence.items()
        if e.obstacle
    ]
