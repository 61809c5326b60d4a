"""The build: what it makes, what it skips, what it makes again, and what it says."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import EmptyCollection, ModelError
from index.layout import published_manifest
from index.manifest import STORE_FILE, describe
from index.vectors import Unit
from tests.fakes import FakeAnalyzer, FakeEmbedder
from tests.newsroom import ARTICLES, build_fake, library, write_articles


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


class Watcher:
    """Remembers what a build told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int | None]] = []
        self.done: dict[str, int] = {}
        self.warnings: list[str] = []

    def step(self, name: str, total: int | None) -> None:
        self.steps.append((name, total))
        self.done[name] = 0

    def advance(self, number: int = 1) -> None:
        self.done[self.steps[-1][0]] += number

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def test_what_was_said_can_be_read_back_with_who_said_it(articles: Path, index_dir: Path):
    build_fake(articles, index_dir)
    collection = library(index_dir).current()
    said = [
        (
            collection.speakers()[s.speaker].name if s.speaker is not None else None,
            s.statement.content[0].of(collection.article(s.article_id).text),
        )
        for s in collection.statements(range(collection.count(Unit.STATEMENT)))
    ]
    assert said == [
        ("Ole Brandt", "A bridge does not wait for fog"),
        ("Ana Lind", "We are sorry for every minute"),
        ("Ana Lind", "A second ship comes in June"),
    ]


def test_the_report_counts_what_the_manifest_counts(articles: Path, index_dir: Path):
    report = build_fake(articles, index_dir)
    _, manifest = published_manifest(index_dir)
    assert report.counts == manifest.counts
    assert report.generation == manifest.generation
    assert (report.counts.articles, report.counts.statements, report.counts.speakers) == (2, 3, 2)
    assert report.outlets == 1


def test_rows_of_the_database_are_rows_of_the_vectors(articles: Path, index_dir: Path):
    build_fake(articles, index_dir)
    collection = library(index_dir).current()
    for sentence in collection.sentences(range(collection.count(Unit.SENTENCE))):
        text = sentence.span.of(collection.article(sentence.article_id).text)
        nearest, *_ = collection.dense(
            FakeEmbedder().encode([text])[0], unit=Unit.SENTENCE, limit=1
        )
        assert nearest[0] == sentence.row
    for passage in collection.passages(range(collection.count(Unit.PASSAGE))):
        article = collection.article(passage.article_id)
        np.testing.assert_allclose(
            collection.vectors(Unit.PASSAGE, [passage.row]),
            FakeEmbedder().encode([f"{article.title}. {passage.span.of(article.text)}"]),
            atol=1e-6,
        )


def test_a_passage_and_its_title_fit_the_model(articles: Path, index_dir: Path):
    long = "Long\n\n" + " ".join(f"It rained on day {n} of that summer." for n in range(60))
    write_articles(articles, long=long)
    build_fake(articles, index_dir)
    collection = library(index_dir).current()
    for passage in collection.passages(range(collection.count(Unit.PASSAGE))):
        article = collection.article(passage.article_id)
        text = f"{article.title}. {passage.span.of(article.text)}"
        assert FakeEmbedder().count_tokens(text) <= FakeEmbedder.max_tokens


def test_the_manifest_holds_size_and_checksum_of_every_other_file(articles: Path, index_dir: Path):
    build_fake(articles, index_dir)
    folder, manifest = published_manifest(index_dir)
    names = {path.name for path in folder.iterdir()}
    assert names == {"manifest.json", *manifest.files}
    assert manifest.files == {name: describe(folder / name) for name in manifest.files}


def test_the_manifest_says_what_the_index_was_built_with(articles: Path, index_dir: Path):
    moment = dt.datetime(2024, 5, 17, 12, 30, tzinfo=dt.UTC)
    build_fake(articles, index_dir, now=lambda: moment)
    _, manifest = published_manifest(index_dir)
    assert manifest.generation.startswith("20240517T123000-")
    assert manifest.created == moment
    assert (manifest.model.id, manifest.model.weights_hash) == ("fake/words", "0" * 64)
    assert (manifest.model.dimension, manifest.model.max_tokens) == (97, 64)
    assert (manifest.metric, manifest.chunking.overlap) == ("inner_product", 1)
    assert manifest.analyzer.startswith("fake 1/")


# --- bad input


def test_an_unreadable_article_is_skipped_with_its_reason(articles: Path, index_dir: Path):
    (articles / "picture.txt").write_bytes(bytes(range(256)) * 20)
    report = build_fake(articles, index_dir)
    assert [problem.path.name for problem in report.skipped] == ["picture.txt"]
    assert "picture.txt" in report.skipped[0].message
    assert report.counts.articles == 2


def test_a_second_article_with_the_same_id_is_skipped_and_both_are_named(
    articles: Path, index_dir: Path
):
    write_articles(articles / "more")
    report = build_fake(articles, index_dir)
    assert report.counts.articles == 2
    assert len(report.skipped) == 2


def test_a_repeated_article_is_kept_and_reported(articles: Path, index_dir: Path):
    write_articles(articles, copy=(articles / "ferry.txt").read_text(encoding="utf-8"))
    report = build_fake(articles, index_dir)
    assert report.counts.articles == 3
    assert [(d.first_id, d.second_id, d.exact) for d in report.duplicates] == [
        ("copy", "ferry", True)
    ]
    (stored,) = library(index_dir).current().duplicates()
    assert (stored.first_id, stored.second_id) == ("copy", "ferry")


def test_an_empty_folder_is_an_error_that_names_it(tmp_path: Path, index_dir: Path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyCollection, match=r"empty.*onrecord index build PATH"):
        build_fake(tmp_path / "empty", index_dir)


def test_a_path_that_is_not_there_is_an_error_that_names_it(tmp_path: Path, index_dir: Path):
    with pytest.raises(EmptyCollection, match="nowhere"):
        build_fake(tmp_path / "nowhere", index_dir)


def test_where_nothing_can_be_read_the_first_reasons_are_told(tmp_path: Path, index_dir: Path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "picture.txt").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(EmptyCollection, match=r"picture\.txt"):
        build_fake(tmp_path / "bad", index_dir)


def test_nothing_readable_leaves_the_old_generation(
    articles: Path, index_dir: Path, tmp_path: Path
):
    old = build_fake(articles, index_dir).generation
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyCollection):
        build_fake(tmp_path / "empty", index_dir)
    assert library(index_dir).current().generation == old


def test_an_export_that_fails_leaves_the_old_generation(articles: Path, index_dir: Path):
    class Unexportable(FakeEmbedder):
        def export(self, folder: Path) -> tuple[Path, ...]:
            raise ModelError("no export today: choose another model")

    old = build_fake(articles, index_dir).generation
    with pytest.raises(ModelError, match="no export today"):
        build_fake(articles, index_dir, embedder=Unexportable(weights_hash="3" * 64))
    assert library(index_dir).current().generation == old
    assert not (index_dir / "staging").exists()


# --- building again


def test_a_build_of_the_same_articles_writes_nothing(articles: Path, index_dir: Path):
    first = build_fake(articles, index_dir)
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    again = build_fake(articles, index_dir, embedder=embedder, analyzer=analyzer)
    assert (again.unchanged, again.generation) == (True, first.generation)
    assert (embedder.encoded, analyzer.analyzed) == ([], [])


@pytest.mark.parametrize(
    "change",
    [
        {"embedder": FakeEmbedder(model_id="fake/other")},
        {"embedder": FakeEmbedder(weights_hash="4" * 64)},
        {"analyzer": FakeAnalyzer(version="fake 2")},
    ],
    ids=["model", "weights", "analyzer"],
)
def test_another_model_or_analyzer_makes_another_generation(
    articles: Path, index_dir: Path, change: dict[str, object]
):
    first = build_fake(articles, index_dir)
    again = build_fake(articles, index_dir, **change)
    assert not again.unchanged
    assert again.generation != first.generation


def test_a_rebuild_parses_and_encodes_only_what_is_new(articles: Path, index_dir: Path):
    build_fake(articles, index_dir)
    write_articles(articles, fog="Fog in the bay\n\nThe fog lifted.\n")
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    report = build_fake(articles, index_dir, embedder=embedder, analyzer=analyzer)
    assert analyzer.analyzed == ["fog"]
    assert all("fog" in text.casefold() for text in embedder.encoded)
    assert (report.analyzed, report.reused) == (1, 2)
    assert report.encoded == len(embedder.encoded) > 0


def _rows(index_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, those of the full-text search included."""
    folder, _ = published_manifest(index_dir)
    with closing(sqlite3.connect(folder / STORE_FILE)) as db:
        tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}  # noqa: S608  # names of our own


FOG = 'Fog in the bay\n\n"The fog lifted," said Ana Lind. Nobody saw it.\n'


def _add(articles: Path) -> None:
    write_articles(articles, fog=FOG)


def _add_first(articles: Path) -> None:
    write_articles(articles, a_fog=FOG)


def _change(articles: Path) -> None:
    write_articles(articles, ferry=f"{ARTICLES['ferry']}\n{FOG}")


def _remove(articles: Path) -> None:
    (articles / "bridge.txt").unlink()


def _rename(articles: Path) -> None:
    (articles / "bridge.txt").rename(articles / "tower.txt")


@pytest.mark.parametrize("step", [_add, _add_first, _change, _remove, _rename])
def test_a_grown_index_is_row_by_row_the_one_of_a_full_build(
    articles: Path, index_dir: Path, tmp_path: Path, step: Callable[[Path], None]
):
    build_fake(articles, index_dir)
    before = _rows(index_dir)
    step(articles)
    build_fake(articles, index_dir)
    build_fake(articles, tmp_path / "fresh")
    grown, fresh = _rows(index_dir), _rows(tmp_path / "fresh")
    assert grown == fresh
    assert grown != before
    cached, full = library(index_dir).current(), library(tmp_path / "fresh").current()
    for unit in Unit:
        rows = range(full.count(unit))
        assert cached.count(unit) == full.count(unit)
        np.testing.assert_array_equal(cached.vectors(unit, rows), full.vectors(unit, rows))
    assert list(cached.speakers()) == list(full.speakers())


def test_generations_share_the_encoder_where_the_file_system_allows(
    articles: Path, index_dir: Path
):
    class Exporting(FakeEmbedder):
        def export(self, folder: Path) -> tuple[Path, ...]:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "encoder.onnx.data").write_bytes(b"weights")
            return (folder / "encoder.onnx.data",)

    build_fake(articles, index_dir, embedder=Exporting())
    write_articles(articles, fog=FOG)
    build_fake(articles, index_dir, embedder=Exporting())
    files = list((index_dir / "generations").glob("*/encoder.onnx.data"))
    assert len(files) == 2
    assert files[0].samefile(files[1])


def test_an_article_that_was_taken_away_is_gone(articles: Path, index_dir: Path):
    build_fake(articles, index_dir)
    (articles / "bridge.txt").unlink()
    build_fake(articles, index_dir)
    collection = library(index_dir).current()
    assert [header.id for header in collection.articles()] == ["ferry"]
    assert [speaker.name for speaker in collection.speakers()] == ["Ana Lind"]


def test_old_generations_are_pruned_to_the_number_to_keep(articles: Path, index_dir: Path):
    for n in range(4):
        write_articles(articles, fog=f"Fog\n\nThe fog lifted on day {n}.\n")
        build_fake(articles, index_dir, keep=2)
    assert len(list((index_dir / "generations").iterdir())) == 2


@pytest.mark.parametrize("name", ["vectors.db", "analyses.db"])
def test_a_damaged_cache_costs_time_and_a_warning_and_no_more(
    articles: Path, index_dir: Path, name: str
):
    build_fake(articles, index_dir)
    (index_dir / "cache" / name).write_bytes(b"no database " * 1000)
    write_articles(articles, fog="Fog in the bay\n\nThe fog lifted.\n")
    watcher = Watcher()
    report = build_fake(articles, index_dir, progress=watcher)
    assert report.counts.articles == 3
    assert [name in warning for warning in watcher.warnings] == [True]


def test_progress_reaches_the_total_of_every_step(articles: Path, index_dir: Path):
    watcher = Watcher()
    build_fake(articles, index_dir, progress=watcher)
    totals = {name: total for name, total in watcher.steps if total is not None}
    assert totals
    assert totals == {name: watcher.done[name] for name in totals}


# --- spans

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abc ABC .,;:!?\"“”'\n\t\r\u00a0\u2028…—«»()"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=300,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(WORDS, min_size=1, max_size=3))
def test_every_stored_span_is_inside_its_article(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
):
    base = tmp_path_factory.mktemp("spans")
    more = {f"text{n}": text for n, text in enumerate(texts)}
    build_fake(write_articles(base / "articles", **more), base / "index")
    collection = library(base / "index").current()
    for header in collection.articles():
        text = collection.article(header.id).text
        for sentence in collection.sentences_of(header.id):
            assert sentence.span.of(text).strip()
        for stored in collection.statements_of(header.id):
            said = stored.statement
            for span in (said.extent, *said.content, said.cue, said.speaker_mention):
                assert span is None or span.of(text)
    for passage in collection.passages(range(collection.count(Unit.PASSAGE))):
        first, last = collection.sentences([passage.first, passage.last])
        assert (passage.span.start, passage.span.end) == (first.span.start, last.span.end)
