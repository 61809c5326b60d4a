"""Selection: from scored candidates to the remarks worth showing, each once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.corroboration import Report, same_remark
from bot.scoring import Scoring, Sort
from index.articles import Article
from index.collection import Collection
from index.features import Candidate
from index.records import StoredStatement
from index.spans import Span
from index.vectors import FloatArray, Unit

# What a further article that carries a remark adds to its log-odds, and how much all together:
# of two remarks that fit alike, the corroborated one comes first.
_CORROBORATED = 0.5
_MOST_CORROBORATED = 1.0
# What it adds that the words are of the person a plain question is about.
_ASKED_ABOUT = 1.0
# What each better hit of the same article takes away: a reader is helped more by a second source.
_SAME_ARTICLE = 0.2
# A longer snippet is cut down to the sentences that fit the question best.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate with the probability, 0 to 1, that it answers the question.

    Attributes:
        candidate: what was found.
        probability: that it answers the question.
        silent: row of the speaker of whom the outlet says that nothing was said, if it does.
    """

    candidate: Candidate
    probability: float
    silent: int | None = None

    @property
    def speaker(self) -> int | None:
        """Row of the speaker whose words it is, or None for the outlet's own."""
        stored = self.candidate.statement
        return stored.speaker if stored else None


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark, as one or more articles carry it; the best hit first."""

    hits: list[Hit]
    reports: list[Report] = field(compare=False)

    @property
    def best(self) -> Hit:
        """The hit that fits the question best."""
        return self.hits[0]


def scored(
    candidates: Sequence[Candidate], scoring: Scoring, sort: Sort, *, keep_order: bool = False
) -> list[Hit]:
    """The candidates as hits, most probable first, ties in the order of the articles.

    With ``keep_order`` they stay in the order given.
    """
    probabilities = scoring.probabilities(sort, [c.features for c in candidates])
    hits = [Hit(c, p) for c, p in zip(candidates, probabilities, strict=True)]
    if keep_order:
        return hits
    return sorted(hits, key=lambda h: (-h.probability, h.candidate.article_id, h.candidate.span))


def raised(hits: Sequence[Hit], speakers: Container[int]) -> list[Hit]:
    """The hits with the words of some speakers raised: the question is about what they hold."""
    if not speakers:
        return list(hits)
    return shifted(hits, lambda h: _ASKED_ABOUT if h.speaker in speakers else 0.0)


def varied(hits: Sequence[Hit]) -> list[Hit]:
    """The hits, best first, with each further one of an article a little lower."""
    better: Counter[str] = Counter()
    kept = []
    for hit in hits:
        article = hit.candidate.article_id
        kept.append((hit, -_SAME_ARTICLE * better[article]))
        better[article] += 1
    return moved(kept)


def shifted(hits: Sequence[Hit], shift: Callable[[Hit], float]) -> list[Hit]:
    """The hits with ``shift`` of each added to its log-odds, best first."""
    return moved([(hit, shift(hit)) for hit in hits])


def moved(hits: Iterable[tuple[Hit, float]]) -> list[Hit]:
    """Hits with what is to be added to the log-odds of each, so moved, best first."""
    found = [replace(h, probability=_probability(_log_odds(h.probability) + by)) for h, by in hits]
    return sorted(found, key=lambda h: -h.probability)


def unranked(candidates: Sequence[Candidate]) -> list[Hit]:
    """The candidates of a question without a topic: everything on record answers it.

    Quotations come before reported speech, sure attributions before unsure ones.
    """

    def order(candidate: Candidate) -> tuple[float, float, str, Span]:
        features = candidate.features
        return -features.direct, -features.confidence, candidate.article_id, candidate.span

    return [Hit(c, 1.0) for c in sorted(candidates, key=order)]


def remarks(hits: Sequence[Hit], collection: Collection, *, limit: int) -> list[Remark]:
    """The first ``limit`` different remarks among ``hits``, best first.

    A hit that overlaps one already taken from the same article is dropped. One that repeats a
    remark from another article joins it, also when it comes after the limit is reached.
    """
    found: list[Remark] = []
    for hit, report in zip(hits, _reports([h.candidate for h in hits], collection), strict=True):
        if any(_overlaps(hit, taken) for remark in found for taken in remark.hits):
            continue
        same = next((r for r in found if _joins(report, r)), None)
        if same is not None:
            if all(report.article_id != other.article_id for other in same.reports):
                same.hits.append(hit)
                same.reports.append(report)
        elif len(found) < limit:
            found.append(Remark([hit], [report]))
    return sorted(found, key=lambda remark: -_weight(remark))


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


def _reports(candidates: Sequence[Candidate], collection: Collection) -> list[Report]:
    """Each candidate as a report of a remark; what that takes is read at once for all of them."""
    collection.fetch(c.article_id for c in candidates)
    vectors: dict[tuple[Unit, int], FloatArray] = {}
    for unit in (Unit.STATEMENT, Unit.SENTENCE):
        rows = list(dict.fromkeys(r for u, r in map(_own, candidates) if u is unit))
        found = collection.vectors(unit, rows)
        vectors.update(((unit, row), vector) for row, vector in zip(rows, found, strict=True))
    return [_report(c, collection.article(c.article_id), vectors[_own(c)]) for c in candidates]


def _own(candidate: Candidate) -> tuple[Unit, int]:
    """What a candidate's vector is that of: its statement, or its first sentence."""
    if candidate.statement is not None:
        return Unit.STATEMENT, candidate.statement.row
    return Unit.SENTENCE, candidate.sentences[0]


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
    return _log_odds(remark.best.probability) + bonus


def _log_odds(probability: float) -> float:
    probability = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(probability / (1 - probability))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _joins(report: Report, remark: Remark) -> bool:
    return any(same_remark(report, other) for other in remark.reports)


def _overlaps(a: Hit, b: Hit) -> bool:
    one, other = a.candidate, b.candidate
    if one.article_id != other.article_id:
        return False
    return 2 * one.span.overlap(other.span) >= min(len(one.span), len(other.span))
