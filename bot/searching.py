"""Searching: from one reading of a question to scored hits, of one speaker where one is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine import Engine
from bot.names import Match, MatchedBy
from bot.scoring import Scoring, Sort
from bot.selection import Hit, scored, unranked
from bot.understanding import Reading, Whose
from index.retrieval import Query

# By how much one of two speakers of one name must fit better before the bot does not ask.
_CLEARLY_BETTER = 0.2
# How many times more often than the next one a speaker must be quoted to be the one meant.
_DOMINANT = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading came to.

    Attributes:
        reading: the reading.
        sort: the sort of question it is scored as.
        hits: best first; of one speaker where ``reading`` asks for one by name.
        choices: speakers between whom the question does not decide; empty where one is meant.
    """

    reading: Reading
    sort: Sort
    hits: list[Hit]
    choices: tuple[Match, ...] = ()

    @property
    def probability(self) -> float:
        """How likely the best hit answers the question, 0 to 1."""
        return self.hits[0].probability if self.hits else 0.0


def search(engine: Engine, scoring: Scoring, reading: Reading, question: str) -> Found:
    """Search for one reading of ``question`` and score what is found."""
    if reading.whose is Whose.NOBODY:
        return Found(reading, Sort.NAMED, [])
    topic = f"{reading.topic or ''} {reading.background or ''}".strip()
    articles = engine.published(reading.since, reading.until)
    query = Query(topic, question, articles)
    if reading.whose is Whose.SPEAKER:
        return _named(engine, scoring, reading, query)
    if reading.whose is Whose.ANYONE:
        excluded = {s.row for s in engine.speakers if s.name in reading.exclude}
        hits = scored(engine.retriever.statements(query), scoring, Sort.ANYONE)
        hits = [h for h in hits if h.speaker is not None and h.speaker not in excluded]
        return Found(reading, Sort.ANYONE, hits)
    hits = scored(engine.retriever.sentences(query), scoring, Sort.FACT)
    return Found(reading, Sort.FACT, hits)


def _named(engine: Engine, scoring: Scoring, reading: Reading, query: Query) -> Found:
    rows = [match.speaker.row for match in reading.matches]
    candidates = engine.retriever.statements(query, rows)
    hits = scored(candidates, scoring, Sort.NAMED) if query.topic else unranked(candidates)
    if reading.matches[0].by is MatchedBy.ROLE or len(rows) == 1:
        return Found(reading, Sort.NAMED, hits)
    return _decide(reading, hits, scoring.threshold(Sort.NAMED))


def _decide(reading: Reading, hits: Sequence[Hit], threshold: float) -> Found:
    """Which of several speakers of one name is meant: the topic decides, then prominence."""
    best: dict[int, float] = {}
    for hit in hits:
        if hit.speaker is not None:
            best[hit.speaker] = max(best.get(hit.speaker, 0.0), hit.probability)
    order = sorted(
        reading.matches,
        key=lambda m: (-best.get(m.speaker.row, 0.0), -m.speaker.statements, m.speaker.row),
    )
    first, second = order[0], order[1]
    lead = best.get(first.speaker.row, 0.0) - best.get(second.speaker.row, 0.0)
    prominent = sorted(order, key=lambda m: -m.speaker.statements)
    most, next_most = prominent[0].speaker, prominent[1].speaker
    if best.get(second.speaker.row, 0.0) < threshold or lead >= _CLEARLY_BETTER:
        chosen = first
    elif most.statements >= _DOMINANT * next_most.statements:
        chosen = prominent[0]
    else:
        asked = tuple(m for m in order if best.get(m.speaker.row, 0.0) >= threshold)
        return Found(reading, Sort.NAMED, list(hits), choices=asked)
    return Found(reading, Sort.NAMED, [h for h in hits if h.speaker == chosen.speaker.row])
