"""The columns of a generation say the same as its records, read whole or row by row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.candidates import of_sentences, of_statements
from index.collection import Collection
from index.column_store import NONE, UNDATED, ColumnStore
from index.columns import WHOLE
from index.store import Store
from index.vectors import Unit
from index.words import code, codes, content_stems
from tests.newsroom import build_fake, library, write_articles

SPLIT = """The lock is late

"The lock opens when it opens. It may be June," said Ana Lind. She left.
Gates are heavy, and "yes," said Ole Brandt, waving at the tall ships far out.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("columns")
    build_fake(write_articles(folder / "articles", split=SPLIT), folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def collection(folder: Path) -> Collection:
    return library(folder).current()


@pytest.fixture(params=[0, WHOLE], ids=["row by row", "whole"])
def columns(
    folder: Path, collection: Collection, request: pytest.FixtureRequest
) -> Iterator[ColumnStore]:
    (path,) = folder.glob("generations/*/articles.db")
    counts = {unit: collection.count(unit) for unit in Unit}
    with closing(Store(path)) as store:
        yield ColumnStore(
            store._rows,
            counts,
            articles=collection.manifest.counts.articles,
            speakers=len(collection.speakers()),
            whole=request.param,
        )


def test_sentences_have_their_places(collection: Collection, columns: ColumnStore):
    rows = np.arange(0, collection.count(Unit.SENTENCE), 2)
    of = columns.sentences.holding(rows)
    ids = columns.articles.holding(of["article"][rows])["id"]
    assert [
        (ids[of["article"][r]], of["start"][r], of["end"][r], of["headline"][r]) for r in rows
    ] == [
        (s.article_id, s.span.start, s.span.end, s.is_headline)
        for s in collection.sentences(rows.tolist())
    ]


def test_sentences_have_their_stems(collection: Collection, columns: ColumnStore):
    rows = np.array([3, 1])
    found = columns.sentences.holding(rows).lists("stems", rows)
    texts = [s.span.of(collection.article(s.article_id).text) for s in collection.sentences([3, 1])]
    stems = [codes(content_stems(text)).tolist() for text in texts]
    assert found.lengths.tolist() == list(map(len, stems))
    assert found.values.tolist() == [stem for some in stems for stem in some]


def test_a_sentence_is_of_the_statement_that_most_of_it_is_part_of(
    collection: Collection, columns: ColumnStore
):
    """A sentence that quotes is; one of which a single word is quoted is not."""
    sentences = collection.sentences_of("split")
    rows = np.array([s.row for s in sentences])
    owners = columns.sentences.holding(rows)["statement"][rows].tolist()
    words = [s.span.of(SPLIT) for s in sentences]
    by_words = {w[:12]: owner for w, owner in zip(words, owners, strict=True)}
    long, short = collection.statements_of("split")
    assert by_words["The lock is "] == NONE
    assert by_words['"The lock op'] == long.row
    assert by_words["She left."] == by_words["Gates are he"] == NONE
    assert short.speaker is not None


def test_statements_have_their_places_and_speakers(collection: Collection, columns: ColumnStore):
    rows = np.arange(collection.count(Unit.STATEMENT))[::-1]
    of = columns.statements.holding(rows)
    names = ("start", "end", "first", "last", "speaker", "direct", "confidence")
    assert [tuple(of[name][row].item() for name in names) for row in rows] == [
        (s.statement.extent.start, s.statement.extent.end, s.first, s.last, s.speaker, 1, 0.9)
        for s in collection.statements(rows.tolist())
    ]


def test_articles_have_their_first_sentence_and_their_words(
    collection: Collection, columns: ColumnStore
):
    rows = np.arange(collection.manifest.counts.articles)
    of = columns.articles.holding(rows)
    assert of["first"].tolist() == [collection.sentence_rows_of(id_)[0] for id_ in of["id"]]
    (at,) = np.flatnonzero(of["id"] == "split")
    title = of.lists("title", rows[at : at + 1]).values
    everything = of.lists("everything", rows[at : at + 1]).values
    assert set(title.tolist()) == {code(s) for s in content_stems("The lock is late")}
    assert {code("gate"), *title.tolist()} <= set(everything.tolist())


def test_articles_have_the_day_of_their_publication(tmp_path: Path):
    """Days are numbers, to be compared at once; an article without one has none."""
    folder = tmp_path / "articles"
    folder.mkdir()
    dated = {"id": "dated", "title": "One", "text": "The lock is late.", "published": "2026-03-04"}
    undated = {"id": "undated", "title": "Two", "text": "The quay is full."}
    lines = "\n".join(map(json.dumps, (dated, undated)))
    (folder / "two.jsonl").write_text(lines, encoding="utf-8")
    build_fake(folder, tmp_path / "index")
    of = library(tmp_path / "index").current().columns.articles.holding(np.arange(2))
    days = dict(zip(of["id"].tolist(), of["published"].tolist(), strict=True))
    assert days == {"dated": dt.date(2026, 3, 4).toordinal(), "undated": UNDATED}


def test_speakers_have_the_last_word_of_their_name(collection: Collection, columns: ColumnStore):
    rows = np.array([s.row for s in collection.speakers() if s.name == "Ana Lind"])
    of = columns.speakers.holding(rows)
    assert (of["last"][rows].tolist(), of["document"][rows].tolist()) == ([code("lind")], [0])
    assert code("ana") in of.lists("words", rows).values


def test_candidates_as_records_are_what_is_stored(collection: Collection):
    statements = collection.statements_of("split")
    found = of_statements(collection, np.array([s.row for s in statements]))
    assert found.speakers.tolist() == [s.speaker for s in statements]
    rows = np.array([s.row for s in collection.sentences_of("split")])
    sentences = of_sentences(collection, rows)
    said = sentences.kept(sentences.statements != NONE)
    assert set(said.statements.tolist()) == {statements[0].row}
    assert set(said.speakers.tolist()) == {statements[0].speaker}


def test_around_a_candidate_are_sentences_of_its_article(collection: Collection):
    """The first sentence of an article has none before it, the last one none after it."""
    rows = [s.row for s in collection.sentences_of("split")]
    found = of_sentences(collection, np.array([rows[0], rows[2], rows[-1]]))
    around, lengths = found.around(before=2, after=1)
    assert lengths.tolist() == [2, 4, 3]
    assert around.tolist() == [*rows[:2], *rows[:4], *rows[-3:]]
