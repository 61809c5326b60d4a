"""From a query to candidates: what might answer it, each with the same features.

Dense (FAISS) and lexical (BM25) search propose; every proposal then gets the same features, so
that the choice between them does not depend on which search found it. Choosing is not done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from index.candidates import Candidates, of_sentences, of_statements
from index.collection import Collection
from index.column_store import NONE
from index.columns import IntArray, spread
from index.features import Query, QueryVectors
from index.measuring import NEAR_PASSAGES, measured
from index.vectors import Unit
from index.words import content_words

# How many proposals each search makes; more find hardly more right answers (docs/evaluation.md).
_DENSE = 70
_LEXICAL = 60
_PASSAGES = 10


class Retriever:
    """Searches one open generation."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def statements(self, query: Query, speakers: Iterable[int] | None = None) -> Candidates:
        """Statements that may answer ``query``.

        Args:
            query: what is looked for.
            speakers: rows of the speakers whose statements count, or None for every statement
                with a known speaker.
        """
        collection = self._collection
        vectors = QueryVectors.of(query, collection)
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
        return measured(query, vectors, found)

    def sentences(self, query: Query, rows: Sequence[int] | None = None) -> Candidates:
        """Sentences that may answer ``query``, each with the statement it is part of, if any.

        Args:
            query: what is looked for.
            rows: these sentences, in this order; None to search all of them.
        """
        collection = self._collection
        vectors = QueryVectors.of(query, collection)
        if rows is None:
            rows = [
                *self._proposed(query, vectors, Unit.SENTENCE, None),
                *self._in_near_passages(vectors),
                *(row for id_ in query.near for row in collection.sentence_rows_of(id_)),
            ]
        found = of_sentences(collection, _each_once(rows))
        return measured(query, vectors, _admitted(query, found))

    def _statements(self, rows: Iterable[int], query: Query) -> Candidates:
        return _admitted(query, of_statements(self._collection, _each_once(rows)))

    def _in_near_passages(self, vectors: QueryVectors) -> list[int]:
        """The sentences of the nearest passages: the answer may share no word with the question."""
        collection = self._collection
        # As many as are measured, so that they are searched for once.
        ((near, _),) = collection.nearest(
            [vectors.question], unit=Unit.PASSAGE, limit=NEAR_PASSAGES
        )
        near = near[:_PASSAGES]
        of = collection.columns.passages.holding(near)
        first = of["first"][near]
        rows: list[int] = spread(first, of["last"][near] - first + 1).tolist()
        return rows

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
        dense = collection.nearest(asked, unit=unit, limit=_DENSE, within=within)
        terms = content_words(f"{query.also} {query.topic}".strip() or query.question)
        lexical = collection.lexical(terms, unit=unit, limit=_LEXICAL, within=within)
        return [row for rows, _ in dense for row in rows.tolist()] + [row for row, _ in lexical]


def _each_once(rows: Iterable[int]) -> IntArray:
    return np.fromiter(dict.fromkeys(rows), dtype=np.int64)


def _admitted(query: Query, found: Candidates) -> Candidates:
    """Those in the articles to search."""
    if query.articles is None:
        return found
    ids = found.article_ids
    return found.kept(np.array([ids[a] in query.articles for a in found.articles], dtype=np.bool_))
