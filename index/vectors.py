"""Dense search: exact inner products over unit vectors, in one FAISS file.

The file holds three ranges of rows, one after another: sentences, statements, passages. A row of
a unit is counted from the start of its range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged, IndexUnwritable

FloatArray = NDArray[np.float32]


class Unit(StrEnum):
    """What is searched. The order is that of the ranges in the file."""

    SENTENCE = "sentence"
    STATEMENT = "statement"
    PASSAGE = "passage"


def unit_length(vectors: FloatArray) -> FloatArray:
    """The rows of ``vectors`` scaled to length 1; a row of zeros stays as it is.

    Args:
        vectors: shape ``(n, dimension)``.
    """
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return np.asarray(vectors / lengths, dtype=np.float32)


class VectorWriter:
    """Collects vectors in the order of the file and writes them.

    Args:
        dimension: the length of a vector.
    """

    def __init__(self, dimension: int) -> None:
        self._index = faiss.IndexFlatIP(dimension)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, vectors: FloatArray) -> None:
        """Appends vectors of any length, shape ``(n, dimension)``; they are normalised here."""
        if len(vectors):
            self._index.add(unit_length(vectors))

    def write(self, path: Path) -> None:
        """Writes the file.

        Raises:
            IndexUnwritable: the file cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as exc:
            raise IndexUnwritable(
                f"cannot write {path}: free some disk space there, or choose another folder "
                "with --index"
            ) from exc


class Vectors:
    """The vectors of one generation, memory-mapped; safe to share between threads.

    Args:
        path: the FAISS file.
        dimension: the length of a vector, as the manifest has it.
        counts: the number of rows of each unit, as the manifest has it.

    Raises:
        IndexDamaged: the file cannot be read, or does not hold what the manifest says.
    """

    def __init__(self, path: Path, *, dimension: int, counts: Mapping[Unit, int]) -> None:
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as exc:
            raise IndexDamaged(
                f"{path} is missing or damaged: run `onrecord index build` again"
            ) from exc
        self._starts: dict[Unit, int] = {}
        total = 0
        for unit in Unit:
            self._starts[unit] = total
            total += counts[unit]
        self._counts = dict(counts)
        shape = (int(self._index.ntotal), int(self._index.d))
        if (
            shape != (total, dimension)
            or self._index.metric_type != faiss.METRIC_INNER_PRODUCT
            or not isinstance(self._index, faiss.IndexFlat)
        ):
            raise IndexDamaged(
                f"{path} holds {shape[0]} vectors of {shape[1]} numbers, where the manifest says "
                f"{total} of {dimension}: run `onrecord index build` again"
            )

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

        Args:
            vector: shape ``(dimension,)``, of any length.
            unit: what to search.
            limit: how many rows at most.
            within: only these rows of the unit; None for all of them.

        Returns:
            (row, cosine), best first; equal ones by row.

        Raises:
            ValueError: the vector has another shape.
            IndexError: a row of ``within`` does not exist.
        """
        query = np.asarray(vector, dtype=np.float32)
        if query.shape != (self._index.d,):
            raise ValueError(f"a vector of shape {query.shape}, wanted ({self._index.d},)")
        start, count = self._starts[unit], self._counts[unit]
        selector: faiss.IDSelector
        if within is None:
            # FAISS narrows its scan to the range; it does not test every row.
            selector = faiss.IDSelectorRange(start, start + count)
        else:
            ids = np.unique(self._ids(unit, within))
            count = len(ids)
            selector = faiss.IDSelectorArray(ids)
        limit = min(limit, count)
        if limit <= 0:
            return []
        scores, found = self._index.search(
            unit_length(query[np.newaxis]),
            limit,
            params=faiss.SearchParameters(sel=selector),  # type: ignore[call-arg]  # the stubs lag
        )
        hits = [
            (int(row) - start, float(np.clip(score, -1.0, 1.0)))
            for row, score in zip(found[0], scores[0], strict=True)
            if row >= 0
        ]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def vectors(self, unit: Unit, rows: Sequence[int]) -> FloatArray:
        """The vectors of some rows, in the order asked; shape ``(len(rows), dimension)``.

        Raises:
            IndexError: a row does not exist.
        """
        if not len(rows):
            return np.zeros((0, self._index.d), dtype=np.float32)
        return np.asarray(self._index.reconstruct_batch(self._ids(unit, rows)), dtype=np.float32)

    def _ids(self, unit: Unit, rows: Iterable[int]) -> NDArray[np.int64]:
        ids = np.asarray(list(rows), dtype=np.int64)
        count = self._counts[unit]
        if len(ids) and not (ids.min() >= 0 and ids.max() < count):
            raise IndexError(f"there are {count} {unit} rows, asked for {ids.min()}..{ids.max()}")
        return ids + self._starts[unit]
