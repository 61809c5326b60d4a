"""Lexical search over one unit of a generation: BM25, with a bound on what a search reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

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

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
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
        self._words: dict[str, tuple[str, ...]] = {}
        self._counts: dict[tuple[Unit, str], int] = {}

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
        counts = self._counts_of((word for some in words.values() for word in some), unit)
        return {
            term: self._counted(term, unit) if len(some) > 1 else sum(counts[word] for word in some)
            for term, some in words.items()
        }

    def _bounded(self, terms: list[str], unit: Unit, most_read: int) -> list[str]:
        """The rarest terms, in the order given: as many as may be looked for together."""
        if len(terms) < 2:
            return terms
        words = self._words_of(terms)
        counts = self._counts_of((word for some in words.values() for word in some), unit)
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

    def _counted(self, phrase: str, unit: Unit) -> int:
        """How many rows hold the words of a phrase side by side."""
        key = (unit, quoted(phrase))  # no single word has a quote
        known = self._counts.get(key)
        if known is None:
            table = WORDS[unit]
            sql = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"  # noqa: S608  # a name of our own; the text is bound
            with self._lend() as connection:
                ((known,),) = connection.execute(sql, (key[1],)).fetchall()
            _remember(self._counts, {key: known})
        return int(known)

    def _counts_of(self, words: Iterable[str], unit: Unit) -> dict[str, int]:
        """How many rows hold each word as the table of words has it."""
        wanted = dict.fromkeys(words)
        known = {w: n for w in wanted if (n := self._counts.get((unit, w))) is not None}
        missing = [word for word in wanted if word not in known]
        if missing:
            sql = (
                f"SELECT term, rows FROM {FREQUENCIES[unit]} "  # noqa: S608  # a name of our own
                "WHERE term IN (SELECT value FROM json_each(?))"
            )
            with self._lend() as connection:
                found = dict(connection.execute(sql, (_json(missing),)).fetchall())
            counted = {word: found.get(word, 0) for word in missing}
            _remember(self._counts, {(unit, word): n for word, n in counted.items()})
            known.update(counted)
        return known

    def _words_of(self, terms: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The words of terms as the tables of words have them: FTS5 itself says which."""
        wanted = dict.fromkeys(terms)
        known = {t: some for t in wanted if (some := self._words.get(t)) is not None}
        missing = [term for term in wanted if term not in known]
        if missing:
            with self._lend() as connection:
                connection.execute("INSERT INTO temp.scratch (scratch) VALUES ('delete-all')")
                connection.execute(
                    "INSERT INTO temp.scratch (rowid, words) SELECT key, value FROM json_each(?)",
                    (_json(list(map(storable, missing))),),
                )
                found = connection.execute(
                    "SELECT doc, term FROM temp.scratch_terms ORDER BY doc, offset"
                ).fetchall()
            words: list[list[str]] = [[] for _ in missing]
            for at, word in found:
                words[at].append(word)
            made = dict(zip(missing, map(tuple, words), strict=True))
            _remember(self._words, made)
            known.update(made)
        return {term: known[term] for term in wanted}


def _remember(memory: dict[_Key, _Value], more: Mapping[_Key, _Value]) -> None:
    if len(memory) + len(more) > _REMEMBERED:
        memory.clear()
    memory.update(more)


def _json(words: Sequence[str]) -> str:
    return json.dumps(words, ensure_ascii=False)


def storable(text: str) -> str:
    """``text`` without what cannot be bound: half surrogate pairs and zero characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def quoted(term: str) -> str:
    """A term as FTS5 takes it literally."""
    # In double quotes nothing has a meaning to FTS5 but the quote itself.
    return '"' + storable(term).replace('"', '""') + '"'
