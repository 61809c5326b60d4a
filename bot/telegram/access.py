"""Who is answered. Whatever is not plainly allowed is refused."""

from __future__ import annotations

import logging

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.telegram.addressing import is_addressed
from bot.telegram.aliases import Context
from bot.telegram.limits import Once
from bot.telegram_settings import EVERYBODY, TelegramSettings

_LOG = logging.getLogger(__name__)


class Access:
    """The gate that every update passes before any handler sees it.

    A person is known by their numeric id; who writes in the name of a channel or as an anonymous
    administrator is known by the id of that chat. The id of a group on the list admits everybody
    in the group.

    Args:
        settings: the lists.
        refusals: how often a refused person is told so.
    """

    def __init__(self, settings: TelegramSettings, refusals: Once) -> None:
        self._everybody = settings.allowed_ids == EVERYBODY
        listed = frozenset() if isinstance(settings.allowed_ids, str) else settings.allowed_ids
        self._admitted = listed | settings.admin_ids
        self._admins = settings.admin_ids
        self._refusals = refusals

    def admits(self, update: Update) -> bool:
        """Whether the sender of an update is answered."""
        sender = sender_id(update)
        if sender is None:
            return False
        chat = update.effective_chat
        return (
            self._everybody
            or sender in self._admitted
            or (chat is not None and chat.type != ChatType.PRIVATE and chat.id in self._admitted)
        )

    async def gate(self, update: Update, context: Context) -> None:
        """Lets an update through, or stops it and tells the person their id.

        Raises:
            ApplicationHandlerStop: the update goes no further. Raised for every failure in here
                too: the library would go on to the next handlers after any other exception.
        """
        try:
            if self.admits(update):
                return
            await self._refuse(update)
        except TelegramError as exc:
            _LOG.info("a refusal could not be delivered: %s", exc)
        except Exception:  # noqa: BLE001  the gate stays closed whatever happens
            _LOG.exception("the gate failed; the update is refused")
        raise ApplicationHandlerStop

    def describe(self) -> str:
        """Who is answered, for the log at start."""
        if self._everybody:
            return "answering EVERYBODY on Telegram (ONRECORD_TELEGRAM__ALLOWED_IDS is *)"
        admins = ", ".join(map(str, sorted(self._admins))) or "none"
        others = ", ".join(map(str, sorted(self._admitted - self._admins)))
        if others:
            return f"answering ids {others}; administrators: {admins}"
        who = "nobody but the administrators" if self._admins else "nobody"
        return (
            f"answering {who} (administrators: {admins}): set ONRECORD_TELEGRAM__ALLOWED_IDS to "
            f"numeric ids separated by commas; the bot tells each person theirs"
        )

    async def _refuse(self, update: Update) -> None:
        sender = sender_id(update)
        if sender is None:
            return
        words = (
            f"I answer only people I know. Your Telegram id is {sender}: ask whoever runs this "
            f"bot to add it to ONRECORD_TELEGRAM__ALLOWED_IDS."
        )
        if update.callback_query is not None:
            await update.callback_query.answer(words[:200], show_alert=True)
            return
        message = update.message
        if message is not None and _may_be_answered(message) and self._refusals(sender):
            _LOG.info("refused id %s", sender)
            await message.reply_text(words)


def sender_id(update: Update) -> int | None:
    """The id that an update's sender is known by, or None."""
    message = update.message
    if message is not None and message.sender_chat is not None:
        return message.sender_chat.id
    return update.effective_user.id if update.effective_user is not None else None


def _may_be_answered(message: Message) -> bool:
    """Whether a refusal would not be noise: written to the bot, by a person."""
    if message.from_user is not None and message.from_user.is_bot:
        return False
    return message.chat.type == ChatType.PRIVATE or is_addressed(message)
