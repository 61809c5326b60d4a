"""Past: what the published generation is to a build that is about to begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.build_record import BuildRecord, inputs_digest, program_digest, read_record
from index.errors import CollectionError
from index.layout import published_manifest
from index.manifest import Manifest
from index.rules import OVERLAP, rules_digest

if TYPE_CHECKING:
    from index.analysis import Analyzer
    from index.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Past:
    """What a build finds.

    Attributes:
        rules: the version of the analyzer and its rules, now.
        program: the digest of the program, now.
        inputs: the digest of what is to be read, or None where some of it cannot be read.
        day: today.
        folder: the folder of the published generation, and
        manifest: its manifest, where the same model and rules made it; else None.
        record: what that generation was made of, where this very program read it; else None.
    """

    rules: str
    program: str
    inputs: str | None
    day: dt.date
    folder: Path | None = None
    manifest: Manifest | None = None
    record: BuildRecord | None = None

    @property
    def same_inputs(self) -> bool:
        """Whether that generation was made of what is to be read, byte by byte."""
        return self.record is not None and self.record.inputs == self.inputs

    @property
    def unchanged(self) -> bool:
        """Whether the same inputs would be read as they were."""
        return self.record is not None and self.same_inputs and self.record.day == self.day


def look_back(
    paths: Sequence[Path], index_dir: Path, embedder: Embedder, analyzer: Analyzer, day: dt.date
) -> Past:
    """What the published generation is to a build; reads the files of ``paths``, parses none.

    Args:
        paths: files and folders of articles.
        index_dir: the index folder.
        embedder: makes the vectors; only asked which model it is.
        analyzer: only asked for its version.
        day: today.
    """
    rules = f"{analyzer.version}/{rules_digest()}"
    past = Past(rules, program_digest(), inputs_digest(paths), day)
    try:
        folder, manifest = published_manifest(index_dir)
    except CollectionError:
        # Nothing published, or nothing that can be used: what a build is there to mend.
        return past
    alike = (
        manifest.analyzer == rules
        and manifest.chunking.overlap == OVERLAP
        # Asking for more than these two would load the model.
        and manifest.model.id == embedder.model_id
        and manifest.model.weights_hash == embedder.weights_hash
    )
    if not alike:
        return past
    record = read_record(index_dir)
    if record is not None and (record.generation, record.program) != (
        manifest.generation,
        past.program,
    ):
        record = None
    return Past(rules, past.program, past.inputs, day, folder, manifest, record)
