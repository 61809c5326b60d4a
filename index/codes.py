"""Codes: the vectors of a large unit in a bit a dimension, to find what is worth a closer look.

RaBitQ codes (Gao and Long, 2024) estimate inner products; the full vectors then say which of the
estimated best are the best. Every code is looked at: lists that leave three quarters of the rows
aside (IVF) lost 6 of the 100 sentences nearest to questions about news (docs/performance.md).
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexUnwritable
from index.faiss_files import open_mapped
from index.full_vectors import FloatArray, FullVectors

FROM = 20_000
"""Units of so many rows have codes; in smaller ones an exact search takes a few milliseconds."""

_BITS = 1
_QUERY_BITS = 4
# So many times as many rows as asked for are looked at again: at least and at most so many, where
# not more are asked for.
_AGAIN, _LEAST, _MOST = 10, 500, 1000
_SAMPLE = 20_000
_CHUNK = 16_384


class Codes:
    """The codes of one unit, memory-mapped; safe to share between threads.

    Args:
        path: the file.
        dimension: the length of a vector.
        count: how many rows the unit has.

    Raises:
        IndexDamaged: the file cannot be read, or holds something else.
    """

    def __init__(self, path: Path, *, dimension: int, count: int) -> None:
        self._index = open_mapped(
            path,
            faiss.IndexRaBitQ,
            count=count,
            dimension=dimension,
            called="codes of {} dimensions",
        )

    def near(
        self, query: FloatArray, limit: int, within: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """Rows of the unit among which the ``limit`` nearest are, in no order.

        Args:
            query: of unit length, shape ``(1, dimension)``.
            limit: how many rows are wanted in the end.
            within: only these rows, each once; no other is looked at. None for all of them.
        """
        count = int(self._index.ntotal)
        parameters = faiss.RaBitQSearchParameters()
        parameters.qb = _QUERY_BITS
        if within is not None:
            chosen = np.zeros(count, dtype=bool)
            chosen[within] = True
            bits = np.packbits(chosen, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
            parameters.sel = selector
        again = max(min(max(_AGAIN * limit, _LEAST), _MOST), 2 * limit)
        again = min(again, count if within is None else len(within))
        _, found = self._index.search(query, again, params=parameters)
        return np.asarray(found[0][found[0] >= 0], dtype=np.int64)


def write_codes(path: Path, full: FullVectors, *, dimension: int, start: int, count: int) -> None:
    """Writes the codes of one unit.

    Args:
        path: the file to make.
        full: the full vectors.
        dimension: the length of a vector.
        start: the unit's first row among them.
        count: how many rows it has.

    Raises:
        IndexUnwritable: the file cannot be written.
    """
    index = faiss.IndexRaBitQ(dimension, faiss.METRIC_INNER_PRODUCT, _BITS)
    # It learns nothing but the middle of the vectors: rows spread evenly tell it, and always alike.
    step = max(1, count // _SAMPLE)
    index.train(full.rows(np.arange(start, start + count, step, dtype=np.int64)))
    for first in range(start, start + count, _CHUNK):
        last = min(first + _CHUNK, start + count)
        index.add(full.rows(np.arange(first, last, dtype=np.int64)))
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as exc:
        raise IndexUnwritable(
            f"cannot write {path}: free some disk space there, or choose another folder "
            "with --index"
        ) from exc
