"""BuildReport: what a build did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.duplicates import Duplicate
from index.manifest import Counts
from index.reading import Problem


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        index_dir: the index folder.
        generation: the id of the generation that is published now.
        unchanged: that generation was there already, whole and made of the same articles, model
            and rules; nothing was written.
        counts: what it holds.
        outlets: how many outlets the articles name.
        skipped: what could not be read, with the reason.
        notes: what was read with a remark (a guessed encoding).
        duplicates: articles that repeat an earlier one; both are in the collection.
        encoded: how many texts were encoded.
        cached: how many vectors were found in the cache.
        analyzed: how many articles were analyzed.
        reused: how many analyses were found in the cache.
        seconds: how long the build took.
    """

    index_dir: Path
    generation: str
    unchanged: bool
    counts: Counts
    outlets: int
    skipped: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    duplicates: tuple[Duplicate, ...]
    encoded: int
    cached: int
    analyzed: int
    reused: int
    seconds: float
