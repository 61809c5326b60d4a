"""``index build | info | verify | speakers | export``: the commands about the collection.

``python -m index`` runs them by themselves; ``onrecord index`` mounts the same ``app``. Results go
to standard output, everything else to standard error.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Protocol

import typer

from index.errors import OnRecordError
from index.settings import IndexSettings, from_environment

app = typer.Typer(
    name="index",
    help="Build the index, look into it, take things out of it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

IndexDir = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        help="The index folder, instead of ONRECORD_INDEX__DIR (data/index).",
        show_default=False,
    ),
]


class _Sections(Protocol):
    @property
    def index(self) -> IndexSettings: ...


class Host(Protocol):
    """What a program that mounts ``app`` puts into ``ctx.obj``, so that settings are read once."""

    @property
    def settings(self) -> _Sections:
        """Its settings; the section ``index`` is used here."""


def main() -> None:
    """Runs ``python -m index`` and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Where the locale has no sign for a letter, "?" stands, rather than an error.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="python -m index")
    except OnRecordError as exc:
        typer.echo(str(exc), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has gone (``| head``); the interpreter would say so when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
def build(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help="Files and folders of articles; seeds/ without any.",
            show_default=False,
        ),
    ] = None,
    index: IndexDir = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="The embedding model (a folder, or the name of one that is on this machine), "
            "instead of ONRECORD_INDEX__MODEL.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Build the index from articles and publish it.

    Until it is done, and if it is stopped, the index that is there stays in use. Texts that did
    not change since the last build are not read again by the models.
    """
    settings = _settings(ctx)

    from rich.console import Console

    from index.attribution.workers import ParallelAnalyzer
    from index.build import build as run
    from index.cores import cores
    from index.embedding import Embedder, SentenceTransformerEmbedder
    from index.exported_embedder import ExportedEmbedder
    from index.layout import encoders_dir
    from index.progress import Bar
    from index.report import build_lines

    index_dir = index or settings.dir
    with (
        _ended_in_order(),
        ParallelAnalyzer(cores()) as analyzer,
        Bar(Console(stderr=True)) as progress,
    ):
        embedder: Embedder
        if settings.encoder == "exported":
            embedder = ExportedEmbedder(
                model or settings.model, encoders_dir(index_dir), note=progress.warn
            )
        else:
            embedder = SentenceTransformerEmbedder(
                model or settings.model, unexported=progress.warn
            )
        report = run(
            paths or [Path("seeds")],
            index_dir,
            embedder,
            analyzer,
            keep=settings.keep,
            progress=progress,
        )
    for line in build_lines(report):
        typer.echo(line, err=True)


@app.command()
def info(ctx: typer.Context, index: IndexDir = None) -> None:
    """Show what the index holds and what it was built with."""
    from index.generations import open_generation
    from index.layout import generation_dir, published_id
    from index.report import info_lines

    index_dir = index or _settings(ctx).dir
    collection = open_generation(index_dir, published_id(index_dir))
    for line in info_lines(generation_dir(index_dir, collection.generation), collection):
        typer.echo(line)
    collection.close()


@app.command()
def verify(ctx: typer.Context, index: IndexDir = None) -> None:
    """Read the whole index and prove that it is complete and unaltered."""
    from index.generations import open_serving_encoder
    from index.layout import published_manifest
    from index.verification import verify as run
    from index.wording import count

    index_dir = index or _settings(ctx).dir
    folder, manifest = published_manifest(index_dir)
    run(folder, manifest, open_encoder=open_serving_encoder)
    counts = manifest.counts
    typer.echo(
        f"{folder} is whole: {count(counts.articles, 'article')}, "
        f"{count(counts.sentences, 'sentence')}, {count(counts.statements, 'statement')}; every "
        "file has its checksum, every offset lies inside its article"
    )


@app.command()
def speakers(ctx: typer.Context, index: IndexDir = None) -> None:
    """List who is on record, most statements first.

    Where standard output is not a terminal: one speaker a line, with tabs between name, kind,
    statements, articles, aliases and roles.
    """
    from index.generations import Library

    library = Library(index or _settings(ctx).dir)
    found = sorted(library.current().speakers(), key=lambda s: (-s.statements, s.name))
    if sys.stdout.isatty():
        from index.report import speaker_table

        speaker_table(found)
    else:
        for s in found:
            fields = (s.name, s.kind.value, str(s.statements), str(s.articles))
            lists = ("; ".join(s.aliases), "; ".join(s.roles))
            typer.echo("\t".join(" ".join(field.split()) for field in (*fields, *lists)))
    library.close()


@app.command()
def export(
    ctx: typer.Context,
    *,
    statements: Annotated[
        bool, typer.Option("--statements", help="Export the statements, as JSON Lines.")
    ] = False,
    index: IndexDir = None,
) -> None:
    """Print what the index holds as JSON Lines."""
    if not statements:
        raise typer.BadParameter("say what to export: --statements", ctx=ctx)

    from index.export_statements import statements as run
    from index.generations import Library

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8, whatever the locale is
    library = Library(index or _settings(ctx).dir)
    for statement in run(library.current()):
        sys.stdout.write(json.dumps(statement, ensure_ascii=False) + "\n")
    library.close()


def _settings(ctx: typer.Context) -> IndexSettings:
    """The host's settings, or those of the environment where nobody mounts these commands."""
    host: Host | None = ctx.obj
    return from_environment() if host is None else host.settings.index


class _Stopped(BaseException):
    """SIGTERM arrived."""


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does: what was staged is removed, and it is said."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise _Stopped(number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except (KeyboardInterrupt, _Stopped) as exc:
        typer.echo("stopped; the index that was there stays in use", err=True)
        number = signal.SIGTERM if isinstance(exc, _Stopped) else signal.SIGINT
        raise typer.Exit(128 + number) from None
    finally:
        signal.signal(signal.SIGTERM, before)
