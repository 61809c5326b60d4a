"""A cache for the next build: values by key, with the generations that use them.

Nothing here is needed to answer. A cache that cannot be read is thrown away and filled anew.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from index.errors import IndexUnwritable

_TABLES = """
CREATE TABLE IF NOT EXISTS items (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS uses (
    generation TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (generation, key)
) WITHOUT ROWID;
"""
_MANY = 1000


class Cache:
    """Bytes by key in one SQLite file; for the one builder that holds the lock.

    Args:
        path: the file; made when missing, made anew when damaged.
        warn: told, in a line, that a damaged file was discarded.

    Raises:
        IndexUnwritable: the file cannot be written (any method).
    """

    def __init__(self, path: Path, *, warn: Callable[[str], None]) -> None:
        self._path = path
        with self._writing():
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError as exc:
            warn(f"discarded the damaged cache {path} ({exc}); it is filled anew")
            with self._writing():
                for file in path.parent.glob(path.name + "*"):
                    file.unlink()
                self._db = _open(path)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The values of those keys that are known."""
        found: dict[str, bytes] = {}
        with self._writing():
            for some in _some(keys):
                found.update(
                    self._db.execute(
                        "SELECT key, value FROM items "
                        "WHERE key IN (SELECT value FROM json_each(?))",
                        (json.dumps(some),),
                    )
                )
        return found

    def count(self, keys: Iterable[str]) -> int:
        """How many of those keys are known; each is counted once."""
        with self._writing():
            (found,) = self._db.execute(
                "SELECT count(*) FROM items WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(keys)),),
            ).fetchone()
        return int(found)

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Keeps values, durably; a build killed later need not make them again."""
        with self._writing(), self._db:
            self._db.executemany("INSERT OR REPLACE INTO items VALUES (?, ?)", items)

    def use(self, generation: str, keys: Iterable[str]) -> None:
        """Notes that a generation uses these keys."""
        with self._writing(), self._db:
            self._db.executemany(
                "INSERT OR IGNORE INTO uses VALUES (?, ?)", ((generation, key) for key in keys)
            )

    def carry(self, before: str, generation: str) -> int:
        """Notes that a generation uses all that another one uses; returns how many keys."""
        with self._writing(), self._db:
            return self._db.execute(
                "INSERT OR IGNORE INTO uses SELECT ?, key FROM uses WHERE generation = ?",
                (generation, before),
            ).rowcount

    def prune(self, generations: Sequence[str]) -> None:
        """Forgets what none of these generations uses."""
        with self._writing(), self._db:
            self._db.execute(
                "DELETE FROM uses WHERE generation NOT IN (SELECT value FROM json_each(?))",
                (json.dumps(list(generations)),),
            )
            self._db.execute("DELETE FROM items WHERE key NOT IN (SELECT key FROM uses)")

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as exc:
            raise IndexUnwritable(
                f"cannot write {self._path} ({exc}): free some disk space there, or choose "
                "another folder with --index"
            ) from exc


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    try:
        db.execute("PRAGMA auto_vacuum = FULL")
        db.executescript(_TABLES)
        (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        db.execute("SELECT key, value FROM items LIMIT 1").fetchall()
        db.execute("SELECT generation, key FROM uses LIMIT 1").fetchall()
    except BaseException:
        db.close()
        raise
    return db


def _some(keys: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _MANY):
        yield list(keys[start : start + _MANY])
