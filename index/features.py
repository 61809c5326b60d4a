"""Features: how well a sentence or statement fits a query, the same measures for all of them."""

from __future__ import annotations

from collections.abc import Collection as AnyCollection
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from index.collection import Collection
from index.records import StoredStatement
from index.spans import Span
from index.vectors import FloatArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        topic: the words of the topic, without the speaker; may be empty.
        question: the whole question, or the topic where there is no more.
        articles: ids of the articles to search, or None for all.
        also: further words that candidates may hold, and which say nothing of how well they fit.
        near: articles that are looked at whatever the search puts forward.
    """

    topic: str
    question: str
    articles: AnyCollection[str] | None = None
    also: str = ""
    near: tuple[str, ...] = ()

    @property
    def texts(self) -> list[str]:
        """What is encoded of it: as ``QueryVectors.topic`` and as ``QueryVectors.question``."""
        return [self.topic or self.question, self.question or self.topic]


@dataclass(frozen=True, slots=True)
class QueryVectors:
    """A query, encoded once for search and features; unit vectors.

    Attributes:
        topic: of the topic, or of the question where there is none.
        question: of the question, or of the topic where there is none.
    """

    topic: FloatArray
    question: FloatArray

    @classmethod
    def of(cls, query: Query, collection: Collection) -> QueryVectors:
        """Encodes the query with the collection's serving encoder."""
        topic, question = collection.encode(query.texts)
        return cls(topic, question)


@dataclass(frozen=True, slots=True)
class Features:
    """How well one candidate fits a query. All are 0 to 1, but for cosines (-1 to 1).

    Attributes:
        topic_cosine: topic against the unit's own words (a statement's content, a sentence).
        question_cosine: question against the sentence.
        passage_cosine: question against the best passage around it.
        article_cosine: question against the best passage of its article.
        coverage: share of the topic's words that the unit itself holds, weighted by rarity.
        context_coverage: the same with title and neighbours; what stands further off counts less.
        title_coverage: the same in the title alone.
        article_coverage: the same anywhere in the article.
        rarest: whether the rarest word of the topic stands in the unit (1) or around it (0.5).
        direct: whether somebody's words are quoted (1) or reported (0).
        headline: whether it is a headline.
        lead: 1 for the first sentence of an article, 1/2 for the second, and so on.
        brevity: 1 for up to 3 words, falling to 0 from 12 words on.
        confidence: of the attribution; 1 where nothing is attributed.
        type_fit: how far it holds the kinds of words that the question wants (a number, a time).
        asks: whether it is a question itself.
        own_name: whether the topic names the speaker whose words these are.
    """

    topic_cosine: float
    question_cosine: float
    passage_cosine: float
    article_cosine: float
    coverage: float
    context_coverage: float
    title_coverage: float
    article_coverage: float
    rarest: float
    direct: float
    headline: float
    lead: float
    brevity: float
    confidence: float
    type_fit: float
    asks: float
    own_name: float


FEATURES = tuple(field.name for field in fields(Features))
"""The features in the order of their columns."""


def matrix(features: Sequence[Features]) -> Array:
    """Features as an array with a row for each; shape ``(len(features), len(FEATURES))``."""
    # dataclasses.astuple copies every value deeply, which takes longer than what it is needed for.
    rows = list(map(attrgetter(*FEATURES), features))
    return np.array(rows, dtype=np.float64).reshape(len(features), len(FEATURES))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposal.

    Attributes:
        article_id: the article it stands in.
        span: what would be shown.
        sentences: rows of the first and last sentence it touches.
        statement: the statement, or None for a sentence of the outlet's own.
        features: how well it fits.
    """

    article_id: str
    span: Span
    sentences: tuple[int, int]
    statement: StoredStatement | None
    features: Features
