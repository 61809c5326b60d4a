"""The words of a generation: counted beforehand, and a bound on what one search reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext

import pytest

from index.lexical import Lexical, prepare, quoted, write_frequencies
from index.schema import WORDS, word_tables
from index.vectors import Unit

SENTENCES = [
    "The ferry left the harbour",
    "A ferry sank; the ferries of Norholm sail on",
    "North Korea and the U.S. met",
    "The north wind came, and Korea was silent",
    "Ferry prices rise",
    "Nobody says café",
]
TERMS = [
    "ferry",
    "ferries",
    "Café",
    "u.s",
    "north korea",
    "korea north",
    "absent",
    "the",
    "...",
    "",
]


def matches(db: sqlite3.Connection, term: str) -> int:
    """How many sentences FTS5 finds."""
    table = WORDS[Unit.SENTENCE]
    sql = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"  # noqa: S608  # a name of our own
    return int(db.execute(sql, (quoted(term),)).fetchone()[0])


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(word_tables())
        db.executemany(
            f"INSERT INTO {WORDS[Unit.SENTENCE]} (rowid, words) VALUES (?, ?)",  # noqa: S608  # the same
            enumerate(SENTENCES),
        )
        write_frequencies(db)
        prepare(db)
        yield db


@pytest.fixture
def lexical(db: sqlite3.Connection) -> Lexical:
    return Lexical(lambda: nullcontext(db))


def search(lexical: Lexical, *terms: str, **options: int) -> list[int]:
    hits = lexical.search(terms, unit=Unit.SENTENCE, limit=9, within=None, **options)
    return [row for row, _ in hits]


@pytest.mark.parametrize("term", TERMS)
def test_the_stored_frequency_is_the_number_of_matches(
    db: sqlite3.Connection, lexical: Lexical, term: str
):
    """FTS5 itself folds and stems the term, so that both count the same."""
    assert lexical.frequencies([term], Unit.SENTENCE) == {term: matches(db, term)}


def test_below_the_bound_every_term_is_looked_for(lexical: Lexical):
    assert set(search(lexical, "ferry", "wind")) == {0, 1, 3, 4}


def test_beside_a_rarer_word_the_frequent_one_is_left_out_above_the_bound(lexical: Lexical):
    """Three sentences hold "ferry", one holds "wind": together more than three may be read."""
    assert search(lexical, "ferry", "wind", most_read=3) == [3]


def test_a_word_that_stands_nowhere_drops_no_other(lexical: Lexical):
    assert set(search(lexical, "absent", "ferry", most_read=2)) <= {0, 1, 4}
    assert search(lexical, "absent", "ferry", most_read=2)


def test_of_a_word_alone_the_first_rows_are_read_up_to_the_bound(lexical: Lexical):
    assert set(search(lexical, "ferry", most_read=2)) == {0, 1}


def test_terms_asked_together_are_counted_as_each_alone(db: sqlite3.Connection, lexical: Lexical):
    """One look-up for all of them mixes up nothing, whatever was asked before."""
    lexical.frequencies(["ferry", "..."], Unit.SENTENCE)
    together = lexical.frequencies([*TERMS, *TERMS[:2]], Unit.SENTENCE)
    assert together == {term: matches(db, term) for term in TERMS}
