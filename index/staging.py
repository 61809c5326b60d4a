"""Making a generation: one builder at a time, staged beside, published in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexDamaged, IndexLocked, IndexUnwritable, NoIndex
from index.layout import POINTER_FILE, encoders_dir, generation_dir, published_id

_LOCK_FILE = "build.lock"


@contextmanager
def locked(index_dir: Path) -> Iterator[None]:
    """Holds the lock of an index folder, made when missing; clears what killed builds left.

    Raises:
        IndexLocked: another process holds it.
        IndexUnwritable: the folder cannot be written.
    """
    with unwritable(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / _LOCK_FILE)
        try:
            lock.acquire(timeout=0)
        except Timeout as exc:
            raise IndexLocked(
                f"another build is running in {index_dir}: wait until it is done, or choose "
                "another folder with --index"
            ) from exc
    try:
        shutil.rmtree(index_dir / "staging", ignore_errors=True)
        yield
    finally:
        lock.release()


@contextmanager
def staged(index_dir: Path, generation: str) -> Iterator[Path]:
    """A new folder for the files of a generation; removed unless it was published.

    Raises:
        IndexUnwritable: it cannot be written, inside the block too.
    """
    folder = index_dir / "staging" / generation
    with unwritable(index_dir):
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(index_dir / "staging", ignore_errors=True)


def publish(index_dir: Path, folder: Path, generation: str) -> None:
    """Makes a staged folder the published generation, durably and in one step.

    Raises:
        OSError: it cannot be written; the generation that was published still is.
    """
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    target = generation_dir(index_dir, generation)
    target.parent.mkdir(exist_ok=True)
    folder.replace(target)
    _sync(target.parent)
    pointer = index_dir / POINTER_FILE
    beside = index_dir / f"{POINTER_FILE}.next"
    beside.write_text(generation + "\n", encoding="ascii")
    _sync(beside)
    # From here on readers open the new generation; before, the old one.
    beside.replace(pointer)
    _sync(index_dir)


def prune(index_dir: Path, keep: int) -> list[str]:
    """Removes old generations and returns the ids of those that stay.

    The published one stays, and the newest others up to ``keep`` in all.
    """
    try:
        published = published_id(index_dir)
    except (NoIndex, IndexDamaged):
        published = ""
    # Ids begin with the time of the build.
    names = sorted((path.name for path in (index_dir / "generations").iterdir()), reverse=True)
    others = [name for name in names if name != published]
    for name in others[max(keep - 1, 0) :]:
        # Whoever has it open keeps it open; what cannot be removed is tried again next time.
        shutil.rmtree(generation_dir(index_dir, name), ignore_errors=True)
    return [published, *others[: max(keep - 1, 0)]]


def prune_encoders(index_dir: Path, weights_hashes: Collection[str]) -> None:
    """Removes exported encoders of other models, and what killed exports left."""
    encoders = encoders_dir(index_dir)
    for path in encoders.iterdir() if encoders.is_dir() else ():
        if path.name not in weights_hashes:
            shutil.rmtree(path, ignore_errors=True)


def link_or_copy(source: Path, target: Path) -> None:
    """A hard link, or a copy where the file system has none.

    Raises:
        OSError: the target cannot be written.
    """
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@contextmanager
def unwritable(index_dir: Path) -> Iterator[None]:
    """Turns failures of the file system into ``IndexUnwritable``."""
    try:
        yield
    except OSError as exc:
        raise IndexUnwritable(
            f"cannot write the index in {index_dir} ({exc.strerror or exc}): free some disk "
            "space there, or choose another folder with --index"
        ) from exc


def _sync(path: Path) -> None:
    """Makes sure that a file or folder survives a power failure."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
