"""Selection: from scored candidates to the remarks worth showing, each once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bot.corroboration import MAY_BE_SAME, Report, same_remark
from bot.hits import Hit, Hits, log_odds
from index.articles import Article
from index.collection import Collection
from index.column_store import NONE
from index.features import Candidate
from index.records import StoredStatement
from index.spans import Span
from index.vectors import FloatArray, Unit

# What a further article that carries a remark adds to its log-odds, and how much all together:
# of two remarks that fit alike, the corroborated one comes first.
_CORROBORATED = 0.5
_MOST_CORROBORATED = 1.0
# A longer snippet is cut down to the sentences that fit the question best.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark, as one or more articles carry it; the best hit first."""

    hits: list[Hit]
    reports: list[Report] = field(compare=False)

    @property
    def best(self) -> Hit:
        """The hit that fits the question best."""
        return self.hits[0]


def remarks(hits: Hits, collection: Collection, *, limit: int) -> list[Remark]:
    """The first ``limit`` different remarks among ``hits``, best first.

    A hit that overlaps one already taken from the same article is dropped. One that repeats a
    remark from another article joins it, also when it comes after the limit is reached.
    """
    reports = _Reports(hits, collection)
    found: list[list[int]] = []
    for at in range(len(hits)):
        if any(reports.overlap(at, taken) for places in found for taken in places):
            continue
        same = next((p for p in found if any(reports.same(at, other) for other in p)), None)
        if same is not None:
            if all(reports.apart(at, other) for other in same):
                same.append(at)
        elif len(found) < limit:
            found.append([at])
    records = iter(hits.some([at for places in found for at in places]))
    made = [
        Remark([next(records) for _ in places], [reports[at] for at in places]) for places in found
    ]
    return sorted(made, key=lambda remark: -_weight(remark))


def narrowed(candidate: Candidate, collection: Collection, question: str) -> Span:
    """The part of a candidate to show: all of it, or of a long one the sentences that fit best.

    Args:
        candidate: what was found.
        collection: where it was found.
        question: the words that decide.
    """
    first, last = candidate.sentences
    if len(candidate.span) <= _LONGEST or first == last:
        return candidate.span
    sentences = collection.sentences(range(first, last + 1))
    vector = collection.encode([question])[0]
    scores = collection.vectors(Unit.SENTENCE, range(first, last + 1)) @ vector
    at = int(scores.argmax())
    low = high = at
    while True:
        # Grow towards the better neighbour while the snippet stays short.
        options = [(scores[i], i) for i in (low - 1, high + 1) if 0 <= i < len(sentences)]
        options = [
            (score, i)
            for score, i in options
            if sentences[max(high, i)].span.end - sentences[min(low, i)].span.start <= _LONGEST
        ]
        if not options:
            break
        _, i = max(options)
        low, high = min(low, i), max(high, i)
    start = max(candidate.span.start, sentences[low].span.start)
    end = min(candidate.span.end, sentences[high].span.end)
    return Span(start, end) if start < end else candidate.span


class _Reports:
    """Hits as reports of remarks; each is read when it has to be compared in full."""

    def __init__(self, hits: Hits, collection: Collection) -> None:
        self._hits = hits
        self._collection = collection
        candidates = hits.candidates
        self._article = candidates.articles.tolist()
        self._speaker = candidates.speakers.tolist()
        self._start = candidates.starts.tolist()
        self._end = candidates.ends.tolist()
        self._read: dict[int, Report] = {}

    def __getitem__(self, at: int) -> Report:
        if at not in self._read:
            article = self._collection.article(self._hits.candidates.article_ids[self._article[at]])
            self._read[at] = _report(self._hits[at].candidate, article, self._vectors[at])
        return self._read[at]

    def apart(self, one: int, other: int) -> bool:
        """Whether two hits stand in different articles."""
        return bool(self._article[one] != self._article[other])

    def overlap(self, one: int, other: int) -> bool:
        """Whether two hits are mostly the same place."""
        if self._article[one] != self._article[other]:
            return False
        (start, end), (begin, finish) = ((self._start[at], self._end[at]) for at in (one, other))
        common = min(end, finish) - max(start, begin)
        return bool(common > 0 and 2 * common >= min(end - start, finish - begin))

    def same(self, one: int, other: int) -> bool:
        """Whether two hits report the same remark."""
        return (
            self._speaker[one] == self._speaker[other]
            and self.apart(one, other)
            and bool(self._cosines[one, other] >= MAY_BE_SAME)
            and same_remark(self[one], self[other])
        )

    @cached_property
    def _vectors(self) -> FloatArray:
        """The vector of each: of its statement, or of its first sentence."""
        collection, candidates = self._collection, self._hits.candidates
        said = candidates.statements != NONE
        vectors = np.zeros((len(said), collection.dimension), dtype=np.float32)
        vectors[said] = collection.vectors(Unit.STATEMENT, candidates.statements[said])
        vectors[~said] = collection.vectors(Unit.SENTENCE, candidates.firsts[~said])
        return vectors

    @cached_property
    def _cosines(self) -> FloatArray:
        return np.asarray(self._vectors @ self._vectors.T)


def _report(candidate: Candidate, article: Article, vector: FloatArray) -> Report:
    stored = candidate.statement
    return Report(
        article_id=candidate.article_id,
        speaker=stored.speaker if stored else None,
        words=content_text(stored, article.text) if stored else candidate.span.of(article.text),
        sentence=candidate.span.of(article.text),
        vector=vector,
        published=article.published,
    )


def content_text(stored: StoredStatement, text: str) -> str:
    """What was said, without the attribution: for comparing, never for showing."""
    return " ".join(span.of(text) for span in stored.statement.content)


def _weight(remark: Remark) -> float:
    """Log-odds of the best hit, raised by corroboration."""
    bonus = min(_CORROBORATED * (len(remark.hits) - 1), _MOST_CORROBORATED)
    return float(log_odds(np.array(remark.best.probability))) + bonus
