"""Columns: a table's numbers as arrays by row, filled as rows are asked for.

A question ranks hundreds of rows and shows five of them. To rank, numbers are enough, and arrays
of them are compared at once; what is shown is read whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.words import Codes

IntArray = NDArray[np.int64]
Flags = NDArray[np.bool_]

WHOLE = 50_000
"""A table of up to so many rows is read whole when it is first asked for (docs/performance.md)."""

# So many rows are remembered; then all are forgotten. 100 bytes each, or so.
_REMEMBERED = 500_000
_FEWEST_VALUES = 4096
# So many are read at a time: as rows of SQLite they take ten times the memory.
_TOGETHER = 4096


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of codes, one after another.

    Attributes:
        values: all of them.
        lengths: how many each list has.
    """

    values: Codes
    lengths: IntArray

    def holding(self, wanted: Codes) -> Flags:
        """Which lists hold which of some values; shape ``(lists, len(wanted))``."""
        present = np.zeros((len(self.lengths), len(wanted)), dtype=np.bool_)
        whose = np.repeat(np.arange(len(self.lengths)), self.lengths)
        for at, value in enumerate(wanted):
            present[whose[self.values == value], at] = True
        return present


class Filled:
    """The columns of a table, of which some rows are filled. Those are never changed.

    Args:
        count: how many rows the table has.
        numbers: the type of each column of numbers, by name.
        lists: the names of the columns of lists.
    """

    def __init__(self, count: int, numbers: Mapping[str, DTypeLike], lists: Sequence[str]) -> None:
        # Zeroed memory is none until it is written to.
        self._numbers = {name: np.zeros(count, dtype=kind) for name, kind in numbers.items()}
        self._lists = {name: _ListColumn(count) for name in lists}
        self._known = np.zeros(count, dtype=np.bool_)
        self.remembered = 0

    def __getitem__(self, name: str) -> NDArray[Any]:
        """A column of numbers, by row; only rows that were asked for are filled."""
        return self._numbers[name]

    def lists(self, name: str, rows: IntArray) -> Lists:
        """The lists of some rows, in the order asked."""
        return self._lists[name].of(rows)

    def missing(self, rows: IntArray) -> IntArray:
        """Those of some rows that are not filled, each once, in order.

        Raises:
            IndexError: a row does not exist.
        """
        return np.unique(rows[~self._known[rows]])

    def fill(self, rows: IntArray, found: Mapping[str, Sequence[Any]]) -> None:
        """Fills rows.

        Args:
            rows: which.
            found: by name what each column has in these rows; lists as bytes.
        """
        for name, column in self._numbers.items():
            column[rows] = found[name]
        for name, lists in self._lists.items():
            lists.add(rows, found[name])
        # Last, for whoever looks at the same time.
        self._known[rows] = True
        self.remembered += len(rows)


class Columns:
    """The columns of one table of a generation. Thread-safe.

    Args:
        count: how many rows the table has, numbered from 0.
        read: gives, by name, what each column has in some rows, in their order; lists as bytes.
        numbers: the type of each column of numbers, by name.
        lists: the names of the columns of lists.
        whole: a table of at most so many rows is read whole.
        remembered: so many rows stay in memory, at least those of the last call.
    """

    def __init__(
        self,
        count: int,
        read: Callable[[IntArray], Mapping[str, Sequence[Any]]],
        numbers: Mapping[str, DTypeLike],
        lists: Sequence[str] = (),
        *,
        whole: int = WHOLE,
        remembered: int = _REMEMBERED,
    ) -> None:
        self._count = count
        self._read = read
        self._empty = partial(Filled, count, numbers, lists)
        self._whole = count <= whole
        self._most = remembered
        self._filled = self._empty()
        self._lock = threading.Lock()

    def holding(self, rows: IntArray) -> Filled:
        """Columns in which at least ``rows`` are filled.

        Raises:
            IndexError: a row does not exist.
        """
        filled = self._filled
        if not len(filled.missing(rows)):
            return filled
        with self._lock:
            # Whoever still uses what is forgotten here keeps it.
            if self._filled.remembered > self._most:
                self._filled = self._empty()
            filled = self._filled
            missing = filled.missing(rows)
            if len(missing):
                wanted = np.arange(self._count) if self._whole else missing
                for at in range(0, len(wanted), _TOGETHER):
                    some = wanted[at : at + _TOGETHER]
                    filled.fill(some, self._read(some))
        return filled


class _ListColumn:
    """Lists of codes by row, in the order in which they were filled in."""

    def __init__(self, count: int) -> None:
        self._starts = np.zeros(count, dtype=np.int64)
        self._lengths = np.zeros(count, dtype=np.int32)
        self._values = np.zeros(_FEWEST_VALUES, dtype=np.uint32)
        self._used = 0

    def add(self, rows: IntArray, found: Sequence[bytes]) -> None:
        values = np.frombuffer(b"".join(found), dtype=np.uint32)
        lengths = np.array([len(one) for one in found], dtype=np.int64) // values.itemsize
        end = self._used + len(values)
        if end > len(self._values):
            longer = np.zeros(max(end, 2 * len(self._values)), dtype=np.uint32)
            longer[: self._used] = self._values[: self._used]
            self._values = longer
        self._values[self._used : end] = values
        self._starts[rows] = self._used + np.cumsum(lengths) - lengths
        self._lengths[rows] = lengths
        self._used = end

    def of(self, rows: IntArray) -> Lists:
        lengths = self._lengths[rows].astype(np.int64)
        return Lists(self._values[spread(self._starts[rows], lengths)], lengths)


def spread(starts: IntArray, lengths: IntArray) -> IntArray:
    """The numbers from each start on, as many as its length, one range after another."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(starts - (ends - lengths), lengths))
