"""What the commands about the collection show to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.wording import count, duration, size

if TYPE_CHECKING:
    from pathlib import Path

    from index.build_report import BuildReport
    from index.collection import Collection
    from index.duplicates import Duplicate
    from index.speakers import Speaker


def build_lines(report: BuildReport) -> Iterator[str]:
    """What a build did, in lines for a person."""
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


def info_lines(folder: Path, collection: Collection) -> Iterator[str]:
    """What a generation holds and what it was built with, a fact a line."""
    manifest, counts = collection.manifest, collection.manifest.counts
    headers = collection.articles()
    days = sorted(header.published for header in headers if header.published)
    outlets = sorted({header.source for header in headers if header.source})
    named = f"{count(len(outlets), 'outlet')}: {', '.join(outlets)}" if outlets else "none named"
    dated = f"{days[0]} to {days[-1]} ({count(len(days), 'dated article')})" if days else "none"
    facts = {
        "folder": str(folder),
        "size": size(sum(entry.size for entry in manifest.files.values())),
        "built": f"{manifest.created:%Y-%m-%d %H:%M} UTC",
        "articles": f"{counts.articles:,}",
        "outlets": named,
        "dates": dated,
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
        yield f"{name:<11}{fact}"


def speaker_table(found: Sequence[Speaker]) -> None:
    """Prints the speakers as a table on standard output."""
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
            Text(_first(s.aliases)),
            Text(_first(s.roles)),
        )
    Console().print(table)


def _first(names: Sequence[str], most: int = 4) -> str:
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")
