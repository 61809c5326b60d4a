"""Which handler gets which update."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot.telegram.access import Access
from bot.telegram.addressing import Addressed
from bot.telegram.aliases import App
from bot.telegram.buttons import Buttons
from bot.telegram.failures import Failures
from bot.telegram.messages import Messages

_BEFORE_GATE, _GATE, _HANDLERS = -2, -1, 0

_NEW = filters.UpdateType.MESSAGE
_PRIVATE = filters.ChatType.PRIVATE


def register(
    app: App, access: Access, messages: Messages, buttons: Buttons, failures: Failures
) -> None:
    """Adds the gate and the handlers behind it.

    The gate takes updates of every type: one for messages alone lets pressed buttons through.
    Only the notice that a group has a new id goes before it; it comes from Telegram itself.
    """
    migrate = MessageHandler(filters.StatusUpdate.MIGRATE & _NEW, messages.migrated)
    app.add_handler(migrate, _BEFORE_GATE)
    app.add_handler(TypeHandler(Update, access.gate), _GATE)
    commands = {
        "start": messages.start,
        "help": messages.help,
        "ask": messages.ask,
        "brief": messages.brief,
        "speakers": messages.speakers,
        "sources": messages.sources,
    }
    for name, handler in commands.items():
        app.add_handler(CommandHandler(name, handler, filters=_NEW), _HANDLERS)
    app.add_handler(CallbackQueryHandler(buttons.press), _HANDLERS)
    text = filters.TEXT & ~filters.COMMAND & _NEW
    app.add_handler(MessageHandler(text & (_PRIVATE | Addressed()), messages.ask), _HANDLERS)
    unknown = filters.COMMAND & _PRIVATE & _NEW
    app.add_handler(MessageHandler(unknown, messages.unknown_command), _HANDLERS)
    other = _PRIVATE & _NEW & ~filters.TEXT & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(other, messages.not_text), _HANDLERS)
    app.add_error_handler(failures.handle)
