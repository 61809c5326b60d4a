"""What outlives a restart, and what does not."""

import datetime as dt
import sqlite3
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.conversation import Conversation
from bot.telegram.records import Record, record_of
from bot.telegram.state import Asker, State
from index.errors import SettingsError
from tests.telegram.newsroom import Newsroom

ANN = Asker(1, 1)
DAY = 24 * 3600.0


class Clock:
    """A clock that is turned by hand."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest_asyncio.fixture
async def state(tmp_path, clock) -> AsyncIterator[State]:
    """An open state."""
    state = State(tmp_path / "folder" / "state.db", clock)
    await state.open()
    yield state
    await state.close()


@pytest.fixture
def record() -> Record:
    """What is kept of an answer."""
    return record_of(Newsroom().answer("which boats has Berg?")[0])


async def test_a_conversation_is_kept_whole(state):
    """Every part of it."""
    talk = Conversation(
        speaker="Ada Berg",
        topic="a deal",
        since=dt.date(2025, 3, 4),
        kind="said",
        cited=("harbour", 1, 2),
        shown=("Ada Berg",),
    )
    await state.keep(ANN, talk)
    assert await state.conversation(ANN) == talk


async def test_conversations_are_by_person_and_chat(state):
    """Neither another person nor another chat sees it."""
    await state.keep(ANN, Conversation(speaker="Ada Berg"))
    assert await state.conversation(Asker(1, 2)) == Conversation()
    assert await state.conversation(Asker(-5, 1)) == Conversation()


async def test_a_conversation_goes_cold(state, clock):
    """A follow-up to the day before yesterday's question would be misread."""
    await state.keep(ANN, Conversation(speaker="Ada Berg"))
    clock.now += 2 * DAY
    assert await state.conversation(ANN) == Conversation()


async def test_an_answer_is_recalled_with_its_asker(state, record):
    """Under an id that fits a button."""
    identity = await state.remember(ANN, record)
    assert len(identity) == 8
    assert await state.recall(identity) == (ANN, record)


async def test_an_unknown_answer_is_none(state):
    """Not an error."""
    assert await state.recall("AAAAAAAA") is None


async def test_old_answers_are_dropped(state, record, clock, tmp_path):
    """From the file too."""
    identity = str(await state.remember(ANN, record))
    clock.now += 31 * DAY
    assert await state.recall(identity) is None
    await state.remember(ANN, record)
    rows = sqlite3.connect(tmp_path / "folder" / "state.db")
    assert rows.execute("SELECT count(*) FROM answers").fetchone() == (1,)
    rows.close()


async def test_the_number_of_answers_is_bounded(state, record, monkeypatch):
    """The oldest go first."""
    monkeypatch.setattr("bot.telegram.state._MOST_ANSWERS", 3)
    identities = [await state.remember(ANN, record) for _ in range(5)]
    kept = [await state.recall(str(identity)) is not None for identity in identities]
    assert kept == [False, False, True, True, True]


async def test_a_group_takes_its_state_along(state, record):
    """When it becomes a supergroup it has another id."""
    group = Asker(-5, 1)
    await state.keep(group, Conversation(speaker="Ada Berg"))
    identity = await state.remember(group, record)
    await state.move(-5, -100)
    assert (await state.conversation(Asker(-100, 1))).speaker == "Ada Berg"
    assert (await state.recall(identity))[0] == Asker(-100, 1)


async def test_everything_is_there_after_closing_and_opening(tmp_path, clock, record):
    """That is what the file is for."""
    first = State(tmp_path / "state.db", clock)
    await first.open()
    identity = await first.remember(ANN, record)
    await first.close()
    second = State(tmp_path / "state.db", clock)
    await second.open()
    assert await second.recall(str(identity)) == (ANN, record)
    await second.close()


async def test_what_people_asked_is_for_the_owner_of_the_file_only(state, tmp_path):
    """No other account of the machine may read it."""
    assert (tmp_path / "folder" / "state.db").stat().st_mode & 0o077 == 0


async def test_a_file_of_another_format_is_set_aside(tmp_path, clock):
    """Nothing is overwritten."""
    other = sqlite3.connect(tmp_path / "state.db")
    other.execute("PRAGMA user_version = 99")
    other.close()
    state = State(tmp_path / "state.db", clock)
    await state.open()
    await state.keep(ANN, Conversation(speaker="Ada Berg"))
    await state.close()
    assert list(tmp_path.glob("state.db.damaged-*"))


async def test_a_folder_in_place_of_the_file_is_named_with_the_setting(tmp_path, clock):
    """The message ends with what mends it."""
    state = State(tmp_path, clock)
    with pytest.raises(SettingsError, match="ONRECORD_TELEGRAM__STATE"):
        await state.open()
    await state.close()


async def test_a_failing_file_costs_no_answer(state, record, tmp_path, caplog):
    """What cannot be kept is logged; the caller goes on without it."""
    breaker = sqlite3.connect(tmp_path / "folder" / "state.db")
    breaker.executescript("DROP TABLE answers; DROP TABLE conversations;")
    breaker.close()
    assert await state.remember(ANN, record) is None
    assert await state.conversation(ANN) == Conversation()
    await state.keep(ANN, Conversation())
    assert "buttons and follow-ups may not work" in caplog.text
