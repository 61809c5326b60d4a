"""Worker processes make the analyses that one process makes, and end with whoever started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from index.articles import Article
from index.attribution.analyzer import SpacyAnalyzer
from index.attribution.workers import ParallelAnalyzer
from index.errors import ModelError

ROOT = Path(__file__).parents[2]
ARTICLES = [
    Article(
        id=f"a{n}",
        title=f"Ferry {n}",
        text=f'The ferry {n} sank on Monday. "It sank," said Ana Lind, the mayor. She was sorry.',
        source=None,
        published=None,
        url=None,
    )
    for n in range(20)
]
WAITING = """
from tests.attribution.test_workers import ARTICLES
from index.attribution.workers import ParallelAnalyzer
if __name__ == "__main__":
    with ParallelAnalyzer(1) as analyzer:
        list(analyzer.analyze(ARTICLES[:1]))
        print("there", flush=True)
        input()
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[ParallelAnalyzer]:
    with ParallelAnalyzer(2) as analyzer:
        yield analyzer


@pytest.mark.model
def test_the_analyses_are_those_of_one_process_in_order(
    workers: ParallelAnalyzer, analyzer: SpacyAnalyzer
):
    assert list(workers.analyze(ARTICLES)) == list(analyzer.analyze(ARTICLES))
    assert workers.version == analyzer.version


def _spawned(number: int, before: set[psutil.Process]) -> set[psutil.Process]:
    """The processes spawned since, once there are ``number``; a new one has another command first.

    Raises:
        AssertionError: half a minute later there are others.
    """
    until = time.monotonic() + 30
    while True:
        new = set(psutil.Process().children()) - before
        found = {p for p in new if "spawn_main" in " ".join(p.cmdline())}
        if len(found) == number:
            return found
        assert time.monotonic() < until, f"{len(found)} processes spawned, not {number}"
        time.sleep(0.05)


@pytest.mark.model
def test_prepared_workers_are_there_before_the_first_article(analyzer: SpacyAnalyzer):
    before = set(psutil.Process().children())
    with ParallelAnalyzer(2) as workers:
        workers.prepare(len(ARTICLES))
        started = _spawned(2, before)
        assert list(workers.analyze(ARTICLES)) == list(analyzer.analyze(ARTICLES))
        # The same ones do the work.
        assert all(p.is_running() for p in started)


@pytest.mark.model
def test_it_analyzes_again_after_it_was_closed(workers: ParallelAnalyzer):
    before = list(workers.analyze(ARTICLES[:1]))
    workers.close()
    assert list(workers.analyze(ARTICLES[:1])) == before


def test_no_articles_start_no_worker(workers: ParallelAnalyzer):
    workers.close()
    assert list(workers.analyze([])) == []
    assert not [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]


@pytest.mark.model
def test_a_killed_worker_is_an_error_that_says_what_mends_it():
    with ParallelAnalyzer(1) as analyzer:
        list(analyzer.analyze(ARTICLES[:1]))
        for child in psutil.Process().children():
            if "spawn_main" in " ".join(child.cmdline()):
                child.kill()
                child.wait()
        with pytest.raises(ModelError, match="was killed: free some memory"):
            list(analyzer.analyze(ARTICLES))


@pytest.mark.model
def test_workers_end_when_the_build_is_killed(tmp_path: Path):
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    with subprocess.Popen(  # noqa: S603  # our own script
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive


@pytest.mark.model
def test_of_a_few_articles_there_is_one_worker():
    before = set(psutil.Process().children())
    with ParallelAnalyzer(2) as workers:
        workers.prepare(1)
        assert len(list(workers.analyze(ARTICLES[:8]))) == 8
        started = {p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())}
        assert len(started - before) == 1
