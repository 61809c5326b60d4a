"""What the last build was made of, so that the next one sees at once that nothing has changed.

Like everything in the cache folder it is not needed to answer, and a record that cannot be read, or
is of another program, is as good as none: the articles are then read and compared.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.duplicates import Duplicate
from index.reading.files import SIDECAR, files
from index.reading.problem import Problem

_FILE = "last-build.json"
# What the readers and the encoder are made of.
_LIBRARIES = (
    "charset-normalizer",
    "dateparser",
    "ftfy",
    "numpy",
    "onnxruntime",
    "openvino",
    "pydantic",
    "python-frontmatter",
    "rensa",
    "tokenizers",
    "trafilatura",
)
_CHUNK = 1 << 20


class BuildRecord(BaseModel):
    """What a published generation was made of, and what reading that told.

    Attributes:
        generation: its id.
        program: the program that read the inputs, see ``program_digest``.
        made_by: the program that made the generation; another one where articles were read anew and
            found unchanged. Empty where nobody knows.
        inputs: the bytes that were read, see ``inputs_digest``.
        day: the day they were read on; what a page may call its date depends on it.
        outlets: how many outlets the articles name.
        skipped: what could not be read.
        notes: what was read with a remark.
        duplicates: articles that repeat an earlier one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    generation: str
    program: str
    made_by: str
    inputs: str
    day: dt.date
    outlets: int
    skipped: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    duplicates: tuple[Duplicate, ...]

    def write(self, index_dir: Path) -> None:
        """Keeps the record for the next build, in place of the last one.

        Raises:
            OSError: it cannot be written.
        """
        path = _path(index_dir)
        with suppress(ValueError):  # a file's name that is no text; there is no record then
            text = self.model_dump_json()
            beside = path.with_suffix(".next")
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)


def read_record(index_dir: Path) -> BuildRecord | None:
    """The record of the last build, or None where there is none that can be used."""
    try:
        return BuildRecord.model_validate_json(_path(index_dir).read_bytes())
    except (OSError, ValidationError):
        return None


def program_digest() -> str:
    """A SHA-256 over the source of this package and the versions of what it computes with.

    A version raised by hand is forgotten sooner or later, and a part that has no bearing on the
    result costs a slower rebuild.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\0".encode())
    for file in sorted(here.rglob("*.py")):
        digest.update(f"{file.relative_to(here).as_posix()}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def inputs_digest(paths: Sequence[Path]) -> str | None:
    """A SHA-256 over the names and bytes of all that is read for ``paths``; articles and sidecars.

    None where a file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for found in files(paths):
            if isinstance(found, Problem):
                digest.update(f"problem\0{found.message}\0".encode())
                continue
            _add(digest, found)
            for name in (found.name, found.stem):
                beside = found.with_name(name + SIDECAR)
                if beside.is_file():
                    _add(digest, beside)
    except OSError:
        return None
    return digest.hexdigest()


def _add(digest: hashlib._Hash, path: Path) -> None:
    digest.update(f"file\0{path}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
    with path.open("rb") as file:
        while some := file.read(_CHUNK):
            digest.update(some)


def _path(index_dir: Path) -> Path:
    return index_dir / "cache" / _FILE
