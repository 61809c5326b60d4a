"""The table that a person reads, in Markdown, so that it can be pasted."""

from __future__ import annotations

from rich import box
from rich.table import Table

from benchmarks.results import Measure, Results, Sample


def table(results: Results) -> Table:
    """One row a measure: medians with their spread, and the first system by each of the others.

    Ratios of what is better when there is more of it carry an arrow.
    """
    first, *others = results.systems
    made = Table(box=box.MARKDOWN)
    made.add_column("measure", no_wrap=True)
    for name in results.systems:
        made.add_column(name, justify="right", no_wrap=True)
    for name in others:
        made.add_column(f"{first} / {name}", justify="right", no_wrap=True)
    for measure in results.measured():
        made.add_row(
            f"{measure.label}, {measure.unit}",
            *(cell(measure, results.sample(measure.key, name)) for name in results.systems),
            *(times(measure, results.ratio(measure.key, name)) for name in others),
        )
    return made


def cell(measure: Measure, sample: Sample | None) -> str:
    """A median with the least and the most beside it; a dash where nothing was measured."""
    if sample is None:
        return "–"
    median, low, high = (
        f"{value:,.{measure.digits}f}" for value in (sample.median, sample.low, sample.high)
    )
    return median if len(sample.values) == 1 else f"{median} ({low}–{high})"


def times(measure: Measure, ratio: float | None) -> str:
    """A ratio, with an arrow where more is better; a dash where there is none."""
    if ratio is None:
        return "–"
    return f"{ratio:.2f} x{' ↑' if measure.more else ''}"
