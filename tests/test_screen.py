"""Results on one stream, messages on the other."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from bot.rendering.console import answer_sheet
from bot.screen import Screen
from tests.fake_desk import answered, declined
from tests.pseudo_terminal import without_sequences


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def test_a_pipe_gets_plain_words() -> None:
    """Where the stream is no terminal, a result is its plain form."""
    out = io.StringIO()
    Screen(out, io.StringIO()).show(answer_sheet(answered("q")))
    assert out.getvalue() == answer_sheet(answered("q")).plain() + "\n"


def test_a_terminal_gets_styles_and_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the stream is a terminal, names are bold and titles are links."""
    monkeypatch.setenv("TERM", "xterm-256color")
    out = Terminal()
    Screen(out, io.StringIO()).show(answer_sheet(answered("q")))
    assert "\x1b[1mAda Quill\x1b[0m" in out.getvalue()
    assert "https://herald.example/bridge\x1b\\Bridge to stay open" in out.getvalue()


def test_a_terminal_without_styles_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that says it is dumb gets words alone."""
    monkeypatch.setenv("TERM", "dumb")
    out = Terminal()
    Screen(out, io.StringIO()).show(answer_sheet(answered("q")))
    assert "\x1b" not in out.getvalue()


def test_lines_stay_readable_in_a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is wrapped at 100 columns, however wide the terminal is."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "300")
    out = Terminal()
    sheet = answer_sheet(replace(declined("q"), message="word " * 100))
    Screen(out, io.StringIO()).show(sheet)
    lines = without_sequences(out.getvalue()).splitlines()
    assert 90 < max(len(line.rstrip()) for line in lines) <= 100


@pytest.mark.parametrize("kind", ["line", "message"])
def test_the_screen_writes_at_once(kind: str) -> None:
    """A reader at the other end of a pipe does not wait for a buffer."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8")
    screen = Screen(stream, stream)
    (screen.line if kind == "line" else screen.message)("words")
    assert raw.getvalue().endswith(b"words\n")


def test_a_message_cannot_move_the_cursor() -> None:
    """A message that repeats hostile words shows them as text."""
    err = io.StringIO()
    Screen(io.StringIO(), err).message("no speaker '\x1b[2J'")
    assert err.getvalue() == "onrecord: no speaker '␛[2J'\n"
