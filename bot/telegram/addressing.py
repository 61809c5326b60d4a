"""Whether a message in a group is meant for the bot, and what is left of it as a question."""

from __future__ import annotations

from telegram import Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)


class Addressed(filters.MessageFilter):
    """Text in a group that mentions the bot or replies to it; commands have their own handlers."""

    def filter(self, message: Message) -> bool:
        """Whether ``message`` is meant for the bot."""
        in_group = message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
        return in_group and not message.is_automatic_forward and is_addressed(message)


def is_addressed(message: Message) -> bool:
    """Whether a message names the bot, is a command to it, or replies to one of its messages."""
    bot = message.get_bot()
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
        return True
    text = message.text or ""
    if text.startswith("/"):
        return text.split()[0].lower().endswith(f"@{bot.username}".lower())
    return bool(_mentions(message))


def question_in(message: Message) -> str:
    """The text of a message without mentions of the bot and without a command at its start."""
    text = _encodable(message.text or "")
    raw = text.encode("utf-16-le")  # entities count UTF-16 units
    cuts = _mentions(message)
    if (command := _command(message)) is not None:
        cuts = [command, *cuts]
    for entity in sorted(cuts, key=lambda cut: cut.offset, reverse=True):
        raw = raw[: 2 * entity.offset] + raw[2 * (entity.offset + entity.length) :]
    return raw.decode("utf-16-le", "replace").strip(" \t\r\n,:")


def _mentions(message: Message) -> list[MessageEntity]:
    bot = message.get_bot()
    name = f"@{bot.username}".lower()
    return [
        entity
        for entity, words in message.parse_entities(list(_MENTIONS)).items()
        if (words.lower() == name or (entity.user is not None and entity.user.id == bot.id))
    ]


def _command(message: Message) -> MessageEntity | None:
    return next(
        (e for e in message.entities if e.type == MessageEntity.BOT_COMMAND and e.offset == 0), None
    )


def _encodable(text: str) -> str:
    """``text`` with lone surrogates, which no file and no message can hold, as U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
