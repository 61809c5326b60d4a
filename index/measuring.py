"""Measuring: the features of many candidates at once, as arrays over what is stored of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from index.answer_types import Holds, Wanted
from index.candidates import Candidates
from index.collection import Collection
from index.column_store import NONE
from index.columns import IntArray, Lists, spread
from index.features import FEATURES, Array, Query, QueryVectors
from index.vectors import FloatArray, Unit
from index.words import code, content_words, stem, tokens

# How much a word counts as context: of the sentence itself and of those before it, by how many
# sentences before; and of the title.
_NEARNESS = np.array([1.0, 0.7, 0.4])
_IN_TITLE = 0.8
# How many of the nearest passages give their sentences a cosine; the others share the lowest.
NEAR_PASSAGES = 200


def measured(query: Query, vectors: QueryVectors, found: Candidates) -> Candidates:
    """The same candidates with their features.

    Args:
        query: what is looked for.
        vectors: the same, encoded.
        found: sentences or statements, each perhaps more than once.
    """
    if not len(found):
        return replace(found, features=np.zeros((0, len(FEATURES))))
    columns = _columns(query, vectors, found)
    return replace(found, features=np.column_stack([columns[name] for name in FEATURES]))


def _columns(query: Query, vectors: QueryVectors, found: Candidates) -> dict[str, Array]:
    """One column for each feature, one row for each of ``found``."""
    collection = found.collection
    topic = _Topic(collection, query.topic or query.question)
    is_statement = found.unit is Unit.STATEMENT
    units = collection.columns.statements if is_statement else collection.columns.sentences
    of = units.holding(found.rows)
    own = of.lists("stems", found.rows)
    holds = of["holds"][found.rows]
    held = topic.among(own)
    title = found.articles_holding("title", topic.codes).astype(np.float64)
    anywhere = found.articles_holding("everything", topic.codes)
    first = collection.columns.articles.holding(found.articles)["first"][found.articles]
    context = _context(found, topic, held, title)
    said = found.statements != NONE
    statements = found.statements[said]
    of_statement = collection.columns.statements.holding(statements)
    direct, confidence = np.zeros(len(found)), np.ones(len(found))
    direct[said] = of_statement["direct"][statements]
    confidence[said] = of_statement["confidence"][statements]
    in_passage, in_article = _passage_cosines(found, vectors.question)
    topic_cosine, question_cosine = _own_cosines(found, vectors)
    return {
        "topic_cosine": topic_cosine,
        "question_cosine": question_cosine,
        "passage_cosine": in_passage,
        "article_cosine": in_article,
        "coverage": topic.share(held),
        "context_coverage": topic.share(context),
        "title_coverage": topic.share(title),
        "article_coverage": topic.share(np.maximum(anywhere, held)),
        "rarest": topic.rarest(held, context),
        "direct": direct,
        "headline": np.zeros(len(found)) if is_statement else of["headline"][found.rows],
        "lead": 1 / (1 + found.firsts - first),
        "brevity": np.clip((12 - own.lengths) / 9, 0.0, 1.0),
        "confidence": confidence,
        "type_fit": _type_fit(query.question, holds),
        "asks": (holds & int(Holds.QUESTION) != 0).astype(np.float64),
        "own_name": _names_speaker(found, query.topic or query.question),
    }


class _Topic:
    """The words of a topic, weighted by how rare they are.

    The weight is the inverse document frequency over the sentences (Robertson, 2004). A word that
    stands nowhere counts as much as the rarest one that does: a topic whose own word is missing is
    not covered.
    """

    def __init__(self, collection: Collection, text: str) -> None:
        total = collection.count(Unit.SENTENCE)
        frequency = collection.document_frequency(content_words(text))
        weights = {
            code(stem(word)): math.log(1 + (total - n + 0.5) / (n + 0.5))
            for word, n in frequency.items()
        }
        self.codes = np.array(list(weights), dtype=np.uint32)
        self._weights = np.array(list(weights.values()), dtype=np.float64)

    def among(self, stems: Lists) -> Array:
        """1 where a word of the topic is among the stems; shape ``(lists, words)``."""
        return stems.holding(self.codes).astype(np.float64)

    def share(self, present: Array) -> Array:
        """The weighted share of the topic's words that is present; 0 for a topic without words."""
        total = self._weights.sum()
        if not total:
            return np.zeros(len(present))
        return np.asarray(present @ self._weights / total)

    def rarest(self, held: Array, context: Array) -> Array:
        """1 where the rarest word of the topic is held, 0.5 where it stands around, else 0."""
        if not len(self._weights):
            return np.zeros(len(held))
        at = int(self._weights.argmax())
        return np.where(held[:, at] > 0, 1.0, np.where(context[:, at] > 0, 0.5, 0.0))


def _context(found: Candidates, topic: _Topic, held: Array, title: Array) -> Array:
    """For each of what was found how near each word of the topic stands, 0 to 1.

    News names its topic first and goes on to speak of it; what follows is often another one.
    """
    rows, lengths = found.around(before=len(_NEARNESS) - 1, after=0)
    sentences, at = np.unique(rows, return_inverse=True)
    of = found.collection.columns.sentences.holding(sentences)
    away = np.maximum(0, np.repeat(found.firsts, lengths) - rows)
    in_sentence = topic.among(of.lists("stems", sentences))[at] * _NEARNESS[away][:, np.newaxis]
    # Each has a sentence at least: its own.
    nearest = np.maximum.reduceat(in_sentence, np.cumsum(lengths) - lengths, axis=0)
    return np.asarray(np.maximum(nearest, np.maximum(held, title * _IN_TITLE)))


def _own_cosines(found: Candidates, vectors: QueryVectors) -> tuple[Array, Array]:
    """Cosines of the topic with each one's own vector, and of the question with its sentences.

    A statement has a vector of its own, and is as near to the question as the nearest of the
    sentences that it touches.
    """
    collection = found.collection
    own = collection.vectors(found.unit, found.rows)
    if found.unit is Unit.SENTENCE:
        topic, question = own @ vectors.topic, own @ vectors.question
    else:
        lengths = found.lasts - found.firsts + 1
        rows = spread(found.firsts, lengths)
        sentences, at = np.unique(rows, return_inverse=True)
        scores = collection.vectors(Unit.SENTENCE, sentences) @ vectors.question
        topic = own @ vectors.topic
        question = np.maximum.reduceat(scores[at], np.cumsum(lengths) - lengths)
    return topic.astype(np.float64), question.astype(np.float64)


def _passage_cosines(found: Candidates, vector: FloatArray) -> tuple[Array, Array]:
    """The best cosine of a passage around each one, and of a passage of its article.

    The lowest one seen stands for those off the nearest passages.
    """
    collection = found.collection
    ((near, scores),) = collection.nearest([vector], unit=Unit.PASSAGE, limit=NEAR_PASSAGES)
    if not len(near):
        return np.zeros(len(found)), np.zeros(len(found))
    of = collection.columns.passages.holding(near)
    cosines = scores.astype(np.float64)
    floor = cosines.min()
    covers = (of["first"][near] <= found.lasts[:, np.newaxis]) & (
        of["last"][near] >= found.firsts[:, np.newaxis]
    )
    # The nearest passage of an article comes first.
    articles, at = np.unique(of["article"][near], return_index=True)
    place = np.minimum(np.searchsorted(articles, found.articles), len(articles) - 1)
    return (
        np.where(covers, cosines, floor).max(axis=1),
        np.where(articles[place] == found.articles, cosines[at[place]], floor),
    )


def _type_fit(question: str, holds: IntArray) -> Array:
    """How well the kinds of words that each holds are those that the question wants."""
    wanted = Wanted(question)
    kinds, at = np.unique(holds, return_inverse=True)
    return np.array([wanted.fit(kind) for kind in kinds.tolist()])[at]


def _names_speaker(found: Candidates, topic: str) -> Array:
    """1 where the last word of the speaker's name is among the topic's words."""
    words = np.array([code(word) for word in set(tokens(topic))], dtype=np.uint32)
    known = found.speakers != NONE
    rows = found.speakers[known]
    names = np.zeros(len(found))
    names[known] = np.isin(found.collection.columns.speakers.holding(rows)["last"][rows], words)
    return names
