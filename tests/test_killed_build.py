"""A build that does not end leaves what was there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import IndexLocked
from index.layout import published_id
from tests.newsroom import build_fake, library, write_articles

ROOT = Path(__file__).parent.parent
BEFORE = ["analyzing", "encoding", "verifying", "before the move", "before the pointer"]


def start(articles: Path, index_dir: Path, *point: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.build_in_steps", str(articles), str(index_dir), *point],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_at(articles: Path, index_dir: Path, point: str, how: signal.Signals) -> None:
    with start(articles, index_dir, point) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(how)
        _, errors = process.communicate(timeout=30)
    assert line == "there\n", errors


def index_and_a_new_article(base: Path) -> tuple[Path, Path]:
    """An index of the first articles; then one more article arrives."""
    articles = write_articles(base / "articles")
    build_fake(articles, base / "index")
    write_articles(articles, fog='Fog\n\n"The fog lifted," said Ana Lind.\n')
    return articles, base / "index"


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return index_and_a_new_article(tmp_path)[1]


@pytest.fixture
def articles(index_dir: Path) -> Path:
    return index_dir.parent / "articles"


@pytest.fixture(scope="module", params=BEFORE)
def killed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder whose second build was killed at a point, in a process of its own."""
    articles, index_dir = index_and_a_new_article(tmp_path_factory.mktemp("killed"))
    kill_at(articles, index_dir, request.param, signal.SIGKILL)
    return index_dir


def test_a_killed_build_leaves_the_old_generation_readable(killed: Path):
    found = [header.id for header in library(killed).current().articles()]
    assert found == ["bridge", "ferry"]


def test_the_build_after_a_killed_one_succeeds_and_clears_up(killed: Path, tmp_path: Path):
    index_dir = Path(shutil.copytree(killed, tmp_path / "index"))
    build_fake(killed.parent / "articles", index_dir, keep=1)
    assert len(library(index_dir).current().articles()) == 3
    assert not (index_dir / "staging").exists()


def test_a_build_killed_after_publication_leaves_the_new_generation(
    articles: Path, index_dir: Path
):
    kill_at(articles, index_dir, "before pruning", signal.SIGKILL)
    assert len(library(index_dir).current().articles()) == 3


def test_an_interrupted_build_removes_what_it_staged(articles: Path, index_dir: Path):
    old = published_id(index_dir)
    kill_at(articles, index_dir, "encoding", signal.SIGINT)
    assert published_id(index_dir) == old
    assert not (index_dir / "staging").exists()


def test_while_a_build_runs_another_is_turned_away_and_readers_are_not(
    articles: Path, index_dir: Path
):
    with start(articles, index_dir, "encoding") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        try:
            with pytest.raises(IndexLocked, match=str(index_dir)):
                build_fake(articles, index_dir)
            assert library(index_dir).current().articles()
        finally:
            process.kill()


@pytest.mark.parametrize("limit", ["3000", "70000"])
def test_a_full_disk_ends_in_a_message_and_leaves_the_old_generation(
    articles: Path, index_dir: Path, limit: str
):
    old = published_id(index_dir)
    with start(articles, index_dir, "small disk", limit) as process:
        _, errors = process.communicate(timeout=30)
    assert "index.errors.IndexUnwritable: cannot write" in errors
    assert "free some disk space" in errors
    assert library(index_dir).current().generation == old
