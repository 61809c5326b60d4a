"""A folder with an exported encoder: whole and unaltered, or not there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.encoder import ENCODER_FILE, TOKENIZER_FILE, WEIGHTS_FILE
from index.manifest import describe

SPEC_FILE = "encoder.json"
SERVED_FILES = (ENCODER_FILE, WEIGHTS_FILE, TOKENIZER_FILE)
_SEAL_FILE = "checksums.json"


class Spec(BaseModel):
    """What a build asks of a model, kept beside its export so that the model stays unloaded.

    Attributes:
        dimension: the length of a vector.
        max_tokens: how many tokens of a text are read, special tokens included.
        query_prompt: what is put before a question.
        document_prompt: what is put before a text of the collection.
        probes: texts of a collection with the vectors that the model itself makes of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: int = Field(gt=0)
    max_tokens: int = Field(gt=0)
    query_prompt: str
    document_prompt: str
    probes: dict[str, tuple[float, ...]]


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """A folder to fill, which becomes ``folder`` at the end, or vanishes where that fails.

    Raises:
        OSError: it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=folder.parent) as name:
        scratch = Path(name) / "encoder"
        scratch.mkdir()
        yield scratch
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(scratch, folder)  # noqa: PTH105  # the atomic form, named as such


def seal(folder: Path, spec: Spec) -> None:
    """Writes the spec, and the checksums of all files: an altered export is never used."""
    (folder / SPEC_FILE).write_text(spec.model_dump_json(), encoding="utf-8")
    sums = {path.name: describe(path).sha256 for path in sorted(folder.iterdir())}
    (folder / _SEAL_FILE).write_text(json.dumps(sums), encoding="utf-8")


def unsealed(folder: Path) -> Spec | None:
    """The spec of a whole export; None where a file is missing, cut short or altered."""
    try:
        sums = json.loads((folder / _SEAL_FILE).read_text(encoding="utf-8"))
        whole = {*SERVED_FILES, SPEC_FILE} <= sums.keys() and all(
            describe(folder / name).sha256 == checksum for name, checksum in sums.items()
        )
        if not whole:
            return None
        return Spec.model_validate_json((folder / SPEC_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, AttributeError, ValidationError):
        return None
