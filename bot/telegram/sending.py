"""Sending: an answer is never lost to its markup, and never sent twice to a slow network."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import httpx
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.rendering.telegram_markup import plain

_LOG = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_PAUSES = (1.0, 3.0)  # seconds before a request that never left is made again
_TYPING_AFTER = 0.7  # seconds; most answers are there before a person could read "typing"
_TYPING_EVERY = 4.5  # Telegram shows it for 5 seconds

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes.

    Attributes:
        chat: id of the chat.
        thread: id of the topic in a forum, or None.
        reply_to: id of the message that is answered, or None where that goes without saying.
    """

    chat: int
    thread: int | None = None
    reply_to: int | None = None


def place_of(message: MaybeInaccessibleMessage) -> Place:
    """Where the answer to ``message`` goes; only in groups it shows what it replies to."""
    private = message.chat.type == ChatType.PRIVATE
    in_topic = isinstance(message, Message) and message.is_topic_message
    thread = message.message_thread_id if isinstance(message, Message) and in_topic else None
    return Place(message.chat.id, thread, None if private else message.message_id)


class Outbox:
    """Sends and edits messages.

    Args:
        bot: the connection.
        moved: is told when a group has become another chat: the old id, the new id.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        bot: Bot,
        moved: Callable[[int, int], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._moved = moved
        self._sleep = sleep

    async def send(
        self, place: Place, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Sends a message.

        A person who has blocked the bot, and an answer that may or may not have arrived, are
        logged; trying again after a timeout could show the answer twice.

        Raises:
            TelegramError: Telegram refuses the message for another reason.
        """
        try:
            await self._marked_up(html, lambda text, mode: self._send(place, text, mode, keyboard))
        except ChatMigrated as exc:
            await self._moved(place.chat, exc.new_chat_id)
            there = replace(place, chat=exc.new_chat_id, reply_to=None)
            await self._marked_up(html, lambda text, mode: self._send(there, text, mode, keyboard))
        except Forbidden as exc:
            _LOG.info("chat %s does not take messages: %s", place.chat, exc)
        except TimedOut as exc:
            _LOG.warning("no word whether a message to chat %s arrived: %s", place.chat, exc)

    async def edit(
        self,
        message: MaybeInaccessibleMessage,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Replaces a message of the bot; one that can no longer be edited is sent anew.

        Raises:
            TelegramError: Telegram refuses that too.
        """
        try:
            await self._marked_up(
                html,
                lambda text, mode: self._bot.edit_message_text(
                    text,
                    chat_id=message.chat.id,
                    message_id=message.message_id,
                    parse_mode=mode,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                ),
            )
        except BadRequest as exc:
            if "not modified" not in exc.message.lower():
                _LOG.info("message %s cannot be edited: %s", message.message_id, exc)
                await self.send(place_of(message), html, keyboard)
        except (Forbidden, TimedOut) as exc:
            _LOG.info("a message in chat %s was not edited: %s", message.chat.id, exc)

    @contextlib.asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator[None]:
        """Shows that the bot is at work, where the work in the block takes longer than a moment."""
        task = asyncio.create_task(self._keep_typing(place))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _keep_typing(self, place: Place) -> None:
        await asyncio.sleep(_TYPING_AFTER)
        with contextlib.suppress(TelegramError):  # a courtesy; the answer matters
            while True:
                await self._bot.send_chat_action(
                    place.chat, ChatAction.TYPING, message_thread_id=place.thread
                )
                await asyncio.sleep(_TYPING_EVERY)

    async def _send(
        self, place: Place, text: str, mode: str | None, keyboard: InlineKeyboardMarkup | None
    ) -> Message:
        reply = (
            ReplyParameters(place.reply_to, allow_sending_without_reply=True)
            if place.reply_to is not None
            else None
        )
        return await self._bot.send_message(
            place.chat,
            text,
            parse_mode=mode,
            reply_markup=keyboard,
            reply_parameters=reply,
            message_thread_id=place.thread,
            link_preview_options=_NO_PREVIEW,
        )

    async def _marked_up(
        self, html: str, request: Callable[[str, str | None], Awaitable[object]]
    ) -> None:
        """Makes a request with markup, and where Telegram cannot read that, with plain text."""
        try:
            await self._sent(lambda: request(html, ParseMode.HTML))
        except BadRequest as exc:
            if "can't parse entities" not in exc.message.lower():
                raise
            _LOG.error("Telegram cannot read the markup, sending plain text: %s", exc)
            await self._sent(lambda: request(plain(html), None))

    async def _sent(self, request: Callable[[], Awaitable[T]]) -> T:
        """Makes a request again where it certainly never left this machine."""
        for pause in _PAUSES:
            try:
                return await request()
            except NetworkError as exc:
                if not isinstance(exc.__cause__, _NEVER_SENT):
                    raise
                await self._sleep(pause)
        return await request()
