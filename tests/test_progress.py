"""The progress of a build: a bar at a terminal, silence elsewhere."""

from __future__ import annotations

import io

from rich.console import Console

from index.progress import Bar


def shown(*, terminal: bool) -> str:
    """What a build of two steps shows."""
    console = Console(file=io.StringIO(), force_terminal=terminal, width=100, color_system=None)
    with Bar(console) as bar:
        bar.step("reading articles", None)
        bar.advance()
        bar.warn("discarded [a cache] of data/index")
        bar.step("encoding", 4)
        bar.advance(3)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_terminal_shows_every_step():
    assert "reading articles" in shown(terminal=True)
    assert "encoding" in shown(terminal=True)


def test_elsewhere_only_warnings_are_printed():
    assert shown(terminal=False) == "discarded [a cache] of data/index\n"
