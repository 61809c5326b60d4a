"""The units of every article of a build, read back for embedding."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from index.article_units import ArticleUnits
from index.articles import Article
from index.schema import ROWS
from index.segmentation import Passage
from index.spans import Span
from index.vectors import Unit


def stored_units(
    db: sqlite3.Connection, articles: Iterable[tuple[int, str, Article]]
) -> Iterator[ArticleUnits]:
    """The units of each article, in the order of all rows.

    Args:
        db: the database that is being built; one pass a table, there are no indexes yet.
        articles: (row, digest, article) of every article, in order.
    """
    sentences = _ByArticle(db, 'article, start, "end"', Unit.SENTENCE)
    statements = _ByArticle(db, "article, content", Unit.STATEMENT)
    passages = _ByArticle(db, 'article, first, last, start, "end"', Unit.PASSAGE)
    before = 0
    for row, _, article in articles:
        spans = tuple(Span(*span) for span in sentences.of(row))
        yield ArticleUnits(
            article,
            spans,
            tuple(
                tuple(Span(*pair) for pair in json.loads(content))
                for (content,) in statements.of(row)
            ),
            tuple(
                Passage(Span(start, end), first - before, last - before)
                for first, last, start, end in passages.of(row)
            ),
        )
        before += len(spans)


class _ByArticle:
    """The rows of a unit, asked for article by article in their order."""

    def __init__(self, db: sqlite3.Connection, columns: str, unit: Unit) -> None:
        rows = db.execute(f"SELECT {columns} FROM {ROWS[unit]} ORDER BY row")  # noqa: S608  # names of our own
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, article: int) -> list[tuple[Any, ...]]:
        """The columns behind the first of the article's rows; none where it has none."""
        if self._next is None or self._next[0] != article:
            return []
        found = [fields for _, *fields in self._next[1]]
        self._next = next(self._groups, None)
        return [tuple(fields) for fields in found]
