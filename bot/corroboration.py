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

from rapidfuzz import fuzz

from index.vectors import FloatArray
from index.words import STOP_WORDS, stem, tokens

# Read off pairs of statements of one speaker in two articles; docs/evaluation.md has the sample.
_SAME_WORDS = 82.0
_CONTAINED = 92.0
_SAME_MEANING = 0.72
_SHARED_STEMS = 0.4
_DAYS_APART = 3
_COPIED_SENTENCE = 90.0
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Report:
    """One outlet's report of a remark.

    Attributes:
        article_id: the article it stands in.
        speaker: row of the speaker, or None for the outlet's own words.
        words: what was said, in the outlet's wording, without the attribution.
        sentence: the same with its attribution, as it stands in the article.
        vector: unit vector of ``words``.
        published: the article's day, or None.
    """

    article_id: str
    speaker: int | None
    words: str
    sentence: str
    vector: FloatArray
    published: dt.date | None


def same_remark(a: Report, b: Report) -> bool:
    """Whether two reports are of one remark."""
    if a.article_id == b.article_id or a.speaker != b.speaker:
        return False
    first, second = tokens(a.words), tokens(b.words)
    shorter = min(len(first), len(second))
    if shorter < _FEWEST_WORDS:
        return first == second and not set(first) <= STOP_WORDS
    if _figures_differ(first, second):
        return False
    one, other = " ".join(first), " ".join(second)
    if fuzz.ratio(one, other) >= _SAME_WORDS:
        return True
    if shorter > _FEWEST_WORDS and fuzz.partial_ratio(one, other) >= _CONTAINED:
        return True
    if a.speaker is None or not _close_in_time(a, b):
        return False
    return float(a.vector @ b.vector) >= _SAME_MEANING and _shared(first, second) >= _SHARED_STEMS


def independent(reports: Sequence[Report]) -> int:
    """How many of the reports are not copies of one another, at least 1."""
    originals: list[str] = []
    for report in reports:
        sentence = " ".join(tokens(report.sentence))
        if all(fuzz.ratio(sentence, other) < _COPIED_SENTENCE for other in originals):
            originals.append(sentence)
    return max(1, len(originals))


def _figures_differ(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether each text has a figure that the other lacks: then they do not say the same."""
    one = {w for w in first if any(c.isdigit() for c in w)}
    other = {w for w in second if any(c.isdigit() for c in w)}
    return bool(one - other) and bool(other - one)


def _close_in_time(a: Report, b: Report) -> bool:
    if a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= _DAYS_APART


def _shared(first: Sequence[str], second: Sequence[str]) -> float:
    """Share of the content stems of the shorter text that the other holds as well."""
    one = {stem(w) for w in first if w not in STOP_WORDS}
    other = {stem(w) for w in second if w not in STOP_WORDS}
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest else 0.0
