"""Which files hold articles: folders walked in order, links followed once, never in circles."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.reading.problem import Problem, problem

SIDECAR = ".meta.toml"
"""How the name of a file ends that describes the article beside it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A path still to be looked at, with the folders that lead to it."""

    path: Path
    named: bool
    above: frozenset[tuple[int, int]]


def files(paths: Sequence[Path]) -> Iterator[Path | Problem]:
    """The regular files under ``paths``, each once, in the order given and by name in folders.

    Hidden files and folders, and the files that describe others, are passed over, unless they are
    among ``paths``.

    Yields:
        A file, or the problem that stands in the way of one.
    """
    seen: set[tuple[int, int]] = set()
    places = [_Place(path, named=True, above=frozenset()) for path in reversed(paths)]
    while places:
        place = places.pop()
        try:
            info = place.path.stat()
        except (OSError, ValueError) as exc:
            yield _unreachable(place, exc)
            continue
        key = (info.st_dev, info.st_ino)
        if key in seen:
            if key in place.above:
                mend = "the folder is read once; remove the link if that is not meant"
                yield problem(place.path, "this link leads back into itself", mend, note=True)
            continue
        seen.add(key)
        if stat.S_ISDIR(info.st_mode):
            try:
                entries = sorted(place.path.iterdir())
            except OSError as exc:
                yield _unreadable(place.path, exc, fatal=place.named)
                continue
            yield from _lonely_sidecars(entries)
            inside = place.above | {key}
            places.extend(
                _Place(entry, named=False, above=inside)
                for entry in reversed(entries)
                if not entry.name.startswith(".") and not entry.name.endswith(SIDECAR)
            )
        elif stat.S_ISREG(info.st_mode):
            yield place.path
        else:
            yield problem(place.path, "this is no regular file", "remove it from the folder")


def _unreachable(place: _Place, error: OSError | ValueError) -> Problem:
    if isinstance(error, FileNotFoundError) and not place.path.is_symlink():
        mend = "check the spelling, or name another file or folder"
        return problem(place.path, "there is no such file or folder", mend, fatal=place.named)
    if isinstance(error, OSError) and place.path.is_symlink():
        mend = "remove the link, or point it to a file"
        return problem(place.path, "this link leads nowhere", mend, fatal=place.named)
    return _unreadable(place.path, error, fatal=place.named)


def _unreadable(path: Path, error: OSError | ValueError, *, fatal: bool = False) -> Problem:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    mend = "give the user who builds the right to read it"
    return problem(path, f"it cannot be read ({why})", mend, fatal=fatal)


def _lonely_sidecars(entries: Sequence[Path]) -> Iterator[Problem]:
    described = {name for entry in entries for name in (entry.name, entry.stem)}
    for entry in entries:
        if entry.name.endswith(SIDECAR) and entry.name.removesuffix(SIDECAR) not in described:
            mend = "give it the name of the article it describes"
            yield problem(entry, "no article of this name stands beside it", mend, note=True)
