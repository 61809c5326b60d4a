"""Timing: when was that said? The sentences around a remark that name a day or a time."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from bot.answer import Answer, Snippet
from bot.composing import Composer, renumbered
from bot.engine import Engine
from bot.hits import scored
from bot.scoring import Scoring, Sort
from index.collection import Collection
from index.column_store import NONE
from index.features import Query
from index.naming import name_tokens
from index.records import StoredSentence
from index.words import tokens

# A day or a time as articles name it. Not a parser: whether a sentence names one is enough, its
# words are shown as they stand.
_NAMES_A_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}|may \d{1,2}|"
    r"\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)|(?:last|this|earlier this) (?:week|month|year|morning|evening)|"
    r"(?:hours|days|weeks|months|years) (?:ago|later|before|earlier|after)|"
    r"in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# A year, or "years later", seldom tells when a remark was made.
_ONLY_VAGUELY = re.compile(
    r"\b(?:(?:hours|days|weeks|months|years) (?:ago|later|before|earlier|after)|"
    r"in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_REACH = 12
# News names the day in its first sentences.
_FIRST = 5


def names_a_time(text: str) -> bool:
    """Whether a text names a day or a time."""
    return _NAMES_A_TIME.search(text) is not None


def dated_nearby(collection: Collection, remark: Snippet) -> list[StoredSentence]:
    """The sentences of a remark's first article that may tell when it was made, likeliest first.

    They name a day or a time and stand near the remark or at the start of the article. Those
    that name the speaker come first, then those before the remark, the nearest first; a bare
    year comes last. Empty where the remark names the time itself.
    """
    citation = remark.citations[0]
    if names_a_time(citation.quote):
        return []
    article = citation.article
    sentences = collection.sentences_of(article.id)
    at = [s.number for s in sentences if s.span.overlap(citation.span)]
    if not at:
        return []
    first, last = at[0], at[-1]
    near = [
        s
        for s in sentences
        if (s.number < first or s.number > last)
        and (s.number < _FIRST or min(abs(s.number - first), abs(s.number - last)) <= _REACH)
        and names_a_time(s.span.of(article.text))
    ]
    surname = name_tokens(remark.speaker)[-1:] if remark.speaker else ()

    def order(s: StoredSentence) -> tuple[bool, bool, int]:
        text = s.span.of(article.text)
        exactly = names_a_time(_ONLY_VAGUELY.sub("", text))
        names = bool(surname) and surname[0] in tokens(text)
        away = first - s.number if s.number < first else s.number - last + 1
        return not exactly, not (names or s.number < _FIRST), away

    return sorted(near, key=order)


def dated(engine: Engine, scoring: Scoring, answer: Answer, limit: int) -> Answer:
    """An answer with the sentences around its remark that name a time.

    The sentence comes first where the same speaker's words name it; otherwise it is only a
    neighbour, and the remark with the dates of its articles comes first.

    Args:
        engine: the generation.
        scoring: how candidates are scored.
        answer: the remark; without one it is returned as it is.
        limit: how many snippets at most.
    """
    if not answer.snippets:
        return answer
    remark = answer.snippets[0]
    rows = [s.row for s in dated_nearby(engine.collection, remark)]
    candidates = engine.retriever.sentences(Query(remark.text, answer.question), rows)
    hits = scored(candidates, scoring, Sort.FACT, keep_order=True)
    speakers = hits.candidates.speakers
    named = hits.of_speakers(
        [
            row
            for row in set(speakers.tolist()) - {NONE}
            if engine.speakers[row].name == remark.speaker
        ]
    )
    composer = Composer(engine)
    own = composer.snippets(hits.kept(named), answer.question, limit=1)
    # All but the first of the speaker's: it is shown, or overlaps what is.
    rest = np.ones(len(hits), dtype=np.bool_)
    rest[np.flatnonzero(named)[:1]] = False
    others = composer.snippets(hits.kept(rest), answer.question, limit=limit - 1 - len(own))
    return replace(answer, snippets=renumbered((*own, remark, *others)))
