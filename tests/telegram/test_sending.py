"""Sending: never lost to markup, never sent twice to a slow network."""

import httpx
import pytest
from telegram import Chat, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TimedOut

from bot.telegram.sending import Outbox, Place

PLACE = Place(5)


class Line:
    """A connection that fails as told, in order, and then works."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.sent = []
        self.edited = []

    async def send_message(self, chat, text, **more):
        """Notes the message or fails."""
        self.sent.append((chat, text, more["parse_mode"]))
        if self.failures:
            raise self.failures.pop(0)

    async def edit_message_text(self, text, **more):
        """Notes the edit or fails."""
        self.edited.append((text, more["parse_mode"]))
        if self.failures:
            raise self.failures.pop(0)


def caused(error, cause):
    """The library's error for one of the HTTP client's."""
    error.__cause__ = cause
    return error


@pytest.fixture
def moves():
    """Which chats have become others."""
    return []


@pytest.fixture
def pauses():
    """How long was waited."""
    return []


@pytest.fixture
def outbox(moves, pauses):
    """Makes an outbox for a line."""

    async def moved(old, new):
        moves.append((old, new))

    async def sleep(seconds):
        pauses.append(seconds)

    return lambda line: Outbox(line, moved, sleep)


async def test_markup_that_cannot_be_read_is_sent_as_plain_text(outbox):
    """The same words, without tags."""
    line = Line(BadRequest("Can't parse entities: unclosed tag"))
    await outbox(line).send(PLACE, "<b>a</b> &amp; b")
    assert line.sent == [(5, "<b>a</b> &amp; b", "HTML"), (5, "a & b", None)]


async def test_a_timeout_is_not_tried_again(outbox, pauses):
    """The message may have arrived."""
    line = Line(caused(TimedOut(), httpx.ReadTimeout("slow")))
    await outbox(line).send(PLACE, "a")
    assert len(line.sent) == 1


@pytest.mark.parametrize(
    "cause", [httpx.ConnectError("no"), httpx.ConnectTimeout("no"), httpx.PoolTimeout("no")]
)
async def test_what_never_left_is_sent_again(outbox, pauses, cause):
    """Without a connection nothing can have arrived."""
    line = Line(caused(NetworkError("no"), cause), caused(TimedOut(), cause))
    await outbox(line).send(PLACE, "a")
    assert len(line.sent) == 3
    assert pauses == [1.0, 3.0]


async def test_a_connection_that_stays_away_is_an_error_in_the_end(outbox):
    """After three attempts."""
    failures = [caused(NetworkError("no"), httpx.ConnectError("no")) for _ in range(3)]
    with pytest.raises(NetworkError):
        await outbox(Line(*failures)).send(PLACE, "a")


async def test_a_connection_that_broke_is_not_tried_again(outbox):
    """The message may have arrived before it broke."""
    line = Line(caused(NetworkError("broke"), httpx.ReadError("broke")))
    with pytest.raises(NetworkError):
        await outbox(line).send(PLACE, "a")
    assert len(line.sent) == 1


async def test_a_blocked_bot_is_silent(outbox, caplog):
    """No error; a line at INFO."""
    caplog.set_level("INFO")
    await outbox(Line(Forbidden("blocked"))).send(PLACE, "a")
    assert [record.levelname for record in caplog.records] == ["INFO"]


async def test_a_group_that_has_moved_is_followed(outbox, moves):
    """The answer goes to the new chat, and its state is taken along."""
    line = Line(ChatMigrated(-100))
    await outbox(line).send(PLACE, "a")
    assert [chat for chat, _, _ in line.sent] == [5, -100]
    assert moves == [(5, -100)]


@pytest.fixture
def message():
    """A message of the bot."""
    return Message(message_id=7, date=None, chat=Chat(5, "private"))  # type: ignore[arg-type]


async def test_an_edit_that_changes_nothing_is_no_error(outbox, message):
    """A button pressed twice."""
    line = Line(BadRequest("Message is not modified: ..."))
    await outbox(line).edit(message, "a")
    assert line.sent == []


async def test_a_message_that_cannot_be_edited_is_sent_anew(outbox, message):
    """It was deleted, or is too old."""
    line = Line(BadRequest("Message to edit not found"))
    await outbox(line).edit(message, "a")
    assert line.sent == [(5, "a", "HTML")]
