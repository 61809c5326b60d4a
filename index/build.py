"""The build: articles in, one published generation out, all or nothing."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.build_report import BuildReport
from index.errors import IndexDamaged
from index.layout import check_files
from index.past import Past, look_back
from index.progress import Progress, Silent
from index.staging import locked

if TYPE_CHECKING:
    from index.analysis import Analyzer
    from index.embedding import Embedder
    from index.generations import OpenEncoder


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def build(
    paths: Sequence[Path],
    index_dir: Path,
    embedder: Embedder,
    analyzer: Analyzer,
    *,
    keep: int = 2,
    progress: Progress | None = None,
    open_encoder: OpenEncoder | None = None,
    now: Callable[[], dt.datetime] = _utc_now,
) -> BuildReport:
    """Builds a generation from files and folders and publishes it.

    Articles that cannot be read are reported and skipped. Where the articles, the model and the
    rules are those of the published generation and that one is whole, nothing is made.

    Args:
        paths: files and folders of articles.
        index_dir: the index folder, made when missing.
        embedder: makes the vectors.
        analyzer: finds sentences, statements and speakers.
        keep: how many generations stay, the new one included.
        progress: told how it goes on.
        open_encoder: opens the serving encoder, to prove that the generation can be asked; None
            for the one that was exported.
        now: the time.

    Raises:
        EmptyCollection: no article can be read.
        IndexLocked: another build is running.
        IndexUnwritable: the index folder cannot be written.
        ModelError: a model is missing or cannot be exported.
    """
    started = time.monotonic()
    with locked(index_dir):
        past = look_back(paths, index_dir, embedder, analyzer, now().date())
        report = _unchanged(index_dir, past, started)
        if report is not None:
            return report
        if past.record is not None and not past.same_inputs:
            # Other articles than last time: the parser loads while they are looked for.
            analyzer.prepare(1)

        # Not above: the libraries it takes are imported while the parser loads, or not at all.
        from index.generations import open_serving_encoder
        from index.making import Making

        return Making(
            paths,
            index_dir,
            embedder,
            analyzer,
            progress or Silent(),
            open_encoder or open_serving_encoder,
            now,
            past,
            started,
        ).run(keep)


def _unchanged(index_dir: Path, past: Past, started: float) -> BuildReport | None:
    """The report of a build that has nothing to do, or None where there is something."""
    manifest, record = past.manifest, past.record
    if manifest is None or past.folder is None or record is None or not past.unchanged:
        return None
    # What the files hold was proven before they were published.
    with suppress(IndexDamaged):
        check_files(past.folder, manifest)
        return BuildReport(
            index_dir=index_dir,
            generation=manifest.generation,
            unchanged=True,
            counts=manifest.counts,
            outlets=record.outlets,
            skipped=record.skipped,
            notes=record.notes,
            duplicates=record.duplicates,
            encoded=0,
            cached=0,
            analyzed=0,
            reused=0,
            seconds=time.monotonic() - started,
        )
    return None
