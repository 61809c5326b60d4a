"""Searching: from one reading of a question to scored hits, of one speaker where one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from bot.context_clues import (
    of_the_day,
    of_the_described,
    of_the_story,
    unless_off_topic,
    unless_unnamed,
    with_the_number,
)
from bot.engine import Engine
from bot.hits import Hits, raised, scored, texts, unranked, varied
from bot.names import Match, MatchedBy
from bot.question import Question, QuestionKind
from bot.scoring import Scoring, Sort
from bot.silence import SEARCHED_FOR, of_silence
from bot.understanding import Reading, Whose
from index.columns import Flags
from index.features import Query
from index.measuring import NEAR_PASSAGES
from index.naming import name_tokens
from index.quotation import SpeakerKind
from index.vectors import Unit
from index.words import content_words, tokens

# By how much one of two speakers of one name must fit better before the bot does not ask.
_CLEARLY_BETTER = 0.2
# How many times more often than the next one a speaker must be quoted to be the one meant.
_DOMINANT = 3.0
# Log-odds that it adds to hold just the role that was asked for.
_JUST_THAT = 1.0
# So many passages are looked at for whoever is described, by meaning and by words.
_PASSAGES = 4
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


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
    hits: Hits
    choices: tuple[Match, ...] = ()

    @property
    def probability(self) -> float:
        """How likely the best hit answers the question, 0 to 1."""
        return self.hits.best


def prepare(engine: Engine, readings: Iterable[Reading], question: str) -> None:
    """Encodes at once what some readings of ``question`` will be searched by.

    One text takes hardly less than three.
    """
    queries = [_query(engine, r, question, ()) for r in readings if r.whose is not Whose.NOBODY]
    engine.collection.encode([text for query in queries for text in query.texts])


def search(engine: Engine, scoring: Scoring, reading: Reading, question: Question) -> Found:
    """Search for one reading of ``question`` and score what is found."""
    found = _searched(engine, scoring, reading, question)
    newest = engine.collection.newest()
    later = [y for y in _YEAR.findall(question.text) if newest and int(y) > newest.year]
    if not later:
        return found
    # What is to come is only known where the year is named.
    named = [all(year in words for year in later) for words in texts(engine.collection, found.hits)]
    return replace(found, hits=found.hits.kept(np.array(named, dtype=np.bool_)), choices=())


def _searched(engine: Engine, scoring: Scoring, reading: Reading, question: Question) -> Found:
    if reading.whose is Whose.NOBODY:
        return Found(reading, Sort.NAMED, Hits.none(engine.collection))
    near = [reading.near] if reading.near else []
    if reading.description and reading.name:
        near += _about(engine, reading.description, question.text)
    query = _query(engine, reading, question.text, near)
    if reading.whose is Whose.SPEAKER:
        return _named(engine, scoring, reading, query)
    if reading.whose is Whose.ANYONE:
        hits = scored(engine.retriever.statements(query), scoring, Sort.ANYONE)
        if reading.exclude:
            hits = hits.kept(~hits.of_speakers(engine.speakers.called(reading.exclude)))
        if reading.description is not None:
            required = reading.name is not None
            if required:
                # A letter or a statement is nobody, and whose it is was not found.
                hits = hits.kept(~_are_documents(engine, hits))
            hits = of_the_described(engine, hits, reading.description, required=required)
        hits = of_the_story(engine, hits, reading)
        if question.kind is QuestionKind.SAID:
            hits = unless_off_topic(engine, hits, reading)
        return Found(reading, Sort.ANYONE, hits)
    if reading.whose is Whose.SILENCE and reading.name is not None:
        hits = scored(engine.retriever.sentences(query), scoring, Sort.FACT)
        hits = of_silence(engine, hits, reading.name, reading.matches)
        return Found(reading, Sort.FACT, of_the_story(engine, hits, reading))
    hits = scored(engine.retriever.sentences(query), scoring, Sort.FACT)
    asked_about = {match.speaker.row for match in reading.matches}
    hits = of_the_story(engine, raised(hits, asked_about), reading)
    hits = of_the_day(engine, hits, question)
    hits = with_the_number(engine, hits, question.text)
    return Found(reading, Sort.FACT, varied(hits))


def _query(engine: Engine, reading: Reading, question: str, near: Iterable[str]) -> Query:
    also = reading.description or ""
    if reading.whose is Whose.SILENCE and reading.name is not None:
        also = f"{reading.name} {SEARCHED_FOR}"
    return Query(
        f"{reading.topic or ''} {reading.background or ''}".strip(),
        question,
        engine.published(reading.since, reading.until),
        also=also,
        near=tuple(dict.fromkeys(near)),
    )


def _about(engine: Engine, description: str, question: str) -> list[str]:
    """The articles most likely to be about somebody who is only described, and the question.

    Who "the winner of the medal" is stands at the start of an article, and the words asked for
    at its end.
    """
    collection = engine.collection
    vector = collection.encode([question])[0]
    ((near, _),) = collection.nearest([vector], unit=Unit.PASSAGE, limit=NEAR_PASSAGES)
    dense = near[:_PASSAGES]
    words = content_words(description)
    lexical = collection.lexical(words, unit=Unit.PASSAGE, limit=_PASSAGES)
    rows = np.array([*dense.tolist(), *(row for row, _ in lexical)], dtype=np.int64)
    articles = collection.columns.passages.holding(rows)["article"][rows]
    ids = collection.article_ids(articles)
    return [ids[article] for article in articles.tolist()]


def _are_documents(engine: Engine, hits: Hits) -> Flags:
    """Which hits are words of a document; all have a speaker."""
    speakers = hits.candidates.speakers
    of = engine.collection.columns.speakers.holding(speakers)
    return np.asarray(of["document"][speakers] == 1)


def _named(engine: Engine, scoring: Scoring, reading: Reading, query: Query) -> Found:
    rows = [match.speaker.row for match in reading.matches]
    candidates = engine.retriever.statements(query, rows)
    if reading.names:
        candidates = candidates.kept(candidates.feature("rarest") == 1.0)
    hits = scored(candidates, scoring, Sort.NAMED) if query.topic else unranked(candidates)
    hits = unless_unnamed(engine, hits, reading.topic or "")
    hits = unless_off_topic(engine, hits, reading)
    hits = with_the_number(engine, hits, query.topic)
    if reading.matches[0].by is MatchedBy.ROLE:
        # Whoever is just that comes before the bearers of longer roles.
        exact = {m.speaker.row for m in reading.matches if m.score == 1.0}
        hits = hits.reordered(np.where(hits.of_speakers(exact), _JUST_THAT, 0.0))
    people = [m for m in reading.matches if m.speaker.kind is SpeakerKind.PERSON]
    if reading.matches[0].by is MatchedBy.ROLE or len(people) < len(rows) or len(rows) == 1:
        # Whoever holds the role, or speaks for the organisation, is meant.
        return Found(reading, Sort.NAMED, of_the_story(engine, hits, reading))
    return _decide(
        reading, of_the_story(engine, hits, reading), scoring.threshold(Sort.NAMED), query
    )


def _decide(reading: Reading, hits: Hits, threshold: float, query: Query) -> Found:
    """Which of several people of one name is meant: the topic decides, then prominence.

    Somebody known by the bare surname may be any of them, and is shown as just that.
    """
    full = [m for m in reading.matches if len(name_tokens(m.speaker.name)) > 1]
    bare = {m.speaker.row for m in reading.matches} - {m.speaker.row for m in full}
    if len(full) < 2:
        return Found(reading, Sort.NAMED, hits)
    # The hits are in order: the first one of a speaker is the best.
    speakers = hits.candidates.speakers.tolist()
    best: dict[int, float] = {}
    for speaker, probability in zip(speakers, hits.probabilities.tolist(), strict=True):
        best.setdefault(speaker, probability)
    by_topic = sorted(full, key=lambda m: -best.get(m.speaker.row, 0.0))
    by_prominence = sorted(full, key=lambda m: -m.speaker.statements)
    first, second = (best.get(m.speaker.row, 0.0) for m in by_topic[:2])
    most, next_most = (m.speaker.statements for m in by_prominence[:2])
    named = set(tokens(query.topic))
    in_full = [m for m in full if set(name_tokens(m.speaker.name)) <= named]
    heard = set(hits.candidates.speakers[hits.of_article(reading.near)].tolist())
    in_story = [m for m in full if m.speaker.row in heard]
    if len(in_full) == 1:
        chosen = in_full[0]
    elif len(in_story) == 1:
        chosen = in_story[0]
    elif most >= _DOMINANT * next_most:
        chosen = by_prominence[0]
    elif second < threshold or first - second >= _CLEARLY_BETTER:
        chosen = by_topic[0]
    else:
        asked = tuple(m for m in by_topic if best.get(m.speaker.row, 0.0) >= threshold)
        return Found(reading, Sort.NAMED, hits, choices=asked)
    meant = bare | {chosen.speaker.row}
    return Found(reading, Sort.NAMED, hits.kept(hits.of_speakers(meant)))
