"""Dense search over unit vectors: exact in a small collection, by codes and then exact in a large.

One FAISS file holds the vectors in three ranges of rows, one after another: sentences, statements,
passages. A row of a unit is counted from the start of its range. A unit of many rows has a file of
codes beside it (see :mod:`index.codes`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import faiss
import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from index.codes import FROM, Codes, write_codes
from index.columns import IntArray
from index.cores import cores
from index.faiss_files import open_mapped
from index.full_vectors import FloatArray, FullVectors, VectorWriter, unit_length
from index.units import Unit

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
# Ten times as fast as row by row from the file, and no more than 80 MB of the process if all rows
# are met.
_MAPPED = 50_000
# In a unit of so many rows the codes are looked at by a thread a query: a scan of them takes 2 ms
# and more, and FAISS lets go of Python's lock. In smaller ones a thread costs what it saves.
_SHARED_OUT = 100_000
# So many given rows are looked at themselves; of more the codes say which to look at.
_FEW = 1_000


class Vectors:
    """The vectors of one generation, on disk; safe to share between threads.

    Args:
        path: the FAISS file.
        dimension: the length of a vector, as the manifest has it.
        counts: the number of rows of each unit, as the manifest has it.
        mapped: of so many rows at most they are read where FAISS has mapped the file.
        shared_out: in units of so many rows several queries are looked for side by side.

    Raises:
        IndexDamaged: a file cannot be read, or does not hold what the manifest says.
    """

    def __init__(
        self,
        path: Path,
        *,
        dimension: int,
        counts: Mapping[Unit, int],
        mapped: int = _MAPPED,
        shared_out: int = _SHARED_OUT,
    ) -> None:
        self._starts = starts(counts)
        self._counts = dict(counts)
        total = sum(counts.values())
        self._index = open_mapped(
            path, faiss.IndexFlat, count=total, dimension=dimension, called="vectors of {} numbers"
        )
        # Questions run side by side; FAISS's own threads spin, which costs more than they save.
        faiss.omp_set_num_threads(1)
        threadpool_limits(1, user_api="blas")
        self._full = FullVectors(path, dimension=dimension, count=total)
        self._mapped = _rows_of(self._index) if total <= mapped else None
        self._codes = {
            unit: Codes(_codes_file(path, unit), dimension=dimension, count=count)
            for unit, count in counts.items()
            if _codes_file(path, unit).exists()
        }
        self._shared_out = shared_out
        # It has no thread before it is used. FAISS counts its threads by thread.
        self._scans = ThreadPoolExecutor(
            cores(), "scan", initializer=faiss.omp_set_num_threads, initargs=(1,)
        )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def count(self, unit: Unit) -> int:
        """How many rows the unit has."""
        return self._counts[unit]

    def nearest(
        self,
        vectors: Sequence[FloatArray],
        *,
        unit: Unit,
        limit: int,
        within: IntArray | Sequence[int] | None = None,
    ) -> list[tuple[IntArray, FloatArray]]:
        """For each of some vectors the rows nearest to it.

        Scores are exact. In a unit without codes, and within few rows, so is the choice; with codes
        a row among the nearest is missed now and then (docs/performance.md).

        Args:
            vectors: each of shape ``(dimension,)``, of any length.
            unit: what to search.
            limit: how many rows at most.
            within: only these rows of the unit, and no other is looked at; None for all of them.

        Returns:
            Rows and cosines, best first; equal ones by row.

        Raises:
            ValueError: a vector has another shape.
            IndexError: a row of ``within`` does not exist.
        """
        for vector in vectors:
            if np.shape(vector) != (self._index.d,):
                raise ValueError(f"a vector of shape {np.shape(vector)}, wanted ({self._index.d},)")
        queries = unit_length(np.array(vectors, dtype=np.float32).reshape(-1, self._index.d))
        start = self._starts[unit]
        codes = self._codes.get(unit)
        if within is None:
            if codes is None or limit <= 0:
                return [self._scanned(query, unit, limit) for query in queries]
            some = self._coded(codes, queries, unit, limit, None)
        else:
            ids = np.unique(self._ids(unit, within))
            if codes is not None and len(ids) > _FEW:
                some = self._coded(codes, queries, unit, limit, ids - start)
            else:
                return self._best(ids, queries, limit, start)
        return [
            found
            for ids, query in zip(some, queries, strict=True)
            for found in self._best(ids, query[np.newaxis], limit, start)
        ]

    def _coded(
        self,
        codes: Codes,
        queries: FloatArray,
        unit: Unit,
        limit: int,
        within: IntArray | None,
    ) -> list[IntArray]:
        """Rows of the file that the codes of a unit put forward, for each query."""
        near = partial(codes.near, limit=limit, within=within)
        each = [query[np.newaxis] for query in queries]
        if self._counts[unit] < self._shared_out or cores() < 2:
            found = [near(query) for query in each]
        else:
            # The last one here: one thread less to wait for.
            others = [self._scans.submit(near, query) for query in each[:-1]]
            last = [near(query) for query in each[-1:]]
            found = [*(other.result() for other in others), *last]
        return [rows + self._starts[unit] for rows in found]

    def _best(
        self, ids: IntArray, queries: FloatArray, limit: int, start: int
    ) -> list[tuple[IntArray, FloatArray]]:
        """The nearest of some rows of the file, for each query; they are read once."""
        scores = np.zeros((len(ids), len(queries)), dtype=np.float32)
        for at in range(0, len(ids), _CHUNK):
            scores[at : at + _CHUNK] = self._rows(ids[at : at + _CHUNK]) @ queries.T
        return [_first(ids - start, column, limit) for column in scores.T]

    def search(
        self,
        vector: FloatArray,
        *,
        unit: Unit,
        limit: int,
        within: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """The rows nearest to one vector as (row, cosine); see ``nearest``."""
        ((rows, scores),) = self.nearest([vector], unit=unit, limit=limit, within=within)
        return list(zip(rows.tolist(), scores.tolist(), strict=True))

    def vectors(self, unit: Unit, rows: IntArray | Sequence[int]) -> FloatArray:
        """The vectors of some rows, in the order asked; shape ``(len(rows), dimension)``.

        Raises:
            IndexError: a row does not exist.
        """
        return self._rows(self._ids(unit, rows))

    def _scanned(self, query: FloatArray, unit: Unit, limit: int) -> tuple[IntArray, FloatArray]:
        """The nearest of all rows of a unit, each looked at."""
        start, count = self._starts[unit], self._counts[unit]
        limit = min(limit, count)
        if limit <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        # FAISS narrows its scan to the range; it does not test every row.
        selector = faiss.IDSelectorRange(start, start + count)
        scores, found = self._index.search(
            query[np.newaxis],
            limit,
            params=faiss.SearchParameters(sel=selector),  # type: ignore[call-arg]  # the stubs lag
        )
        there = found[0] >= 0
        return _first(found[0][there] - start, scores[0][there], limit)

    def _rows(self, ids: IntArray) -> FloatArray:
        """Rows of the file, in the order asked."""
        return self._full.rows(ids) if self._mapped is None else self._mapped[ids]

    def _ids(self, unit: Unit, rows: IntArray | Sequence[int]) -> IntArray:
        ids = np.asarray(rows, dtype=np.int64)
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


def _rows_of(index: faiss.IndexFlat) -> FloatArray:
    """The vectors of an index where they are; the index has to stay."""
    pointer = index.get_xb()
    array: FloatArray = faiss.rev_swig_ptr(pointer, index.ntotal * index.d)
    return array.reshape(index.ntotal, index.d)


def _first(rows: IntArray, scores: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
    """The best of some rows with their scores."""
    best = np.lexsort((rows, -scores))[:limit]
    return rows[best], np.clip(scores[best], -1.0, 1.0)
