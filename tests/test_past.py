"""A build that finds what it found last time reads nothing; anything else it reads and compares."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.build_record import inputs_digest, read_record
from index.layout import published_manifest
from index.manifest import STORE_FILE
from tests.fakes import FakeAnalyzer, FakeEmbedder
from tests.newsroom import ARTICLES, build_fake, write_articles

FOG = 'Fog in the bay\n\n"The fog lifted," said Ana Lind. Nobody saw it.\n'


class Steps:
    """Remembers the steps of a build."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def step(self, name: str, total: int | None) -> None:
        self.names.append(name)

    def advance(self, number: int = 1) -> None:
        pass

    def warn(self, message: str) -> None:
        pass


class Prepared(FakeAnalyzer):
    """Remembers for how many articles it was prepared."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: list[int] = []

    def prepare(self, articles: int) -> None:
        self.expected.append(articles)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_unchanged_articles_are_not_read_and_the_report_is_the_same(
    articles: Path, index_dir: Path
):
    write_articles(articles, copy=ARTICLES["ferry"])
    (articles / "picture.txt").write_bytes(bytes(range(256)) * 20)
    first = build_fake(articles, index_dir)
    steps = Steps()
    again = build_fake(articles, index_dir, progress=steps)
    assert steps.names == []
    assert again.unchanged
    assert (again.skipped, again.notes, again.duplicates, again.outlets, again.counts) == (
        first.skipped,
        first.notes,
        first.duplicates,
        first.outlets,
        first.counts,
    )
    assert again.skipped
    assert again.duplicates


@pytest.mark.parametrize("record", [None, b"", b"{}", b'{"generation": "x"'])
def test_without_a_record_articles_are_read_and_a_record_is_made(
    articles: Path, index_dir: Path, record: bytes | None
):
    build_fake(articles, index_dir)
    path = index_dir / "cache" / "last-build.json"
    path.unlink()
    if record is not None:
        path.write_bytes(record)
    steps = Steps()
    assert build_fake(articles, index_dir, progress=steps).unchanged
    assert steps.names == ["reading articles"]
    again = Steps()
    assert build_fake(articles, index_dir, progress=again).unchanged
    assert again.names == []


def test_on_another_day_articles_are_read_again(articles: Path, index_dir: Path):
    first = dt.datetime(2024, 5, 17, 12, 30, tzinfo=dt.UTC)
    build_fake(articles, index_dir, now=lambda: first)
    steps = Steps()
    later = first + dt.timedelta(days=1)
    assert build_fake(articles, index_dir, progress=steps, now=lambda: later).unchanged
    assert steps.names == ["reading articles"]


def test_another_program_reads_again(
    articles: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    build_fake(articles, index_dir)
    monkeypatch.setattr("index.past.program_digest", lambda: "another")
    steps = Steps()
    build_fake(articles, index_dir, progress=steps)
    assert steps.names == ["reading articles"]


def test_an_altered_file_of_the_generation_is_found_and_mended(articles: Path, index_dir: Path):
    first = build_fake(articles, index_dir)
    path = published_manifest(index_dir)[0] / STORE_FILE
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    again = build_fake(articles, index_dir)
    assert not again.unchanged
    assert again.generation != first.generation


def test_articles_that_change_while_they_are_read_leave_no_record(articles: Path, index_dir: Path):
    class Changing(FakeAnalyzer):
        def prepare(self, articles_: int) -> None:
            write_articles(articles, fog=FOG)

    build_fake(articles, index_dir, analyzer=Changing())
    assert read_record(index_dir) is None
    assert build_fake(articles, index_dir).counts.articles == 3


def test_the_digest_is_another_for_any_byte_name_or_sidecar(tmp_path: Path, articles: Path):
    found = [inputs_digest([articles])]

    def note() -> None:
        found.append(inputs_digest([articles]))

    (articles / "ferry.txt").write_text(ARTICLES["ferry"] + " ", encoding="utf-8")
    note()
    (articles / "bridge.txt").rename(articles / "tower.txt")
    note()
    (articles / "tower.meta.toml").write_text('title = "A tower"\n', encoding="utf-8")
    note()
    (articles / "tower.meta.toml").write_text('title = "The tower"\n', encoding="utf-8")
    note()
    (articles / "ferry.txt").unlink()
    note()
    assert len(set(found)) == len(found)
    assert inputs_digest([articles]) == found[-1]


def test_the_parser_starts_before_reading_only_where_something_changed(
    articles: Path, index_dir: Path
):
    first, same, more = Prepared(), Prepared(), Prepared()
    build_fake(articles, index_dir, analyzer=first)
    build_fake(articles, index_dir, analyzer=same)
    write_articles(articles, fog=FOG)
    build_fake(articles, index_dir, analyzer=more)
    # At the first build none before the encoder is made; then one at once.
    assert (first.expected, same.expected, more.expected) == ([2], [], [1, 1])


def test_vectors_of_articles_that_stay_come_from_the_last_generation(
    articles: Path, index_dir: Path
):
    build_fake(articles, index_dir)
    (index_dir / "cache" / "vectors.db").unlink()
    write_articles(articles, fog=FOG)
    embedder = FakeEmbedder()
    build_fake(articles, index_dir, embedder=embedder)
    assert embedder.encoded
    assert all("fog" in text.casefold() for text in embedder.encoded)


def test_vectors_that_another_program_made_are_not_copied(
    articles: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as another:
        another.setattr("index.past.program_digest", lambda: "another")
        build_fake(articles, index_dir)
    # This one reads the articles, finds them unchanged, and has made nothing.
    assert build_fake(articles, index_dir).unchanged
    (index_dir / "cache" / "vectors.db").unlink()
    write_articles(articles, fog=FOG)
    embedder = FakeEmbedder()
    build_fake(articles, index_dir, embedder=embedder)
    assert any("ferry" in text.casefold() for text in embedder.encoded)


def test_what_was_copied_stays_in_the_cache(articles: Path, index_dir: Path):
    build_fake(articles, index_dir, keep=1)
    write_articles(articles, fog=FOG)
    build_fake(articles, index_dir, keep=1)
    # One article is gone, so that the others come out of the cache again.
    (articles / "fog.txt").unlink()
    embedder = FakeEmbedder()
    report = build_fake(articles, index_dir, keep=1, embedder=embedder)
    assert not report.unchanged
    assert embedder.encoded == []


def test_a_damaged_generation_lends_no_vectors(articles: Path, index_dir: Path, tmp_path: Path):
    build_fake(articles, index_dir)
    folder, _ = published_manifest(index_dir)
    path = folder / "vectors.faiss"
    content = bytearray(path.read_bytes())
    content[-1] ^= 64
    path.write_bytes(content)
    write_articles(articles, fog=FOG)
    build_fake(articles, index_dir)
    build_fake(articles, tmp_path / "fresh")
    grown = published_manifest(index_dir)[0] / "vectors.faiss"
    fresh = published_manifest(tmp_path / "fresh")[0] / "vectors.faiss"
    assert grown.read_bytes() == fresh.read_bytes()
