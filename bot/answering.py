"""Answering: from a question to an answer or an abstention, over one immutable generation."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bot import declining
from bot.answer import Answer, Briefing, Context, Interpretation, Outcome, Snippet, SourceSummary
from bot.briefing import brief
from bot.composing import Composer, renumbered
from bot.conversation import Conversation
from bot.engine import Engine
from bot.hits import Hits, scored
from bot.question import Question, QuestionKind, checked, parse
from bot.scoring import Scoring, Sort
from bot.searching import Found, prepare, search
from bot.sources import context, summaries
from bot.spelling import respelled
from bot.timing import dated_nearby
from bot.understanding import Reading, Whose, is_heard
from index.column_store import NONE
from index.features import Query
from index.generations import Library
from index.speakers import Speaker

_CLOSEST = 2
# Below this probability a hit is not near enough to be shown as "closest".
_NEAR = 0.1
# A further snippet is shown from this share of the best one's probability.
_WORTH = 0.1
_NEW = Conversation()


class Answerer:
    """Answers questions. Thread-safe: each answer holds one generation from start to end.

    Args:
        library: where the published generation is opened.
        scoring: how candidates are scored.
        today: the day to which "since Monday" refers.
    """

    def __init__(
        self,
        library: Library,
        scoring: Scoring,
        *,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        self._library = library
        self._scoring = scoring
        self._today = today
        self._engine: Engine | None = None

    def answer(
        self,
        question: str,
        conversation: Conversation = _NEW,
        *,
        limit: int = 5,
        asked: dt.date | None = None,
    ) -> tuple[Answer, Conversation]:
        """The answer, and the conversation with this turn added.

        Args:
            question: what a person typed.
            conversation: what the questions before it were about.
            limit: how many snippets at most.
            asked: the day on which it is asked, to which "last week" refers; None for today.

        Raises:
            QuestionError: the question is blank or too long.
            CollectionError: there is no usable index.
        """
        started = time.perf_counter()
        text = checked(question)
        engine = self._current()
        parsed = parse(text, asked or self._today())
        if parsed.kind is QuestionKind.WHEN:
            answer, after = self._repeated(engine, parsed, conversation, limit)
        elif parsed.kind is QuestionKind.BRIEF:
            answer, after = self._briefed(engine, parsed, limit)
        else:
            answer, after = self._searched(engine, parsed, conversation, limit)
        elapsed = (time.perf_counter() - started) * 1000
        return replace(answer, question=question, elapsed_ms=elapsed), after

    def brief(self, about: str | None = None, *, limit: int = 5, each: int = 2) -> Briefing:
        """The most telling statements, by speaker, the most corroborated first.

        Args:
            about: a topic or a speaker, or None for the whole collection.
            limit: how many speakers at most.
            each: how many statements of each speaker at most.
        """
        return brief(self._current(), self._scoring, about, limit=limit, each=each)

    def search(
        self,
        question: str,
        conversation: Conversation = _NEW,
        *,
        asked: dt.date | None = None,
    ) -> Found | None:
        """What is found before the decision to answer: for calibration and for looking closer.

        Args as for ``answer``. None for a question that is not searched for: a follow-up to
        nothing, a briefing.
        """
        parsed = parse(checked(question), asked or self._today())
        if parsed.kind in {QuestionKind.WHEN, QuestionKind.BRIEF}:
            return None
        return self._best(self._current(), parsed, conversation)

    def speakers(self) -> tuple[Speaker, ...]:
        """The speakers on record, most statements first."""
        return tuple(sorted(self._current().speakers, key=lambda s: (-s.statements, s.name)))

    def sources(self) -> tuple[SourceSummary, ...]:
        """The outlets of the collection, most articles first."""
        return summaries(self._current().collection.articles())

    def context(self, article_id: str, start: int, end: int) -> Context:
        """The words of an article with their neighbouring sentences.

        Raises:
            CitationError: there is no such article, or no such place in it.
        """
        return context(self._current().collection, article_id, start, end)

    def _current(self) -> Engine:
        """The engine of the published generation, made anew when another is published."""
        collection = self._library.current()
        engine = self._engine
        if engine is None or engine.collection is not collection:
            engine = Engine(collection)
            self._engine = engine
        return engine

    def _best(self, engine: Engine, question: Question, conversation: Conversation) -> Found | None:
        """What the most promising reading of the question found; None where it has none."""
        readings = engine.understanding.readings(question, conversation)
        prepare(engine, [r for r in readings if not r.fallback], question.text)
        found: list[Found] = []
        for reading in readings:
            if reading.fallback and any(f.choices or self._answers(f) for f in found):
                break
            found.append(search(engine, self._scoring, reading, question))
        # max keeps the first of equals, which is the likelier reading.
        best = max(found, key=lambda f: f.probability, default=None)
        if best is None or self._answers(best):
            return best
        # What nothing answers is declined as it was most likely meant.
        meant = [f for f in found if not f.reading.fallback]
        return max(meant, key=lambda f: f.probability)

    def _answers(self, found: Found) -> bool:
        return found.probability >= self._scoring.threshold(found.sort)

    def _searched(
        self, engine: Engine, question: Question, conversation: Conversation, limit: int
    ) -> tuple[Answer, Conversation]:
        best = self._best(engine, question, conversation)
        if best is None:
            return declining.no_reference(question.text), conversation
        if not self._answers(best) and not best.choices:
            question, best = self._respelled(engine, question, conversation, best)
        reading = best.reading
        after = Conversation(
            speaker=reading.name
            or (None if question.kind is QuestionKind.WHO_SAID else conversation.speaker),
            topic=reading.topic or conversation.topic,
            since=reading.since,
            until=reading.until,
            kind=question.kind,
            # After nothing was found the story is still the one before.
            cited=conversation.cited,
            shown=tuple(reading.exclude),
        )
        if question.kind is QuestionKind.FACT and question.follows and conversation.topic:
            # "when will it open?" names no topic of its own.
            after = replace(after, topic=conversation.topic)
        understood = Interpretation(
            reading.name, reading.topic, reading.since, reading.until, str(question.kind)
        )
        if best.choices:
            asked = question.speaker or reading.name or ""
            return declining.which(question.text, understood, asked, best.choices), after
        composer = Composer(engine)
        if not self._answers(best):
            near = best.hits.from_probability(_NEAR)
            closest = composer.snippets(near, question.text, limit=min(limit, _CLOSEST))
            return declining.decline(engine, question.text, reading, understood, closest), after
        snippets = composer.snippets(_worth_showing(best.hits), question.text, limit=limit)
        if reading.whose is Whose.SPEAKER:
            understood = replace(understood, speaker=snippets[0].speaker)
        if is_heard(reading, snippets[0].speaker):
            after = replace(after, speaker=snippets[0].speaker)
        answer = Answer(question.text, Outcome.ANSWERED, understood, snippets, (), None, 0.0)
        return answer, _remembering(after, snippets)

    def _respelled(
        self, engine: Engine, question: Question, conversation: Conversation, declined: Found
    ) -> tuple[Question, Found]:
        """A question that would be declined, as the articles spell it where that is answered."""
        text = respelled(question.text, engine.collection)
        if text is None:
            return question, declined
        meant = parse(text, question.asked or self._today())
        best = self._best(engine, meant, conversation)
        answered = best is not None and meant.kind is question.kind and self._answers(best)
        return (meant, best) if best is not None and answered else (question, declined)

    def _repeated(
        self, engine: Engine, question: Question, conversation: Conversation, limit: int
    ) -> tuple[Answer, Conversation]:
        """The remark shown last, once more: its citations say when and where."""
        if conversation.cited is None:
            return declining.no_reference(question.text), conversation
        kind = QuestionKind(conversation.kind or QuestionKind.SAID)
        if kind is QuestionKind.WHO_SAID and conversation.speaker:
            kind = QuestionKind.SAID
        before = Question(
            question.text,
            kind,
            conversation.speaker if kind is QuestionKind.SAID else None,
            conversation.topic,
            conversation.since,
            conversation.until,
        )
        answer, _ = self._searched(engine, before, conversation, limit=1)
        return self._dated(engine, answer, limit), conversation

    def _dated(self, engine: Engine, answer: Answer, limit: int) -> Answer:
        """An answer with the sentences around its remark that name a time.

        The sentence comes first where the same speaker's words name it; otherwise it is only a
        neighbour, and the remark with the dates of its articles comes first.
        """
        if not answer.snippets:
            return answer
        remark = answer.snippets[0]
        rows = [s.row for s in dated_nearby(engine.collection, remark)]
        candidates = engine.retriever.sentences(Query(remark.text, answer.question), rows)
        hits = scored(candidates, self._scoring, Sort.FACT, keep_order=True)
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

    def _briefed(
        self, engine: Engine, question: Question, limit: int
    ) -> tuple[Answer, Conversation]:
        """A briefing as an answer: of each speaker the most corroborated statement."""
        briefing = brief(engine, self._scoring, question.topic, limit=limit, each=1)
        understood = Interpretation(None, briefing.about, None, None, str(question.kind))
        after = Conversation(topic=briefing.about, kind=QuestionKind.WHO_SAID)
        snippets = tuple(snippet for entry in briefing.entries for snippet in entry.snippets)
        if not snippets:
            reading = Reading(Whose.ANYONE, topic=briefing.about)
            return declining.decline(engine, question.text, reading, understood, ()), after
        snippets = snippets[:limit]
        answer = Answer(question.text, Outcome.ANSWERED, understood, snippets, (), None, 0.0)
        return answer, _remembering(after, snippets)


def _worth_showing(hits: Hits) -> Hits:
    """The hits that are not far less likely than the best one."""
    return hits.from_probability(_WORTH * hits.best)


def _remembering(conversation: Conversation, snippets: tuple[Snippet, ...]) -> Conversation:
    """The conversation after an answer: what "that", "he" and "who else" will refer to."""
    first = snippets[0].citations[0]
    shown = dict.fromkeys(s.speaker for s in snippets if s.speaker)
    return replace(
        conversation,
        speaker=conversation.speaker or snippets[0].speaker,
        cited=(first.article.id, first.span.start, first.span.end),
        shown=(*conversation.shown, *shown),
    )
