"""Column store: which numbers of which tables ranking needs, and how they are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from index.columns import WHOLE, Columns, IntArray
from index.quotation import Kind, SpeakerKind
from index.vectors import Unit
from index.words import code, tokens

NONE = -1
"""Stands for a row where there is none."""

UNDATED = 0
"""Stands for the day of an article of unknown date; days count from 1."""

# julianday('0001-01-01') - 1: ``date.toordinal`` counts from there.
_JULIAN = 1721424.5
# So many times as many stems as a sentence has an article.
_IN_AN_ARTICLE = 20
_ROW = np.int32
_PLACE = np.int32
_FLAG = np.int8


@dataclass(frozen=True, slots=True)
class _Table:
    """What is read of a table.

    Attributes:
        source: the table in SQL.
        key: its column of row numbers.
        numbers: by name the expression of each column and its type.
        lists: by name the expression of each column of codes.
    """

    source: str
    key: str
    numbers: Mapping[str, tuple[str, DTypeLike]]
    lists: Mapping[str, str] = field(default_factory=dict)

    @property
    def select(self) -> str:
        """The query, without the rows."""
        expressions = [*(sql for sql, _ in self.numbers.values()), *self.lists.values()]
        return f"SELECT {', '.join(expressions)} FROM {self.source} WHERE {self.key}"  # noqa: S608  # constants


_SENTENCES = _Table(
    "sentences",
    "row",
    {
        "article": ("article", _ROW),
        "start": ("start", _PLACE),
        "end": ('"end"', _PLACE),
        "headline": ("is_headline", _FLAG),
        "holds": ("holds", np.int32),
    },
    {"stems": "stems"},
)
_STATEMENTS = _Table(
    "statements",
    "row",
    {
        "article": ("article", _ROW),
        "start": ("extent_start", _PLACE),
        "end": ("extent_end", _PLACE),
        "first": ("first", _ROW),
        "last": ("last", _ROW),
        "speaker": (f"ifnull(speaker, {NONE})", _ROW),
        "direct": (f"kind <> '{Kind.INDIRECT}'", _FLAG),
        "confidence": ("confidence", np.float64),
        "holds": ("holds", np.int32),
    },
    {"stems": "stems"},
)
_PASSAGES = _Table(
    "passages",
    "row",
    {"article": ("article", _ROW), "first": ("first", _ROW), "last": ("last", _ROW)},
)
_ARTICLES = _Table(
    "articles a JOIN article_stems w ON w.article = a.row",
    "a.row",
    {
        "id": ("a.id", object),
        "first": ("w.first", _ROW),
        "published": (f"ifnull(julianday(a.published) - {_JULIAN}, {UNDATED})", np.int32),
    },
    {"title": "w.title", "everything": "w.stems"},
)
_SPEAKERS = _Table(
    "speakers",
    "row",
    {"name": ("name", object), "document": (f"kind = '{SpeakerKind.DOCUMENT}'", _FLAG)},
    {"words": "words"},
)
_TOUCHING = (
    "SELECT t.sentence, t.statement, m.extent_start, m.extent_end FROM touches t "
    "JOIN statements m ON m.row = t.statement WHERE t.sentence"
)


class ColumnStore:
    """The columns of one generation, by table; each is read when it is first asked for.

    Attributes:
        sentences: article, start and end (code points), headline (1 or 0), holds (as
            ``index.answer_types.Holds``), statement (row of the one that most of the sentence is
            part of, or ``NONE``); lists: stems.
        statements: article, start and end of the extent, first and last (rows of the sentences it
            touches), speaker (row or ``NONE``), direct (1 or 0), confidence, holds; lists: stems.
        passages: article, first and last (rows of sentences).
        articles: id, first (row of its first sentence), published (the day as
            ``date.toordinal`` counts it, or ``UNDATED``); lists: title, everything (stems of the
            title; of text and title).
        speakers: last (code of the last word of the name), document (1 or 0); lists: words (stems
            of roles and names).

    Args:
        rows: runs a query on the generation's database.
        counts: how many rows each unit has.
        articles: how many articles there are.
        speakers: how many speakers there are.
        whole: tables of at most so many rows are read whole; that of articles of a fraction, as
            they have more words; that of speakers, whose names are taken apart, never.
    """

    def __init__(
        self,
        rows: Callable[[str, tuple[Any, ...]], list[Any]],
        counts: Mapping[Unit, int],
        *,
        articles: int,
        speakers: int,
        whole: int = WHOLE,
    ) -> None:
        self._rows = rows
        self._whole = whole
        self.sentences = self._columns(
            _SENTENCES, counts[Unit.SENTENCE], self._owners, {"statement": _ROW}
        )
        self.statements = self._columns(_STATEMENTS, counts[Unit.STATEMENT])
        self.passages = self._columns(_PASSAGES, counts[Unit.PASSAGE])
        self.articles = self._columns(_ARTICLES, articles, whole=whole // _IN_AN_ARTICLE)
        self.speakers = self._columns(
            _SPEAKERS, speakers, _last_words, {"last": np.uint32}, whole=0
        )

    def _columns(
        self,
        table: _Table,
        count: int,
        derive: Callable[[IntArray, dict[str, Any]], Mapping[str, Any]] | None = None,
        derived: Mapping[str, DTypeLike] | None = None,
        whole: int | None = None,
    ) -> Columns:
        names = (*table.numbers, *table.lists)

        def read(rows: IntArray) -> Mapping[str, Sequence[Any]]:
            found = self._found(f"{table.select} {{}} ORDER BY {table.key}", rows)
            if len(found) != len(rows):
                raise IndexError(f"{len(rows) - len(found)} rows are missing in {table.source}")
            columns = dict(zip(names, zip(*found, strict=True), strict=True))
            return {**columns, **(derive(rows, columns) if derive else {})}

        numbers = {name: kind for name, (_, kind) in table.numbers.items()}
        numbers.update(derived or {})
        lists = tuple(table.lists)
        whole = self._whole if whole is None else whole
        return Columns(count, read, numbers, lists, whole=whole)

    def _found(self, sql: str, rows: IntArray) -> list[Any]:
        """The result of a query on some rows, each given once and in order."""
        first, last = int(rows[0]), int(rows[-1])
        if last - first + 1 == len(rows):
            return self._rows(sql.format("BETWEEN ? AND ?"), (first, last))
        among = "IN (SELECT value FROM json_each(?))"
        return self._rows(sql.format(among), (json.dumps(rows.tolist()),))

    def _owners(self, rows: IntArray, columns: dict[str, Any]) -> Mapping[str, Any]:
        """Of each sentence the statement that most of it is part of: half of it, at least."""
        owners = np.full(len(rows), NONE)
        touching = self._found(f"{_TOUCHING} {{}}", rows)
        if touching:
            sentence, statement, start, end = np.array(touching).T
            at = np.searchsorted(rows, sentence)
            begins, ends = np.array(columns["start"])[at], np.array(columns["end"])[at]
            common = np.minimum(ends, end) - np.maximum(begins, start)
            # The greatest last, of equals the first statement.
            order = np.lexsort((-statement, common))
            order = order[2 * common[order] >= (ends - begins)[order]]
            owners[at[order]] = statement[order]
        return {"statement": owners}


def _last_words(_: IntArray, columns: dict[str, Any]) -> Mapping[str, Any]:
    return {"last": [code((tokens(name) or [""])[-1]) for name in columns["name"]]}
