"""Dense search over unit vectors: exact in a small collection, by codes and then exact in a large.

One FAISS file holds the vectors in three ranges of rows, one after another: sentences, statements,
passages. A row of a unit is counted from the start of its range. A unit of many rows has a file of
codes beside it (see :mod:`index.codes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.codes import FROM, Codes, write_codes
from index.faiss_files import open_mapped
from index.full_vectors import FloatArray, FullVectors, VectorWriter, unit_length

__all__ = [
    "FloatArray",
    "Unit",
    "VectorWriter",
    "Vectors",
    "starts",
    "unit_length",
    "write_all_codes",
]

_CHUNK = 16_384
# So many given rows are looked at themselves; of more the codes say which to look at.
_FEW = 1_000


class Unit(StrEnum):
    """What is searched. The order is that of the ranges in the file."""

    SENTENCE = "sentence"
    STATEMENT = "statement"
    PASSAGE = "passage"


class Vectors:
    """The vectors of one generation, on disk; safe to share between threads.

    Args:
        path: the FAISS file.
        dimension: the length of a vector, as the manifest has it.
        counts: the number of rows of each unit, as the manifest has it.

    Raises:
        IndexDamaged: a file cannot be read, or does not hold what the manifest says.
    """

    def __init__(self, path: Path, *, dimension: int, counts: Mapping[Unit, int]) -> None:
        self._starts = starts(counts)
        self._counts = dict(counts)
        total = sum(counts.values())
        self._index = open_mapped(
            path, faiss.IndexFlat, count=total, dimension=dimension, called="vectors of {} numbers"
        )
        # Questions run side by side; to share one out costs more than it saves.
        faiss.omp_set_num_threads(1)
        self._full = FullVectors(path, dimension=dimension, count=total)
        self._codes = {
            unit: Codes(_codes_file(path, unit), dimension=dimension, count=count)
            for unit, count in counts.items()
            if _codes_file(path, unit).exists()
        }

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def count(self, unit: Unit) -> int:
        """How many rows the unit has."""
        return self._counts[unit]

    def search(
        self,
        vector: FloatArray,
        *,
        unit: Unit,
        limit: int,
        within: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """The rows nearest to a vector.

        Scores are exact. In a unit without codes, and within few rows, so is the choice; with codes
        a row among the nearest is missed now and then (docs/performance.md).

        Args:
            vector: shape ``(dimension,)``, of any length.
            unit: what to search.
            limit: how many rows at most.
            within: only these rows of the unit, and no other is looked at; None for all of them.

        Returns:
            (row, cosine), best first; equal ones by row.

        Raises:
            ValueError: the vector has another shape.
            IndexError: a row of ``within`` does not exist.
        """
        query = np.asarray(vector, dtype=np.float32)
        if query.shape != (self._index.d,):
            raise ValueError(f"a vector of shape {query.shape}, wanted ({self._index.d},)")
        query = unit_length(query[np.newaxis])
        start = self._starts[unit]
        codes = self._codes.get(unit)
        if within is not None:
            ids = np.unique(self._ids(unit, within))
            if codes is not None and len(ids) > _FEW:
                ids = codes.near(query, limit, ids - start) + start
        elif limit > 0 and codes is not None:
            ids = codes.near(query, limit) + start
        else:
            return self._scanned(query, unit, limit)
        if limit <= 0 or not len(ids):
            return []
        scores = np.concatenate(
            [self._full.rows(ids[at : at + _CHUNK]) @ query[0] for at in range(0, len(ids), _CHUNK)]
        )
        best = np.lexsort((ids, -scores))[:limit]
        return _hits(ids[best] - start, scores[best])

    def vectors(self, unit: Unit, rows: Sequence[int]) -> FloatArray:
        """The vectors of some rows, in the order asked; shape ``(len(rows), dimension)``.

        Raises:
            IndexError: a row does not exist.
        """
        return self._full.rows(self._ids(unit, rows))

    def _scanned(self, query: FloatArray, unit: Unit, limit: int) -> list[tuple[int, float]]:
        """The nearest of all rows of a unit, each looked at."""
        start, count = self._starts[unit], self._counts[unit]
        limit = min(limit, count)
        if limit <= 0:
            return []
        # FAISS narrows its scan to the range; it does not test every row.
        selector = faiss.IDSelectorRange(start, start + count)
        scores, found = self._index.search(
            query,
            limit,
            params=faiss.SearchParameters(sel=selector),  # type: ignore[call-arg]  # the stubs lag
        )
        hits = _hits(found[0][found[0] >= 0] - start, scores[0][found[0] >= 0])
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def _ids(self, unit: Unit, rows: Iterable[int]) -> NDArray[np.int64]:
        ids = np.asarray(list(rows), dtype=np.int64)
        count = self._counts[unit]
        if len(ids) and not (ids.min() >= 0 and ids.max() < count):
            raise IndexError(f"there are {count} {unit} rows, asked for {ids.min()}..{ids.max()}")
        return ids + self._starts[unit]


def write_all_codes(
    path: Path, *, dimension: int, counts: Mapping[Unit, int], from_rows: int = FROM
) -> None:
    """Writes codes for the units of many rows, beside the file of the full vectors.

    Args:
        path: the file that ``VectorWriter`` wrote.
        dimension: the length of a vector.
        counts: the number of rows of each unit.
        from_rows: units of fewer rows get no codes.

    Raises:
        IndexDamaged: the file does not hold what is said.
        IndexUnwritable: codes cannot be written.
    """
    full = FullVectors(path, dimension=dimension, count=sum(counts.values()))
    first = starts(counts)
    for unit, count in counts.items():
        if count >= from_rows:
            file = _codes_file(path, unit)
            write_codes(file, full, dimension=dimension, start=first[unit], count=count)


def starts(counts: Mapping[Unit, int]) -> dict[Unit, int]:
    """The first row of each unit in the file.

    Args:
        counts: the number of rows of each unit.
    """
    first: dict[Unit, int] = {}
    total = 0
    for unit in Unit:
        first[unit] = total
        total += counts[unit]
    return first


def _codes_file(path: Path, unit: Unit) -> Path:
    return path.with_name(f"{unit}.codes.faiss")


def _hits(rows: NDArray[np.int64], scores: FloatArray) -> list[tuple[int, float]]:
    clipped = np.clip(scores, -1.0, 1.0)
    return [(int(row), float(score)) for row, score in zip(rows, clipped, strict=True)]
