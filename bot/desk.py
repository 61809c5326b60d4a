"""Desk: where questions are answered, as the console, the commands and Telegram see it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from bot.answer import Answer, Briefing, Context, SourceSummary
from bot.conversation import Conversation
from index.speakers import Speaker


class Desk(Protocol):
    """Answers questions from one collection. Thread-safe and synchronous.

    Every method raises ``CollectionError`` where there is no usable index.
    """

    def answer(
        self,
        question: str,
        conversation: Conversation = ...,
        *,
        limit: int = ...,
        asked: dt.date | None = ...,
    ) -> tuple[Answer, Conversation]:
        """The answer, and the conversation with this turn added.

        Args:
            question: what a person typed, at most 2,000 characters.
            conversation: what the questions before it were about.
            limit: how many snippets at most.
            asked: the day on which it is asked, to which "last week" refers; None for today.

        Raises:
            QuestionError: the question is blank or too long.
        """

    def brief(self, about: str | None = None, *, limit: int = ..., each: int = ...) -> Briefing:
        """The most telling statements, by speaker.

        Args:
            about: a topic or a speaker, or None for the whole collection.
            limit: how many speakers at most.
            each: how many statements of each speaker at most.
        """

    def speakers(self) -> tuple[Speaker, ...]:
        """The speakers on record, most statements first."""

    def sources(self) -> tuple[SourceSummary, ...]:
        """The outlets of the collection."""

    def context(self, article_id: str, start: int, end: int) -> Context:
        """The words of an article with their neighbouring sentences.

        Args:
            article_id: the article.
            start: first code point of the words.
            end: the code point after the last.

        Raises:
            CitationError: there is no such article, or no such place in it.
        """
