"""The bot's connection to Telegram: polls that survive a strange update, a token never shown."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram.health import Health
from bot.telegram.rate import CappedRateLimiter
from bot.telegram.updates import read_updates, update_number

_CONNECTIONS = 32
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 10.0
_UNNUMBERED = 5.0  # seconds
_INSISTING = (0.2, 0.5, 1.0)  # seconds between attempts


class RecordBot(ExtBot[int]):
    """The library's bot with polling that cannot be wedged.

    The library reads a batch of updates as a whole; when one cannot be read, all are lost and
    asked for again, for ever. Here each is read by itself, and an unreadable one is acknowledged
    with the next poll, even where it was the last of its batch.

    Args:
        token: the bot's token.
        base_url: address of the Bot API up to the token.
        health: is told of every successful poll, and when the token is refused.
    """

    __slots__ = ("_health", "_next_offset")

    def __init__(self, token: str, *, base_url: str, health: Health) -> None:
        super().__init__(
            token,
            base_url=base_url,
            request=HTTPXRequest(
                connection_pool_size=_CONNECTIONS,
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_ANSWER_SECONDS,
                write_timeout=_ANSWER_SECONDS,
                pool_timeout=_ANSWER_SECONDS,
            ),
            get_updates_request=HTTPXRequest(
                connection_pool_size=2,  # one poll, and one to acknowledge at the end
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_ANSWER_SECONDS,
            ),
            rate_limiter=CappedRateLimiter(),
        )
        self._health = health
        self._next_offset = 0

    def __repr__(self) -> str:
        """Without the token, which the library's own form shows."""
        return f"{type(self).__name__}[id={self._bot_user.id if self._bot_user else None}]"

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | dt.timedelta | None = None,  # noqa: ASYNC109  the library's signature
        allowed_updates: Sequence[str] | None = None,
        **timeouts: Any,  # noqa: ANN401  the library's timeouts, passed through
    ) -> tuple[Update, ...]:
        """Updates from ``offset`` on, without those that cannot be read; see the library."""
        seconds = timeout.total_seconds() if isinstance(timeout, dt.timedelta) else timeout or 0
        timeouts.setdefault("read_timeout", _ANSWER_SECONDS)
        timeouts["read_timeout"] += seconds
        data = {
            "offset": max(offset or 0, self._next_offset) or None,
            "limit": limit,
            "timeout": int(seconds),
            "allowed_updates": allowed_updates,
        }
        raw = await self._polled(data, timeouts)
        self._health.beat()
        items: list[object] = raw if isinstance(raw, list) else []
        numbers = [number for item in items if (number := update_number(item)) is not None]
        if items and not numbers:
            await asyncio.sleep(_UNNUMBERED)  # they cannot be acknowledged and come again at once
        self._next_offset = max([self._next_offset, *(number + 1 for number in numbers)])
        return read_updates(items, self)

    async def _polled(self, data: dict[str, Any], timeouts: dict[str, Any]) -> object:
        """One poll. The one that acknowledges the last updates on the way out insists.

        It comes right behind a poll that was broken off, which the server may still hold open;
        given up, it would leave answered updates to be answered again by the next process.
        """
        pauses = iter(() if data["timeout"] else _INSISTING)
        while True:
            try:
                return await self._post("getUpdates", data, **timeouts)
            except InvalidToken:
                self._health.refuse()
                raise
            except Conflict:
                if (pause := next(pauses, None)) is None:
                    raise
                await asyncio.sleep(pause)
