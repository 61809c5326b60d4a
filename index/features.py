"""Features: how well a sentence or statement fits a query, the same measures for all of them."""

from __future__ import annotations

import math
from collections.abc import Collection as AnyCollection
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.answer_types import fit, wanted
from index.articles import Article
from index.collection import Collection
from index.records import StoredSentence, StoredStatement
from index.spans import Span
from index.vectors import FloatArray, Unit
from index.words import content_stems, content_words, stem, tokens

# How much a word counts as context: of the sentence itself and of those before it, by how many
# sentences before; and of the title.
_NEARNESS = {0: 1.0, 1: 0.7, 2: 0.4}
_IN_TITLE = 0.8
# How many of the nearest passages give their sentences a cosine; the others share the lowest.
_PASSAGES = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        topic: the words of the topic, without the speaker; may be empty.
        question: the whole question, or the topic where there is no more.
        articles: ids of the articles to search, or None for all.
        also: further words by which candidates may be found, and which say nothing of how well
            they fit.
    """

    topic: str
    question: str
    articles: AnyCollection[str] | None = None
    also: str = ""


@dataclass(frozen=True, slots=True)
class QueryVectors:
    """A query, encoded once for search and features; unit vectors.

    Attributes:
        topic: of the topic, or of the question where there is none.
        question: of the question, or of the topic where there is none.
        wider: of the topic with ``Query.also``, or None where there is no more.
    """

    topic: FloatArray
    question: FloatArray
    wider: FloatArray | None

    @classmethod
    def of(cls, query: Query, collection: Collection) -> QueryVectors:
        """Encodes the query with the collection's serving encoder."""
        texts = [query.topic or query.question, query.question or query.topic]
        if query.also:
            texts.append(f"{query.also} {query.topic}")
        encoded = collection.encode(texts)
        return cls(encoded[0], encoded[1], encoded[2] if query.also else None)


@dataclass(frozen=True, slots=True)
class Features:
    """How well one candidate fits a query. All are 0 to 1, but for cosines (-1 to 1).

    Attributes:
        topic_cosine: topic against the unit's own words (a statement's content, a sentence).
        question_cosine: question against the sentence.
        passage_cosine: question against the best passage around it.
        coverage: share of the topic's words that the unit itself holds, weighted by rarity.
        context_coverage: the same with title and neighbours; what stands further off counts less.
        title_coverage: the same in the title alone.
        rarest: whether the rarest word of the topic stands in the unit (1) or around it (0.5).
        direct: whether somebody's words are quoted (1) or reported (0).
        headline: whether it is a headline.
        brevity: 1 for up to 3 words, falling to 0 from 12 words on.
        confidence: of the attribution; 1 where nothing is attributed.
        type_fit: share of the kinds of words the question wants (a number, a time) that it holds.
        own_name: whether the topic names the speaker whose words these are.
    """

    topic_cosine: float
    question_cosine: float
    passage_cosine: float
    coverage: float
    context_coverage: float
    title_coverage: float
    rarest: float
    direct: float
    headline: float
    brevity: float
    confidence: float
    type_fit: float
    own_name: float


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


@dataclass(frozen=True, slots=True)
class Found:
    """What features are computed of: a statement, or a sentence with the statement around it."""

    unit: Unit
    row: int
    article_id: str
    span: Span
    sentences: tuple[int, int]
    statement: StoredStatement | None
    headline: bool

    @classmethod
    def of_statement(cls, stored: StoredStatement) -> Found:
        """A statement, with its attribution clause."""
        return cls(
            Unit.STATEMENT,
            stored.row,
            stored.article_id,
            stored.statement.extent,
            (stored.first, stored.last),
            stored,
            headline=False,
        )

    @classmethod
    def of_sentence(cls, stored: StoredSentence, around: Sequence[StoredStatement]) -> Found:
        """A sentence; it is somebody's statement where most of it is one."""
        most = max(around, key=lambda s: stored.span.overlap(s.statement.extent), default=None)
        if most and 2 * stored.span.overlap(most.statement.extent) < len(stored.span):
            most = None
        return cls(
            Unit.SENTENCE,
            stored.row,
            stored.article_id,
            stored.span,
            (stored.row, stored.row),
            most,
            stored.is_headline,
        )


def measured(
    collection: Collection, query: Query, vectors: QueryVectors, found: Sequence[Found]
) -> list[Candidate]:
    """Each of ``found`` as a candidate with its features, in the order given."""
    return _Measuring(collection).candidates(query, vectors, found)


class _Measuring:
    """Measures what was found in one collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def candidates(
        self, query: Query, vectors: QueryVectors, units: Sequence[Found]
    ) -> list[Candidate]:
        """See ``measured``."""
        if not units:
            return []
        collection = self._collection
        topic_text = query.topic or query.question
        weights = self._rarity(content_words(topic_text))
        rarest = max(weights, key=lambda s: weights[s], default=None)
        kinds = wanted(query.question)
        topic_tokens = frozenset(tokens(topic_text))
        neighbourhood = self._neighbourhood(units)
        own = self._own_cosines(units, vectors.topic)
        sentence = self._sentence_cosines(units, vectors.question)
        passage = self._passage_cosines(vectors.question)
        floor = min(passage.values(), default=0.0)
        candidates = []
        for unit, own_cosine, sentence_cosine in zip(units, own, sentence, strict=True):
            article = collection.article(unit.article_id)
            words = set(content_stems(unit.span.of(article.text)))
            title = title_stems(article)
            context = dict(neighbourhood[unit.sentences])
            for s in title:
                context[s] = max(context.get(s, 0.0), _IN_TITLE)
            context.update(dict.fromkeys(words, 1.0))
            statement = unit.statement
            candidates.append(
                Candidate(
                    unit.article_id,
                    unit.span,
                    unit.sentences,
                    statement,
                    Features(
                        topic_cosine=own_cosine,
                        question_cosine=sentence_cosine,
                        passage_cosine=max(
                            passage.get(row, floor)
                            for row in range(unit.sentences[0], unit.sentences[1] + 1)
                        ),
                        coverage=_share(weights, dict.fromkeys(words, 1.0)),
                        context_coverage=_share(weights, context),
                        title_coverage=_share(weights, dict.fromkeys(title, 1.0)),
                        rarest=1.0 if rarest in words else 0.5 if rarest in context else 0.0,
                        direct=float(
                            statement is not None and statement.statement.kind != "indirect"
                        ),
                        headline=float(unit.headline),
                        brevity=min(1.0, max(0.0, (12 - len(words)) / 9)),
                        confidence=statement.statement.confidence if statement else 1.0,
                        type_fit=fit(kinds, unit.span.of(article.text)),
                        own_name=float(self._names_speaker(statement, topic_tokens)),
                    ),
                )
            )
        return candidates

    def _names_speaker(self, stored: StoredStatement | None, words: AnyCollection[str]) -> bool:
        """Whether the surname, or the last word of the name, of the speaker is among the words."""
        if stored is None or stored.speaker is None:
            return False
        name = tokens(self._collection.speakers()[stored.speaker].name)
        return bool(name) and name[-1] in words

    def _rarity(self, words: Sequence[str]) -> Mapping[str, float]:
        """Inverse document frequency of each stem over the sentences (Robertson, 2004).

        A word that stands nowhere counts as much as the rarest one that does: a topic whose
        own word is missing is not covered.
        """
        total = self._collection.count(Unit.SENTENCE)
        frequency = self._collection.document_frequency(words)
        return {
            stem(word): math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in frequency.items()
        }

    def _neighbourhood(self, units: Sequence[Found]) -> dict[tuple[int, int], dict[str, float]]:
        """For each unit the stems of its sentences and of two before them, with their nearness.

        News names its topic first and goes on to speak of it; what follows is often another one.
        """
        rows = sorted(
            {
                row
                for first, last in (u.sentences for u in units)
                for row in range(max(0, first - max(_NEARNESS)), last + 1)
            }
        )
        stored = dict(zip(rows, self._collection.sentences(rows), strict=True))
        stems = {
            row: content_stems(s.span.of(self._collection.article(s.article_id).text))
            for row, s in stored.items()
        }
        near: dict[tuple[int, int], dict[str, float]] = {}
        for unit in units:
            first, last = unit.sentences
            found = near.setdefault(unit.sentences, {})
            # From far to near, so that the nearest place of a word counts.
            for row in range(max(0, first - max(_NEARNESS)), last + 1):
                if stored[row].article_id == unit.article_id:
                    found.update(dict.fromkeys(stems[row], _NEARNESS[max(0, first - row)]))
        return near

    def _own_cosines(self, units: Sequence[Found], vector: FloatArray) -> list[float]:
        """Cosine of ``vector`` with each unit's own vector: a statement's, or a sentence's."""
        scores = np.zeros(len(units))
        for kind in (Unit.STATEMENT, Unit.SENTENCE):
            at = [i for i, u in enumerate(units) if u.unit is kind]
            if at:
                found = self._collection.vectors(kind, [units[i].row for i in at])
                scores[at] = found @ vector
        return [float(s) for s in scores]

    def _sentence_cosines(self, units: Sequence[Found], vector: FloatArray) -> list[float]:
        """The best cosine of ``vector`` with the sentences that each unit touches."""
        rows = sorted({r for u in units for r in range(u.sentences[0], u.sentences[1] + 1)})
        scores = self._collection.vectors(Unit.SENTENCE, rows) @ vector
        score = dict(zip(rows, scores, strict=True))
        return [
            float(max(score[r] for r in range(u.sentences[0], u.sentences[1] + 1))) for u in units
        ]

    def _passage_cosines(self, vector: FloatArray) -> dict[int, float]:
        """For the sentences of the nearest passages, the best cosine of a passage around them."""
        near = self._collection.dense(vector, unit=Unit.PASSAGE, limit=_PASSAGES)
        best: dict[int, float] = {}
        scores = dict(near)
        for passage in self._collection.passages([row for row, _ in near]):
            for row in range(passage.first, passage.last + 1):
                best[row] = max(best.get(row, -1.0), scores[passage.row])
        return best


def title_stems(article: Article) -> set[str]:
    """The stems of an article's title; none where the title is only the text's own beginning.

    A headline says what a whole article is about, its first sentence does not.
    """
    made = article.headline is None and article.text.lstrip().startswith(article.title.rstrip("… "))
    return set() if made else set(content_stems(article.title))


def _share(weights: Mapping[str, float], present: Mapping[str, float]) -> float:
    """The weighted share of the topic's stems that are present, each as much as it counts.

    0 for a topic without words.
    """
    total = sum(weights.values())
    return sum(w * present.get(s, 0.0) for s, w in weights.items()) / total if total else 0.0
