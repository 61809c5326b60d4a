"""Where things are in an index folder, and which generation is published.

::

    <index dir>/CURRENT                 the id of the published generation
    <index dir>/generations/<id>/       manifest.json, articles.db, vectors.faiss, the encoder
    <index dir>/staging/<id>/           a build that is not published yet
    <index dir>/cache/                  vectors, analyses and exported encoders for the next build
    <index dir>/build.lock              held by the one builder
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.errors import IndexDamaged, NoIndex
from index.manifest import HASHING, FileEntry, Manifest, describe, read_manifest

POINTER_FILE = "CURRENT"
_ID = re.compile(r"[0-9A-Za-z-]{1,80}")


def published_id(index_dir: Path) -> str:
    """The id of the published generation.

    Raises:
        NoIndex: nothing is published yet.
        IndexDamaged: the pointer cannot be read.
    """
    pointer = index_dir / POINTER_FILE
    try:
        found = pointer.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise NoIndex(f"no index in {index_dir}: run `onrecord index build`") from exc
    except (OSError, ValueError) as exc:
        raise IndexDamaged(f"cannot read {pointer}: run `onrecord index build` again") from exc
    if not _ID.fullmatch(found):
        raise IndexDamaged(f"{pointer} names no generation: run `onrecord index build` again")
    return found


def generation_dir(index_dir: Path, generation: str) -> Path:
    """The folder of a generation."""
    return index_dir / "generations" / generation


def encoders_dir(index_dir: Path) -> Path:
    """The folder with the exported encoders of an index folder, each named by its weights."""
    return index_dir / "cache" / "encoders"


def published_manifest(index_dir: Path) -> tuple[Path, Manifest]:
    """The folder and the manifest of the published generation.

    Raises:
        NoIndex: nothing is published yet.
        IndexDamaged: the pointer or the manifest cannot be read.
        IndexIncompatible: it is of another format version.
    """
    folder = generation_dir(index_dir, published_id(index_dir))
    return folder, read_manifest(folder)


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Compares the sizes of a generation's files with its manifest.

    Raises:
        IndexDamaged: a file is missing, or has another size.
    """
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError as exc:
            raise IndexDamaged(f"{path} is missing: run `onrecord index build` again") from exc
        if size != entry.size:
            raise IndexDamaged(
                f"{path} has {size} bytes instead of {entry.size}: run `onrecord index build` again"
            )


def check_files(folder: Path, manifest: Manifest) -> None:
    """Reads every byte of a generation's files and compares sizes and checksums with its manifest.

    Raises:
        IndexDamaged: a file is missing, cannot be read, or was altered.
    """
    check_sizes(folder, manifest)
    # Hashing does not hold the interpreter's lock.
    with ThreadPoolExecutor(HASHING) as lanes:
        checks = [
            lanes.submit(check_file, folder / name, entry) for name, entry in manifest.files.items()
        ]
        for check in checks:
            check.result()


def check_file(path: Path, entry: FileEntry) -> None:
    """Compares a file of a generation, byte by byte, with what its manifest says.

    Raises:
        IndexDamaged: it is missing, cannot be read, or was altered.
    """
    try:
        found = describe(path)
    except OSError as exc:
        raise IndexDamaged(
            f"{path} cannot be read ({exc.strerror or exc}): run `onrecord index build` again"
        ) from exc
    if found != entry:
        raise IndexDamaged(
            f"{path} was altered (its SHA-256 is another one): run `onrecord index build` again"
        )
