"""A folder with an exported encoder: whole and unaltered, or not there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.apart import apart
from index.encoder_files import FAST_FILES, SERVED_FILES
from index.fast_form import convert
from index.manifest import describe

SPEC_FILE = "encoder.json"
_SEAL_FILE = "checksums.json"


class Spec(BaseModel):
    """What a build asks of a model, kept beside its export so that the model stays unloaded.

    Attributes:
        dimension: the length of a vector.
        max_tokens: how many tokens of a text are read, special tokens included.
        query_prompt: what is put before a question.
        document_prompt: what is put before a text of the collection.
        probes: texts of a collection with the vectors that the model itself makes of them.
        fast: whether OpenVINO's form is there as well.
        pools: whether a text's vector is the mean of its tokens', which then are an output too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: int = Field(gt=0)
    max_tokens: int = Field(gt=0)
    query_prompt: str
    document_prompt: str
    probes: dict[str, tuple[float, ...]]
    fast: bool
    pools: bool

    @property
    def served(self) -> tuple[str, ...]:
        """The names of the files that an index is answered from with."""
        return SERVED_FILES + (FAST_FILES if self.fast else ())


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


def seal(folder: Path, spec: Spec) -> Spec:
    """Adds OpenVINO's form where it can be had, the spec, and the checksums of all files.

    An altered export is never used. OpenVINO's form is made in a process of its own: it takes 60 MB
    that nobody needs while articles are parsed.

    Returns:
        The spec of what is there now.
    """
    try:
        fast = apart(convert, folder, spec)
    except BrokenProcessPool:
        # It was killed: ONNX Runtime encodes, and the build says so.
        fast = False
    spec = spec.model_copy(update={"fast": fast})
    (folder / SPEC_FILE).write_text(spec.model_dump_json(), encoding="utf-8")
    sums = {path.name: describe(path).sha256 for path in sorted(folder.iterdir())}
    (folder / _SEAL_FILE).write_text(json.dumps(sums), encoding="utf-8")
    return spec


def unsealed(folder: Path) -> Spec | None:
    """The spec of a whole export; None where a file is missing, cut short or altered."""
    try:
        sums = json.loads((folder / _SEAL_FILE).read_text(encoding="utf-8"))
        spec = Spec.model_validate_json((folder / SPEC_FILE).read_text(encoding="utf-8"))
        whole = {*spec.served, SPEC_FILE} <= sums.keys() and all(
            describe(folder / name).sha256 == checksum for name, checksum in sums.items()
        )
        return spec if whole else None
    except (OSError, ValueError, AttributeError, ValidationError):
        return None
