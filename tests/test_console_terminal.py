"""The console in a pseudo-terminal, as a person uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pseudo_terminal import PseudoTerminal

PROMPT = "\n>"


def console(cwd: Path, *arguments: str, columns: int = 80, **env: str) -> PseudoTerminal:
    """The console with the fake desk behind it."""
    return PseudoTerminal(
        "tests.fake_onrecord", "console", *arguments, cwd=cwd, columns=columns, env=env
    )


def leave(terminal: PseudoTerminal) -> None:
    """Waits for the prompt (before it, keys are not the console's), and leaves with Ctrl-D."""
    terminal.read_until(PROMPT)
    terminal.type("\x04")
    assert terminal.status() == 0


def test_a_conversation_at_a_terminal(tmp_path: Path) -> None:
    """A greeting, a question, a follow-up, the source in its context, and out with Ctrl-D."""
    with console(tmp_path) as terminal:
        terminal.read_until("2 articles, 2 speakers on record")
        terminal.read_until(PROMPT)
        terminal.type("is the bridge safe?\r")
        terminal.read_until('│ "The bridge is safe,"')
        terminal.read_until("[2] outlet unknown")
        terminal.read_until(PROMPT)
        terminal.type("and when?\r")
        terminal.read_until('│ "The bridge is safe,"')
        terminal.read_until(PROMPT)
        terminal.type("/context 1\r")
        terminal.read_until("Repairs begin in May.")
        leave(terminal)


def test_quit_leaves(tmp_path: Path) -> None:
    """/quit ends the console with status 0."""
    with console(tmp_path) as terminal:
        terminal.read_until(PROMPT)
        terminal.type("/quit\r")
        assert terminal.status() == 0


def test_ctrl_c_clears_the_line_and_stays(tmp_path: Path) -> None:
    """After Ctrl-C what was typed is gone and the next question is answered."""
    with console(tmp_path) as terminal:
        terminal.read_until(PROMPT)
        terminal.type("what did nobody\x03")
        terminal.read_until(PROMPT)
        terminal.type("bridge\r")
        shown = terminal.read_until("The bridge is safe")
        assert "about taxes" not in shown
        leave(terminal)


def test_tab_completes_a_speaker(tmp_path: Path) -> None:
    """The Tab key makes a name of its beginning."""
    with console(tmp_path) as terminal:
        terminal.read_until(PROMPT)
        terminal.type("/speakers lind\t\r")
        terminal.read_until("Bo Lindqvist")
        assert "Ada Quill" not in terminal.read_until(PROMPT)
        terminal.type("/quit\r")
        assert terminal.status() == 0


def test_the_arrow_key_brings_back_the_last_session(tmp_path: Path) -> None:
    """What was asked in one session is a key away in the next."""
    with console(tmp_path) as terminal:
        terminal.read_until(PROMPT)
        terminal.type("is the bridge safe?\r")
        terminal.read_until("The bridge is safe")
        leave(terminal)
    with console(tmp_path) as terminal:
        terminal.read_until(PROMPT)
        terminal.type("\x1b[A\r")
        terminal.read_until("Understood as: what Ada Quill said about the bridge")
        leave(terminal)


def test_no_history_is_written_where_none_is_wanted(tmp_path: Path) -> None:
    """With the history turned off nothing is left behind."""
    with console(tmp_path, ONRECORD_CONSOLE__KEEP_HISTORY="false") as terminal:
        leave(terminal)
    assert list(tmp_path.iterdir()) == []


def test_an_error_keeps_the_console_open(tmp_path: Path) -> None:
    """An unknown command is answered with the list, and the prompt comes back."""
    with console(tmp_path) as terminal:
        terminal.read_until(PROMPT)
        terminal.type("/nonsense\r")
        terminal.read_until("there is no command /nonsense: /help")
        leave(terminal)


@pytest.mark.parametrize("columns", [30, 40])
def test_a_narrow_terminal_is_kept_to(tmp_path: Path, columns: int) -> None:
    """No line of an answer is wider than the terminal."""
    with console(tmp_path, columns=columns) as terminal:
        terminal.read_until(PROMPT)
        terminal.type("bridge\r")
        terminal.read_until("Understood as:")
        shown = terminal.read_until("carried by 2 articles")
        assert [line for line in shown.split("\n") if len(line) > columns] == []
        leave(terminal)


def test_a_missing_index_is_told_instead_of_a_prompt(tmp_path: Path) -> None:
    """Without an index the console ends with status 1 and what mends it."""
    with console(tmp_path, "--index", "missing") as terminal:
        shown = terminal.read_until("run `onrecord index build`")
        assert PROMPT not in shown
        assert terminal.status() == 1
