"""Lexical search over one unit of a generation: BM25, with a bound on what a search reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache

from index.columns import IntArray
from index.schema import FREQUENCIES, TOKENIZER, WORDS
from index.vectors import Unit

MOST_READ = 10_000
"""How many rows one search looks at, at most.

A word that stands in every tenth sentence says little where a rarer one stands beside it
(docs/performance.md). In ten thousand sentences hardly a question has as many to look at.
"""

_REMEMBERED = 16_384
_SCRATCH = f"""
CREATE VIRTUAL TABLE temp.scratch USING fts5(words, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE temp.scratch_terms USING fts5vocab(temp, scratch, instance);
"""

Lend = Callable[[], AbstractContextManager[sqlite3.Connection]]


def prepare(connection: sqlite3.Connection) -> None:
    """Makes what ``Lexical`` needs on a read-only connection, in memory.

    Raises:
        sqlite3.Error: the connection cannot be used.
    """
    connection.executescript(f"PRAGMA temp_store = MEMORY; {_SCRATCH}")


def write_frequencies(db: sqlite3.Connection) -> None:
    """Counts the words of all units, once they are stored.

    Raises:
        sqlite3.Error: the database cannot be written.
    """
    for unit, words in WORDS.items():
        db.execute(f"CREATE VIRTUAL TABLE temp.{words}_terms USING fts5vocab(main, {words}, row)")
        db.execute(f"INSERT INTO {FREQUENCIES[unit]} SELECT term, doc FROM temp.{words}_terms")  # noqa: S608  # names of our own


class Lexical:
    """The words of a generation. Thread-safe.

    Args:
        lend: lends a connection that went through ``prepare``.
    """

    def __init__(self, lend: Lend) -> None:
        self._lend = lend
        self._terms = lru_cache(maxsize=_REMEMBERED)(self._tokenized)
        self._frequency = lru_cache(maxsize=_REMEMBERED)(self._counted)

    def search(
        self,
        terms: Sequence[str],
        *,
        unit: Unit,
        limit: int,
        within: IntArray | Sequence[int] | None,
        most_read: int = MOST_READ,
    ) -> list[tuple[int, float]]:
        """The rows that hold any of the terms, best first; see ``Store.lexical``.

        Of many frequent terms the rarest are looked for, as many as stand in ``most_read`` rows
        together, one at least; of a single one that stands in more rows the first ``most_read``.
        """
        chosen = self._bounded(list(dict.fromkeys(terms)), unit, most_read)
        if not chosen or limit <= 0:
            return []
        words = WORDS[unit]
        # The plus keeps SQLite from asking the table of words once for every row of `within`.
        among = "" if within is None else "AND +rowid IN (SELECT value FROM json_each(?)) "
        sql = (
            f"SELECT row, score FROM (SELECT rowid AS row, -bm25({words}) AS score "  # noqa: S608  # a name of our own; the text is bound
            f"FROM {words} WHERE {words} MATCH ? {among} LIMIT ?) "
            "ORDER BY score DESC, row LIMIT ?"
        )
        rows = () if within is None else (json.dumps([int(row) for row in within]),)
        query = " OR ".join(map(quoted, chosen))
        with self._lend() as connection:
            found = connection.execute(sql, (query, *rows, most_read, limit)).fetchall()
        return [(row, max(score, 0.0)) for row, score in found]

    def frequency(self, term: str, unit: Unit) -> int:
        """How many rows of a unit hold a term, folded and stemmed."""
        return self._frequency(term, unit)

    def _bounded(self, terms: list[str], unit: Unit, most_read: int) -> list[str]:
        """The rarest terms, in the order given: as many as may be looked for together."""
        if len(terms) < 2:
            return terms
        at_most = {term: self._at_most(term, unit) for term in terms}
        kept: set[str] = set()
        read = 0
        for term in sorted(terms, key=lambda t: at_most[t]):
            read += at_most[term]
            # What stands nowhere costs nothing, and is nothing to go by.
            if read > most_read and any(at_most[other] for other in kept):
                break
            kept.add(term)
        return [term for term in terms if term in kept]

    def _at_most(self, term: str, unit: Unit) -> int:
        """How many rows hold a term at most: those that hold its rarest word."""
        return min((self._one(word, unit) for word in self._terms(term)), default=0)

    def _counted(self, term: str, unit: Unit) -> int:
        words = self._terms(term)
        if len(words) < 2:
            return sum(self._one(word, unit) for word in words)
        table = WORDS[unit]
        sql = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"  # noqa: S608  # a name of our own; the text is bound
        with self._lend() as connection:
            return int(connection.execute(sql, (quoted(term),)).fetchone()[0])

    def _one(self, word: str, unit: Unit) -> int:
        """How many rows hold a word as the table of words has it."""
        sql = f"SELECT rows FROM {FREQUENCIES[unit]} WHERE term = ?"  # noqa: S608  # a name of our own
        with self._lend() as connection:
            found = connection.execute(sql, (word,)).fetchone()
        return int(found[0]) if found else 0

    def _tokenized(self, term: str) -> tuple[str, ...]:
        """The words of a term as the tables of words have them: FTS5 itself says which."""
        with self._lend() as connection:
            connection.execute("INSERT INTO temp.scratch (scratch) VALUES ('delete-all')")
            connection.execute(
                "INSERT INTO temp.scratch (rowid, words) VALUES (1, ?)", (storable(term),)
            )
            found = connection.execute("SELECT term FROM temp.scratch_terms ORDER BY offset")
            return tuple(word for (word,) in found.fetchall())


def storable(text: str) -> str:
    """``text`` without what cannot be bound: half surrogate pairs and zero characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def quoted(term: str) -> str:
    """A term as FTS5 takes it literally."""
    # In double quotes nothing has a meaning to FTS5 but the quote itself.
    return '"' + storable(term).replace('"', '""') + '"'
