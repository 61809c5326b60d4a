"""The systems side by side: how each is built, asked and served."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

WORKERS = 2
"""Threads that answer at once, as the Telegram bot has them unless it is set otherwise."""

Command = list[str]


class System(Protocol):
    """The commands of one system."""

    @property
    def name(self) -> str:
        """What the table calls it."""

    @property
    def keeps_record(self) -> bool:
        """Whether a build knows what it has built before."""

    def build(self, index: Path, articles: Path) -> Command:
        """Builds from nothing, or, where the system keeps a record, anew."""

    def add(self, index: Path, articles: Path, new: Path) -> Command:
        """Takes the articles of ``new`` into an index of ``articles``."""

    def ask(self, index: Path, question: str) -> Command:
        """Answers one question and ends."""

    def serve(self, index: Path) -> Command:
        """Answers questions by the lines of ``benchmarks.peers.protocol``."""

    def encode(self) -> Command:
        """Encodes texts by the same lines."""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """This program, on its own command line where it has one."""

    name: str = "On Record"
    keeps_record: bool = True

    def build(self, index: Path, articles: Path) -> Command:
        """``onrecord index build``."""
        return self._build(index, [articles])

    def add(self, index: Path, articles: Path, new: Path) -> Command:
        """``onrecord index build`` with one more file."""
        return self._build(index, [articles, new])

    def ask(self, index: Path, question: str) -> Command:
        """``onrecord ask``."""
        return [sys.executable, "-m", "bot", "ask", question, "--json", "--index", str(index)]

    def serve(self, index: Path) -> Command:
        """The desk that the bot answers from."""
        return [*self._module(), "serve", "--index", str(index), "--workers", str(WORKERS)]

    def encode(self) -> Command:
        """The embedder of a build."""
        return [*self._module(), "encode"]

    def _build(self, index: Path, articles: Sequence[Path]) -> Command:
        paths = [str(path) for path in articles]
        return [sys.executable, "-m", "bot", "index", "build", *paths, "--index", str(index)]

    def _module(self) -> Command:
        return [sys.executable, "-m", "benchmarks.peers.onrecord"]


@dataclass(frozen=True, slots=True)
class Other:
    """A system of ``benchmarks.peers``.

    Attributes:
        name: what the table calls it.
        module: the module in ``benchmarks.peers``.
        python: the interpreter of the peers' environment.
    """

    name: str
    module: str
    python: Path
    keeps_record: bool = False

    def build(self, index: Path, articles: Path) -> Command:
        """Builds from nothing."""
        return self._command("build", "--index", str(index), "--articles", str(articles))

    def add(self, index: Path, articles: Path, new: Path) -> Command:
        """Adds to what is there; ``articles`` are in it."""
        del articles
        return self._command("add", "--index", str(index), "--articles", str(new))

    def ask(self, index: Path, question: str) -> Command:
        """Loads, answers and ends."""
        return self._command("ask", "--index", str(index), question)

    def serve(self, index: Path) -> Command:
        """Loads and answers until standard input ends."""
        return self._command("serve", "--index", str(index), "--workers", str(WORKERS))

    def encode(self) -> Command:
        """Loads and encodes until standard input ends."""
        return self._command("encode")

    def _command(self, *arguments: str) -> Command:
        return [str(self.python), "-m", f"benchmarks.peers.{self.module}", *arguments]


def systems(python: Path) -> tuple[System, ...]:
    """On Record first, then what it is measured against.

    Args:
        python: the interpreter of the peers' environment.
    """
    return (
        OnRecord(),
        Other("txtai 9.14", "txtai_index", python),
        Other("tutorial", "tutorial", python),
    )
