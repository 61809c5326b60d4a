"""Briefing: per speaker the most telling statements on record, the most corroborated first."""

from __future__ import annotations

from bot.answer import Briefing, BriefingEntry
from bot.composing import Composer
from bot.engine import Engine
from bot.hits import Hits, scored, unranked
from bot.scoring import Scoring, Sort
from bot.selection import Remark, remarks
from index.features import Candidate, Query

# How many remarks are compared for a briefing on a topic or on the whole collection.
_COMPARED = 60
# Statements of fewer words say little by themselves.
_TELLING_WORDS = 6


def brief(
    engine: Engine, scoring: Scoring, about: str | None, *, limit: int, each: int
) -> Briefing:
    """The most telling statements on ``about``, by speaker.

    Args:
        engine: the generation to read.
        scoring: how statements are scored where a topic is given.
        about: a topic or a speaker, or None for the whole collection.
        limit: how many speakers at most.
        each: how many statements of each speaker at most; of a speaker asked for by name,
            ``limit * each``.
    """
    about = " ".join((about or "").split()) or None
    matches = engine.understanding.lookup.find(about) if about else []
    if matches and matches[0].score == 1.0:
        speaker = matches[0].speaker
        candidates = engine.retriever.statements(Query("", speaker.name), [speaker.row])
        return _written(engine, speaker.name, unranked(candidates), 1, limit * each)
    if about:
        hits = scored(engine.retriever.statements(Query(about, about)), scoring, Sort.ANYONE)
        threshold = scoring.threshold(Sort.ANYONE)
        return _written(engine, about, hits.from_probability(threshold), limit, each)
    rows = [s.row for s in engine.speakers.most_quoted(4 * limit)]
    everything = engine.retriever.statements(Query("", ""), rows)
    return _written(engine, None, unranked(everything), limit, each)


def _written(engine: Engine, about: str | None, hits: Hits, limit: int, each: int) -> Briefing:
    found = remarks(hits, engine.collection, limit=_COMPARED)
    # Python's sort is stable: among remarks alike in both the order of the hits stays.
    found.sort(key=lambda r: (-len(r.hits), not _is_telling(r.best.candidate)))
    by_speaker: dict[int, list[Remark]] = {}
    for remark in found:
        if remark.best.speaker is not None:
            by_speaker.setdefault(remark.best.speaker, []).append(remark)
    composer = Composer(engine)
    entries = []
    rank = 0
    for row, kept in list(by_speaker.items())[:limit]:
        snippets = []
        for remark in kept[:each]:
            rank += 1
            snippets.append(composer.snippet(remark, about or "", rank))
        speaker = engine.speakers[row]
        role = speaker.roles[0] if speaker.roles else None
        entries.append(BriefingEntry(speaker.name, role, tuple(snippets)))
    message = None if entries else _nothing(about)
    return Briefing(about, tuple(entries), message)


def _is_telling(candidate: Candidate) -> bool:
    """Whether a statement says something by itself: long enough, said, and not a headline."""
    stored = candidate.statement
    if stored is None or stored.statement.negated or stored.statement.hypothetical:
        return False
    return sum(len(span) for span in stored.statement.content) >= 5 * _TELLING_WORDS


def _nothing(about: str | None) -> str:
    if about is None:
        return "Nobody is quoted in the collection."
    return f"Nothing is on record about {about}."
