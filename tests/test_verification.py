"""Verification finds each way in which a database could lie about its articles."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import faiss
import numpy as np
import pytest

from index.errors import IndexDamaged
from index.layout import published_manifest
from index.manifest import Manifest, describe
from index.verification import verify
from tests.fakes import FakeEmbedder, open_fake_encoder
from tests.newsroom import build_fake, write_articles


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("verification")
    build_fake(write_articles(base / "articles"), base / "index")
    return base / "index"


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the generation that a test may alter."""
    return Path(shutil.copytree(published_manifest(built)[0], tmp_path / "generation"))


@pytest.fixture
def manifest(built: Path) -> Manifest:
    return published_manifest(built)[1]


def resealed(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest with the checksums of the files as they are now."""
    return manifest.model_copy(
        update={"files": {name: describe(folder / name) for name in manifest.files}}
    )


def check(folder: Path, manifest: Manifest) -> None:
    verify(folder, resealed(folder, manifest), open_encoder=open_fake_encoder)


def test_an_unaltered_generation_passes(folder: Path, manifest: Manifest):
    check(folder, manifest)


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        ('UPDATE sentences SET "end" = 100000 WHERE row = 1', "a sentence outside"),
        ("UPDATE sentences SET start = -1 WHERE row = 1", "a sentence outside"),
        ('UPDATE sentences SET "end" = start WHERE row = 1', "a sentence outside"),
        ('UPDATE passages SET "end" = 100000 WHERE row = 1', "a passage outside"),
        ("UPDATE passages SET first = last + 1 WHERE row = 0", "a passage outside"),
        ("UPDATE statements SET extent_end = 100000 WHERE row = 1", "a statement outside"),
        ("UPDATE statements SET cue_start = -5 WHERE row = 1", "a statement outside"),
        ("UPDATE statements SET mention_end = 100000 WHERE row = 1", "a statement outside"),
        ("UPDATE statements SET content = '[[5, 100000]]' WHERE row = 1", "words of a statement"),
        ("UPDATE statements SET content = '[[5, 9], [9, 9]]' WHERE row = 1", "words of a"),
        ("UPDATE statements SET content = '[]' WHERE row = 1", "a statement without words"),
        ("UPDATE statements SET first = 0 WHERE row = 2", "into another article"),
        ("UPDATE statements SET speaker = 77 WHERE row = 1", "points at no row of speakers"),
        ("UPDATE articles SET furniture = '[[0, 100000]]'", "furniture outside"),
        ("UPDATE articles SET headline_end = 100000", "a headline outside"),
        ("UPDATE articles SET text = replace(text, 'late', 'LATE')", "not the one that was read"),
        ("UPDATE articles SET title = 'Another'", "not the one that was read"),
        ("DELETE FROM sentences WHERE row = 1", "rows in sentences"),
        ("DELETE FROM passages WHERE row = 0", "rows in passages"),
        (
            "INSERT INTO speakers VALUES (50, 'X', 'person', '[]', '[]', 0, 0, x'')",
            "rows in speakers",
        ),
        (
            "INSERT INTO sentence_words (sentence_words, rowid, words) "
            "VALUES ('delete', 0, 'Norholm wants a bridge')",
            "rows in sentence_words",
        ),
        (
            "PRAGMA foreign_keys = OFF; UPDATE sentences SET row = 500 WHERE row = 8",
            "not counted from 0|points at no row",
        ),
    ],
)
def test_a_database_that_lies_is_found_out(folder: Path, manifest: Manifest, sql: str, wrong: str):
    with closing(sqlite3.connect(folder / "articles.db")) as db:
        db.executescript(sql)
        db.commit()
    with pytest.raises(IndexDamaged, match=f"articles.db is inconsistent.*({wrong})"):
        check(folder, manifest)


def test_a_vector_that_is_not_of_length_1_is_found_out(folder: Path, manifest: Manifest):
    index = faiss.read_index(str(folder / "vectors.faiss"))
    vectors = index.reconstruct_n(0, index.ntotal)
    vectors[3] *= 2
    altered = faiss.IndexFlatIP(index.d)
    altered.add(vectors)
    faiss.write_index(altered, str(folder / "vectors.faiss"))
    with pytest.raises(IndexDamaged, match="a vector of a sentence that is not of length 1"):
        check(folder, manifest)


def test_an_encoder_of_another_dimension_is_found_out(folder: Path, manifest: Manifest):
    class Other(FakeEmbedder):
        def encode(self, texts: object) -> np.ndarray:
            return np.ones((1, 5), dtype=np.float32)

    with pytest.raises(IndexDamaged, match="encoder whose vectors have shape"):
        verify(folder, manifest, open_encoder=lambda *_: Other())
