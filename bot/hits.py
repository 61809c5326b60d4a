"""Hits: candidates with the probability that they answer a question, as arrays, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as AnyCollection
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np

from bot.scoring import Scoring, Sort
from index.candidates import Candidates, of_sentences
from index.collection import Collection
from index.column_store import NONE
from index.columns import Flags, IntArray
from index.features import FEATURES, Array, Candidate
from index.spans import Span

# What it adds that the words are of the person a plain question is about.
_ASKED_ABOUT = 1.0
# What each better hit of the same article takes away: a reader is helped more by a second source.
_SAME_ARTICLE = 0.2
# Probabilities nearer to 0 or 1 than this are taken for this.
_SURE = 1e-9


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


@dataclass(frozen=True, eq=False, slots=True)
class Hits(Sequence[Hit]):
    """The hits of one search; each array has an entry for each of them, in their order.

    Attributes:
        candidates: what was found.
        probabilities: that each answers the question, 0 to 1.
        silent: rows of the speakers of whom the outlet says that nothing was said, or ``NONE``.
    """

    candidates: Candidates
    probabilities: Array
    silent: IntArray

    @classmethod
    def of(cls, candidates: Candidates, probabilities: Array) -> Hits:
        """Candidates with their probabilities, in this order."""
        return cls(candidates, probabilities, np.full(len(candidates), NONE))

    @classmethod
    def none(cls, collection: Collection) -> Hits:
        """No hits at all."""
        nothing = of_sentences(collection, np.zeros(0, dtype=np.int64))
        return cls.of(replace(nothing, features=np.zeros((0, len(FEATURES)))), np.zeros(0))

    def __len__(self) -> int:
        return len(self.probabilities)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        """One hit as a record, or several."""
        if isinstance(at, slice):
            return self.some(range(*at.indices(len(self))))
        return self.some([range(len(self))[at]])[0]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.some(range(len(self))))

    def some(self, places: Sequence[int]) -> list[Hit]:
        """Some hits as records, in the order asked; what they need is read at once."""
        silent = self.silent.tolist()
        return [
            Hit(
                candidate,
                float(self.probabilities[at]),
                None if silent[at] == NONE else silent[at],
            )
            for at, candidate in zip(places, self.candidates.some(places), strict=True)
        ]

    @property
    def best(self) -> float:
        """The probability of the first one, 0 where there is none."""
        return float(self.probabilities[0]) if len(self) else 0.0

    def kept(self, which: Flags | IntArray) -> Hits:
        """Those that are marked, or those at some places, in that order."""
        candidates = self.candidates.kept(which)
        return replace(
            self,
            candidates=candidates,
            probabilities=self.probabilities[which],
            silent=self.silent[which],
        )

    def from_probability(self, least: float) -> Hits:
        """Those of at least this probability."""
        return self.kept(self.probabilities >= least)

    def of_speakers(self, rows: AnyCollection[int]) -> Flags:
        """Which of them are words of these speakers."""
        return np.isin(self.candidates.speakers, np.array(list(rows), dtype=np.int64))

    def of_article(self, article_id: str | None) -> Flags:
        """Which of them stand in an article."""
        rows = [row for row, id_ in self.candidates.article_ids.items() if id_ == article_id]
        return np.isin(self.candidates.articles, np.array(rows, dtype=np.int64))

    def shifted(self, by: Array | float) -> Hits:
        """With something added to the log-odds of each, best first again."""
        moved = replace(self, probabilities=probability(log_odds(self.probabilities) + by))
        return moved.kept(np.argsort(-moved.probabilities, kind="stable"))

    def reordered(self, by: Array) -> Hits:
        """With something added to the log-odds of each, and the best no likelier than before.

        For what tells which of several answers is meant, and not whether any is one.
        """
        moved = self.shifted(by)
        before, after = log_odds(np.array([self.best, moved.best]))
        return moved.shifted(float(before - after))


def scored(
    candidates: Candidates, scoring: Scoring, sort: Sort, *, keep_order: bool = False
) -> Hits:
    """The candidates as hits, most probable first, ties in the order of the articles.

    With ``keep_order`` they stay in the order given.
    """
    hits = Hits.of(candidates, scoring.probabilities(sort, candidates.features))
    return hits if keep_order else hits.kept(_in_order(candidates, -hits.probabilities))


def unranked(candidates: Candidates) -> Hits:
    """The candidates of a question without a topic: everything on record answers it.

    Quotations come before reported speech, sure attributions before unsure ones.
    """
    hits = Hits.of(candidates, np.ones(len(candidates)))
    direct, confidence = candidates.feature("direct"), candidates.feature("confidence")
    return hits.kept(_in_order(candidates, -direct, -confidence))


def raised(hits: Hits, speakers: AnyCollection[int]) -> Hits:
    """The hits with the words of some speakers raised: the question is about what they hold."""
    if not speakers:
        return hits
    return hits.shifted(np.where(hits.of_speakers(speakers), _ASKED_ABOUT, 0.0))


def varied(hits: Hits) -> Hits:
    """The hits, best first, with each further one of an article a little lower."""
    better: Counter[int] = Counter()
    lower = []
    for article in hits.candidates.articles.tolist():
        lower.append(-_SAME_ARTICLE * better[article])
        better[article] += 1
    return hits.shifted(np.array(lower))


def texts(collection: Collection, hits: Hits) -> list[str]:
    """The words of hits, in their order."""
    found = hits.candidates
    ids = [found.article_ids[row] for row in found.articles.tolist()]
    collection.fetch(ids)
    places = zip(ids, found.starts.tolist(), found.ends.tolist(), strict=True)
    return [Span(start, end).of(collection.article(id_).text) for id_, start, end in places]


def _in_order(candidates: Candidates, *first: Array) -> IntArray:
    """The places of candidates by some keys, then by id of the article and place in it."""
    ids = candidates.article_ids
    rank = {row: at for at, row in enumerate(sorted(ids, key=lambda row: ids[row]))}
    articles = np.array([rank[row] for row in candidates.articles.tolist()], dtype=np.int64)
    return np.lexsort((candidates.ends, candidates.starts, articles, *reversed(first)))


def log_odds(probabilities: Array) -> Array:
    """The logarithm of the odds; finite for 0 and 1."""
    sure = np.clip(probabilities, _SURE, 1 - _SURE)
    return np.asarray(np.log(sure / (1 - sure)))


def probability(odds: Array) -> Array:
    """The probability, 0 to 1, of log-odds."""
    return np.asarray(1 / (1 + np.exp(-odds)))
