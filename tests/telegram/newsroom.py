"""A desk over three invented articles, whose answers can be told from the question."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

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

HARBOUR = Article(
    "harbour",
    "Harbour talks <end> without a deal",
    "The talks in Port Lune ended on Monday. “We have no deal & no date,” Mayor Ada Berg said. "
    "“The cranes stay where they are.” Two unions had walked out before.",
    source="Lune Daily",
    published=dt.date(2025, 3, 4),
    url="https://example.org/harbour?a=1&b=2",
)
WIRE = Article(
    "wire",
    "Mayor: no deal",
    "Ada Berg told reporters: “We have no deal and no date.” She then left.",
)
FERRIES = Article(
    "ferries",
    "Ferries to run less often",
    "Ferries will run every two hours from May, the operator said. "
    + " ".join(f"Line {n} is served by boat number {n}." for n in range(1, 41)),
    source="Coast Post",
    published=dt.date(2025, 4, 1),
)
ARTICLES = {article.id: article for article in (HARBOUR, WIRE, FERRIES)}

NO_DEAL = "“We have no deal & no date,” Mayor Ada Berg said."
NO_DEAL_WIRE = "Ada Berg told reporters: “We have no deal and no date.”"


def cite(number: int, article: Article, words: str) -> Citation:
    """The citation of ``words`` in ``article``."""
    start = article.text.index(words)
    return Citation(number, article, Span(start, start + len(words)))


def no_deal() -> Snippet:
    """What the mayor said, in two outlets."""
    return Snippet(
        rank=1,
        citations=(cite(1, HARBOUR, NO_DEAL), cite(2, WIRE, NO_DEAL_WIRE)),
        speaker="Ada Berg",
        role="mayor of Port Lune",
        kind="mixed",
        score=0.9,
        independent=2,
    )


def boats(count: int, first: int = 1) -> tuple[Snippet, ...]:
    """So many sentences about boats."""
    return tuple(
        Snippet(
            rank=n,
            citations=(cite(n, FERRIES, f"Line {n} is served by boat number {n}."),),
            speaker=None,
            role=None,
            kind="sentence",
            score=0.5,
        )
        for n in range(first, first + count)
    )


class Newsroom:
    """A desk: what it answers depends on the words of the question alone.

    Args:
        rebuilt: whether the articles have other words than before, as after a rebuild.
    """

    def __init__(self, *, rebuilt: bool = False) -> None:
        self._rebuilt = rebuilt

    def answer(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        limit: int = 5,
        asked: dt.date | None = None,
    ) -> tuple[Answer, Conversation]:
        """See the methods below and the words they look for."""
        conversation = conversation or Conversation()
        if len(question) > 2000:
            raise QuestionError(
                f"the question has {len(question):,} characters: ask in at most 2,000"
            )
        if "no index" in question:
            raise NoIndex("no index in data/index: run `onrecord index build`")
        if "crash" in question:
            raise RuntimeError("a crash with <markup> in it")
        if "slow" in question:
            time.sleep(1.0)
        if "for ever" in question:
            time.sleep(3.0)
        speaker = "Ada Berg" if "berg" in question.lower() else conversation.speaker
        topic = "boats" if "boats" in question else "a deal"
        answer = Answer(
            question=question,
            outcome=Outcome.ANSWERED,
            interpretation=Interpretation(speaker, topic, None, None),
            snippets=(no_deal(),),
            closest=(),
            message=None,
            elapsed_ms=1.0,
        )
        if "boats" in question:
            answer = replace(answer, snippets=boats(min(limit, 10)))
        if "sanctions" in question:
            answer = replace(
                answer,
                outcome=Outcome.NOTHING_ON_TOPIC,
                snippets=(),
                closest=(no_deal(),),
                message="Ada Berg is quoted twice, nothing on sanctions.",
                suggestions=("the harbour",),
            )
        if "Bergs" in question:
            answer = replace(
                answer,
                interpretation=Interpretation("the Bergs", topic, None, None),
                outcome=Outcome.NOTHING_ON_TOPIC,
                snippets=(),
                message="Two people of that name are on record.",
                choices=("Ada Berg", "Otto Berg"),
            )
        return answer, replace(conversation, speaker=speaker, topic=topic)

    def brief(self, about: str | None = None, *, limit: int = 5, each: int = 2) -> Briefing:
        """What the mayor said, whatever it is about."""
        entry = BriefingEntry("Ada Berg", "mayor of Port Lune", (no_deal(),))
        return Briefing(about, (entry,), None)

    def speakers(self) -> tuple[Speaker, ...]:
        """The mayor and 24 others."""
        others = (
            Speaker(n, f"Speaker {n}", SpeakerKind.PERSON, (), (), 1, 1) for n in range(1, 25)
        )
        mayor = Speaker(0, "Ada Berg", SpeakerKind.PERSON, ("Berg",), ("mayor",), 3, 2)
        return (mayor, *others)

    def sources(self) -> tuple[SourceSummary, ...]:
        """The outlets of the three articles."""
        return (
            SourceSummary("Lune Daily", 1, HARBOUR.published, HARBOUR.published),
            SourceSummary(None, 1, None, None),
        )

    def context(self, article_id: str, start: int, end: int) -> Context:
        """The words with up to 60 characters on either side."""
        article = ARTICLES.get(article_id)
        if article is None:
            raise CitationError(f"there is no article {article_id!r}: ask again")
        if self._rebuilt:
            article = replace(article, text=article.text.replace("i", "o"))
        return Context(
            article,
            Span(max(0, start - 60), start) if start else None,
            Span(start, end),
            Span(end, min(len(article.text), end + 60)) if end < len(article.text) else None,
        )
