"""Lexical search over one unit of a generation: BM25, with a bound on what a search reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import partial

from index.columns import IntArray
from index.remembered import Remembered
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
        self._words = Remembered(self._tokenized, _REMEMBERED)
        self._counts = {
            unit: Remembered(partial(self._counted, unit), _REMEMBERED) for unit in Unit
        }
        self._phrases = {u: Remembered(partial(self._met, u), _REMEMBERED) for u in Unit}

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

    def frequencies(self, terms: Iterable[str], unit: Unit) -> dict[str, int]:
        """How many rows of a unit hold each term, folded and stemmed."""
        words = self._words_of(terms)
        counts = self._counts_of(words.values(), unit)
        phrases = [term for term, some in words.items() if len(some) > 1]
        met = dict(zip(phrases, self._phrases[unit].of(phrases), strict=True))
        return {
            term: met[term] if len(some) > 1 else sum(counts[word] for word in some)
            for term, some in words.items()
        }

    def like(self, word: str, unit: Unit) -> list[tuple[str, int]]:
        """The stems that begin as a word does and are a letter shorter, as long, or longer.

        Args:
            word: one word.
            unit: of whose rows.

        Returns:
            (stem, how many rows of the unit hold it), by stem.
        """
        stems = self._words_of([word])[word]
        if len(stems) != 1:
            return []
        (stem,) = stems
        sql = (
            f"SELECT term, rows FROM {FREQUENCIES[unit]} WHERE term >= ? AND term < ? "  # noqa: S608  # a name of our own; the words are bound
            "AND length(term) BETWEEN ? AND ?"
        )
        begins, until = stem[0], chr(ord(stem[0]) + 1)
        with self._lend() as connection:
            bounds = (begins, until, len(stem) - 1, len(stem) + 1)
            return connection.execute(sql, bounds).fetchall()

    def _bounded(self, terms: list[str], unit: Unit, most_read: int) -> list[str]:
        """The rarest terms, in the order given: as many as may be looked for together."""
        if len(terms) < 2:
            return terms
        words = self._words_of(terms)
        counts = self._counts_of(words.values(), unit)
        # Those that hold its rarest word.
        at_most = {
            term: min((counts[word] for word in some), default=0) for term, some in words.items()
        }
        kept: set[str] = set()
        read = 0
        for term in sorted(terms, key=lambda t: at_most[t]):
            read += at_most[term]
            # What stands nowhere costs nothing, and is nothing to go by.
            if read > most_read and any(at_most[other] for other in kept):
                break
            kept.add(term)
        return [term for term in terms if term in kept]

    def _words_of(self, terms: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The words of terms as the tables of words have them."""
        wanted = list(dict.fromkeys(terms))
        return dict(zip(wanted, self._words.of(wanted), strict=True))

    def _counts_of(self, words: Iterable[Iterable[str]], unit: Unit) -> dict[str, int]:
        """How many rows hold each word as the table of words has it."""
        wanted = list(dict.fromkeys(word for some in words for word in some))
        return dict(zip(wanted, self._counts[unit].of(wanted), strict=True))

    def _tokenized(self, terms: list[str]) -> list[tuple[str, ...]]:
        """FTS5 itself says which words it makes of terms."""
        with self._lend() as connection:
            connection.execute("INSERT INTO temp.scratch (scratch) VALUES ('delete-all')")
            connection.execute(
                "INSERT INTO temp.scratch (rowid, words) SELECT key, value FROM json_each(?)",
                (_json(list(map(storable, terms))),),
            )
            found = connection.execute(
                "SELECT doc, term FROM temp.scratch_terms ORDER BY doc, offset"
            ).fetchall()
        words: list[list[str]] = [[] for _ in terms]
        for at, word in found:
            words[at].append(word)
        return list(map(tuple, words))

    def _counted(self, unit: Unit, words: list[str]) -> list[int]:
        sql = (
            f"SELECT term, rows FROM {FREQUENCIES[unit]} "  # noqa: S608  # a name of our own
            "WHERE term IN (SELECT value FROM json_each(?))"
        )
        with self._lend() as connection:
            found = dict(connection.execute(sql, (_json(words),)).fetchall())
        return [found.get(word, 0) for word in words]

    def _met(self, unit: Unit, phrases: list[str]) -> list[int]:
        """How many rows hold the words of each phrase side by side."""
        table = WORDS[unit]
        sql = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"  # noqa: S608  # a name of our own; the text is bound
        with self._lend() as connection:
            return [connection.execute(sql, (quoted(p),)).fetchone()[0] for p in phrases]


def _json(words: Sequence[str]) -> str:
    return json.dumps(words, ensure_ascii=False)


def storable(text: str) -> str:
    """``text`` without what cannot be bound: half surrogate pairs and zero characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def quoted(term: str) -> str:
    """A term as FTS5 takes it literally."""
    # In double quotes nothing has a meaning to FTS5 but the quote itself.
    return '"' + storable(term).replace('"', '""') + '"'
