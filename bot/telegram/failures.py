"""What happens when a handler fails: the person reads a sentence, the log has the rest."""

from __future__ import annotations

import logging
import secrets

from telegram import Update
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ApplicationHandlerStop

from bot.rendering.telegram_markup import line
from bot.telegram.aliases import Context
from bot.telegram.health import Health
from bot.telegram.rate import WaitTooLong
from bot.telegram.sending import Outbox, place_of
from index.errors import OnRecordError

_LOG = logging.getLogger(__name__)

_TRANSIENT = (NetworkError, Forbidden, RetryAfter, WaitTooLong)
_LONGEST = 1500  # units of an error's message
_ALERT = 200  # characters of a pop-up (Bot API, answerCallbackQuery)


class Failures:
    """The error handler.

    Args:
        outbox: sends.
        health: is told when Telegram refuses the token.
    """

    def __init__(self, outbox: Outbox, health: Health) -> None:
        self._outbox = outbox
        self._health = health

    async def handle(self, update: object, context: Context) -> None:
        """A handler has failed.

        Raises:
            ApplicationHandlerStop: always; after an error the library would go on to the next
                handlers, also after an error of the gate.
        """
        error = context.error
        try:
            if isinstance(error, OnRecordError):
                await self._tell(update, str(error))
            elif isinstance(error, InvalidToken):
                self._health.refuse()
            elif isinstance(error, _TRANSIENT) and not isinstance(error, BadRequest):
                # Nothing is wrong here, and a word to the chat would meet the same fate.
                _LOG.warning("Telegram could not be reached or refused: %s", error)
            else:
                number = secrets.token_hex(4)
                _LOG.error("error %s", number, exc_info=error)
                await self._tell(
                    update,
                    f"Something went wrong here (error {number}); whoever runs this bot finds it "
                    f"in the log. Ask again, or ask otherwise.",
                )
        except TelegramError as exc:
            _LOG.warning("an error could not be reported to the chat: %s", exc)
        raise ApplicationHandlerStop

    async def _tell(self, update: object, words: str) -> None:
        if not isinstance(update, Update):
            return
        if update.callback_query is not None:
            short = words if len(words) <= _ALERT else words[: _ALERT - 1] + "…"
            try:
                await update.callback_query.answer(short, show_alert=True)
            except BadRequest as exc:  # it was answered already, or is too old
                _LOG.info("a button's press could not be answered: %s", exc)
                message = update.effective_message
                if message is not None:
                    await self._outbox.send(place_of(message), line(words, _LONGEST))
        elif update.message is not None:
            await self._outbox.send(place_of(update.message), line(words, _LONGEST))
