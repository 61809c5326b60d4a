"""Candidates: what a search proposes, as arrays; a record is made only of those that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from index.column_store import NONE
from index.columns import Flags, IntArray, spread
from index.features import FEATURES, Array, Candidate, Features
from index.spans import Span
from index.vectors import Unit
from index.words import Codes

if TYPE_CHECKING:
    from index.collection import Collection


@dataclass(frozen=True, eq=False)
class Candidates(Sequence[Candidate]):
    """Proposals of one search, in no particular order; each array has an entry for each of them.

    Attributes:
        collection: where they were found.
        unit: what they are, sentences or statements.
        rows: their rows.
        articles: rows of the articles they stand in.
        starts: first code points of what would be shown.
        ends: the code points after the last.
        firsts: rows of the first sentences they touch.
        lasts: rows of the last ones.
        statements: rows of the statements they are, or are part of; ``NONE`` for the outlet's own
            words.
        speakers: rows of the speakers of these; ``NONE`` where there is none.
        features: how well they fit, shape ``(n, len(FEATURES))``; no columns before they are
            measured.
    """

    collection: Collection
    unit: Unit
    rows: IntArray
    articles: IntArray
    starts: IntArray
    ends: IntArray
    firsts: IntArray
    lasts: IntArray
    statements: IntArray
    speakers: IntArray
    features: Array

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> list[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | list[Candidate]:
        """One candidate as a record, or several."""
        if isinstance(at, slice):
            return self.some(range(*at.indices(len(self))))
        return self.some([range(len(self))[at]])[0]

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.some(range(len(self))))

    def some(self, places: Sequence[int]) -> list[Candidate]:
        """Some candidates as records, in the order asked; what they need is read at once."""
        whose = [int(self.statements[at]) for at in places]
        rows = list(dict.fromkeys(row for row in whose if row != NONE))
        stored = dict(zip(rows, self.collection.statements(rows), strict=True)) if rows else {}
        return [
            Candidate(
                self.article_ids[self.articles[at]],
                Span(int(self.starts[at]), int(self.ends[at])),
                (int(self.firsts[at]), int(self.lasts[at])),
                stored.get(row),
                Features(*self.features[at].tolist()),
            )
            for at, row in zip(places, whose, strict=True)
        ]

    @cached_property
    def article_ids(self) -> dict[int, str]:
        """The ids of the articles they stand in, by row."""
        return self.collection.article_ids(self.articles)

    def feature(self, name: str) -> Array:
        """One feature of each."""
        return np.asarray(self.features[:, FEATURES.index(name)])

    def articles_holding(self, name: str, words: Codes) -> Flags:
        """Which of some codes the article of each holds in a column; shape ``(n, len(words))``.

        Args:
            name: "title" or "everything".
            words: the codes of stems.
        """
        articles, which = np.unique(self.articles, return_inverse=True)
        of = self.collection.columns.articles.holding(articles)
        return np.asarray(of.lists(name, articles).holding(words)[which])

    def around(self, *, before: int, after: int) -> tuple[IntArray, IntArray]:
        """Rows of the sentences around each, its own among them, all of its article.

        Args:
            before: from how many sentences before it.
            after: to how many after it.

        Returns:
            The rows of the first one, in order, then of the second, and so on; and how many each
            has.
        """
        collection = self.collection
        first = np.maximum(0, self.firsts - before)
        last = np.minimum(collection.count(Unit.SENTENCE) - 1, self.lasts + after)
        rows = spread(first, last - first + 1)
        whose = np.repeat(np.arange(len(self)), last - first + 1)
        article = collection.columns.sentences.holding(rows)["article"][rows]
        same = article == self.articles[whose]
        return rows[same], np.bincount(whose[same], minlength=len(self))

    def kept(self, which: Flags | IntArray) -> Candidates:
        """Those that are marked, or those at some places."""
        arrays = {
            name: getattr(self, name)[which]
            for name in (
                "rows", "articles", "starts", "ends", "firsts", "lasts", "statements", "speakers",
                "features",
            )
        }  # fmt: skip
        return replace(self, **arrays)


def of_statements(collection: Collection, rows: IntArray) -> Candidates:
    """Statements, each with its attribution clause, as candidates that are not measured yet."""
    of = collection.columns.statements.holding(rows)
    return Candidates(
        collection,
        Unit.STATEMENT,
        rows,
        articles=of["article"][rows],
        starts=of["start"][rows],
        ends=of["end"][rows],
        firsts=of["first"][rows],
        lasts=of["last"][rows],
        statements=rows,
        speakers=of["speaker"][rows],
        features=np.zeros((len(rows), 0)),
    )


def of_sentences(collection: Collection, rows: IntArray) -> Candidates:
    """Sentences; each is somebody's statement where most of it is one."""
    of = collection.columns.sentences.holding(rows)
    statements = of["statement"][rows].astype(np.int64)
    said = statements != NONE
    speakers = np.full(len(rows), NONE)
    whose = collection.columns.statements.holding(statements[said])
    speakers[said] = whose["speaker"][statements[said]]
    return Candidates(
        collection,
        Unit.SENTENCE,
        rows,
        articles=of["article"][rows],
        starts=of["start"][rows],
        ends=of["end"][rows],
        firsts=rows,
        lasts=rows,
        statements=statements,
        speakers=speakers,
        features=np.zeros((len(rows), 0)),
    )
