"""The build's embedder: the vectors of sentence-transformers, without torch, on any processor."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import SentenceTransformerEmbedder
from index.encoder_files import FAST_FILES, SERVED_FILES
from index.errors import IndexIncompatible, ModelError
from index.exported_embedder import ExportedEmbedder, _batches, _up, export_apart
from index.fast_form import AGREEMENT
from index.full_vectors import unit_length
from index.generations import open_serving_encoder
from index.inference import (
    FloatArray,
    IntArray,
    OnnxRuntime,
    OpenVinoRuntime,
    Unsuitable,
    open_runtime,
)
from index.layout import encoders_dir, published_manifest
from index.model_encoder import ModelEncoder
from index.sealed import unsealed
from index.spans import Span
from tests.new_process import printed_by

TEXTS = [
    "Rain.",
    "“We have not decided,” the minister said, according to the agency.",
    "Łódź and Πάτρα: two cities, one railway — and no timetable? 😀",
    "",
    *(f"The committee of {n} met again and adjourned without a vote. " * n for n in range(1, 90)),
]


class Lacking:
    """A runtime that this machine lacks."""

    def __init__(self, folder: Path, threads: int) -> None:
        raise Unsuitable("this processor does not compute in bf16")


class Wrong:
    """A runtime that computes something else."""

    name = "wrong"

    def __init__(self, folder: Path, threads: int) -> None:
        pass

    def run(self, ids: IntArray, mask: IntArray) -> FloatArray:
        """The same vector for every text."""
        return np.eye(1, 384, dtype=np.float32).repeat(len(ids), axis=0)

    def run_tokens(self, ids: IntArray, mask: IntArray) -> tuple[FloatArray, FloatArray]:
        """The same vector for every text and token."""
        vectors = self.run(ids, mask)
        return vectors, vectors[:, np.newaxis].repeat(ids.shape[1], axis=1)


def test_a_batch_holds_texts_of_like_length_within_the_budget():
    lengths = [256, 8, 9, 256, 3, 200, 250, 256, 256, 256]
    batches = list(_batches(lengths))
    assert sorted(at for batch in batches for at in batch.places) == list(range(10))
    assert [[lengths[at] for at in batch.places] for batch in batches] == [
        [256, 256],
        [256, 256],
        [256, 250],
        [200, 9],
        [8, 3],
    ]
    assert [batch.rows for batch in batches] == [2, 2, 2, 2, 2]


def test_a_text_longer_than_the_budget_is_a_batch_of_its_own():
    assert [(batch.places, batch.rows) for batch in _batches([5000, 5000])] == [([0], 1), ([1], 1)]


@given(st.lists(st.integers(1, 256), min_size=1, max_size=300))
def test_every_text_is_in_one_batch_and_shapes_are_few(lengths: list[int]):
    batches = list(_batches(lengths))
    assert sorted(at for batch in batches for at in batch.places) == list(range(len(lengths)))
    assert all(len(batch.places) <= batch.rows < 2 * len(batch.places) for batch in batches)
    widths = {_up(length) for length in range(1, 257)}
    assert len(widths) == 16
    assert all(_up(length) >= length for length in lengths)


# --- the real model


@pytest.fixture
def open_embedder(seed_index: Path) -> Callable[..., ExportedEmbedder]:
    def made(**options: object) -> ExportedEmbedder:
        return ExportedEmbedder(None, encoders_dir(seed_index), **options)  # type: ignore[arg-type]

    return made


@pytest.fixture(scope="module")
def source() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.mark.model
@pytest.mark.parametrize("runtime", [OpenVinoRuntime, Lacking])
def test_its_vectors_are_those_of_sentence_transformers(
    open_embedder: Callable[..., ExportedEmbedder],
    source: SentenceTransformerEmbedder,
    runtime: type,
):
    made = open_embedder(fast=runtime).encode(TEXTS)
    assert (made * source.encode(TEXTS)).sum(axis=1).min() >= AGREEMENT
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-2)


@pytest.mark.model
@pytest.mark.parametrize("runtime", [OpenVinoRuntime, Lacking])
def test_its_vectors_of_parts_are_those_of_sentence_transformers(
    open_embedder: Callable[..., ExportedEmbedder],
    source: SentenceTransformerEmbedder,
    runtime: type,
):
    texts = [TEXTS[1], TEXTS[2], TEXTS[-1]]
    parts = [[Span(1, 20), Span(23, 40)], [Span(0, 4), Span(56, 60)]]
    parts.append([Span(0, 30), Span(4000, 4020)])
    made = open_embedder(fast=runtime).encode_parts(texts, parts)
    for one, other in zip(made, source.encode_parts(texts, parts), strict=True):
        assert (unit_length(one) * unit_length(other)).sum(axis=1)[:2].min() >= AGREEMENT
    # Behind the last token that the model reads there is nothing to tell.
    assert not made[2][2].any()


@pytest.mark.model
def test_a_part_that_is_the_whole_text_is_near_it_and_a_later_one_knows_what_stands_before(
    open_embedder: Callable[..., ExportedEmbedder],
):
    embedder = open_embedder()
    text = "The bridge over the river was closed after the flood. It opens again in May."
    ((whole, both, later),) = embedder.encode_parts([text], [[Span(0, len(text)), Span(54, 76)]])
    alone, question = embedder.encode([text[54:], "when will the bridge open again?"])
    both, later = unit_length(np.stack([both, later]))
    assert whole @ both > 0.95
    assert question @ later > question @ alone


@pytest.mark.model
def test_a_model_that_does_not_pool_its_tokens_tells_nothing_of_parts(
    open_embedder: Callable[..., ExportedEmbedder],
    source: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
):
    exported = open_embedder()
    made = exported._exported
    spec = made.spec.model_copy(update={"pools": False})
    monkeypatch.setattr(exported, "_exported", replace(made, spec=spec))
    monkeypatch.setattr("index.embedding.pools", lambda _: False)
    for embedder in (exported, source):
        ((whole, part),) = embedder.encode_parts(["It rains."], [[Span(0, 2)]])
        assert whole @ embedder.encode(["It rains."])[0] > AGREEMENT
        assert not part.any()


@pytest.mark.model
def test_what_a_build_asks_of_the_model_is_what_the_model_says(
    open_embedder: Callable[..., ExportedEmbedder], source: SentenceTransformerEmbedder
):
    exported = open_embedder()
    for name in ("model_id", "weights_hash", "dimension", "max_tokens", "query_prompt"):
        assert getattr(exported, name) == getattr(source, name)
    assert [exported.count_tokens(t) for t in TEXTS] == [source.count_tokens(t) for t in TEXTS]


@pytest.mark.model
def test_no_texts_are_a_matrix_without_rows(open_embedder: Callable[..., ExportedEmbedder]):
    assert open_embedder().encode([]).shape == (0, 384)


@pytest.mark.model
def test_one_thread_gives_the_same_vectors(open_embedder: Callable[..., ExportedEmbedder]):
    one, all_cores = (open_embedder(threads=n).encode(TEXTS[:20]) for n in (1, None))
    assert (one * all_cores).sum(axis=1).min() >= AGREEMENT


@pytest.mark.model
def test_a_prepared_model_gives_the_same_vectors_and_tells_what_it_has_to_say_once(
    open_embedder: Callable[..., ExportedEmbedder],
):
    notes: list[str] = []
    embedder = open_embedder(fast=Lacking, note=notes.append)
    embedder.prepare()
    embedder.prepare()
    np.testing.assert_array_equal(
        embedder.encode(TEXTS[:4]), open_embedder(fast=Lacking).encode(TEXTS[:4])
    )
    assert len(notes) == 1


@pytest.mark.model
def test_without_bf16_the_slower_runtime_is_taken_and_the_reason_told(
    open_embedder: Callable[..., ExportedEmbedder],
):
    notes: list[str] = []
    open_embedder(fast=Lacking, note=notes.append).encode(["rain"])
    assert notes == [
        "this processor does not compute in bf16; taking ONNX Runtime fp32, which is slower"
    ]


@pytest.mark.model
def test_a_runtime_that_gives_other_vectors_is_not_used(
    open_embedder: Callable[..., ExportedEmbedder], source: SentenceTransformerEmbedder
):
    notes: list[str] = []
    made = open_embedder(fast=Wrong, note=notes.append).encode(TEXTS[:3])
    assert (made * source.encode(TEXTS[:3])).sum(axis=1).min() >= AGREEMENT
    assert "wrong gives other vectors on this processor" in notes[0]


@pytest.mark.model
def test_where_no_runtime_gives_the_vectors_of_the_model_nothing_is_encoded(seed_index: Path):
    folder = next(encoders_dir(seed_index).iterdir())
    with pytest.raises(ModelError, match="gives other vectors than the model on this processor"):
        open_runtime(folder, 1, agrees=lambda _: False, note=lambda _: None)


@pytest.mark.model
def test_an_openvino_that_cannot_be_imported_is_told(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(Unsuitable, match="OpenVINO cannot be imported"):
        OpenVinoRuntime(next(encoders_dir(seed_index).iterdir()), 1)


def test_a_model_that_openvino_cannot_load_is_told(tmp_path: Path):
    (tmp_path / "encoder.xml").write_bytes(b"no model")
    with pytest.raises(Unsuitable, match=r"OpenVINO does not load|does not compute in bf16"):
        OpenVinoRuntime(tmp_path, 1)


def test_a_model_that_onnx_runtime_cannot_load_is_an_error_that_names_the_folder(tmp_path: Path):
    (tmp_path / "encoder.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError, match=rf"{tmp_path}: remove that folder"):
        OnnxRuntime(tmp_path)


@pytest.mark.model
@pytest.mark.parametrize("name", [*SERVED_FILES, *FAST_FILES, "encoder.json"])
@pytest.mark.parametrize("damage", ["vanished", "half copied"])
def test_a_vanished_or_half_copied_file_makes_an_export_none(
    seed_index: Path, tmp_path: Path, name: str, damage: str
):
    folder = Path(shutil.copytree(next(encoders_dir(seed_index).iterdir()), tmp_path / "encoder"))
    assert unsealed(folder) is not None
    if damage == "vanished":
        (folder / name).unlink()
    else:
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: len(whole) // 2])
    assert unsealed(folder) is None


@pytest.mark.model
def test_encoding_loads_no_training_library(seed_index: Path):
    code = (
        "from pathlib import Path; import sys\n"
        "from index.exported_embedder import ExportedEmbedder\n"
        f"made = ExportedEmbedder(None, Path({str(encoders_dir(seed_index))!r}))\n"
        "made.encode(['rain']); made.count_tokens('rain'); made.export(made._exported.folder)\n"
        "print(*{'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))\n"
    )
    assert printed_by(code) == ""


@pytest.mark.model
def test_a_missing_export_is_made_in_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "encoders" / SentenceTransformerEmbedder().weights_hash
    monkeypatch.setattr("index.exported_embedder.assemble", lambda *_: False)
    embedder = ExportedEmbedder(None, tmp_path / "encoders")
    before = set(multiprocessing.active_children())
    assert all(file.is_file() for file in embedder.export(folder))
    assert set(multiprocessing.active_children()) <= before


def test_what_goes_wrong_in_that_process_is_said_here(tmp_path: Path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="cannot load the embedding model"):
        export_apart(str(tmp_path / "model"), tmp_path / "encoder")


# --- a model that cannot be exported


@pytest.mark.model
def test_such_a_model_is_an_error_that_names_the_other_way(
    source: SentenceTransformerEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("index.export._export", _refuse)
    with pytest.raises(ModelError, match="set ONRECORD_INDEX__ENCODER=sentence-transformers"):
        source.export(tmp_path / "encoder")


@pytest.mark.model
def test_with_sentence_transformers_it_is_built_and_answered_from(
    source: SentenceTransformerEmbedder,
    seed_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("index.export._export", _refuse)
    warnings: list[str] = []
    embedder = SentenceTransformerEmbedder(unexported=warnings.append)
    assert embedder.export(tmp_path / "encoder") == ()
    assert "this index answers through sentence-transformers" in warnings[0]
    folder, manifest = published_manifest(seed_index)
    encoder = open_serving_encoder(folder, manifest.model_copy(update={"files": {}}))
    assert (encoder.encode(TEXTS[:4]) * source.encode(TEXTS[:4])).sum(axis=1).min() >= 0.9999


def test_an_index_without_encoder_needs_its_own_model():
    with pytest.raises(IndexIncompatible, match=r"needs its model.*not on this machine|neither"):
        ModelEncoder("nobody/no-model", "0" * 64)


@pytest.mark.model
def test_an_index_without_encoder_refuses_other_weights():
    with pytest.raises(IndexIncompatible, match="other weights than the index was built with"):
        ModelEncoder("sentence-transformers/all-MiniLM-L6-v2", "0" * 64)


def _refuse(*_: object) -> None:
    """An exporter that cannot."""
    raise RuntimeError("operator 'x' is not supported")
