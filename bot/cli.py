"""``onrecord``: the commands. The one place where the parts are put together.

Exit codes: 0 done (an honest "nothing on record" is done), 1 an error with a message on standard
error, 2 wrong usage, 130 stopped with Ctrl-C, 141 the reader of a pipe has gone. Results go to
standard output, everything else to standard error.

What a command needs is imported when it runs, so that asking loads nothing of building or of
Telegram, and ``--help`` loads nothing at all.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, TextIO

import typer

from bot.eval_command import evaluate
from bot.program import FAILED, OpenDesk, OuterEdge, Program, program_of
from index.cli import IndexDir
from index.cli import app as index_app
from index.errors import CollectionError, QuestionError

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.screen import Screen


def open_desk(index_dir: Path, model: str | None) -> Desk:
    """The desk over the index in ``index_dir``; one of another ``model`` is refused, if given."""
    from bot.answering import Answerer
    from bot.scoring import load
    from index.generations import Library

    return Answerer(Library(index_dir, model=model), load())


app = typer.Typer(
    name="onrecord",
    cls=OuterEdge,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(index_app, name="index", help="Build the index, look into it, take things out of it.")

Limit = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=50,
        metavar="N",
        help="Show N remarks at most, instead of ONRECORD_ANSWER__LIMIT (5).",
        show_default=False,
    ),
]


def main(open_desk: OpenDesk = open_desk) -> None:
    """Runs the command line and ends the process with its exit code.

    Args:
        open_desk: gives the desk for an index folder and the model asked for, if any.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Where the locale has no sign for a letter, "?" stands, rather than an error.
        _reconfigure(stream, errors="replace")
    app(prog_name="onrecord", obj=Program(open_desk))


def _reconfigure(stream: TextIO, **how: str) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(**how)  # type: ignore[arg-type]  # mypy spreads str over every argument


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        number = installed("onrecord")
    except PackageNotFoundError:
        number = "(not installed)"
    typer.echo(f"onrecord {number}")
    raise typer.Exit


@app.callback()
def _start(
    ctx: typer.Context,
    *,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show errors with their tracebacks.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Who said what in the news: verbatim, attributed, cited.

    Build the index once, then ask:

    \b
      onrecord index build articles/
      onrecord ask "what did the mayor say about the bridge?"
      onrecord console

    Settings come from the environment and .env; .env.example lists them. Results go to standard
    output, everything else to standard error. Exit codes: 0 done ("nothing on record" is done),
    1 an error with what mends it, 2 wrong usage.
    """  # noqa: D301 - \b keeps the examples from being wrapped
    program_of(ctx).debug = debug


@app.command()
def ask(
    ctx: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="What you want to know.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Answer the questions in FILE (JSON Lines; - for standard input).",
            show_default=False,
        ),
    ] = None,
    limit: Limit = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    asked_on: Annotated[
        dt.datetime | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
            help='Answer as on this day, to which "last week" refers, instead of today.',
            show_default=False,
        ),
    ] = None,
    index: IndexDir = None,
) -> None:
    """Answer a question, or a file of questions.

    \b
      onrecord ask "what did the mayor say about the bridge?"
      onrecord ask --json --limit 1 "who said the bridge is safe?"
      onrecord ask --batch questions.jsonl > answers.jsonl

    A line of the file is {"id": "1", "question": "..."} or, for a conversation,
    {"id": "2", "turns": [{"question": "..."}, {"question": "..."}]}; either may have
    "question_date": "YYYY-MM-DD", the day on which it is asked. Each gets a line of JSON in
    its place; one that cannot be answered gets {"id", "line", "error"}, the others are answered,
    and the exit code is 1.
    """  # noqa: D301 - \b keeps the examples from being wrapped
    if (question is None) == (batch is None):
        raise typer.BadParameter("give one QUESTION in quotes, or --batch FILE", ctx=ctx)
    program = program_of(ctx)
    desk = program.desk(index)
    most = limit or program.settings.answer.limit
    day = asked_on.date() if asked_on is not None else None
    if json or batch is not None:
        _reconfigure(sys.stdout, encoding="utf-8")  # JSON is UTF-8, whatever the locale is
    if batch is not None:
        _ask_batch(program.screen, desk, batch, most, day)
        return

    from bot.rendering.console import answer_sheet
    from bot.rendering.jsonl import answer_object, dump
    from bot.rendering.terminal import encodable

    answer, _ = desk.answer(encodable(question or ""), limit=most, asked=day)
    if json:
        program.screen.line(dump(answer_object(answer)))
    else:
        program.screen.show(answer_sheet(answer))


@app.command()
def brief(
    ctx: typer.Context,
    about: Annotated[
        str | None,
        typer.Argument(metavar="[ABOUT]", help="A topic or a speaker; everything without it."),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, max=50, metavar="N", help="Show N speakers at most.")
    ] = 5,
    index: IndexDir = None,
) -> None:
    """Show who said what: on a topic, by a speaker, or altogether.

    \b
      onrecord brief
      onrecord brief "the bridge"
    """  # noqa: D301 - \b keeps the examples from being wrapped
    from bot.rendering.console import briefing_sheet
    from bot.rendering.terminal import encodable

    program = program_of(ctx)
    wanted = encodable(about) if about is not None else None
    program.screen.show(briefing_sheet(program.desk(index).brief(wanted, limit=limit)))


@app.command()
def console(ctx: typer.Context, limit: Limit = None, index: IndexDir = None) -> None:
    """Ask and ask on, with history and completion.

    At a terminal the Tab key completes speakers and commands, /help lists the commands, Ctrl-D
    leaves. Without a terminal each line of standard input is a question or a command:

    \b
      onrecord console
      onrecord console < questions.txt
    """  # noqa: D301 - \b keeps the examples from being wrapped
    from bot.console import Session, run_piped

    program = program_of(ctx)
    session = Session(program.desk(index), limit=limit or program.settings.answer.limit)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        if not run_piped(session, sys.stdin, program.screen):
            raise typer.Exit(FAILED)
        return

    from bot.prompt import open_history, run_at_terminal

    greeting = session.greeting()
    history = open_history(program.settings.console.history_file, program.screen)
    program.screen.show(greeting)
    run_at_terminal(session, history, program.screen)


@app.command()
def serve(ctx: typer.Context, index: IndexDir = None) -> None:
    """Answer in Telegram until stopped.

    The token of the bot and who may ask are settings: ONRECORD_TELEGRAM__TOKEN and
    ONRECORD_TELEGRAM__ALLOWED_IDS.
    """
    from bot.telegram.application import serve as run

    program = program_of(ctx)
    telegram = program.settings.telegram
    desk = program.desk(index)
    try:
        desk.sources()
    except CollectionError as exc:
        # Not the end: an index that is built later is used from then on.
        program.screen.message(f"{exc}; until then no question can be answered")
    raise typer.Exit(run(telegram, desk, telegram.state))


app.command(name="eval")(evaluate)


def _ask_batch(screen: Screen, desk: Desk, path: Path, limit: int, asked: dt.date | None) -> None:
    from bot.batch import replies
    from bot.rendering.jsonl import dump

    failed = False
    name = "standard input" if str(path) == "-" else str(path)
    with _questions(path) as lines:
        for reply in replies(lines, desk, name=name, limit=limit, asked=asked):
            screen.line(dump(reply.value))
            for problem in reply.problems:
                screen.message(problem)
                failed = True
    if failed:
        raise typer.Exit(FAILED)


def _questions(path: Path) -> AbstractContextManager[IO[bytes]]:
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open("rb")
    except OSError as exc:
        raise QuestionError(
            f"{path} cannot be read ({exc.strerror}): name a file of questions, or - for standard "
            f"input"
        ) from exc
