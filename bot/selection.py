"""Selection: from scored candidates to the remarks worth showing, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bot.corroboration import MAY_BE_SAME, Report, same_remark
from bot.hits import Hit, Hits, log_odds
from index.articles import Article
from index.collection import Collection
from index.column_store import NONE
from index.columns import Flags
from index.features import Candidate
from index.records import StoredStatement
from index.spans import Span
from index.vectors import FloatArray, Unit

# What a further article that carries a remark adds to its log-odds, for how many at most: of two
# that fit alike, the corroborated one comes first. A fact is surer for it; that somebody's words
# were printed more often says less of whether they are those asked for.
_CORROBORATED = {Unit.SENTENCE: 0.5, Unit.STATEMENT: 0.2}
_MOST_COUNTED = 2
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
    taken = _Taken(hits, collection)
    found: list[list[int]] = []
    for at in range(len(hits)):
        if taken.overlaps[at] or (len(found) >= limit and not taken.may_join[at]):
            continue
        same = next((p for p in found if any(taken.same(at, other) for other in p)), None)
        if same is not None:
            if all(taken.apart(at, other) for other in same):
                same.append(at)
                taken.take(at)
        elif len(found) < limit:
            found.append([at])
            taken.take(at)
    taken.read([at for places in found for at in places])
    made = [
        Remark([taken.hit(at) for at in places], [taken.report(at) for at in places])
        for places in found
    ]
    each = _CORROBORATED[hits.candidates.unit]
    return sorted(made, key=lambda remark: -_weight(remark, each))


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


class _Taken:
    """The hits that were taken, and what the others have in common with them.

    Attributes:
        overlaps: which hits are mostly the same place as one that was taken.
        may_join: which may report the same remark as one that was taken.
    """

    def __init__(self, hits: Hits, collection: Collection) -> None:
        self._hits = hits
        self._collection = collection
        self.overlaps = np.zeros(len(hits), dtype=np.bool_)
        self.may_join = np.zeros(len(hits), dtype=np.bool_)
        self._may_be_same: dict[int, Flags] = {}
        self._records: dict[int, Hit] = {}
        self._reports: dict[int, Report] = {}

    def take(self, at: int) -> None:
        """Takes one hit."""
        found = self._hits.candidates
        same_article = found.articles == found.articles[at]
        start, end = found.starts[at], found.ends[at]
        common = np.minimum(found.ends, end) - np.maximum(found.starts, start)
        shorter = np.minimum(found.ends - found.starts, end - start)
        self.overlaps |= same_article & (common > 0) & (2 * common >= shorter)
        may = (found.speakers == found.speakers[at]) & ~same_article
        if may.any():
            may[may] = self._vectors[may] @ self._vectors[at] >= MAY_BE_SAME
        self._may_be_same[at] = may
        self.may_join |= may

    def same(self, at: int, taken: int) -> bool:
        """Whether a hit reports the same remark as one that was taken."""
        may = bool(self._may_be_same[taken][at])
        return may and same_remark(self.report(at), self.report(taken))

    def apart(self, one: int, other: int) -> bool:
        """Whether two hits stand in different articles."""
        articles = self._hits.candidates.articles
        return bool(articles[one] != articles[other])

    def read(self, places: Sequence[int]) -> None:
        """Makes records of some hits at once."""
        missing = [at for at in places if at not in self._records]
        self._records.update(zip(missing, self._hits.some(missing), strict=True))

    def hit(self, at: int) -> Hit:
        """One hit as a record."""
        self.read([at])
        return self._records[at]

    def report(self, at: int) -> Report:
        """One hit as the report of a remark; it is read when it is first compared."""
        if at not in self._reports:
            candidate = self.hit(at).candidate
            article = self._collection.article(candidate.article_id)
            self._reports[at] = _report(candidate, article, self._vectors[at])
        return self._reports[at]

    @cached_property
    def _vectors(self) -> FloatArray:
        """The vector of each hit: of its statement, or of its first sentence."""
        collection, candidates = self._collection, self._hits.candidates
        said = candidates.statements != NONE
        vectors = np.zeros((len(said), collection.dimension), dtype=np.float32)
        vectors[said] = collection.vectors(Unit.STATEMENT, candidates.statements[said])
        vectors[~said] = collection.vectors(Unit.SENTENCE, candidates.firsts[~said])
        return vectors


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


def _weight(remark: Remark, each: float) -> float:
    """Log-odds of the best hit, raised by ``each`` further article that carries the remark."""
    further = min(len(remark.hits) - 1, _MOST_COUNTED)
    return float(log_odds(np.array(remark.best.probability))) + each * further
