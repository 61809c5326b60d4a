"""Corroboration: the same remark, as several outlets printed it, is one remark.

Two reports are the same remark when they stand in different articles, are of the same speaker,
and say nearly the same in nearly the same words, or mean the same within a few days. Copies of
one wire report are told apart from independent ones by the words around the remark: outlets
that report by themselves do not write the same attribution clause.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from index.vectors import FloatArray
from index.words import STOP_WORDS, stem, tokens

# Read off pairs of statements of one speaker in two articles; docs/evaluation.md has the sample.
_SAME_WORDS = 82.0
_CONTAINED = 92.0
_SAME_MEANING = 0.65
_SHARED_STEMS = 0.4
_DAYS_APART = 3
_COPIED_SENTENCE = 90.0
_FEWEST_WORDS = 4
MAY_BE_SAME = 0.4
"""The least cosine of two reports of one remark (docs/performance.md)."""

_GRAM = 3


@dataclass(frozen=True, slots=True)
class Report:
    """One outlet's report of a remark.

    Attributes:
        article_id: the article it stands in.
        speaker: row of the speaker, or None for the outlet's own words.
        words: what was said, in the outlet's wording, without the attribution.
        sentence: the same with its attribution, as it stands in the article.
        vector: unit vector of ``words`` as they stand in their article.
        published: the article's day, or None.
    """

    article_id: str
    speaker: int | None
    words: str
    sentence: str
    vector: FloatArray
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a report.

    Attributes:
        words: folded, in order.
        joined: the same, with blanks between them.
        grams: every three neighbouring characters in ``joined``.
        figures: the words with digits.
    """

    words: tuple[str, ...]
    joined: str
    grams: frozenset[str]
    figures: frozenset[str]


# A report is compared with every remark found before it.
@lru_cache(maxsize=2048)
def _read(text: str) -> _Words:
    words = tuple(tokens(text))
    joined = " ".join(words)
    return _Words(
        words,
        joined,
        frozenset(joined[i : i + _GRAM] for i in range(len(joined) - _GRAM + 1)),
        frozenset(w for w in words if any(c.isdigit() for c in w)),
    )


@lru_cache(maxsize=2048)
def _stems(words: tuple[str, ...]) -> frozenset[str]:
    """The stems of the content words."""
    return frozenset(stem(w) for w in words if w not in STOP_WORDS)


def same_remark(a: Report, b: Report) -> bool:
    """Whether two reports are of one remark."""
    if a.article_id == b.article_id or a.speaker != b.speaker:
        return False
    first, second = _read(a.words), _read(b.words)
    shorter = min(len(first.words), len(second.words))
    if shorter < _FEWEST_WORDS:
        return first.words == second.words and not set(first.words) <= STOP_WORDS
    if first.figures - second.figures and second.figures - first.figures:
        # Each has a figure that the other lacks: they do not say the same.
        return False
    one, other = first.joined, second.joined
    # The least score that counts spares the library most of the work on those below it.
    if fuzz.ratio(one, other, score_cutoff=_SAME_WORDS):
        return True
    if (
        shorter > _FEWEST_WORDS
        and _may_be_contained(first, second)
        and fuzz.partial_ratio(one, other, score_cutoff=_CONTAINED)
    ):
        return True
    if a.speaker is None or not _close_in_time(a, b):
        return False
    return float(a.vector @ b.vector) >= _SAME_MEANING and _shared(first, second) >= _SHARED_STEMS


def independent(reports: Sequence[Report]) -> int:
    """How many of the reports are not copies of one another, at least 1."""
    if len(reports) < 2:
        return 1
    originals: list[str] = []
    for report in reports:
        sentence = " ".join(tokens(report.sentence))
        if not any(
            fuzz.ratio(sentence, other, score_cutoff=_COPIED_SENTENCE) for other in originals
        ):
            originals.append(sentence)
    return len(originals)


def _may_be_contained(first: _Words, second: _Words) -> bool:
    """Whether one text can stand in the other, as ``partial_ratio`` measures it; cheap to ask.

    At most ``2 * (1 - _CONTAINED / 100)`` of the shorter one's characters are inserted or deleted,
    and each takes at most three runs of three with it (q-gram lemma, Jokinen and Ukkonen, 1991).
    """
    shorter, longer = sorted((first, second), key=lambda text: len(text.joined))
    lost = 2 * (1 - _CONTAINED / 100) * len(shorter.joined) * _GRAM
    fewest = len(shorter.grams) - lost
    if len(first.joined) == len(second.joined):
        fewest = min(fewest, len(longer.grams) - lost)
    return len(shorter.grams & longer.grams) >= fewest


def _close_in_time(a: Report, b: Report) -> bool:
    if a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= _DAYS_APART


def _shared(first: _Words, second: _Words) -> float:
    """Share of the content stems of the shorter text that the other holds as well."""
    one, other = _stems(first.words), _stems(second.words)
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest else 0.0
