"""Problem: what a reader of the build's report needs to know about one input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was found while reading articles. Everything else is read nevertheless.

    Attributes:
        path: the file or folder.
        line: the line in the file, from 1, or None where it concerns the whole file.
        message: one sentence for a person, which names the input and ends with what mends it.
        fatal: a path that was asked for by name cannot be read at all.
        note: the article was read, and something about it was guessed or left unknown.
    """

    path: Path
    line: int | None
    message: str
    fatal: bool = False
    note: bool = False

    def __str__(self) -> str:
        return self.message


def problem(
    path: Path,
    what: str,
    mend: str,
    *,
    line: int | None = None,
    fatal: bool = False,
    note: bool = False,
) -> Problem:
    """A problem whose message names the place, says what is wrong and how to mend it."""
    place = f"{path}" if line is None else f"{path}, line {line}"
    # File names may hold bytes that no terminal and no database takes.
    message = f"{place}: {what}: {mend}".encode("utf-8", "replace").decode()
    return Problem(path, line, message, fatal=fatal, note=note)
