"""Answers to questions, sent as cards with buttons; shared by messages and buttons."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from weakref import WeakValueDictionary

from bot.conversation import Conversation
from bot.desk import Desk
from bot.rendering.telegram import Page, answer_pages, briefing_pages
from bot.telegram.keyboards import card_keyboard
from bot.telegram.records import Record, record_of, record_of_briefing
from bot.telegram.searching import Searches
from bot.telegram.sending import Outbox, Place
from bot.telegram.state import Asker, State

_RESULTS = 12  # asked for at once; a page shows a few, the button More the others
_SPEAKERS = 8
_STATEMENTS_EACH = 2


class Cards:
    """Answers questions and briefings of one person after the other.

    Args:
        searches: the desk.
        state: conversations and recent answers.
        outbox: sends the cards.
    """

    def __init__(self, searches: Searches, state: State, outbox: Outbox) -> None:
        self._searches = searches
        self._state = state
        self._outbox = outbox
        self._locks: WeakValueDictionary[Asker, asyncio.Lock] = WeakValueDictionary()

    async def answer(self, asker: Asker, place: Place, question: str) -> None:
        """Answers a question as part of the asker's conversation.

        Raises:
            OnRecordError: there is no answer; the message says why.
        """
        async with self._turn(asker), self._outbox.typing(place):
            before = await self._state.conversation(asker)
            pages, record, after = await self._searches.run(
                lambda desk: _answered(desk, question, before), asker.person
            )
            await self._state.keep(asker, after)
            await self._send(asker, place, pages, record)

    async def brief(self, asker: Asker, place: Place, about: str | None) -> None:
        """Sends a briefing.

        Raises:
            OnRecordError: there is none; the message says why.
        """
        async with self._turn(asker), self._outbox.typing(place):
            pages, record = await self._searches.run(
                lambda desk: _briefed(desk, about), asker.person
            )
            await self._send(asker, place, pages, record)

    async def _send(
        self, asker: Asker, place: Place, pages: tuple[Page, ...], record: Record
    ) -> None:
        identity = await self._state.remember(asker, record)
        keyboard = (
            card_keyboard(
                identity,
                0,
                len(pages),
                pages[0].numbers,
                choices=record.choices,
                suggestions=record.suggestions,
            )
            if identity is not None
            else None
        )
        await self._outbox.send(place, pages[0].html, keyboard)

    @contextlib.asynccontextmanager
    async def _turn(self, asker: Asker) -> AsyncIterator[None]:
        """One question of a person in a chat at a time, so that follow-ups follow."""
        lock = self._locks.get(asker)
        if lock is None:
            lock = self._locks[asker] = asyncio.Lock()
        async with lock:
            yield


def _answered(
    desk: Desk, question: str, before: Conversation
) -> tuple[tuple[Page, ...], Record, Conversation]:
    answer, after = desk.answer(question, before, limit=_RESULTS)
    return answer_pages(answer), record_of(answer), after


def _briefed(desk: Desk, about: str | None) -> tuple[tuple[Page, ...], Record]:
    briefing = desk.brief(about, limit=_SPEAKERS, each=_STATEMENTS_EACH)
    return briefing_pages(briefing), record_of_briefing(briefing)
