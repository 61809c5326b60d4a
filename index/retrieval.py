"""From a query to candidates: what might answer it, each with the same features.

Dense (FAISS) and lexical (BM25) search propose; every proposal then gets the same features, so
that the choice between them does not depend on which search found it. Choosing is not done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.collection import Collection
from index.features import Candidate, Found, Query, QueryVectors
from index.measuring import NEAR_PASSAGES, measured
from index.records import StoredStatement
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

    def statements(self, query: Query, speakers: Iterable[int] | None = None) -> list[Candidate]:
        """Statements that may answer ``query``, in no particular order.

        Args:
            query: what is looked for.
            speakers: rows of the speakers whose statements count, or None for every statement
                with a known speaker.
        """
        vectors = QueryVectors.of(query, self._collection)
        if speakers is None:
            rows = dict.fromkeys(self._proposed(query, vectors, Unit.STATEMENT, None))
            rows.update(dict.fromkeys(self._said_near(query)))
            found = [s for s in self._collection.statements(list(rows)) if s.speaker is not None]
        else:
            within = [
                row
                for speaker in speakers
                for row in self._collection.statement_rows_by(speaker, query.articles)
            ]
            rows = dict.fromkeys(within)
            if len(within) > _DENSE + _LEXICAL:
                said_near = [row for row in self._said_near(query) if row in rows]
                rows = dict.fromkeys(self._proposed(query, vectors, Unit.STATEMENT, sorted(within)))
                rows.update(dict.fromkeys(said_near))
            found = self._collection.statements(list(rows))
        found = [s for s in found if self._admits(query, s.article_id)]
        units = [Found.of_statement(s) for s in found]
        return measured(self._collection, query, vectors, units)

    def sentences(self, query: Query, rows: Sequence[int] | None = None) -> list[Candidate]:
        """Sentences that may answer ``query``, each with the statement it is part of, if any.

        Args:
            query: what is looked for.
            rows: these sentences, in this order; None to search all of them.
        """
        vectors = QueryVectors.of(query, self._collection)
        if rows is None:
            proposed = dict.fromkeys(self._proposed(query, vectors, Unit.SENTENCE, None))
            proposed.update(dict.fromkeys(self._in_near_passages(vectors)))
            for article_id in query.near:
                in_story = self._collection.sentences_of(article_id)
                proposed.update(dict.fromkeys(s.row for s in in_story))
            rows = list(proposed)
        found = [s for s in self._collection.sentences(rows) if self._admits(query, s.article_id)]
        around: dict[int, list[StoredStatement]] = {}
        for statement in self._collection.statements_touching([s.row for s in found]):
            for row in range(statement.first, statement.last + 1):
                around.setdefault(row, []).append(statement)
        units = [Found.of_sentence(s, around.get(s.row, ())) for s in found]
        return measured(self._collection, query, vectors, units)

    def _in_near_passages(self, vectors: QueryVectors) -> list[int]:
        """The sentences of the nearest passages: the answer may share no word with the question."""
        # As many as are measured, so that they are searched for once.
        near = self._collection.dense(vectors.question, unit=Unit.PASSAGE, limit=NEAR_PASSAGES)
        passages = self._collection.passages([row for row, _ in near[:_PASSAGES]])
        return [row for p in passages for row in range(p.first, p.last + 1)]

    def _said_near(self, query: Query) -> list[int]:
        """Rows of the statements in the articles that are looked at in any case."""
        return [s.row for a in query.near for s in self._collection.statements_of(a)]

    def _admits(self, query: Query, article_id: str) -> bool:
        return query.articles is None or article_id in query.articles

    def _proposed(
        self, query: Query, vectors: QueryVectors, unit: Unit, within: Sequence[int] | None
    ) -> list[int]:
        """Rows that dense or lexical search puts forward, each once."""
        collection = self._collection
        rows: dict[int, None] = {}
        asked = [vectors.question] if query.question != query.topic else []
        if query.topic:
            asked.insert(0, vectors.topic)
        if vectors.wider is not None:
            asked.append(vectors.wider)
        for vector in asked:
            for row, _ in collection.dense(vector, unit=unit, limit=_DENSE, within=within):
                rows[row] = None
        terms = content_words(f"{query.also} {query.topic}".strip() or query.question)
        for row, _ in collection.lexical(terms, unit=unit, limit=_LEXICAL, within=within):
            rows[row] = None
        return list(rows)
