"""Reading ``articles.db``: read-only, immutable, safe to share between threads."""

from __future__ import annotations

import datetime as dt
import json
import queue
import sqlite3
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.articles import Article
from index.column_store import ColumnStore
from index.columns import IntArray
from index.directory import Directory
from index.errors import CollectionError, IndexDamaged
from index.lexical import MOST_READ, Lexical, prepare, storable
from index.records import (
    ArticleHeader,
    StoredDuplicate,
    StoredPassage,
    StoredSentence,
    StoredStatement,
)
from index.schema import ROWS
from index.store_rows import to_article, to_day, to_passage, to_sentence, to_statement
from index.vectors import Unit

_ARTICLE = (
    "SELECT id, title, text, source, published, url, headline_start, headline_end, furniture "
    "FROM articles "
)
_SENTENCE = (
    'SELECT s.row, a.id, s.number, s.paragraph, s.start, s."end", s.is_headline '
    "FROM sentences s JOIN articles a ON a.row = s.article "
)
_STATEMENT = (
    "SELECT s.row, a.id, s.kind, s.content, s.extent_start, s.extent_end, s.cue_start, s.cue_end, "
    "s.mention_start, s.mention_end, s.speaker, s.confidence, s.negated, s.hypothetical, "
    "s.nested_in, s.first, s.last "
    "FROM statements s JOIN articles a ON a.row = s.article "
)
_PASSAGE = (
    'SELECT s.row, a.id, s.first, s.last, s.start, s."end" '
    "FROM passages s JOIN articles a ON a.row = s.article "
)
_AMONG = "WHERE s.row IN (SELECT value FROM json_each(?))"

# Bytes of the file that each connection maps; what lies behind is read into SQLite's own cache.
_MAPPED = 64 * 1024 * 1024


class Store:
    """The database of a published generation.

    A few connections are opened at once and lent to one caller at a time, so that the store stays
    readable for whoever holds it after its file was pruned.

    Args:
        path: the file.
        connections: how many callers may read at the same time; the others wait.

    Raises:
        IndexDamaged: the file is missing or damaged (any method).
    """

    def __init__(self, path: Path, *, connections: int = 4) -> None:
        self._path = path
        # None stands for a connection that was closed.
        self._pool: queue.LifoQueue[sqlite3.Connection | None] = queue.LifoQueue()
        self._connections = connections
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        opened: list[sqlite3.Connection] = []
        try:
            for _ in range(connections):
                opened.append(
                    sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
                )
                opened[-1].execute(f"PRAGMA mmap_size = {_MAPPED}")
                opened[-1].execute("SELECT row FROM articles LIMIT 1").fetchall()
                prepare(opened[-1])
        except sqlite3.Error as exc:
            _close(opened)
            raise self._damaged() from exc
        for connection in opened:
            self._pool.put(connection)
        self._lexical = Lexical(self._connection)
        # A generation that was replaced is closed when the last one who holds it lets go.
        self._finalizer = weakref.finalize(self, _close, opened)

    def close(self) -> None:
        """Closes the file, once whoever reads is done. Closing again does nothing."""
        for _ in range(self._connections):
            self._pool.get()
        self._finalizer()
        for _ in range(self._connections):
            self._pool.put(None)

    def article(self, article_id: str) -> Article:
        """One article.

        Raises:
            CollectionError: there is none of that id.
        """
        found = self._rows(_ARTICLE + "WHERE id = ?", (storable(article_id),))
        if not found:
            raise CollectionError(
                f"no article {article_id!r} in the collection: "
                "add it and run `onrecord index build`"
            )
        return to_article(found[0])

    def articles(self, article_ids: Sequence[str]) -> list[Article]:
        """Articles by id, in no order; unknown ids are left out."""
        among = "WHERE id IN (SELECT value FROM json_each(?))"
        wanted = json.dumps([storable(id_) for id_ in article_ids])
        return list(map(to_article, self._rows(_ARTICLE + among, (wanted,))))

    def headers(self) -> tuple[ArticleHeader, ...]:
        """Every article without its text, in the order of the build."""
        return tuple(
            ArticleHeader(id_, title, source, to_day(published), url)
            for id_, title, source, published, url in self._rows(
                "SELECT id, title, source, published, url FROM articles ORDER BY row"
            )
        )

    def published(self, since: dt.date | None, until: dt.date | None) -> frozenset[str]:
        """Ids of the articles published in these days, both inclusive; None for no bound."""
        days = ((since or dt.date.min).isoformat(), (until or dt.date.max).isoformat())
        found = self._rows("SELECT id FROM articles WHERE published BETWEEN ? AND ?", days)
        return frozenset(id_ for (id_,) in found)

    def oldest(self) -> dt.date | None:
        """The day of the oldest dated article."""
        ((day,),) = self._rows("SELECT min(published) FROM articles")
        return dt.date.fromisoformat(day) if day else None

    def newest(self) -> dt.date | None:
        """The day of the newest dated article."""
        ((published,),) = self._rows("SELECT max(published) FROM articles")
        return to_day(published)

    def sentences(self, rows: Sequence[int]) -> list[StoredSentence]:
        """Sentences by row, in the order asked.

        Raises:
            IndexError: a row does not exist.
        """
        return self._in_order(rows, map(to_sentence, self._rows(_SENTENCE + _AMONG, _json(rows))))

    def sentences_of(self, article_id: str) -> tuple[StoredSentence, ...]:
        """The sentences of an article, in order; empty for an unknown one."""
        found = self._rows(_SENTENCE + "WHERE a.id = ? ORDER BY s.row", (storable(article_id),))
        return tuple(map(to_sentence, found))

    def statements(self, rows: Sequence[int]) -> list[StoredStatement]:
        """Statements by row, in the order asked.

        Raises:
            IndexError: a row does not exist.
        """
        return self._in_order(rows, map(to_statement, self._rows(_STATEMENT + _AMONG, _json(rows))))

    def statements_of(self, article_id: str) -> tuple[StoredStatement, ...]:
        """The statements of an article, in order; empty for an unknown one."""
        found = self._rows(_STATEMENT + "WHERE a.id = ? ORDER BY s.row", (storable(article_id),))
        return tuple(map(to_statement, found))

    def statement_rows_by(self, speakers: Sequence[int]) -> list[int]:
        """The rows of the statements of some speakers, in order."""
        # Asked for them in order, SQLite would go through the whole table.
        sql = "SELECT row FROM statements WHERE speaker IN (SELECT value FROM json_each(?))"
        return sorted(row for (row,) in self._rows(sql, _json(speakers)))

    def rows_of(self, article_id: str, unit: Unit) -> list[int]:
        """The rows of an article's units, in order; empty for an unknown one."""
        sql = (
            f"SELECT row FROM {ROWS[unit]} "  # noqa: S608  # a name of our own; the id is bound
            "WHERE article = (SELECT row FROM articles WHERE id = ?) ORDER BY row"
        )
        return [row for (row,) in self._rows(sql, (storable(article_id),))]

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Passages by row, in the order asked.

        Raises:
            IndexError: a row does not exist.
        """
        return self._in_order(rows, map(to_passage, self._rows(_PASSAGE + _AMONG, _json(rows))))

    def columns(self, counts: Mapping[Unit, int], *, articles: int, speakers: int) -> ColumnStore:
        """What ranking needs, read as it is asked for; see ``ColumnStore``."""
        return ColumnStore(self._rows, counts, articles=articles, speakers=speakers)

    def speakers(self) -> Directory:
        """The speakers, in row order; read as they are asked for."""
        return Directory(self._rows)

    def duplicates(self) -> tuple[StoredDuplicate, ...]:
        """The articles that repeat an earlier one, in the order of the build."""
        return tuple(
            StoredDuplicate(first, second, bool(exact), similarity)
            for first, second, exact, similarity in self._rows(
                "SELECT a.id, b.id, d.is_exact, d.similarity FROM duplicates d "
                "JOIN articles a ON a.row = d.first JOIN articles b ON b.row = d.second "
                "ORDER BY d.second, d.first"
            )
        )

    def lexical(
        self,
        terms: Sequence[str],
        *,
        unit: Unit,
        limit: int,
        within: IntArray | Sequence[int] | None = None,
        most_read: int = MOST_READ,
    ) -> list[tuple[int, float]]:
        """The rows that hold any of the terms.

        Args:
            terms: words or phrases, taken literally; case, accents and English endings are
                folded. Terms without a letter or digit match nothing.
            unit: what to search.
            limit: how many rows at most.
            within: only these rows of the unit; None for all of them.
            most_read: how many rows are looked at, at most; see ``Lexical.search``.

        Returns:
            (row, BM25), best first; equal ones by row.
        """
        return self._lexical.search(
            terms, unit=unit, limit=limit, within=within, most_read=most_read
        )

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """How many sentences hold each term, folded and stemmed as in ``lexical``."""
        return self._lexical.frequencies(terms, Unit.SENTENCE)

    def words_like(self, word: str) -> list[tuple[str, int]]:
        """The stems in sentences that are like a word; see ``Collection.words_like``."""
        return self._lexical.like(word, Unit.SENTENCE)

    def _in_order(self, rows: Sequence[int], found: Iterator[Any]) -> list[Any]:
        by_row = {item.row: item for item in found}
        try:
            return [by_row[int(row)] for row in rows]
        except KeyError as exc:
            raise IndexError(f"there is no row {exc.args[0]} in {self._path}") from exc

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._connection() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._pool.get()
        try:
            if connection is None:
                raise CollectionError(f"{self._path} was closed: open the index again")
            yield connection
        except sqlite3.DatabaseError as exc:
            raise self._damaged() from exc
        finally:
            self._pool.put(connection)

    def _damaged(self) -> IndexDamaged:
        return IndexDamaged(f"{self._path} is missing or damaged: run `onrecord index build` again")


def _close(connections: Sequence[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def _json(rows: Sequence[int]) -> tuple[str]:
    return (json.dumps([int(row) for row in rows]),)
