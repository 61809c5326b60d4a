"""What the bot does when a button is pressed. Every press is answered, if only with why not."""

from __future__ import annotations

import contextlib
import re

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.error import BadRequest

from bot.answer import Briefing
from bot.desk import Desk
from bot.rendering.telegram import Page, answer_pages, briefing_pages, context_pages
from bot.rendering.telegram_lists import sources_pages, speakers_pages
from bot.telegram.aliases import Context
from bot.telegram.asking_again import with_choice, with_suggestion
from bot.telegram.cards import Cards
from bot.telegram.keyboards import (
    CHOICE,
    CONTEXT,
    MORE,
    SOURCES,
    SPEAKERS,
    SUGGESTION,
    card_keyboard,
    context_keyboard,
    list_keyboard,
)
from bot.telegram.limits import TokenBuckets
from bot.telegram.messages import asker_of, slow_down
from bot.telegram.records import Record, Reference, resolve, restore
from bot.telegram.searching import Searches
from bot.telegram.sending import Outbox, Place, place_of
from bot.telegram.state import Asker, State

_GONE = "This answer is no longer kept: ask again."
_NOT_YOURS = "These buttons belong to the person who asked."
_UNKNOWN = "I do not know this button."
_DATA = re.compile(r"([a-z]+):([A-Za-z0-9_-]{1,16}):(\d{1,4})(?::(\d{1,4}))?")
_LIST_DATA = re.compile(rf"({SPEAKERS}|{SOURCES}):(\d{{1,4}})")


class Buttons:
    """The handler of pressed buttons.

    Args:
        cards: answers questions.
        searches: the desk.
        outbox: sends.
        state: recent answers.
        buckets: how much a person may ask.
    """

    def __init__(
        self,
        cards: Cards,
        searches: Searches,
        outbox: Outbox,
        state: State,
        buckets: TokenBuckets,
    ) -> None:
        self._cards = cards
        self._searches = searches
        self._outbox = outbox
        self._state = state
        self._buckets = buckets

    async def press(self, update: Update, context: Context) -> None:
        """A button was pressed."""
        query = update.callback_query
        if query is None:
            return
        message, data = query.message, query.data or ""
        if message is None:  # a message of inline mode, which this bot does not have
            await query.answer(_UNKNOWN)
        elif wait := self._buckets.take(query.from_user.id):
            await query.answer(slow_down(wait), show_alert=True)
        elif found := _LIST_DATA.fullmatch(data):
            await self._turn_list(message, asker_of(update), found[1], int(found[2]))
            await _acknowledge(query)
        elif found := _DATA.fullmatch(data):
            page = int(found[4]) if found[4] else 0
            await self._press_answer(
                query, message, asker_of(update), found[1], found[2], int(found[3]), page
            )
        else:
            await query.answer(_UNKNOWN)

    async def _press_answer(
        self,
        query: CallbackQuery,
        message: MaybeInaccessibleMessage,
        asker: Asker,
        kind: str,
        identity: str,
        number: int,
        page: int,
    ) -> None:
        kept = await self._state.recall(identity)
        if kept is None:
            await query.answer(_GONE, show_alert=True)
            return
        owner, record = kept
        if owner != asker:
            await query.answer(_NOT_YOURS, show_alert=True)
            return
        reference = record.reference(number)
        if kind == MORE:
            await self._turn_card(message, asker, identity, record, number)
            await _acknowledge(query)
        elif kind == CONTEXT and reference is not None:
            await self._show_context(message, asker, identity, reference, page)
            await _acknowledge(query)
        elif (question := _question(record, kind, number)) is not None:
            await self._cards.answer(asker, place_of(message), question)
            await _acknowledge(query)
        else:
            await query.answer(_UNKNOWN)

    async def _turn_card(
        self,
        message: MaybeInaccessibleMessage,
        asker: Asker,
        identity: str,
        record: Record,
        page: int,
    ) -> None:
        pages = await self._searches.run(lambda desk: _card_pages(desk, record), asker.person)
        page = min(page, len(pages) - 1)
        first = page == 0
        keyboard = card_keyboard(
            identity,
            page,
            len(pages),
            pages[page].numbers,
            choices=record.choices if first else (),
            suggestions=record.suggestions if first else (),
        )
        await self._outbox.edit(message, pages[page].html, keyboard)

    async def _show_context(
        self,
        message: MaybeInaccessibleMessage,
        asker: Asker,
        identity: str,
        reference: Reference,
        page: int,
    ) -> None:
        pages = await self._searches.run(
            lambda desk: context_pages(resolve(reference, desk), reference.number), asker.person
        )
        page = min(page, len(pages) - 1)
        keyboard = context_keyboard(identity, reference.number, page, len(pages))
        if _is_context(message):
            await self._outbox.edit(message, pages[page], keyboard)
        else:
            place = place_of(message)
            place = Place(place.chat, place.thread, message.message_id)
            await self._outbox.send(place, pages[page], keyboard)

    async def _turn_list(
        self, message: MaybeInaccessibleMessage, asker: Asker, kind: str, page: int
    ) -> None:
        pages = await self._searches.run(
            lambda desk: (
                speakers_pages(desk.speakers())
                if kind == SPEAKERS
                else sources_pages(desk.sources())
            ),
            asker.person,
        )
        page = min(page, len(pages) - 1)
        await self._outbox.edit(message, pages[page], list_keyboard(kind, page, len(pages)))


async def _acknowledge(query: CallbackQuery) -> None:
    """Ends the waiting shown on the button; after too long a search Telegram no longer cares."""
    with contextlib.suppress(BadRequest):
        await query.answer()


def _card_pages(desk: Desk, record: Record) -> tuple[Page, ...]:
    restored = restore(record, desk)
    if isinstance(restored, Briefing):
        return briefing_pages(restored)
    return answer_pages(restored)


def _is_context(message: MaybeInaccessibleMessage) -> bool:
    """Whether ``message`` is itself a page of a context: its buttons only turn pages."""
    markup = message.reply_markup if isinstance(message, Message) else None
    data = [str(b.callback_data) for row in markup.inline_keyboard for b in row] if markup else []
    return bool(data) and all(
        item.startswith(f"{CONTEXT}:") and item.count(":") == 3 for item in data
    )


def _question(record: Record, kind: str, place: int) -> str | None:
    """The question that a button with a name or a suggestion stands for, or None."""
    if kind == CHOICE:
        return with_choice(record, place)
    return with_suggestion(record, place) if kind == SUGGESTION else None
