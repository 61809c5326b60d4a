"""What outlives a restart: the conversation of each person in each chat, and recent answers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.conversation import Conversation
from bot.telegram.records import Record
from index.errors import SettingsError

_LOG = logging.getLogger(__name__)

_FORMAT = 1
_SCHEMA = """
CREATE TABLE conversations (
    chat INTEGER NOT NULL, person INTEGER NOT NULL, body TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (chat, person)
) WITHOUT ROWID;
CREATE TABLE answers (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, chat INTEGER NOT NULL,
    person INTEGER NOT NULL, body TEXT NOT NULL, at REAL NOT NULL
);
"""
_DAY = 24 * 3600.0
_CONVERSATION_AGE = 1 * _DAY  # a follow-up to last week's question would be misread
_ANSWER_AGE = 30 * _DAY
_MOST_CONVERSATIONS = 20_000
_MOST_ANSWERS = 5_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asker:
    """A person in a chat.

    Attributes:
        chat: id of the chat.
        person: id of the person (or of the chat a person writes in the name of).
    """

    chat: int
    person: int


class State:
    """A small SQLite file. All work on it is done by one thread of its own.

    Once it is open, its failures are logged and never raised: it is not worth losing an answer for.

    Args:
        path: the file; its folder is made where there is none.
        now: seconds since 1970.

    Raises:
        SettingsError: from ``open``, where the file cannot be written.
    """

    def __init__(self, path: Path, now: Callable[[], float]) -> None:
        self._path = path
        self._now = now
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="state")
        self._db: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Opens the file; a damaged one is set aside and a new one begun."""
        await self._do(self._open)

    async def close(self) -> None:
        """Closes the file."""
        if self._db is not None:
            await self._do(self._db.close)
        self._thread.shutdown(wait=False)

    async def conversation(self, asker: Asker) -> Conversation:
        """The conversation so far; an empty one where there is none or it has gone cold."""
        return await self._safely(lambda: self._conversation(asker)) or Conversation()

    async def keep(self, asker: Asker, conversation: Conversation) -> None:
        """Replaces the conversation so far."""
        await self._safely(lambda: self._keep(asker, conversation))

    async def remember(self, asker: Asker, record: Record) -> str | None:
        """Keeps an answer for its buttons.

        Returns:
            Its id, 8 characters of A-Z a-z 0-9 _ -; None where it could not be written.
        """
        return await self._safely(lambda: self._remember(asker, record))

    async def recall(self, identity: str) -> tuple[Asker, Record] | None:
        """The answer with this id and who was given it; None where it is no longer kept."""
        return await self._safely(lambda: self._recall(identity))

    async def move(self, old: int, new: int) -> None:
        """Takes everything of chat ``old`` over to chat ``new``."""
        await self._safely(lambda: self._move(old, new))

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _safely(self, work: Callable[[], T]) -> T | None:
        """Like ``_do``; a full disk costs buttons and follow-ups, never the answer itself."""
        try:
            return await self._do(work)
        except sqlite3.Error as exc:
            _LOG.error("%s: %s; buttons and follow-ups may not work", self._path, exc)
            return None

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._db = self._connect()
            except sqlite3.DatabaseError as exc:
                if isinstance(exc, sqlite3.OperationalError):
                    raise
                aside = self._path.with_name(f"{self._path.name}.damaged-{int(self._now())}")
                self._path.replace(aside)
                for suffix in ("-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
                _LOG.warning("%s is damaged (%s): kept as %s", self._path, exc, aside)
                self._db = self._connect()
        except (OSError, sqlite3.Error) as exc:
            raise SettingsError(
                f"{self._path} cannot be written ({exc}): name a writable file with "
                f"ONRECORD_TELEGRAM__STATE"
            ) from exc

    def _connect(self) -> sqlite3.Connection:
        self._path.touch(mode=0o600)  # it holds what people asked
        db = sqlite3.connect(self._path, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            found = db.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, _FORMAT):
                raise sqlite3.DatabaseError(f"it has format {found}, not {_FORMAT}")
            if found == 0:
                db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_FORMAT}; COMMIT;")
        except BaseException:
            db.close()
            raise
        return db

    @property
    def _open_db(self) -> sqlite3.Connection:
        if self._db is None:
            raise RuntimeError("the state is not open")
        return self._db

    def _conversation(self, asker: Asker) -> Conversation:
        row = self._open_db.execute(
            "SELECT body FROM conversations WHERE chat = ? AND person = ? AND at > ?",
            (asker.chat, asker.person, self._now() - _CONVERSATION_AGE),
        ).fetchone()
        if row is not None:
            with contextlib.suppress(ValueError):  # written by another version: begin anew
                return Conversation.from_json(row[0])
        return Conversation()

    def _keep(self, asker: Asker, conversation: Conversation) -> None:
        now = self._now()
        with _transaction(self._open_db) as db:
            db.execute(
                "INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?)",
                (asker.chat, asker.person, conversation.to_json(), now),
            )
            db.execute("DELETE FROM conversations WHERE at <= ?", (now - _CONVERSATION_AGE,))
            db.execute(
                "DELETE FROM conversations WHERE (chat, person) IN (SELECT chat, person FROM "
                "conversations ORDER BY at DESC LIMIT -1 OFFSET ?)",
                (_MOST_CONVERSATIONS,),
            )

    def _remember(self, asker: Asker, record: Record) -> str:
        now = self._now()
        identity = secrets.token_urlsafe(6)
        with _transaction(self._open_db) as db:
            db.execute(
                "INSERT INTO answers (id, chat, person, body, at) VALUES (?, ?, ?, ?, ?)",
                (identity, asker.chat, asker.person, record.to_json(), now),
            )
            db.execute(
                "DELETE FROM answers WHERE at <= ? OR number <= "
                "(SELECT max(number) - ? FROM answers)",
                (now - _ANSWER_AGE, _MOST_ANSWERS),
            )
        return identity

    def _recall(self, identity: str) -> tuple[Asker, Record] | None:
        row = self._open_db.execute(
            "SELECT chat, person, body FROM answers WHERE id = ? AND at > ?",
            (identity, self._now() - _ANSWER_AGE),
        ).fetchone()
        if row is None:
            return None
        try:
            return Asker(row[0], row[1]), Record.from_json(row[2])
        except ValueError:
            return None  # written by another version

    def _move(self, old: int, new: int) -> None:
        with _transaction(self._open_db) as db:
            db.execute("UPDATE OR REPLACE conversations SET chat = ? WHERE chat = ?", (new, old))
            db.execute("UPDATE answers SET chat = ? WHERE chat = ?", (new, old))


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
