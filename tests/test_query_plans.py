"""No question makes SQLite read a whole table: the plan of every query that is asked."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.column_store import ColumnStore
from index.columns import WHOLE
from index.directory import Directory
from index.store import Store
from index.vectors import Unit
from tests.newsroom import build_fake, write_articles


class Recording:
    """A connection that notes the statements it is given."""

    def __init__(self, connection: sqlite3.Connection, said: list[tuple[str, tuple[Any, ...]]]):
        self._connection = connection
        self._said = said

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        self._said.append((sql, values))
        return self._connection.execute(sql, values)


class RecordingStore(Store):
    """A store that notes every statement."""

    def __init__(self, path: Path) -> None:
        self.said: list[tuple[str, tuple[Any, ...]]] = []
        super().__init__(path)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        with super()._connection() as connection:
            yield Recording(connection, self.said)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordingStore]:
    articles = write_articles(tmp_path / "articles")
    build_fake(articles, tmp_path / "index")
    (path,) = tmp_path.glob("index/generations/*/articles.db")
    with closing(RecordingStore(path)) as store:
        yield store


def asked(store: Store) -> None:
    """Everything that a question may ask of a store."""
    store.article("ferry")
    store.articles(["ferry", "bridge"])
    store.published(dt.date(2024, 1, 1), None)
    store.newest()
    store.sentences([0, 1])
    store.sentences_of("ferry")
    store.statements([0])
    store.statements_of("ferry")
    store.statement_rows_by([0])
    store.passages([0])
    for unit in (Unit.SENTENCE, Unit.STATEMENT):
        store.rows_of("ferry", unit)
    for whole in (0, WHOLE):
        counts = {Unit.SENTENCE: 3, Unit.STATEMENT: 3, Unit.PASSAGE: 2}
        columns = ColumnStore(store._rows, counts, articles=2, speakers=2, whole=whole)
        columns.sentences.holding(np.array([0, 2]))
        columns.statements.holding(np.array([0, 2]))
        columns.passages.holding(np.array([0]))
        columns.articles.holding(np.array([0]))
        columns.speakers.holding(np.array([0]))
    for unit in Unit:
        store.lexical(["ferry", "late"], unit=unit, limit=3)
        store.lexical(["ferry", "late"], unit=unit, limit=3, within=[0])
    store.document_frequency(["ferry", "timetable line"])


def asked_of_speakers(speakers: Directory) -> None:
    """Everything that a question may ask of the directory."""
    _ = speakers[0]
    speakers.some([0, 1])
    speakers.most_quoted(3)
    speakers.called(["Ana Lind"])
    speakers.named(["ana", "lind"])
    speakers.holding(["lind"])
    speakers.is_part_of_a_name("lind")
    speakers.ending_in("lind", whole=True)
    speakers.endings("l", 2, 6)
    speakers.is_part_of_a_role("mayor")
    speakers.roles_holding("mayor", ["mayor", "town"])
    speakers.people_holding(["mayor"])


def plans(store: RecordingStore, path: Path) -> dict[str, list[str]]:
    """The steps of every plan, by statement, in tables of unknown size.

    SQLite knows of these tables that they are small, and that reading all of one is cheap.
    """
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM sqlite_stat1")
        db.commit()
    with closing(sqlite3.connect(path)) as db:
        for sql, values in store.said:
            if "temp.scratch" not in sql:  # one term, in memory
                steps = db.execute(f"EXPLAIN QUERY PLAN {sql}", values)
                found[sql] = [detail for *_, detail in steps]
    return found


# What a plan may go through from end to end: what was given, what was found, and the tables of
# words, which FTS5 enters by the words.
ALLOWED = ("VIRTUAL TABLE INDEX", "SCAN (subquery", "SCAN asked", "SCAN json_each")


def test_no_question_reads_a_whole_table(store: RecordingStore, tmp_path: Path):
    asked(store)
    asked_of_speakers(store.speakers())
    (path,) = tmp_path.glob("index/generations/*/articles.db")
    found = plans(store, path)
    assert len(found) > 25
    scans = {
        sql: step
        for sql, steps in found.items()
        for step in steps
        if step.startswith("SCAN") and not any(word in step for word in ALLOWED)
    }
    # By an index, and no further than the few rows asked for.
    scans = {sql: step for sql, step in scans.items() if not _ends_early(sql, step)}
    assert scans == {}


def _ends_early(sql: str, step: str) -> bool:
    return "INDEX" in step and "LIMIT ?" in sql
