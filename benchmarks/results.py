"""What was measured: values of several runs, their medians and ratios, as a table's rows."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is measured.

    Attributes:
        key: its name in JSON.
        label: its name in the table.
        unit: of its values.
        digits: after the decimal point, in the table.
        more: whether more is better.
    """

    key: str
    label: str
    unit: str
    digits: int
    more: bool = False


MEASURES = (
    Measure("encode_sentences", "encoding of sentences", "tokens/s", 0, more=True),
    Measure("encode_passages", "encoding of passages", "tokens/s", 0, more=True),
    Measure("build", "build", "s", 1),
    Measure("build_articles", "build", "articles/s", 1, more=True),
    Measure("build_megabytes", "build", "MB of text/s", 3, more=True),
    Measure("build_memory", "build, peak memory", "MB", 0),
    Measure("unchanged", "rebuild, nothing changed", "s", 2),
    Measure("unchanged_share", "rebuild, share of own build", "%", 1),
    Measure("add", "1 % of articles added", "s", 2),
    Measure("add_share", "1 % added, share of own build", "%", 1),
    Measure("cold", "cold start to first answer", "s", 2),
    Measure("cold_memory", "cold start, peak memory", "MB", 0),
    Measure("p50", "warm question, p50", "ms", 1),
    Measure("p95", "warm question, p95", "ms", 1),
    Measure("p99", "warm question, p99", "ms", 1),
    Measure("answered_p50", "warm question On Record answers, p50", "ms", 1),
    Measure("answered_p95", "warm question On Record answers, p95", "ms", 1),
    Measure("memory", "memory after 50 questions", "MB", 0),
    Measure("chats", "50 chats at once, all answered", "ms", 0),
    Measure("chats_p95", "50 chats at once, p95", "ms", 0),
)
"""All measures, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The values of one measure of one system, one a run."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    @property
    def low(self) -> float:
        """The least."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The most."""
        return max(self.values)


class Results:
    """The values of all measures and systems.

    Args:
        systems: names of the systems; the first is compared with each of the others.
    """

    def __init__(self, systems: Sequence[str]) -> None:
        self.systems = tuple(systems)
        self._values: dict[tuple[str, str], list[float]] = {}

    def add(self, key: str, system: str, value: float) -> None:
        """Takes the value of one run.

        Raises:
            KeyError: there is no such measure or system.
        """
        if system not in self.systems or all(measure.key != key for measure in MEASURES):
            raise KeyError(f"{key} of {system}")
        self._values.setdefault((key, system), []).append(value)

    def sample(self, key: str, system: str) -> Sample | None:
        """The values of a measure; None where the system has none."""
        values = self._values.get((key, system))
        return None if values is None else Sample(tuple(values))

    def ratio(self, key: str, other: str) -> float | None:
        """The first system's median by that of ``other``; None where one is missing or 0.

        A share has none: it already compares a system with itself.
        """
        if key.endswith("_share"):
            return None
        ours, theirs = self.sample(key, self.systems[0]), self.sample(key, other)
        if ours is None or theirs is None or theirs.median == 0:
            return None
        return ours.median / theirs.median

    def measured(self) -> list[Measure]:
        """The measures that have a value, in their order."""
        return [m for m in MEASURES if any((m.key, name) in self._values for name in self.systems)]

    def as_json(self) -> list[dict[str, Any]]:
        """One object a measure: every value, medians, spread, ratios."""
        return [self._object(measure) for measure in self.measured()]

    def _object(self, measure: Measure) -> dict[str, Any]:
        samples = {name: self.sample(measure.key, name) for name in self.systems}
        return {
            "measure": measure.key,
            "unit": measure.unit,
            "better": "more" if measure.more else "less",
            "systems": {
                name: {"median": s.median, "min": s.low, "max": s.high, "values": list(s.values)}
                for name, s in samples.items()
                if s is not None
            },
            "ratios": {
                name: ratio
                for name in self.systems[1:]
                if (ratio := self.ratio(measure.key, name)) is not None
            },
        }


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of the values do not exceed (nearest rank).

    Args:
        values: at least one.
        percent: above 0, at most 100.
    """
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)  # rounded up
    return ordered[max(int(rank), 1) - 1]
