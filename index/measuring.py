"""Measuring: the features of many candidates at once, as arrays over what is stored of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.answer_types import Holds, Wanted
from index.collection import Collection
from index.features import Candidate, Features, Found, Query, QueryVectors
from index.records import Wording
from index.vectors import FloatArray, Unit
from index.words import Codes, code, content_words, stem, tokens

# How much a word counts as context: of the sentence itself and of those before it, by how many
# sentences before; and of the title.
_NEARNESS = (1.0, 0.7, 0.4)
_IN_TITLE = 0.8
# How many of the nearest passages give their sentences a cosine; the others share the lowest.
NEAR_PASSAGES = 200
Array = NDArray[np.float64]


def measured(
    collection: Collection, query: Query, vectors: QueryVectors, found: Sequence[Found]
) -> list[Candidate]:
    """Each of ``found`` as a candidate with its features, in the order given.

    Args:
        collection: where they were found.
        query: what is looked for.
        vectors: the same, encoded.
        found: sentences and statements, each perhaps more than once.
    """
    if not found:
        return []
    columns = _columns(collection, query, vectors, found)
    rows = np.column_stack(list(columns.values()))
    return [
        Candidate(
            unit.article_id,
            unit.span,
            unit.sentences,
            unit.statement,
            Features(**dict(zip(columns, row, strict=True))),
        )
        for unit, row in zip(found, rows.tolist(), strict=True)
    ]


def _columns(
    collection: Collection, query: Query, vectors: QueryVectors, found: Sequence[Found]
) -> dict[str, Array]:
    """One column for each feature, one row for each of ``found``."""
    topic = _Topic(collection, query.topic or query.question)
    around = _Around(collection, found)
    own = _wordings(collection, found)
    held = topic.among([w.stems for w in own])
    context = around.context(topic, held)
    title = topic.among([around.stems[u.article_id].title for u in found])
    anywhere = topic.among([around.stems[u.article_id].everything for u in found])
    wanted = Wanted(query.question)
    stored = [u.statement for u in found]
    in_passage, in_article = _passage_cosines(collection, found, vectors.question)
    return {
        "topic_cosine": _own_cosines(collection, found, vectors.topic),
        "question_cosine": _sentence_cosines(collection, found, vectors.question),
        "passage_cosine": in_passage,
        "article_cosine": in_article,
        "coverage": topic.share(held),
        "context_coverage": topic.share(context),
        "title_coverage": topic.share(title),
        "article_coverage": topic.share(np.maximum(anywhere, held)),
        "rarest": topic.rarest(held, context),
        "direct": np.array(
            [float(s is not None and s.statement.kind != "indirect") for s in stored]
        ),
        "headline": np.array([float(u.headline) for u in found]),
        "lead": 1
        / (1 + np.array([u.sentences[0] - around.stems[u.article_id].first for u in found])),
        "brevity": np.clip((12 - np.array([len(w.stems) for w in own])) / 9, 0.0, 1.0),
        "confidence": np.array([s.statement.confidence if s else 1.0 for s in stored]),
        "type_fit": np.array([wanted.fit(w.holds) for w in own]),
        "asks": np.array([1.0 if w.holds & Holds.QUESTION else 0.0 for w in own]),
        "own_name": _names_speaker(collection, found, query.topic or query.question),
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
        self._codes = np.array(list(weights), dtype=np.uint32)
        self._weights = np.array(list(weights.values()), dtype=np.float64)

    def among(self, stems: Sequence[Codes]) -> Array:
        """1 where a word of the topic is among the stems; shape ``(len(stems), words)``."""
        lengths = np.array([len(s) for s in stems])
        present = np.zeros((len(stems), len(self._codes)))
        if len(self._codes) and lengths.sum():
            whose = np.repeat(np.arange(len(stems)), lengths)
            everything = np.concatenate(list(stems))
            for word, wanted in enumerate(self._codes):
                present[whose[everything == wanted], word] = 1.0
        return present

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


class _Around:
    """The sentences before what was found, and the articles it stands in.

    News names its topic first and goes on to speak of it; what follows is often another one.
    """

    def __init__(self, collection: Collection, found: Sequence[Found]) -> None:
        self._found = found
        self.stems = collection.article_stems(list({u.article_id for u in found}))
        back = len(_NEARNESS) - 1
        wanted = sorted(
            {
                row
                for first, last in {u.sentences for u in found}
                for row in range(max(0, first - back), last + 1)
            }
        )
        self._sentences = dict(zip(wanted, collection.wording(Unit.SENTENCE, wanted), strict=True))

    def context(self, topic: _Topic, held: Array) -> Array:
        """For each of what was found how near each word of the topic stands, 0 to 1."""
        at = {row: i for i, row in enumerate(self._sentences)}
        places: list[tuple[int, int, float]] = []
        for i, unit in enumerate(self._found):
            first, last = unit.sentences
            article = self._sentences[first].article
            places.extend(
                (i, at[row], _NEARNESS[max(0, first - row)])
                for row in range(max(0, first - len(_NEARNESS) + 1), last + 1)
                if self._sentences[row].article == article
            )
        whose, which, nearness = (np.array(column) for column in zip(*places, strict=True))
        in_sentence = topic.among([w.stems for w in self._sentences.values()])
        in_title = topic.among([self.stems[u.article_id].title for u in self._found])
        context = np.maximum(held, in_title * _IN_TITLE)
        np.maximum.at(context, whose, in_sentence[which] * nearness[:, np.newaxis])
        return context


def _wordings(collection: Collection, found: Sequence[Found]) -> list[Wording]:
    """The wording of each: of a statement with its attribution, or of a sentence."""
    wordings: list[Wording | None] = [None] * len(found)
    for unit in (Unit.STATEMENT, Unit.SENTENCE):
        at = [i for i, u in enumerate(found) if u.unit is unit]
        rows = [found[i].row for i in at]
        for i, wording in zip(at, collection.wording(unit, rows), strict=True):
            wordings[i] = wording
    return [w for w in wordings if w is not None]


def _names_speaker(collection: Collection, found: Sequence[Found], topic: str) -> Array:
    """1 where the last word of the speaker's name is among the topic's words."""
    words = frozenset(tokens(topic))
    whose = [None if u.statement is None else u.statement.speaker for u in found]
    people = collection.speakers().some(dict.fromkeys(row for row in whose if row is not None))
    last = {s.row: (tokens(s.name) or [""])[-1] for s in people}
    return np.array([0.0 if row is None else float(last[row] in words) for row in whose])


def _own_cosines(collection: Collection, found: Sequence[Found], vector: FloatArray) -> Array:
    """Cosine of ``vector`` with each one's own vector: a statement's, or a sentence's."""
    scores = np.zeros(len(found))
    for unit in (Unit.STATEMENT, Unit.SENTENCE):
        at = [i for i, u in enumerate(found) if u.unit is unit]
        if at:
            scores[at] = collection.vectors(unit, [found[i].row for i in at]) @ vector
    return scores


def _sentence_cosines(collection: Collection, found: Sequence[Found], vector: FloatArray) -> Array:
    """The best cosine of ``vector`` with the sentences that each one touches."""
    rows = sorted({r for u in found for r in range(u.sentences[0], u.sentences[1] + 1)})
    scores = collection.vectors(Unit.SENTENCE, rows) @ vector
    score = dict(zip(rows, scores, strict=True))
    return np.array(
        [max(score[r] for r in range(u.sentences[0], u.sentences[1] + 1)) for u in found],
        dtype=np.float64,
    )


def _passage_cosines(
    collection: Collection, found: Sequence[Found], vector: FloatArray
) -> tuple[Array, Array]:
    """The best cosine of a passage around each one, and of a passage of its article.

    The lowest one seen stands for those off the nearest passages.
    """
    near = collection.dense(vector, unit=Unit.PASSAGE, limit=NEAR_PASSAGES)
    if not near:
        return np.zeros(len(found)), np.zeros(len(found))
    passages = collection.passages([row for row, _ in near])
    scores = np.array([score for _, score in near])
    first = np.array([p.first for p in passages])
    last = np.array([p.last for p in passages])
    touched = np.array([u.sentences for u in found])
    covers = (first <= touched[:, 1:]) & (last >= touched[:, :1])
    article: dict[str, float] = {}
    for passage, score in zip(passages, scores.tolist(), strict=True):
        article.setdefault(passage.article_id, score)  # the nearest comes first
    floor = float(scores.min())
    return (
        np.where(covers, scores, floor).max(axis=1),
        np.array([article.get(u.article_id, floor) for u in found]),
    )
