"""Measures a build from nothing, a rebuild of the same, and a build with 1 % added."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.data import Articles
from benchmarks.process import run
from benchmarks.results import Results
from benchmarks.systems import System

Tell = Callable[[str], None]


def building(
    systems: Sequence[System],
    articles: Articles,
    folder: Path,
    results: Results,
    *,
    runs: int,
    tell: Tell,
) -> dict[str, Path]:
    """Builds with every system in turn, ``runs`` times, each time from nothing.

    Returns:
        By the name of the system the folder of its last index, the added articles in it.
    """
    indexes = {system.name: folder / f"index-{at}" for at, system in enumerate(systems)}
    for number in range(1, runs + 1):
        for system in systems:
            tell(f"build {number} of {runs}: {system.name}")
            index = indexes[system.name]
            if index.exists():
                shutil.rmtree(index)
            _build(system, articles, index, results)
    return indexes


def _build(system: System, articles: Articles, index: Path, results: Results) -> None:
    name = system.name
    build = run(system.build(index, articles.base))
    results.add("build", name, build.seconds)
    results.add("build_articles", name, articles.count / build.seconds)
    results.add("build_megabytes", name, articles.megabytes / build.seconds)
    results.add("build_memory", name, build.megabytes)
    if system.keeps_record:
        again = run(system.build(index, articles.base))
        results.add("unchanged", name, again.seconds)
        results.add("unchanged_share", name, 100 * again.seconds / build.seconds)
    added = run(system.add(index, articles.base, articles.new))
    results.add("add", name, added.seconds)
    results.add("add_share", name, 100 * added.seconds / build.seconds)
