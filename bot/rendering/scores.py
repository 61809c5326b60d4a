"""Scores of an evaluation as a table."""

from __future__ import annotations

from rich.table import Table

from bot.evaluation import Evaluation, Tally


def table(evaluation: Evaluation) -> Table:
    """One row a kind of question, and one for all; shares in per cent."""
    found = Table(box=None, pad_edge=False)
    columns = ("kind", "n", "hit@1", "hit@3", "tight@1", "tight@3", "speaker", "refused", "right")
    for name in columns:
        found.add_column(name, justify="left" if name == "kind" else "right")
    for kind, tally in [*evaluation.kinds.items(), ("all", evaluation.total)]:
        found.add_row(kind, *_row(tally))
    return found


def lines(evaluation: Evaluation) -> list[str]:
    """What holds for all kinds together, a line each."""
    total = evaluation.total
    return [
        f"refusal: precision {total.refusal_precision:.2f}, recall {total.refusal_recall:.2f} "
        f"({total.refused} refused, {total.questions - total.answerable} without an answer)",
        f"verbatim violations: {total.violations} of {total.citations} citations",
        f"duplicates: {total.duplicates} of {total.top} snippets in the first three",
    ]


def _row(tally: Tally) -> list[str]:
    n = tally.answerable
    return [
        str(tally.questions),
        _percent(tally.hits[1], n),
        _percent(tally.hits[3], n),
        _percent(tally.tight[1], n),
        _percent(tally.tight[3], n),
        _percent(tally.right_speakers, tally.speakers),
        str(tally.refused),
        str(tally.right_refusals),
    ]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"
