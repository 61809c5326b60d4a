"""Opening a FAISS file of a generation: memory-mapped, and what the manifest says it is."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import faiss

from index.errors import IndexDamaged

Kind = TypeVar("Kind", bound=faiss.Index)


def open_mapped(path: Path, kind: type[Kind], *, count: int, dimension: int, called: str) -> Kind:
    """The index in a file, mapped instead of read.

    Args:
        path: the file.
        kind: the class of index that it must hold, for inner products.
        count: how many rows the manifest gives it.
        dimension: the length of a vector, as the manifest has it.
        called: how a message calls its rows and their parts, "vectors of {} numbers".

    Raises:
        IndexDamaged: the file cannot be read, or holds something else.
    """
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as exc:
        raise IndexDamaged(
            f"{path} is missing or damaged: run `onrecord index build` again"
        ) from exc
    shape = (int(index.ntotal), int(index.d))
    if (
        shape != (count, dimension)
        or index.metric_type != faiss.METRIC_INNER_PRODUCT
        or not isinstance(index, kind)
    ):
        raise IndexDamaged(
            f"{path} holds {shape[0]} {called.format(shape[1])}, where the manifest says "
            f"{count} of {dimension}: run `onrecord index build` again"
        )
    return index
