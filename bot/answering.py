"""Answering: from a question to an answer or an abstention, over one immutable generation."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace

from bot import declining
from bot.answer import Answer, Briefing, Context, Interpretation, Outcome, SourceSummary
from bot.briefing import brief
from bot.composing import Composer, renumbered
from bot.conversation import Conversation
from bot.engine import Engine
from bot.hits import Hits
from bot.question import Question, QuestionKind, checked, parse
from bot.recalling import asked_before, is_seen, place_of, remembering
from bot.scoring import Scoring
from bot.searching import Found, prepare, search
from bot.sources import context, summaries
from bot.spelling import respelled
from bot.timing import dated
from bot.understanding import Reading, Whose, is_heard
from index.generations import Library
from index.speakers import Speaker

_CLOSEST = 2
# Below this probability a hit is not near enough to be shown as "closest".
_NEAR = 0.1
# A further snippet is shown from this share of the best one's probability.
_WORTH = 0.1
_NEW = Conversation()
_NOT_SEARCHED_FOR = frozenset(
    {
        QuestionKind.WHEN,
        QuestionKind.SOURCE,
        QuestionKind.MORE,
        QuestionKind.BRIEF,
        QuestionKind.NONE,
    }
)


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
        if parsed.kind in {QuestionKind.WHEN, QuestionKind.SOURCE}:
            answer, after = self._repeated(engine, parsed, conversation, limit)
        elif parsed.kind is QuestionKind.MORE:
            answer, after = self._more(engine, parsed, conversation, limit)
        elif parsed.kind is QuestionKind.BRIEF:
            answer, after = self._briefed(engine, parsed, limit)
        elif parsed.kind is QuestionKind.NONE:
            answer, after = declining.no_question(parsed.text), conversation
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
        if parsed.kind in _NOT_SEARCHED_FOR:
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
        if question.kind is not QuestionKind.SAID and question.follows and conversation.topic:
            # "when will it open?" and "who disagreed?" name no topic of their own.
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
        return answer, remembering(after, snippets)

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
        before = asked_before(question, conversation)
        if before.kind is QuestionKind.WHO_SAID and conversation.speaker:
            before = replace(before, kind=QuestionKind.SAID, speaker=conversation.speaker)
        answer, _ = self._searched(engine, before, conversation, limit=1)
        if question.kind is QuestionKind.WHEN:
            answer = dated(engine, self._scoring, answer, limit)
        return answer, conversation

    def _more(
        self, engine: Engine, question: Question, conversation: Conversation, limit: int
    ) -> tuple[Answer, Conversation]:
        """What else answers the question before, without what was shown."""
        if conversation.cited is None:
            return declining.no_reference(question.text), conversation
        anew = replace(conversation, seen=())
        answer, _ = self._searched(
            engine, asked_before(question, conversation), anew, limit=limit + len(conversation.seen)
        )
        unseen = [s for s in answer.snippets if not is_seen(s, conversation)]
        if not unseen:
            return declining.nothing_more(question.text, answer.interpretation), conversation
        snippets = renumbered(unseen[:limit])
        after = replace(conversation, seen=(*conversation.seen, *map(place_of, snippets)))
        return replace(answer, snippets=snippets), after

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
        return answer, remembering(after, snippets)


def _worth_showing(hits: Hits) -> Hits:
    """The hits that are not far less likely than the best one."""
    return hits.from_probability(_WORTH * hits.best)
