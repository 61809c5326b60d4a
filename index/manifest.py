"""The manifest of a generation: what it was made of, and what its files must be."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import IndexDamaged, IndexIncompatible
from index.schema import FORMAT_VERSION
from index.units import Unit

MANIFEST_FILE = "manifest.json"
STORE_FILE = "articles.db"
VECTORS_FILE = "vectors.faiss"
HASHING = 2
"""Files that are hashed at once."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


class Model(_Part):
    """The embedding model.

    Attributes:
        id: its name, or the path of its folder.
        weights_hash: identifies everything its vectors depend on.
        dimension: the length of a vector.
        max_tokens: how many tokens of a text are read, special tokens included.
        query_prompt: what is put before a question.
    """

    id: str
    weights_hash: str
    dimension: int = Field(gt=0)
    max_tokens: int = Field(gt=0)
    query_prompt: str = ""


class Chunking(_Part):
    """How passages are cut.

    Attributes:
        budget: tokens a passage may have with its title, special tokens included.
        overlap: sentences that two neighbouring passages share.
    """

    budget: int
    overlap: int


class Counts(_Part):
    """How many of each there are."""

    articles: int
    sentences: int
    statements: int
    passages: int
    speakers: int

    def units(self) -> dict[Unit, int]:
        """Rows of each unit that is searched."""
        return {
            Unit.SENTENCE: self.sentences,
            Unit.STATEMENT: self.statements,
            Unit.PASSAGE: self.passages,
        }


class FileEntry(_Part):
    """What a file of the generation must be: its size in bytes and its SHA-256."""

    size: int
    sha256: str


class Manifest(_Part):
    """Everything about a generation but its contents.

    Attributes:
        format_version: of the files; a program reads exactly one.
        generation: its id, also the name of its folder.
        created: when the build ended, UTC.
        model: what the vectors were made with.
        metric: how vectors are compared.
        chunking: how passages were cut.
        analyzer: version of the analyzer that found the statements, and of its rules.
        counts: how many of each there are.
        corpus_hash: SHA-256 over the ids and contents of the articles.
        files: the other files of the folder.
    """

    format_version: int
    generation: str
    created: dt.datetime
    model: Model
    metric: Literal["inner_product"] = "inner_product"
    chunking: Chunking
    analyzer: str
    counts: Counts
    corpus_hash: str
    files: dict[str, FileEntry]

    def write(self, folder: Path) -> None:
        """Writes the manifest into a generation's folder."""
        (folder / MANIFEST_FILE).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation.

    Raises:
        IndexIncompatible: it is of another format version.
        IndexDamaged: there is none, or it is not a manifest.
    """
    path = folder / MANIFEST_FILE
    damaged = f"{path} is missing or damaged: run `onrecord index build` again"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as exc:
        raise IndexDamaged(damaged) from exc
    try:
        version = _Version.model_validate_json(text).format_version
        if version != FORMAT_VERSION:
            raise IndexIncompatible(
                f"the index in {folder} has format {version}, this program reads format "
                f"{FORMAT_VERSION}: run `onrecord index build` again"
            )
        return Manifest.model_validate_json(text)
    except ValidationError as exc:
        raise IndexDamaged(damaged) from exc


def describe(path: Path) -> FileEntry:
    """Size and checksum of a file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(size=path.stat().st_size, sha256=checksum)


def describe_all(paths: Iterable[Path]) -> dict[str, FileEntry]:
    """Size and checksum of some files, by name, in the order given.

    Raises:
        OSError: one cannot be read; it is named.
    """
    some = list(paths)
    # Hashing does not hold the interpreter's lock.
    with ThreadPoolExecutor(HASHING) as lanes:
        return dict(zip((path.name for path in some), lanes.map(describe, some), strict=True))


class _Version(BaseModel):
    format_version: int
