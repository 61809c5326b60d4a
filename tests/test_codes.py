"""Search by codes against a plain matrix product, on values, with vectors of any length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamaged
from index.vectors import FloatArray, Unit, Vectors, VectorWriter, write_all_codes

DIMENSION = 96
COUNTS = {Unit.SENTENCE: 6000, Unit.STATEMENT: 3000, Unit.PASSAGE: 50}
NEAREST = 10


def raw_vectors() -> FloatArray:
    """In clusters, as texts on a few topics are, and of very different lengths."""
    rng = np.random.default_rng(5)
    topics = rng.normal(size=(60, DIMENSION))
    total = sum(COUNTS.values())
    vectors = topics[rng.integers(60, size=total)] + rng.normal(size=(total, DIMENSION))
    return np.asarray(vectors * rng.uniform(0.01, 90, size=(total, 1)), dtype=np.float32)


RAW = raw_vectors()
QUERIES = np.random.default_rng(6).normal(size=(40, DIMENSION)).astype(np.float32) + RAW[:40] / (
    np.linalg.norm(RAW[:40], axis=1, keepdims=True) / 8
)


def cosines(query: FloatArray, rows: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(query)
    return np.asarray(rows @ query / lengths)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codes")
    path = folder / "vectors.faiss"
    writer = VectorWriter(DIMENSION, folder)
    writer.add(RAW)
    writer.write(path)
    write_all_codes(path, dimension=DIMENSION, counts=COUNTS, from_rows=1000)
    return path


@pytest.fixture(scope="module")
def vectors(path: Path) -> Vectors:
    return Vectors(path, dimension=DIMENSION, counts=COUNTS)


def test_only_units_of_many_rows_have_codes(path: Path):
    names = {file.name for file in path.parent.iterdir()}
    assert names == {"vectors.faiss", "sentence.codes.faiss", "statement.codes.faiss"}


def test_of_the_ten_nearest_at_least_98_in_100_are_found_with_their_cosines(vectors: Vectors):
    found = 0
    for query in QUERIES:
        wanted = cosines(query, RAW[: COUNTS[Unit.SENTENCE]])
        hits = vectors.search(query, unit=Unit.SENTENCE, limit=NEAREST)
        for row, score in hits:
            assert score == pytest.approx(wanted[row], abs=1e-5)
        found += len({row for row, _ in hits} & set(np.argsort(-wanted)[:NEAREST].tolist()))
    assert found >= 0.98 * NEAREST * len(QUERIES)


@pytest.mark.parametrize("number", [1, 700, 1500])
def test_within_rows_nothing_else_is_found_and_the_nearest_of_them_are(
    vectors: Vectors, number: int
):
    """Few rows are looked at themselves; of many the codes say which, through a selector."""
    start = COUNTS[Unit.SENTENCE]
    within = np.random.default_rng(number).choice(COUNTS[Unit.STATEMENT], number, replace=False)
    found = total = 0
    for query in QUERIES:
        wanted = cosines(query, RAW[start + within])
        best = set(within[np.argsort(-wanted)[:NEAREST]].tolist())
        hits = vectors.search(query, unit=Unit.STATEMENT, limit=NEAREST, within=within.tolist())
        assert {row for row, _ in hits} <= set(within.tolist())
        assert len(hits) == min(NEAREST, number)
        found += len({row for row, _ in hits} & best)
        total += len(best)
    assert found >= 0.98 * total


def test_several_queries_side_by_side_find_what_they_find_one_by_one(path: Path, vectors: Vectors):
    """Threads change neither the choice nor which query it belongs to, within rows or not."""
    beside = Vectors(path, dimension=DIMENSION, counts=COUNTS, shared_out=0)
    for within in (None, np.arange(0, COUNTS[Unit.SENTENCE], 2)):
        found = beside.nearest(list(QUERIES), unit=Unit.SENTENCE, limit=NEAREST, within=within)
        alone = vectors.nearest(list(QUERIES), unit=Unit.SENTENCE, limit=NEAREST, within=within)
        assert len(found) == len(QUERIES)
        for (rows, scores), (wanted, wanted_scores) in zip(found, alone, strict=True):
            assert rows.tolist() == wanted.tolist()
            assert scores.tolist() == wanted_scores.tolist()


def test_the_same_build_finds_the_same(path: Path, vectors: Vectors, tmp_path: Path):
    """Codes are a function of the vectors: no draw of lots, no order of threads."""
    again = tmp_path / "vectors.faiss"
    again.write_bytes(path.read_bytes())
    write_all_codes(again, dimension=DIMENSION, counts=COUNTS, from_rows=1000)
    name = "sentence.codes.faiss"
    assert (tmp_path / name).read_bytes() == path.with_name(name).read_bytes()


def test_equal_directions_come_by_row(tmp_path: Path):
    writer = VectorWriter(DIMENSION, tmp_path)
    writer.add(np.repeat(RAW[:4], 3, axis=0) * np.arange(1, 13, dtype=np.float32)[:, None])
    writer.write(tmp_path / "v.faiss")
    counts = {Unit.SENTENCE: 12, Unit.STATEMENT: 0, Unit.PASSAGE: 0}
    write_all_codes(tmp_path / "v.faiss", dimension=DIMENSION, counts=counts, from_rows=1)
    ties = Vectors(tmp_path / "v.faiss", dimension=DIMENSION, counts=counts)
    found = ties.search(RAW[1], unit=Unit.SENTENCE, limit=3)
    assert {row for row, _ in found} == {3, 4, 5}
    assert [row for row, _ in found] == [
        row for row, _ in sorted(found, key=lambda hit: (-hit[1], hit[0]))
    ]


def test_codes_of_another_number_of_rows_are_damage(path: Path):
    counts = {**COUNTS, Unit.SENTENCE: 5999, Unit.STATEMENT: 3001}
    with pytest.raises(IndexDamaged, match=r"6000 codes of 96 dimensions.*5999 of 96"):
        Vectors(path, dimension=DIMENSION, counts=counts)


def test_codes_that_are_no_index_are_damage(path: Path, tmp_path: Path):
    (tmp_path / "vectors.faiss").write_bytes(path.read_bytes())
    (tmp_path / "sentence.codes.faiss").write_bytes(b"no codes" * 99)
    with pytest.raises(IndexDamaged, match=r"sentence\.codes\.faiss is missing or damaged"):
        Vectors(tmp_path / "vectors.faiss", dimension=DIMENSION, counts=COUNTS)
