"""A desk that answers from two invented articles, by arithmetic one can do by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.answer import (
    Answer,
    Briefing,
    BriefingEntry,
    Citation,
    Context,
    Interpretation,
    Outcome,
    Snippet,
    SourceSummary,
)
from bot.conversation import Conversation
from index.articles import Article
from index.errors import CitationError, NoIndex, QuestionError
from index.quotation import SpeakerKind
from index.spans import Span
from index.speakers import Speaker

NEW = Conversation()
HERALD = Article(
    id="herald-1",
    title="Bridge to stay open, mayor says",
    text=(
        "Bridge to stay open, mayor says\n\n"
        "The old bridge was inspected on Monday. "
        '"The bridge is safe," mayor Ada Quill said. '
        "Repairs begin in May."
    ),
    source="Harbour Herald",
    published=dt.date(2025, 3, 4),
    url="https://herald.example/bridge",
)
TIMES = Article(
    id="times-1",
    title="Quill calls bridge safe",
    text="Mayor Ada Quill said on Tuesday: “The old bridge is safe.” She took no questions.",
)


def span(article: Article, words: str) -> Span:
    """Where ``words`` stand in the article."""
    start = article.text.index(words)
    return Span(start, start + len(words))


def safe_bridge() -> Snippet:
    """One remark, in the wordings of both articles."""
    return Snippet(
        rank=1,
        citations=(
            Citation(1, HERALD, span(HERALD, '"The bridge is safe,"')),
            Citation(2, TIMES, span(TIMES, "“The old bridge is safe.”")),
        ),
        speaker="Ada Quill",
        role="mayor",
        kind="direct",
        score=0.912345,
        independent=2,
    )


def answered(question: str) -> Answer:
    """The answer with that remark."""
    return Answer(
        question=question,
        outcome=Outcome.ANSWERED,
        interpretation=Interpretation("Ada Quill", "the bridge", None, None),
        snippets=(safe_bridge(),),
        closest=(),
        message=None,
        elapsed_ms=4.25,
    )


def declined(question: str) -> Answer:
    """An honest nothing, with what stands near."""
    return Answer(
        question=question,
        outcome=Outcome.NOTHING_ON_TOPIC,
        interpretation=Interpretation("Ada Quill", "taxes", dt.date(2025, 3, 1), None),
        snippets=(),
        closest=(safe_bridge(),),
        message="Ada Quill is quoted once, nothing on taxes.",
        elapsed_ms=3.0,
        choices=(),
        suggestions=("bridge repairs",),
    )


class FakeDesk:
    """Answers every question that holds "bridge" (or follows one that did); declines the rest."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Conversation, int]] = []
        self.asked_on: list[dt.date | None] = []

    def answer(
        self,
        question: str,
        conversation: Conversation = NEW,
        *,
        limit: int = 5,
        asked: dt.date | None = None,
    ) -> tuple[Answer, Conversation]:
        """The answer; the topic of the conversation becomes "bridge" once it was named."""
        self.asked.append((question, conversation, limit))
        self.asked_on.append(asked)
        if not question.strip():
            raise QuestionError("the question is blank: type one")
        if len(question) > 2000:
            raise QuestionError("the question is longer than 2,000 characters: shorten it")
        if "bridge" in question or conversation.topic == "bridge":
            return answered(question), Conversation(topic="bridge")
        return declined(question), conversation

    def brief(self, about: str | None = None, *, limit: int = 5, each: int = 2) -> Briefing:
        """A briefing on the one speaker, or on nobody where ``about`` is "nobody"."""
        if about == "nobody":
            return Briefing(about, (), "nobody is not on record.")
        return Briefing(about, (BriefingEntry("Ada Quill", "mayor", (safe_bridge(),)),), None)

    def speakers(self) -> tuple[Speaker, ...]:
        """The two speakers."""
        return (
            Speaker(0, "Ada Quill", SpeakerKind.PERSON, ("Quill",), ("mayor",), 2, 2),
            Speaker(1, "Bo Lindqvist", SpeakerKind.PERSON, (), (), 1, 1),
        )

    def sources(self) -> tuple[SourceSummary, ...]:
        """The two outlets, one of them unknown."""
        day = dt.date(2025, 3, 4)
        return (SourceSummary("Harbour Herald", 1, day, day), SourceSummary(None, 1, None, None))

    def context(self, article_id: str, start: int, end: int) -> Context:
        """The sentences around the remark in the first article."""
        if article_id != HERALD.id:
            raise CitationError(f"no article {article_id!r}: rebuild with `onrecord index build`")
        return Context(
            HERALD,
            span(HERALD, "The old bridge was inspected on Monday."),
            Span(start, end),
            span(HERALD, "Repairs begin in May."),
        )


class EmptyDesk(FakeDesk):
    """A desk without an index."""

    def answer(
        self,
        question: str,
        conversation: Conversation = NEW,
        *,
        limit: int = 5,
        asked: dt.date | None = None,
    ) -> tuple[Answer, Conversation]:
        """Raises NoIndex."""
        raise NoIndex("no index in data/index: run `onrecord index build`")

    def sources(self) -> tuple[SourceSummary, ...]:
        """Raises NoIndex."""
        raise NoIndex("no index in data/index: run `onrecord index build`")


def open_fake_desk(index_dir: Path, model: str | None) -> FakeDesk:
    """The fake desk; an index folder called "missing" has no index, "broken" fails."""
    if index_dir.name == "broken":
        raise ZeroDivisionError("a fault")
    return EmptyDesk() if index_dir.name == "missing" else FakeDesk()
