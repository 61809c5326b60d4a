"""Completion and history of the console at a terminal."""

from __future__ import annotations

import datetime as dt
import io
import stat
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.answer import Answer
from bot.console import Session
from bot.conversation import Conversation
from bot.prompt import NameCompleter, open_history, run_at_terminal
from bot.screen import Screen
from tests.fake_desk import NEW, FakeDesk

NAMES = ("Ada Quill", "Bo Lindqvist", "Adam de Vries")


def completed(line: str) -> list[str]:
    """The line as each completion would make it."""
    found = NameCompleter(lambda: NAMES).get_completions(Document(line), CompleteEvent())
    return [line[: len(line) + one.start_position] + one.text for one in found]


def quiet_screen() -> tuple[Screen, io.StringIO]:
    """A screen and what it says in messages."""
    err = io.StringIO()
    return Screen(io.StringIO(), err), err


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("what did qui", ["what did Ada Quill"]),
        ("what did ad", ["what did Ada Quill", "what did Adam de Vries"]),
        ("what did adam de", ["what did Adam de Vries"]),
        ("what did de v", ["what did Adam de Vries"]),
        ("LIND", ["Bo Lindqvist"]),
        ("/brief lind", ["/brief Bo Lindqvist"]),
        ("what did zed", []),
        ("what did ", []),
        ("", []),
    ],
)
def test_names_are_completed_from_any_of_their_words(line: str, lines: list[str]) -> None:
    """The words before the cursor are completed to the speakers they begin."""
    assert completed(line) == lines


@pytest.mark.parametrize(
    ("line", "lines"), [("/s", ["/speakers", "/sources"]), ("/con", ["/context"]), ("/zz", [])]
)
def test_commands_are_completed(line: str, lines: list[str]) -> None:
    """A slash and letters are completed to the commands they begin."""
    assert completed(line) == lines


class StoppedDesk(FakeDesk):
    """A desk whose first answer is stopped with Ctrl-C."""

    def answer(
        self,
        question: str,
        conversation: Conversation = NEW,
        *,
        limit: int = 5,
        asked: dt.date | None = None,
    ) -> tuple[Answer, Conversation]:
        """Raises KeyboardInterrupt the first time."""
        reply = super().answer(question, conversation, limit=limit, asked=asked)
        if len(self.asked) == 1:
            raise KeyboardInterrupt
        return reply


def test_ctrl_c_gives_up_an_answer_and_stays() -> None:
    """An answer that is stopped is not shown; the next question is answered."""
    out = io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("taxes\rbridge\r/quit\r")
        session = Session(StoppedDesk(), limit=3)
        run_at_terminal(session, InMemoryHistory(), Screen(out, io.StringIO()))
    assert "about taxes" not in out.getvalue()
    assert "The bridge is safe" in out.getvalue()


def test_history_is_kept_for_the_next_time(tmp_path: Path) -> None:
    """What was typed is there in the next session."""
    path = tmp_path / "state" / "onrecord" / "history"
    screen, _ = quiet_screen()
    open_history(path, screen).append_string("is the bridge safe?")
    assert list(open_history(path, screen).load_history_strings()) == ["is the bridge safe?"]


def test_nobody_else_can_read_the_history(tmp_path: Path) -> None:
    """The file is for its owner alone."""
    open_history(tmp_path / "history", quiet_screen()[0])
    assert stat.S_IMODE((tmp_path / "history").stat().st_mode) == 0o600


def test_no_history_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    """Without a file the history ends with the session."""
    assert isinstance(open_history(None, quiet_screen()[0]), InMemoryHistory)


def test_a_history_that_cannot_be_written_is_told_and_done_without(tmp_path: Path) -> None:
    """The console goes on without the file, and the message names the setting."""
    (tmp_path / "file").write_text("")
    screen, err = quiet_screen()
    assert isinstance(open_history(tmp_path / "file" / "history", screen), InMemoryHistory)
    assert "ONRECORD_CONSOLE__HISTORY" in err.getvalue()


def test_a_line_that_cannot_be_stored_is_lost_alone(tmp_path: Path) -> None:
    """Where the folder goes away under the console, the line is in memory and no error rises."""
    path = tmp_path / "gone" / "history"
    history = open_history(path, quiet_screen()[0])
    path.unlink()
    path.parent.rmdir()
    history.append_string("words")
    assert "words" in history.get_strings()


def test_a_line_with_half_a_character_is_stored(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 do not keep the line out of the history."""
    history = open_history(tmp_path / "history", quiet_screen()[0])
    history.append_string("caf\udce9")
    assert list(history.load_history_strings()) == ["caf?"]
