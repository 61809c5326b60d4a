"""Screen: the two streams of a command. Data goes to one, everything else to the other."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console

from bot.rendering.sheet import Rendered
from bot.rendering.terminal import visible

_WIDEST = 100  # columns; longer lines are hard to read


class Screen:
    """Where results and messages are written.

    Args:
        out: the stream for results; styled and wrapped where it is a terminal, else plain.
        err: the stream for messages.
    """

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self.is_terminal = out.isatty()

    def show(self, result: Rendered) -> None:
        """Writes a result for a person to read."""
        if not self.is_terminal:
            self.line(result.plain())
            return
        # Made anew each time: a terminal may be resized while the program runs.
        console = Console(file=self._out, markup=False, highlight=False, emoji=False)
        # Nothing is cut off where a terminal is too narrow for a word: the terminal wraps it.
        console.print(result, width=min(_WIDEST, console.width), crop=False)
        self._out.flush()

    def line(self, text: str) -> None:
        """Writes a line as it is, at once: a reader at the other end of a pipe may be waiting."""
        self._out.write(f"{text}\n")
        self._out.flush()

    def message(self, text: str) -> None:
        """Writes a message: an error, a warning, a note."""
        self._err.write(f"onrecord: {visible(text)}\n")
        self._err.flush()
