"""From a query to candidates: what might answer it, each with the same features.

Dense (FAISS) and lexical (BM25) search propose; every proposal then gets the same features, so
that the choice between them does not depend on which search found it. Choosing is not done here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import numpy as np

from index.candidates import Candidates, of_sentences, of_statements
from index.collection import Collection
from index.column_store import NONE
from index.columns import IntArray, spread
from index.cores import cores
from index.features import Query, QueryVectors
from index.measuring import NEAR_PASSAGES, measured
from index.vectors import Unit
from index.words import content_words

# How many proposals each search makes; more find hardly more right answers (docs/evaluation.md).
_DENSE = 70
_LEXICAL = 60
_PASSAGES = 10
# From so many sentences on the searches of a question run beside each other: SQLite and FAISS let
# go of Python's lock, and one search takes long enough for a thread to be worth it.
_BESIDE = 100_000

Result = TypeVar("Result")


class Retriever:
    """Searches one open generation. Thread-safe.

    Args:
        collection: what is searched.
        beside: from so many sentences on the searches of a question run on several threads.
    """

    def __init__(self, collection: Collection, *, beside: int = _BESIDE) -> None:
        self._collection = collection
        self._is_large = cores() > 1 and collection.count(Unit.SENTENCE) >= beside
        # It has no thread before it is used.
        self._threads = ThreadPoolExecutor(cores(), "search")

    def statements(self, query: Query, speakers: Iterable[int] | None = None) -> Candidates:
        """Statements that may answer ``query``.

        Args:
            query: what is looked for.
            speakers: rows of the speakers whose statements count, or None for every statement
                with a known speaker.
        """
        collection = self._collection
        vectors = QueryVectors.of(query, collection)
        near_passages = self._meanwhile(partial(self._near_passages, vectors))
        if speakers is None:
            proposed = self._proposed(query, vectors, Unit.STATEMENT, None)
            found = self._statements([*proposed, *self._said_near(query)], query)
            found = found.kept(found.speakers != NONE)
        else:
            found = self._statements(collection.statement_rows_by(list(speakers)), query)
            if len(found) > _DENSE + _LEXICAL:
                whose = np.sort(found.rows)
                proposed = self._proposed(query, vectors, Unit.STATEMENT, whose)
                theirs = set(whose.tolist())
                said_near = [row for row in self._said_near(query) if row in theirs]
                found = self._statements([*proposed, *said_near], query)
        if len(found):
            near_passages()
        return measured(query, vectors, found)

    def sentences(self, query: Query, rows: Sequence[int] | None = None) -> Candidates:
        """Sentences that may answer ``query``, each with the statement it is part of, if any.

        Args:
            query: what is looked for.
            rows: these sentences, in this order; None to search all of them.
        """
        collection = self._collection
        vectors = QueryVectors.of(query, collection)
        near_passages = self._meanwhile(partial(self._near_passages, vectors))
        if rows is None:
            rows = [
                *self._proposed(query, vectors, Unit.SENTENCE, None),
                *self._sentences_in(near_passages()[:_PASSAGES]),
                *(row for id_ in query.near for row in collection.sentence_rows_of(id_)),
            ]
        found = _admitted(query, of_sentences(collection, _each_once(rows)))
        if len(found):
            near_passages()
        return measured(query, vectors, found)

    def _statements(self, rows: Iterable[int], query: Query) -> Candidates:
        return _admitted(query, of_statements(self._collection, _each_once(rows)))

    def _near_passages(self, vectors: QueryVectors) -> IntArray:
        """Rows of the nearest passages, as many as are measured: the collection remembers them."""
        ((near, _),) = self._collection.nearest(
            [vectors.question], unit=Unit.PASSAGE, limit=NEAR_PASSAGES
        )
        return near

    def _sentences_in(self, passages: IntArray) -> list[int]:
        """The sentences of passages: the answer may share no word with the question."""
        of = self._collection.columns.passages.holding(passages)
        first = of["first"][passages]
        rows: list[int] = spread(first, of["last"][passages] - first + 1).tolist()
        return rows

    def _meanwhile(self, make: Callable[[], Result]) -> Callable[[], Result]:
        """Gives what ``make`` gives: made by a thread from now on where the collection is large."""
        return self._threads.submit(make).result if self._is_large else make

    def _said_near(self, query: Query) -> list[int]:
        """Rows of the statements in the articles that are looked at in any case."""
        return [row for id_ in query.near for row in self._collection.statement_rows_of(id_)]

    def _proposed(
        self, query: Query, vectors: QueryVectors, unit: Unit, within: IntArray | None
    ) -> list[int]:
        """Rows that dense or lexical search puts forward."""
        collection = self._collection
        asked = [vectors.question] if query.question != query.topic else []
        if query.topic:
            asked.insert(0, vectors.topic)
        terms = content_words(f"{query.also} {query.topic}".strip() or query.question)
        lexical = self._meanwhile(
            partial(collection.lexical, terms, unit=unit, limit=_LEXICAL, within=within)
        )
        dense = collection.nearest(asked, unit=unit, limit=_DENSE, within=within)
        return [row for rows, _ in dense for row in rows.tolist()] + [row for row, _ in lexical()]


def _each_once(rows: Iterable[int]) -> IntArray:
    return np.fromiter(dict.fromkeys(rows), dtype=np.int64)


def _admitted(query: Query, found: Candidates) -> Candidates:
    """Those in the articles to search."""
    if query.articles is None:
        return found
    ids = found.article_ids
    return found.kept(np.array([ids[a] in query.articles for a in found.articles], dtype=np.bool_))
