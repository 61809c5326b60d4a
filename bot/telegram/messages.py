"""What the bot does with messages: commands, questions, and what is neither.

Edited messages are ignored: an edit would answer a question twice, and the bot does not ask
Telegram for them. The help says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from telegram import Message, Update
from telegram.constants import ChatType, MessageLimit

from bot.rendering.telegram_lists import ASK_EXAMPLE, help_text, sources_pages, speakers_pages
from bot.telegram.access import sender_id
from bot.telegram.addressing import question_in
from bot.telegram.aliases import Context
from bot.telegram.cards import Cards
from bot.telegram.keyboards import SOURCES, SPEAKERS, list_keyboard
from bot.telegram.limits import Once, TokenBuckets
from bot.telegram.searching import Searches
from bot.telegram.sending import Outbox, place_of
from bot.telegram.state import Asker, State
from index.errors import OnRecordError

_NEARLY_FULL = MessageLimit.MAX_TEXT_LENGTH - 96  # apps split a long text at a word before the end
_MOST_REMEMBERED = 1000
_SPLIT_WITHIN = timedelta(seconds=3)


class Messages:
    """The handlers of messages.

    Args:
        cards: answers questions and briefings.
        searches: the desk, for the lists.
        outbox: sends.
        state: is told of groups that become other chats.
        buckets: how much a person may ask.
        notices: how often a person is told something that is not an answer.
    """

    def __init__(
        self,
        cards: Cards,
        searches: Searches,
        outbox: Outbox,
        state: State,
        buckets: TokenBuckets,
        notices: Once,
    ) -> None:
        self._cards = cards
        self._searches = searches
        self._outbox = outbox
        self._state = state
        self._buckets = buckets
        self._notices = notices
        self._last_long: dict[Asker, tuple[int, datetime]] = {}

    async def start(self, update: Update, context: Context) -> None:
        """/start: what this is and how to ask."""
        await self._help(update, greeting=True)

    async def help(self, update: Update, context: Context) -> None:
        """/help: how to ask."""
        await self._help(update, greeting=False)

    async def ask(self, update: Update, context: Context) -> None:
        """/ask, a mention or a plain question."""
        message = _message(update)
        asker = asker_of(update)
        if self._continues_a_long_one(asker, message):
            return
        question = question_in(message)
        if not question:
            await self._outbox.send(place_of(message), ASK_EXAMPLE)
        elif await self._may_ask(asker, message):
            await self._cards.answer(asker, place_of(message), question)

    async def brief(self, update: Update, context: Context) -> None:
        """/brief: of the whole collection, or on a topic or speaker."""
        message, asker = _message(update), asker_of(update)
        if await self._may_ask(asker, message):
            await self._cards.brief(asker, place_of(message), question_in(message) or None)

    async def speakers(self, update: Update, context: Context) -> None:
        """/speakers: who is on record."""
        message, asker = _message(update), asker_of(update)
        if await self._may_ask(asker, message):
            pages = await self._searches.run(
                lambda desk: speakers_pages(desk.speakers()), asker.person
            )
            keyboard = list_keyboard(SPEAKERS, 0, len(pages))
            await self._outbox.send(place_of(message), pages[0], keyboard)

    async def sources(self, update: Update, context: Context) -> None:
        """/sources: the outlets and their dates."""
        message, asker = _message(update), asker_of(update)
        if await self._may_ask(asker, message):
            pages = await self._searches.run(
                lambda desk: sources_pages(desk.sources()), asker.person
            )
            keyboard = list_keyboard(SOURCES, 0, len(pages))
            await self._outbox.send(place_of(message), pages[0], keyboard)

    async def unknown_command(self, update: Update, context: Context) -> None:
        """A command that is none, in a private chat."""
        await self._notice(_message(update), "I do not know that command; /help lists those I do.")

    async def not_text(self, update: Update, context: Context) -> None:
        """A picture, a sticker, a voice message ... in a private chat."""
        await self._notice(_message(update), "I read text only: type a question.")

    async def migrated(self, update: Update, context: Context) -> None:
        """A group has become a supergroup, with another id."""
        message = _message(update)
        if message.migrate_to_chat_id is not None:
            await self._state.move(message.chat_id, message.migrate_to_chat_id)

    async def _help(self, update: Update, *, greeting: bool) -> None:
        try:
            speakers = await self._searches.run(
                lambda desk: desk.speakers(), asker_of(update).person
            )
        except OnRecordError:
            speakers = ()  # help is help without an index too
        name = speakers[0].name if speakers else None
        await self._outbox.send(place_of(_message(update)), help_text(name, greeting=greeting))

    async def _notice(self, message: Message, words: str) -> None:
        # The pictures of an album come as single messages.
        key = (message.chat_id, message.media_group_id or message.message_id)
        if self._notices(key):
            await self._outbox.send(place_of(message), words)

    async def _may_ask(self, asker: Asker, message: Message) -> bool:
        wait = self._buckets.take(asker.person)
        if wait and self._notices((asker, "slow down")):
            await self._outbox.send(place_of(message), slow_down(wait))
        return not wait

    def _continues_a_long_one(self, asker: Asker, message: Message) -> bool:
        """Whether a message is the rest of a pasted text that the app has split.

        The first part is answered, or refused with the limit named; the rest is no question.
        """
        last = self._last_long.pop(asker, None)
        if message.chat.type != ChatType.PRIVATE:
            return False
        continues = (
            last is not None
            and message.message_id == last[0] + 1
            and message.date - last[1] <= _SPLIT_WITHIN
        )
        if len(message.text or "") >= _NEARLY_FULL:
            if len(self._last_long) >= _MOST_REMEMBERED:
                self._last_long.clear()
            self._last_long[asker] = (message.message_id, message.date)
        return continues


def asker_of(update: Update) -> Asker:
    """Who asks, and in which chat.

    Raises:
        ValueError: the update has no sender or no chat; the gate lets none such through.
    """
    sender, chat = sender_id(update), update.effective_chat
    if sender is None or chat is None:
        raise ValueError(f"update {update.update_id} has no sender or no chat")
    return Asker(chat.id, sender)


def slow_down(seconds: float) -> str:
    """What a person reads who asks too much."""
    return f"That was a lot at once: ask again in {max(1, round(seconds))} seconds."


def _message(update: Update) -> Message:
    if update.message is None:
        raise ValueError(f"update {update.update_id} holds no message")
    return update.message
