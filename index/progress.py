"""Progress: how a build tells what it is doing, and a bar that shows it at a terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress


class Progress(Protocol):
    """Told how a build goes on."""

    def step(self, name: str, total: int | None) -> None:
        """A step begins; ``total`` is how much there is to do, or None where nobody knows."""

    def advance(self, number: int = 1) -> None:
        """So much more of the step is done."""

    def warn(self, message: str) -> None:
        """Something to know that stops nothing, in one line."""


class Silent:
    """A progress that nobody watches."""

    def step(self, name: str, total: int | None) -> None:
        """Does nothing."""

    def advance(self, number: int = 1) -> None:
        """Does nothing."""

    def warn(self, message: str) -> None:
        """Does nothing."""


class Bar:
    """A line for each step, on a terminal; elsewhere only the warnings. A context manager.

    Args:
        console: where it is shown.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = RichProgress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            console=console,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._finish()
        self._bars.stop()

    def step(self, name: str, total: int | None) -> None:
        """Completes the line of the last step and begins the next."""
        self._finish()
        self._task = self._bars.add_task(name, total=total)

    def advance(self, number: int = 1) -> None:
        """Moves the bar of the step."""
        if self._task is not None:
            self._bars.advance(self._task, number)

    def warn(self, message: str) -> None:
        """Prints the warning above the bars."""
        self._console.print(message, markup=False, highlight=False, soft_wrap=True)

    def _finish(self) -> None:
        if self._task is None:
            return
        done = next(task for task in self._bars.tasks if task.id == self._task)
        self._bars.update(
            self._task, total=max(done.completed, 1), completed=max(done.completed, 1)
        )
