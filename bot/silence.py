"""Silence: "did she comment?" is answered by a sentence that says she did not."""

from __future__ import annotations

import re
from collections.abc import Collection as AnyCollection
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.engine import Engine
from bot.hits import Hits, texts
from bot.name_forms import is_description
from bot.names import Match
from index.column_store import NONE
from index.columns import Flags
from index.naming import name_tokens, names_of, role_stems, written_as
from index.quotation import SpeakerKind
from index.words import codes, tokens

# How the news says that somebody was asked, or was expected to speak, and did not.
_KEPT_SILENT = re.compile(
    r"\b(?:declin|refus)\w+ (?:further comment|comment|"
    r"to (?:comment|answer|respond|discuss|elaborate|speak|talk|say|be interviewed))\b|"
    r"\b(?:did|has|have|had|was|were|would|could)(?:n['’]t| not)"
    r"(?: yet| immediately| publicly| previously)* (?:respond|return|comment|repl|answer|"
    r"be reached|talked|spoken|addressed|available|issued)|"
    r"\b(?:had|offered) no comment\b|\bun(?:available|reachable) for comment\b|"
    r"\b(?:remained|stayed|kept) silent\b",
    re.IGNORECASE,
)
# Log-odds that it adds: such a sentence is about whether somebody spoke, as the question is.
_TO_THE_POINT = 2.0
# So many words may stand between a name and its silence.
_BESIDE = 2

SEARCHED_FOR = "declined to comment, did not respond to a request for comment"
"""Words by which sentences of silence are found."""


def keeps_silent(text: str) -> bool:
    """Whether a text says that somebody did not speak."""
    return _KEPT_SILENT.search(text) is not None


def of_silence(engine: Engine, hits: Hits, name: str, matches: Sequence[Match]) -> Hits:
    """The hits that say that the one called or described as ``name`` did not speak, raised.

    Args:
        engine: the generation.
        hits: sentences.
        name: a name or a description.
        matches: the speakers on record that it may mean.
    """
    whole = role_stems(name)
    # A sentence has the surname; of which bearer, the article tells.
    asked = set(whole if is_description(name) else whole[-1:])
    if not asked:
        return Hits.none(engine.collection)
    # The cheapest first: a sentence is only read where it and its article have the words.
    hits = hits.kept(_may_hold(engine, hits, asked, whole))
    kept, silent = [], []
    for at, text in enumerate(texts(engine.collection, hits)):
        if keeps_silent(text) and asked <= set(role_stems(text)):
            kept.append(at)
            silent.append(_who(text, matches))
    hits = hits.kept(np.array(kept, dtype=np.int64))
    rows = [NONE if row is None else row for row in silent]
    return replace(hits, silent=np.array(rows, dtype=np.int64)).shifted(_TO_THE_POINT)


def _may_hold(engine: Engine, hits: Hits, asked: AnyCollection[str], whole: Sequence[str]) -> Flags:
    """Which hits may hold the stems ``asked``, in articles that hold the stems ``whole``."""
    found = hits.candidates
    sentences = engine.collection.columns.sentences.holding(found.rows)
    stems = sentences.lists("stems", found.rows)
    may = np.ones(len(hits), dtype=np.bool_)
    # Single letters are not stored.
    for one in (stem for stem in asked if len(stem) > 1):
        may &= stems.holding(codes(written_as(one))).any(axis=1)
    for one in (stem for stem in whole if len(stem) > 1):
        may &= found.articles_holding("everything", codes(written_as(one))).any(axis=1)
    return may


def _who(text: str, matches: Sequence[Match]) -> int | None:
    """Row of the one who did not speak, where it can be nobody else whose name stands there."""
    silence = _KEPT_SILENT.search(text)
    if silence is None:
        return None
    people = [m.speaker for m in matches if m.speaker.kind is SpeakerKind.PERSON]
    words = f" {' '.join(tokens(text))} "
    in_full = [
        p for p in people if any(len(n) > 1 and f" {' '.join(n)} " in words for n in names_of(p))
    ]
    # Who has the same full name and is quoted less ("junior") is not meant.
    people = sorted(in_full, key=lambda p: -p.statements)[:1] or people
    if len(people) != 1:
        return None
    before = tokens(text[: silence.start()])[-_BESIDE:]
    return people[0].row if name_tokens(people[0].name)[-1] in before else None
