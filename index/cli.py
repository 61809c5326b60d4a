"""``index build | info | verify | speakers | export``: the commands about the collection.

``python -m index`` runs them by themselves; ``onrecord index`` mounts the same ``app``. Results go
to standard output, everything else to standard error.
"""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from index.errors import OnRecordError
from index.settings import IndexSettings, from_environment

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.duplicates import Duplicate
    from index.speakers import Speaker

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


@app.command()
def build(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
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

    from index.attribution import SpacyAnalyzer
    from index.build import build as run
    from index.embedding import SentenceTransformerEmbedder
    from index.progress import Bar

    embedder = SentenceTransformerEmbedder(model or settings.model)
    with _ended_in_order(), Bar(Console(stderr=True)) as progress:
        report = run(
            paths or [Path("seeds")],
            index or settings.dir,
            embedder,
            SpacyAnalyzer(),
            keep=settings.keep,
            progress=progress,
        )
    for line in _report(report):
        typer.echo(line, err=True)


@app.command()
def info(ctx: typer.Context, index: IndexDir = None) -> None:
    """Show what the index holds and what it was built with."""
    from index.generations import generation_dir, open_generation, published_id
    from index.wording import count, size

    index_dir = index or _settings(ctx).dir
    collection = open_generation(index_dir, published_id(index_dir))
    manifest, counts = collection.manifest, collection.manifest.counts
    days = sorted(header.published for header in collection.articles() if header.published)
    outlets = sorted({header.source for header in collection.articles() if header.source})
    bytes_ = sum(entry.size for entry in manifest.files.values())
    facts = {
        "folder": str(generation_dir(index_dir, manifest.generation)),
        "size": size(bytes_),
        "built": f"{manifest.created:%Y-%m-%d %H:%M} UTC",
        "articles": f"{counts.articles:,}",
        "outlets": f"{count(len(outlets), 'outlet')}: {', '.join(outlets)}" if outlets else "none",
        "dates": f"{days[0]} to {days[-1]} ({count(len(days), 'dated article')})"
        if days
        else "no dated article",
        "sentences": f"{counts.sentences:,}",
        "statements": f"{counts.statements:,}",
        "speakers": f"{counts.speakers:,}",
        "passages": f"{counts.passages:,}",
        "model": f"{manifest.model.id} ({manifest.model.weights_hash[:12]}, "
        f"{manifest.model.dimension} dimensions, {manifest.model.max_tokens} tokens)",
        "analyzer": manifest.analyzer,
        "format": str(manifest.format_version),
    }
    for name, fact in facts.items():
        typer.echo(f"{name:<11}{fact}")
    collection.close()


@app.command()
def verify(ctx: typer.Context, index: IndexDir = None) -> None:
    """Read the whole index and prove that it is complete and unaltered."""
    from index.generations import open_onnx_encoder, published_manifest
    from index.verification import verify as run
    from index.wording import count

    index_dir = index or _settings(ctx).dir
    folder, manifest = published_manifest(index_dir)
    run(folder, manifest, open_encoder=open_onnx_encoder)
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
        _speaker_table(found)
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


def _report(report: BuildReport) -> Iterator[str]:
    """What a build did, in lines for a person."""
    from index.wording import count, duration

    counts = report.counts
    yield (
        f"{count(counts.articles, 'article')} from {count(report.outlets, 'named outlet')}: "
        f"{count(counts.sentences, 'sentence')}, {count(counts.statements, 'statement')} by "
        f"{count(counts.speakers, 'speaker')}"
    )
    if report.skipped:
        yield f"skipped {len(report.skipped):,}:"
        yield from _listed([problem.message for problem in report.skipped])
    if report.notes:
        yield f"{count(len(report.notes), 'note')}:"
        yield from _listed([problem.message for problem in report.notes])
    if report.duplicates:
        yield f"{count(len(report.duplicates), 'repeated article')}, all kept:"
        yield from _listed([_repetition(duplicate) for duplicate in report.duplicates])
    if report.unchanged:
        yield f"nothing changed since the last build; {report.index_dir} stays as it is"
        return
    yield (
        f"{report.analyzed:,} articles parsed, {report.reused:,} known; "
        f"{report.encoded:,} texts encoded, {report.cached:,} known"
    )
    yield f"published in {report.index_dir} after {duration(report.seconds)}"


def _listed(lines: list[str], most: int = 20) -> Iterator[str]:
    """The first lines, indented, and how many more there are."""
    yield from (f"  {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"  and {len(lines) - most:,} more"


def _repetition(duplicate: Duplicate) -> str:
    how = "has the words of" if duplicate.exact else f"is {duplicate.similarity:.0%} the same as"
    return f"{duplicate.second_id} {how} {duplicate.first_id}"


def _speaker_table(found: list[Speaker]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("speaker")
    table.add_column("statements", justify="right")
    table.add_column("articles", justify="right")
    table.add_column("kind")
    table.add_column("also called")
    table.add_column("described as")
    for s in found:
        table.add_row(
            Text(s.name),
            f"{s.statements:,}",
            f"{s.articles:,}",
            s.kind.value,
            Text(", ".join(s.aliases)),
            Text(", ".join(s.roles)),
        )
    Console().print(table)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does: what was staged is removed."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
