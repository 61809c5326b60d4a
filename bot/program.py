"""What the commands share, and the outermost edge, where errors become words and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import typer
from typer.core import TyperGroup

from index.errors import OnRecordError

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.screen import Screen
    from bot.settings import Settings

FAILED: Final = 1
_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141

OpenDesk = Callable[[Path, str | None], "Desk"]


class Program:
    """What the commands share while the program runs.

    Args:
        open_desk: gives the desk for an index folder and the model asked for, if any.
    """

    def __init__(self, open_desk: OpenDesk) -> None:
        self._open_desk = open_desk
        self.debug = False

    @cached_property
    def settings(self) -> Settings:
        """The settings, read when a command first needs them.

        Raises:
            SettingsError: a setting is unknown or cannot be used.
        """
        from bot.settings import load

        settings = load()
        self.debug = self.debug or settings.debug
        return settings

    @cached_property
    def screen(self) -> Screen:
        """The standard streams."""
        from bot.screen import Screen

        return Screen(sys.stdout, sys.stderr)

    def desk(self, index_dir: Path | None) -> Desk:
        """The desk for ``index_dir``, or for the folder in the settings."""
        settings = self.settings  # read in any case: a misspelt one is to be heard of
        return self._open_desk(index_dir or settings.index.dir, settings.index.model)


def program_of(ctx: typer.Context) -> Program:
    """What the commands share, from the context of one of them."""
    return cast("Program", ctx.obj)


class OuterEdge(TyperGroup):
    """The group of all commands: here, and nowhere else, errors become words and exit codes."""

    # Typer always makes its own kind of context.
    def parse_args(  # type: ignore[override]
        self, ctx: typer.Context, args: list[str]
    ) -> list[str]:
        """Reads the arguments; ``--help`` and ``--version`` are printed here."""
        if args and " " in args[0].strip() and not args[0].startswith("-"):
            raise typer.BadParameter('to ask a question, write: onrecord ask "..."', ctx=ctx)
        with _closed_pipe():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Runs the command that was asked for."""
        program = program_of(ctx)
        try:
            with _closed_pipe():
                result: object = super().invoke(ctx)
                sys.stdout.flush()
        except (typer.TyperException, typer.Exit, typer.Abort):
            raise  # wrong usage, or an exit code that a command chose
        except KeyboardInterrupt:
            raise typer.Exit(_INTERRUPTED) from None
        except OnRecordError as exc:
            self._tell(program, str(exc))
            raise typer.Exit(FAILED) from exc
        except OSError as exc:
            _drop_what_cannot_be_written()
            name = f"{exc.filename}: " if exc.filename else ""
            self._tell(
                program,
                f"{name}{exc.strerror or exc}: see that there is room on the disk and that files "
                f"may be read and written (`onrecord --debug ...` tells more)",
            )
            raise typer.Exit(FAILED) from exc
        except Exception as exc:
            self._tell(
                program,
                f"unexpected error, {type(exc).__name__}: {exc}. This is a fault in the program: "
                f"please report it, with what `onrecord --debug {ctx.invoked_subcommand} ...` "
                f"prints",
            )
            raise typer.Exit(FAILED) from exc
        return result

    @staticmethod
    def _tell(program: Program, message: str) -> None:
        if program.debug:
            traceback.print_exc()
        program.screen.message(message)


@contextmanager
def _closed_pipe() -> Iterator[None]:
    """Ends quietly where the reader of standard output has gone (``| head``)."""
    try:
        yield
    except BrokenPipeError:
        _drop_what_cannot_be_written()
        raise typer.Exit(_PIPE_CLOSED) from None


def _drop_what_cannot_be_written() -> None:
    """What is left in the buffer would fail again, aloud, when the interpreter ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
