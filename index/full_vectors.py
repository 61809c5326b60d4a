"""Full vectors on disk: one FAISS file, written as they come and read row by row.

The file is what FAISS writes for an ``IndexFlatIP``: a header, then the rows. The header is FAISS's
own; the rows are streamed behind it, so that a build never holds all of them, and single rows are
read without mapping the file, so that they take no memory of the process that asks.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import shutil
import struct
import tempfile
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged, IndexUnwritable

FloatArray = NDArray[np.float32]

_FLOAT = 4
# Where FAISS's header counts the vectors; it ends with the number of floats behind it.
_COUNT_AT = 8
_INTEGER = struct.Struct("<q")


def unit_length(vectors: FloatArray) -> FloatArray:
    """The rows of ``vectors`` scaled to length 1; a row of zeros stays as it is.

    Args:
        vectors: shape ``(n, dimension)``.
    """
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    # In double precision: the squares of very small numbers have few digits in single.
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return np.asarray(vectors / lengths, dtype=np.float32)


class VectorWriter:
    """Takes vectors, in the order of the file or by row, and streams them to disk.

    Args:
        dimension: the length of a vector.
        folder: where they are put until ``write``, best that of the file; None for the system's
            folder of temporary files.

    Raises:
        IndexUnwritable: the folder cannot be written (any method).
    """

    def __init__(self, dimension: int, folder: Path | None = None) -> None:
        self._dimension = dimension
        self._count = 0
        beside = folder or Path(tempfile.gettempdir())
        self._part = beside / f"vectors-{secrets.token_hex(8)}.part"
        with _writing(self._part):
            self._file = self._part.open("wb")
            self._begin = self._file.write(_header(dimension, 0))
        self._finalizer = weakref.finalize(self, _discard, self._file.close, self._part)

    def __len__(self) -> int:
        return self._count

    def add(self, vectors: FloatArray, *, at: int | None = None, as_they_are: bool = False) -> None:
        """Takes vectors of any length; they are normalised here.

        Args:
            vectors: shape ``(n, dimension)``.
            at: the row of the first; None for the end. Rows never given are zeros.
            as_they_are: they come from such a file; normalised twice they would differ in a bit.

        Raises:
            ValueError: they have another shape.
        """
        if not len(vectors):
            return
        if vectors.shape[1:] != (self._dimension,):
            raise ValueError(f"vectors of shape {vectors.shape}, wanted (n, {self._dimension})")
        at = self._count if at is None else at
        rows = vectors if as_they_are else unit_length(vectors)
        with _writing(self._part):
            self._file.seek(self._begin + at * self._dimension * _FLOAT)
            self._file.write(np.ascontiguousarray(rows, dtype="<f4").data)
        self._count = max(self._count, at + len(vectors))

    def write(self, path: Path) -> None:
        """Completes the file and puts it in its place; nothing can be added afterwards.

        Raises:
            IndexUnwritable: the file cannot be written.
        """
        with _writing(path):
            self._file.seek(0)
            self._file.write(_header(self._dimension, self._count))
            self._file.close()
            shutil.move(self._part, path)


class FullVectors:
    """The rows of a file that ``VectorWriter`` wrote; safe to share between threads.

    Args:
        path: the file.
        dimension: the length of a vector.
        count: how many there are.

    Raises:
        IndexDamaged: the file cannot be opened, or has another size.
    """

    def __init__(self, path: Path, *, dimension: int, count: int) -> None:
        self._path = path
        self._dimension = dimension
        self._begin = len(_header(dimension, count))
        self._row = dimension * _FLOAT
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size != self._begin + count * self._row:
                    raise _damaged(path)
                self._read = _reader(self, file.fileno())
        except (OSError, ValueError) as exc:
            raise _damaged(path) from exc

    def rows(self, ids: NDArray[np.int64]) -> FloatArray:
        """The vectors of some rows, in the order asked; shape ``(len(ids), dimension)``.

        Args:
            ids: rows of the file, each between 0 and the count.

        Raises:
            IndexDamaged: the file has become shorter.
        """
        if not len(ids):
            return np.zeros((0, self._dimension), dtype=np.float32)
        wanted, place = np.unique(ids, return_inverse=True)
        # Neighbours are read at once: sentences of one article are asked for together.
        starts = np.flatnonzero(np.diff(wanted, prepend=-2) != 1)
        lengths = np.diff(starts, append=len(wanted)) * self._row
        offsets = self._begin + wanted[starts] * self._row
        content = b"".join(map(self._read, lengths.tolist(), offsets.tolist()))
        if len(content) != len(wanted) * self._row:
            raise _damaged(self._path)
        found = np.frombuffer(content, dtype="<f4").reshape(len(wanted), self._dimension)
        return np.asarray(found[place], dtype=np.float32)


def _reader(owner: object, descriptor: int) -> Callable[[int, int], bytes]:
    """Reads (length, offset) of a file that stays open while ``owner`` lives."""
    if not hasattr(os, "pread"):  # Windows
        mapped = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
        return lambda length, offset: mapped[offset : offset + length]
    own = os.dup(descriptor)
    weakref.finalize(owner, os.close, own)
    return partial(os.pread, own)


def _header(dimension: int, count: int) -> bytes:
    """What FAISS writes before the rows of an ``IndexFlatIP``."""
    header = bytearray(faiss.serialize_index(faiss.IndexFlatIP(dimension)).tobytes())
    _INTEGER.pack_into(header, _COUNT_AT, count)
    _INTEGER.pack_into(header, len(header) - _INTEGER.size, count * dimension)
    return bytes(header)


def _discard(close: Callable[[], None], part: Path) -> None:
    with contextlib.suppress(OSError):
        close()
    part.unlink(missing_ok=True)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise IndexUnwritable(
            f"cannot write {path}: free some disk space there, or choose another folder "
            "with --index"
        ) from exc


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(f"{path} is missing or damaged: run `onrecord index build` again")
