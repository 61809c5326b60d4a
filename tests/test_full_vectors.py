"""The file of full vectors: FAISS's own form, streamed in and read row by row."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.full_vectors import FullVectors, VectorWriter, unit_length

COUNT, DIMENSION = 30, 5
RAW = np.random.default_rng(3).normal(size=(COUNT, DIMENSION)).astype(np.float32) * 40


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    writer = VectorWriter(DIMENSION, folder)
    for start in range(0, COUNT, 7):
        writer.add(RAW[start : start + 7])
    writer.write(folder / "v.faiss")
    return folder / "v.faiss"


def test_the_file_is_byte_for_byte_what_faiss_writes(path: Path, tmp_path: Path):
    """Its header is patched by hand: another version of FAISS may have another one."""
    index = faiss.IndexFlatIP(DIMENSION)
    index.add(unit_length(RAW))
    faiss.write_index(index, str(tmp_path / "whole"))
    assert path.read_bytes() == (tmp_path / "whole").read_bytes()


@given(st.lists(st.integers(0, COUNT - 1), max_size=40))
def test_rows_come_in_the_order_asked_however_often(path: Path, ids: list[int]):
    full = FullVectors(path, dimension=DIMENSION, count=COUNT)
    found = full.rows(np.array(ids, dtype=np.int64))
    np.testing.assert_array_equal(found, unit_length(RAW)[ids].reshape(-1, DIMENSION))


def test_rows_may_come_in_any_order(path: Path, tmp_path: Path):
    writer = VectorWriter(DIMENSION, tmp_path)
    writer.add(RAW[20:], at=20)
    writer.add(RAW[:9], at=0)
    writer.add(RAW[9:20], at=9)
    assert len(writer) == COUNT
    writer.write(tmp_path / "v.faiss")
    assert (tmp_path / "v.faiss").read_bytes() == path.read_bytes()


def test_nothing_stays_of_a_writer_that_was_dropped(tmp_path: Path):
    writer = VectorWriter(DIMENSION, tmp_path)
    writer.add(RAW)
    del writer
    assert list(tmp_path.iterdir()) == []


def test_vectors_of_another_length_are_refused(tmp_path: Path):
    with pytest.raises(ValueError, match=r"wanted \(n, 5\)"):
        VectorWriter(DIMENSION, tmp_path).add(RAW[:, :4])


def test_a_file_that_became_shorter_is_damage(path: Path, tmp_path: Path):
    """It is open already: reading behind its end must not give half a vector."""
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes())
    full = FullVectors(cut, dimension=DIMENSION, count=COUNT)
    with cut.open("r+b") as file:
        file.truncate(200)
    with pytest.raises(IndexDamaged, match="cut is missing or damaged"):
        full.rows(np.arange(COUNT, dtype=np.int64))


def test_rows_stay_readable_after_the_file_was_pruned(path: Path, tmp_path: Path):
    copy = tmp_path / "copy"
    copy.write_bytes(path.read_bytes())
    full = FullVectors(copy, dimension=DIMENSION, count=COUNT)
    copy.unlink()
    assert full.rows(np.array([3], dtype=np.int64)).shape == (1, DIMENSION)
