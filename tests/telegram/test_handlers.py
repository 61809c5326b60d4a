"""The gate and the handlers behind it, in a real application fed with updates."""

import time
from typing import Any

import pytest
from telegram import Chat, Message, MessageEntity, Update, User
from telegram.ext import Application, ApplicationHandlerStop

from bot.telegram.access import Access
from bot.telegram.addressing import is_addressed, question_in
from bot.telegram.client import RecordBot
from bot.telegram.handlers import register
from bot.telegram.health import Health
from bot.telegram.limits import Once
from bot.telegram.updates import read_updates
from bot.telegram_settings import TelegramSettings
from tests.telegram.server import BOT_ID, TOKEN, USERNAME

ANN, GROUP = 7, -100


@pytest.fixture
def bot():
    """A bot that is not connected."""
    bot = RecordBot(TOKEN, base_url="http://127.0.0.1:1/bot", health=Health(time.monotonic))
    bot._bot_user = User(BOT_ID, "Record", is_bot=True, username=USERNAME)
    return bot


def access(**lists: str) -> Access:
    """A gate with these lists."""
    return Access(TelegramSettings.model_validate(lists), Once(60, 10, time.monotonic))


def update(
    bot: RecordBot, kind: str = "message", sender: dict[str, Any] | None = None, **message: Any
) -> Update:
    """An update with a message of Ann, or of another sender, changed as told."""
    body = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": ANN, "type": "private"},
        "from": sender or {"id": ANN, "is_bot": False, "first_name": "Ann"},
        "text": "hello",
        **message,
    }
    if kind == "callback_query":
        body = {"id": "1", "from": body["from"], "chat_instance": "1", "data": "x", "message": body}
    (read,) = read_updates([{"update_id": 1, kind: body}], bot)
    return read


@pytest.mark.parametrize("kind", ["message", "edited_message", "callback_query"])
@pytest.mark.parametrize(
    ("lists", "admitted"),
    [
        ({}, False),
        ({"allowed_ids": "7"}, True),
        ({"allowed_ids": "8"}, False),
        ({"admin_ids": "7"}, True),
        ({"allowed_ids": "*"}, True),
    ],
)
def test_whoever_is_not_listed_is_refused(bot, kind, lists, admitted):
    """Whatever kind of update they send."""
    assert access(**lists).admits(update(bot, kind)) is admitted


def test_the_name_of_another_chat_does_not_borrow_the_id_of_all_anonymous_people(bot):
    """Anonymous administrators of all groups share one user id; the group's own counts."""
    anonymous = update(
        bot,
        chat={"id": GROUP, "type": "supergroup", "title": "G"},
        sender_chat={"id": GROUP, "type": "supergroup", "title": "G"},
        sender={"id": 1087968824, "is_bot": True, "first_name": "Group"},
    )
    assert not access(allowed_ids="1087968824").admits(anonymous)
    assert access(allowed_ids=str(GROUP)).admits(anonymous)


def test_an_update_without_a_sender_is_refused_even_where_everybody_is_admitted(bot):
    """There is nobody to answer."""
    post = {"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "channel", "title": "C"}}
    (read,) = read_updates([{"update_id": 1, "channel_post": post}], bot)
    assert not access(allowed_ids="*").admits(read)


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"allowed_ids": "*"}, "answering EVERYBODY on Telegram"),
        ({}, "answering nobody (administrators: none): set ONRECORD_TELEGRAM__ALLOWED_IDS"),
        ({"admin_ids": "14"}, "answering nobody but the administrators (administrators: 14): set"),
        ({"allowed_ids": "5", "admin_ids": "14"}, "answering ids 5; administrators: 14"),
    ],
)
def test_it_can_be_told_who_is_answered(lists, said):
    """The log says it at start, and where that is nobody, what to set."""
    assert access(**lists).describe().startswith(said)


async def test_a_failing_gate_is_a_closed_gate(bot, monkeypatch):
    """The library would go on to the handlers after any other exception."""
    gate = access(allowed_ids="*")
    monkeypatch.setattr(gate, "admits", lambda _: 1 / 0)
    with pytest.raises(ApplicationHandlerStop):
        await gate.gate(update(bot), None)  # type: ignore[arg-type]  # it is not used


class Recorder:
    """Stands for all handlers; notes which were called."""

    def __init__(self) -> None:
        self.called: list[str] = []

    def __getattr__(self, name: str) -> Any:
        async def handler(update: object, context: object) -> None:
            self.called.append(name)

        return handler


@pytest.fixture
def application(bot):
    """A real application around the recorder, with everybody admitted."""
    recorder = Recorder()
    app = Application.builder().bot(bot).updater(None).job_queue(None).build()
    everybody = access(allowed_ids="*")
    register(app, everybody, recorder, recorder, recorder)  # type: ignore[arg-type]
    app._initialized = True
    return app, recorder


@pytest.mark.parametrize(
    ("text", "chat", "called"),
    [
        ("hello", ANN, ["ask"]),
        ("/ask hello", ANN, ["ask"]),
        ("/start", ANN, ["start"]),
        ("/nonsense", ANN, ["unknown_command"]),
        ("hello", GROUP, []),
        ("/nonsense", GROUP, []),
        ("/ask hello", GROUP, ["ask"]),
        (f"/ask@{USERNAME} hello", GROUP, ["ask"]),
        ("/ask@another_bot hello", GROUP, []),
        (f"hello @{USERNAME}", GROUP, ["ask"]),
        (None, ANN, ["not_text"]),
        (None, GROUP, []),
    ],
)
async def test_each_message_finds_its_handler(application, bot, text, chat, called):
    """In private everything is for the bot, in a group only what names it."""
    app, recorder = application
    entities = []
    if text and text.startswith("/"):
        entities.append({"type": "bot_command", "offset": 0, "length": len(text.split()[0])})
    elif text and "@" in text:
        entities.append({"type": "mention", "offset": 6, "length": len(text) - 6})
    kind = "private" if chat > 0 else "group"
    await app.process_update(
        update(bot, text=text, entities=entities, chat={"id": chat, "type": kind, "title": "T"})
    )
    assert recorder.called == called


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post"])
async def test_edits_and_posts_in_channels_find_no_handler(application, bot, kind):
    """The library hands edits to message handlers, with no message in them."""
    app, recorder = application
    await app.process_update(update(bot, kind, edit_date=2))
    assert recorder.called == []


async def test_a_group_that_moves_is_noted(application, bot):
    """The notice has no text and is for nobody."""
    app, recorder = application
    group = {"id": GROUP, "type": "group", "title": "G"}
    await app.process_update(update(bot, text=None, chat=group, migrate_to_chat_id=-1001))
    assert recorder.called == ["migrated"]


def message(bot: RecordBot, text: str, *entities: MessageEntity) -> Message:
    """A message in a group."""
    made = Message(1, None, Chat(GROUP, "group"), text=text, entities=entities)  # type: ignore[arg-type]
    made.set_bot(bot)
    return made


def test_a_mention_is_taken_out_by_utf_16_units(bot):
    """An emoji before it counts two."""
    mention = MessageEntity(MessageEntity.MENTION, 3, len(USERNAME) + 1)
    said = message(bot, f"😀 @{USERNAME}, what now?", mention)
    assert is_addressed(said)
    assert question_in(said) == "😀 , what now?"


def test_a_mention_of_somebody_else_stays_in_the_question(bot):
    """It may be what the question is about."""
    said = message(bot, "what did @ada say?", MessageEntity(MessageEntity.MENTION, 9, 4))
    assert not is_addressed(said)
    assert question_in(said) == "what did @ada say?"


def test_a_lone_surrogate_in_a_question_harms_nothing(bot):
    """It can be neither stored nor sent."""
    assert question_in(message(bot, "what\ud800?")) == "what�?"
