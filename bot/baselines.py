"""Baselines: a desk that ranks sentences and nothing else, for comparison.

It shows the best sentences as they are, under no name, whatever their score: it never declines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from bot.answer import Answer, Citation, Interpretation, Outcome, Snippet
from bot.answering import Answerer
from bot.conversation import Conversation
from bot.scoring import load
from index.collection import Collection
from index.generations import Library
from index.vectors import Unit
from index.words import content_words

# The constant of reciprocal rank fusion (Cormack, Clarke and Buettcher, 2009).
_RRF_K = 60
# How many sentences of each ranking are fused.
_RANKED = 1000
_NEW = Conversation()


class Baseline(StrEnum):
    """By what sentences are ranked.

    BM25 of the question's content words (SQLite FTS5), the cosine of question and sentence, or
    the reciprocal ranks in both, summed.
    """

    BM25 = "bm25"
    DENSE = "dense"
    FUSION = "fusion"


class BaselineDesk(Answerer):
    """Answers by a baseline; contexts, speakers and sources are those of the index.

    Args:
        library: where the published generation is opened.
        baseline: by what sentences are ranked.
    """

    def __init__(self, library: Library, baseline: Baseline) -> None:
        super().__init__(library, load())
        self._baseline = baseline

    def answer(
        self,
        question: str,
        conversation: Conversation = _NEW,
        *,
        limit: int = 5,
        asked: dt.date | None = None,
    ) -> tuple[Answer, Conversation]:
        """The best sentences; a follow-up is asked as it stands, and the day is no matter.

        Raises:
            CollectionError: there is no usable index.
        """
        collection = self._current().collection
        snippets = []
        for rank, (row, score) in enumerate(self._ranked(collection, question)[:limit], 1):
            sentence = collection.sentences([row])[0]
            citation = Citation(rank, collection.article(sentence.article_id), sentence.span)
            snippets.append(Snippet(rank, (citation,), None, None, "sentence", score))
        understood = Interpretation(None, None, None, None, "fact")
        answer = Answer(question, Outcome.ANSWERED, understood, tuple(snippets), (), None, 0.0)
        return answer, conversation

    def _ranked(self, collection: Collection, question: str) -> list[tuple[int, float]]:
        """Rows of sentences with their scores, best first; equal ones by row."""
        if self._baseline is Baseline.BM25:
            return _lexical(collection, question)
        if self._baseline is Baseline.DENSE:
            return _dense(collection, question)
        return fused([_lexical(collection, question), _dense(collection, question)])


def fused(rankings: Sequence[Sequence[tuple[int, float]]]) -> list[tuple[int, float]]:
    """Rows by the sum of 1 / (60 + rank) over the rankings, best first; equal ones by row."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, (row, _) in enumerate(ranking, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (_RRF_K + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _lexical(collection: Collection, question: str) -> list[tuple[int, float]]:
    return collection.lexical(content_words(question), unit=Unit.SENTENCE, limit=_RANKED)


def _dense(collection: Collection, question: str) -> list[tuple[int, float]]:
    vector = collection.encode([question])[0]
    return collection.dense(vector, unit=Unit.SENTENCE, limit=_RANKED)
