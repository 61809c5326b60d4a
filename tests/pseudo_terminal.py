"""A program in a pseudo-terminal: what a person types and sees."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

_SEQUENCE = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>]")
_PATIENCE = 10.0  # seconds; only a program that hangs takes as long

REPOSITORY = Path(__file__).parent.parent


class PseudoTerminal:
    """``python -m module arguments`` in a terminal of its own.

    Args:
        module: the module to run.
        arguments: its arguments.
        cwd: the folder it runs in; no ``.env`` of the repository is read there.
        columns: the width of the terminal.
        env: variables on top of a small, fixed environment.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        cwd: Path,
        columns: int = 80,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._own, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self.process = subprocess.Popen(  # noqa: S603 - the interpreter that runs the tests
            [sys.executable, "-m", module, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env=environment(cwd, env),
            start_new_session=True,
        )
        os.close(theirs)
        self._seen = ""

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._own)

    def type(self, keys: str) -> None:
        """Types ``keys``; Enter is a carriage return."""
        os.write(self._own, keys.encode())

    def read_until(self, words: str) -> str:
        """What was shown since the last call until ``words`` appear, without escape sequences.

        Raises:
            AssertionError: the program ends, or falls silent, without showing them.
        """
        end = time.monotonic() + _PATIENCE
        while True:
            text = without_sequences(self._seen).replace("\r\n", "\n")
            found = text.find(words)
            if found >= 0:
                self._seen = text[found + len(words) :]
                return text[: found + len(words)]
            if not self._read_more(end):
                raise AssertionError(f"{words!r} was not shown, but:\n{text}")

    def status(self) -> int:
        """The exit code, once the program has ended."""
        return self.process.wait(_PATIENCE)

    def _read_more(self, end: float) -> bool:
        ready, _, _ = select.select([self._own], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._own, 65536)
        except OSError:  # Linux: the program has ended and nothing is left
            return False
        self._seen += data.decode("utf-8", "replace")
        return bool(data)


def without_sequences(text: str) -> str:
    """``text`` without escape sequences: colours, links, moves of the cursor."""
    return _SEQUENCE.sub("", text)


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A small environment for a subprocess, with its home in ``home``."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PROMPT_TOOLKIT_NO_CPR": "1",  # no terminal answers where its cursor is
        **(extra or {}),
    }
