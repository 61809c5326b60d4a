"""FAISS against a plain matrix product, on values."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamaged, IndexUnwritable
from index.vectors import FloatArray, Unit, Vectors, VectorWriter, unit_length

COUNTS = {Unit.SENTENCE: 40, Unit.STATEMENT: 15, Unit.PASSAGE: 7}
STARTS = {Unit.SENTENCE: 0, Unit.STATEMENT: 40, Unit.PASSAGE: 55}
DIMENSION = 12


def raw_vectors() -> FloatArray:
    """Of very different lengths, as no encoder would hand them over."""
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(sum(COUNTS.values()), DIMENSION))
    return np.asarray(vectors * rng.uniform(0.01, 90, size=(len(vectors), 1)), dtype=np.float32)


def cosines(vector: FloatArray, unit: Unit) -> FloatArray:
    """The definition, by NumPy, in double precision."""
    some = raw_vectors()[STARTS[unit] : STARTS[unit] + COUNTS[unit]].astype(np.float64)
    query = vector.astype(np.float64)
    return np.asarray(
        some @ query / (np.linalg.norm(some, axis=1) * np.linalg.norm(query)), dtype=np.float32
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    writer = VectorWriter(DIMENSION)
    vectors = raw_vectors()
    writer.add(vectors[:30])
    writer.add(vectors[30:])
    path = tmp_path_factory.mktemp("vectors") / "vectors.faiss"
    writer.write(path)
    return path


@pytest.fixture(scope="module")
def vectors(path: Path) -> Vectors:
    return Vectors(path, dimension=DIMENSION, counts=COUNTS)


@pytest.mark.parametrize("unit", list(Unit))
def test_scores_are_the_cosines_of_unnormalised_vectors(vectors: Vectors, unit: Unit):
    query = raw_vectors()[3] * 17
    wanted = cosines(query, unit)
    found = vectors.search(query, unit=unit, limit=COUNTS[unit])
    assert [row for row, _ in found] == list(np.argsort(-wanted, kind="stable"))
    np.testing.assert_allclose([score for _, score in found], np.sort(wanted)[::-1], atol=1e-5)


def test_equal_directions_have_the_score_1(vectors: Vectors):
    ((row, score),) = vectors.search(raw_vectors()[3] * 0.001, unit=Unit.SENTENCE, limit=1)
    assert row == 3
    assert score == pytest.approx(1, abs=1e-6)


@settings(deadline=None)
@given(within=st.lists(st.integers(0, COUNTS[Unit.STATEMENT] - 1)), limit=st.integers(0, 20))
def test_a_search_within_rows_is_the_search_of_all_without_the_others(
    vectors: Vectors, within: list[int], limit: int
):
    query = raw_vectors()[44]
    everything = vectors.search(query, unit=Unit.STATEMENT, limit=COUNTS[Unit.STATEMENT])
    wanted = [hit for hit in everything if hit[0] in within][:limit]
    found = vectors.search(query, unit=Unit.STATEMENT, limit=limit, within=within)
    assert [row for row, _ in found] == [row for row, _ in wanted]
    np.testing.assert_allclose([s for _, s in found], [s for _, s in wanted], atol=1e-6)


def test_equal_scores_come_by_row(tmp_path: Path):
    writer = VectorWriter(2)
    writer.add(np.array([[0, 1], [3, 0], [1, 0], [2, 0]], dtype=np.float32))
    writer.write(tmp_path / "v")
    counts = {Unit.SENTENCE: 4, Unit.STATEMENT: 0, Unit.PASSAGE: 0}
    ties = Vectors(tmp_path / "v", dimension=2, counts=counts)
    found = ties.search(np.array([5, 0], dtype=np.float32), unit=Unit.SENTENCE, limit=4)
    assert found == [(1, 1.0), (2, 1.0), (3, 1.0), (0, 0.0)]


def test_a_unit_without_rows_finds_nothing(tmp_path: Path):
    VectorWriter(2).write(tmp_path / "v")
    empty = Vectors(tmp_path / "v", dimension=2, counts=dict.fromkeys(Unit, 0))
    assert empty.search(np.ones(2, dtype=np.float32), unit=Unit.PASSAGE, limit=3) == []


def test_vectors_come_back_at_unit_length_in_the_order_asked(vectors: Vectors):
    found = vectors.vectors(Unit.PASSAGE, [6, 0, 6])
    np.testing.assert_allclose(found, unit_length(raw_vectors()[[61, 55, 61]]), atol=1e-6)


def test_rows_are_the_same_wherever_they_are_read(path: Path, vectors: Vectors):
    from_file = Vectors(path, dimension=DIMENSION, counts=COUNTS, mapped=0)
    for unit in Unit:
        rows = [3, 0, COUNTS[unit] - 1, 3]
        np.testing.assert_array_equal(from_file.vectors(unit, rows), vectors.vectors(unit, rows))


@pytest.mark.parametrize("within", [None, [9, 2, 5, 11]])
def test_several_vectors_find_what_each_finds_alone(vectors: Vectors, within: list[int] | None):
    some = [raw_vectors()[44], raw_vectors()[41], raw_vectors()[3]]
    together = vectors.nearest(some, unit=Unit.STATEMENT, limit=3, within=within)
    for vector, (rows, scores) in zip(some, together, strict=True):
        alone = vectors.search(vector, unit=Unit.STATEMENT, limit=3, within=within)
        assert [row for row, _ in alone] == rows.tolist()
        np.testing.assert_allclose([score for _, score in alone], scores, atol=1e-6)


def test_no_rows_are_a_matrix_without_rows(vectors: Vectors):
    assert vectors.vectors(Unit.SENTENCE, []).shape == (0, DIMENSION)


@pytest.mark.parametrize("row", [-1, COUNTS[Unit.SENTENCE]])
def test_a_row_of_the_neighbouring_range_is_refused(vectors: Vectors, row: int):
    with pytest.raises(IndexError, match="40 sentence rows"):
        vectors.vectors(Unit.SENTENCE, [row])


def test_a_vector_of_another_length_is_refused(vectors: Vectors):
    with pytest.raises(ValueError, match="wanted"):
        vectors.search(np.ones(DIMENSION + 1, dtype=np.float32), unit=Unit.SENTENCE, limit=1)


def test_a_vector_of_zeros_is_similar_to_nothing(vectors: Vectors):
    found = vectors.search(np.zeros(DIMENSION, dtype=np.float32), unit=Unit.SENTENCE, limit=2)
    assert found == [(0, 0.0), (1, 0.0)]


def test_the_file_holds_the_three_ranges_and_nothing_else(path: Path):
    assert faiss.read_index(str(path)).ntotal == sum(COUNTS.values())


def test_a_truncated_file_is_damaged_and_named(path: Path, tmp_path: Path):
    cut = tmp_path / "cut.faiss"
    cut.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(IndexDamaged, match=r"cut\.faiss.*onrecord index build"):
        Vectors(cut, dimension=DIMENSION, counts=COUNTS)


def test_a_missing_file_is_damaged_and_named(tmp_path: Path):
    with pytest.raises(IndexDamaged, match=r"none\.faiss"):
        Vectors(tmp_path / "none.faiss", dimension=DIMENSION, counts=COUNTS)


def test_a_file_that_is_no_index_is_damaged(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"what is this" * 50)
    with pytest.raises(IndexDamaged, match="x is missing or damaged"):
        Vectors(tmp_path / "x", dimension=DIMENSION, counts=COUNTS)


def test_another_number_of_rows_than_the_manifest_says_is_damage(path: Path):
    with pytest.raises(IndexDamaged, match=r"62 vectors of 12 numbers.*61 of 12"):
        Vectors(path, dimension=DIMENSION, counts={**COUNTS, Unit.PASSAGE: 6})


def test_vectors_compared_by_distance_are_damage(tmp_path: Path):
    index = faiss.IndexFlatL2(DIMENSION)
    index.add(raw_vectors())
    faiss.write_index(index, str(tmp_path / "l2"))
    with pytest.raises(IndexDamaged, match="l2"):
        Vectors(tmp_path / "l2", dimension=DIMENSION, counts=COUNTS)


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path):
    with pytest.raises(IndexUnwritable, match=r"none/v\.faiss.*--index"):
        VectorWriter(2).write(tmp_path / "none" / "v.faiss")


@given(
    st.lists(
        st.lists(st.floats(-1e3, 1e3, width=32), min_size=3, max_size=3), min_size=1, max_size=5
    )
)
def test_unit_length_gives_length_1_or_leaves_zeros(rows: list[list[float]]):
    vectors = np.array(rows, dtype=np.float32)
    lengths = np.linalg.norm(unit_length(vectors), axis=1)
    # The squares of the smallest numbers are nothing in single precision.
    exact = np.linalg.norm(vectors.astype(np.float64), axis=1)
    for before, after in zip(exact, lengths, strict=True):
        assert after == pytest.approx(1 if before > 0 else 0, abs=1e-5)
