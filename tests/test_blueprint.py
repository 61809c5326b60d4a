"""Blueprints: an export that is filled from the model's file is the export that torch makes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from index.blueprint import MODEL_WEIGHTS, PLAN_FILE, SHIPPED, Blueprint, assemble
from index.draw_blueprint import draw
from index.embedding import SentenceTransformerEmbedder
from index.encoder_files import ENCODER_FILE, TOKENIZER_FILE, WEIGHTS_FILE
from index.errors import ModelError
from index.exported_embedder import export_apart
from index.sealed import Spec, seal, unsealed
from tests.new_process import printed_by

SPEC = Spec(
    dimension=3,
    max_tokens=8,
    query_prompt="",
    document_prompt="",
    probes={"a": (1.0,)},
    fast=False,
    pools=False,
)
KERNEL = np.arange(6, dtype=np.float32).reshape(2, 3)
BIAS = np.array([7, 8, 9], dtype=np.float32)


def a_model(folder: Path, **tensors: np.ndarray) -> Path:
    """A model's folder with these weights."""
    folder.mkdir()
    save_file(tensors, folder / MODEL_WEIGHTS)
    Tokenizer(WordLevel({"a": 0}, unk_token="a")).save(str(folder / TOKENIZER_FILE))  # noqa: S106
    return folder


def an_export(folder: Path, *weights: np.ndarray) -> Path:
    """A sealed export whose graph has these weights beside it, in order."""
    folder.mkdir()
    held, at = [], 0
    with (folder / WEIGHTS_FILE).open("wb") as file:
        for number, array in enumerate(weights):
            tensor = numpy_helper.from_array(array, f"w{number}")
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            length = file.write(array.tobytes())
            for key, value in (("location", WEIGHTS_FILE), ("offset", at), ("length", length)):
                tensor.external_data.add(key=key, value=str(value))
            at += length
            held.append(tensor)
    graph = helper.make_graph([], "g", [], [], held)
    (folder / ENCODER_FILE).write_bytes(helper.make_model(graph).SerializeToString())
    Tokenizer(WordLevel({"a": 0}, unk_token="a")).save(str(folder / TOKENIZER_FILE))  # noqa: S106
    seal(folder, SPEC)
    return folder


def test_what_is_drawn_of_an_export_becomes_it_again(tmp_path: Path):
    model = a_model(tmp_path / "model", kernel=KERNEL, bias=BIAS)
    export = an_export(tmp_path / "export", BIAS, np.ascontiguousarray(KERNEL.T))
    draw(export, model, tmp_path / "plans" / "hash")
    assert not (tmp_path / "plans" / "hash" / WEIGHTS_FILE).exists()
    made = tmp_path / "made"
    assert assemble(model, "hash", made, shipped=tmp_path / "plans")
    assert unsealed(made) == SPEC
    assert (made / WEIGHTS_FILE).read_bytes() == (export / WEIGHTS_FILE).read_bytes()


def test_a_small_constant_that_no_model_file_has_goes_into_the_graph(tmp_path: Path):
    model = a_model(tmp_path / "model", bias=BIAS)
    positions = np.arange(5, dtype=np.int64)
    draw(an_export(tmp_path / "export", positions, BIAS), model, tmp_path / "plan")
    graph = onnx.load(tmp_path / "plan" / ENCODER_FILE, load_external_data=False).graph
    assert numpy_helper.to_array(graph.initializer[0]).tolist() == [0, 1, 2, 3, 4]
    assert graph.initializer[1].data_location == TensorProto.EXTERNAL


def test_weights_that_the_model_does_not_have_cannot_be_drawn(tmp_path: Path):
    model = a_model(tmp_path / "model", bias=BIAS)
    export = an_export(tmp_path / "export", np.ones(20_000, dtype=np.float32))
    with pytest.raises(ModelError, match="holds no tensor like w0"):
        draw(export, model, tmp_path / "plan")


def test_an_export_that_is_not_whole_cannot_be_drawn(tmp_path: Path):
    model = a_model(tmp_path / "model", bias=BIAS)
    export = an_export(tmp_path / "export", BIAS)
    (export / WEIGHTS_FILE).write_bytes(b"")
    with pytest.raises(ModelError, match="is not whole"):
        draw(export, model, tmp_path / "plan")


def test_other_weights_than_those_drawn_are_an_error_and_leave_nothing(tmp_path: Path):
    model = a_model(tmp_path / "model", bias=BIAS)
    draw(an_export(tmp_path / "export", BIAS), model, tmp_path / "plans" / "hash")
    other = a_model(tmp_path / "other", bias=BIAS + 1)
    with pytest.raises(ModelError, match="does not become the encoder"):
        assemble(other, "hash", tmp_path / "made", shipped=tmp_path / "plans")
    assert not (tmp_path / "made").exists()


def test_a_model_without_blueprint_is_left_to_the_exporter(tmp_path: Path):
    assert not assemble(tmp_path, "unknown", tmp_path / "made", shipped=tmp_path / "plans")
    assert not (tmp_path / "made").exists()


@pytest.mark.model
def test_the_blueprint_of_the_default_model_is_what_its_export_draws(tmp_path: Path):
    embedder = SentenceTransformerEmbedder()
    export_apart(embedder.model_id, tmp_path / "export")
    draw(tmp_path / "export", embedder.folder, tmp_path / "plan")
    shipped = SHIPPED / embedder.weights_hash
    assert (tmp_path / "plan" / ENCODER_FILE).read_bytes() == (shipped / ENCODER_FILE).read_bytes()
    drawn, kept = (
        Blueprint.model_validate_json((folder / PLAN_FILE).read_text(encoding="utf-8"))
        for folder in (tmp_path / "plan", shipped)
    )
    assert drawn.fillings == kept.fillings
    assert drawn.sha256 == kept.sha256
    assert drawn.spec.probes.keys() == kept.spec.probes.keys()


@pytest.mark.model
def test_the_default_model_is_ready_without_the_library_it_was_trained_with(tmp_path: Path):
    code = (
        "from pathlib import Path; import sys\n"
        "from index.exported_embedder import ExportedEmbedder\n"
        f"ExportedEmbedder(None, Path({str(tmp_path)!r})).encode(['rain'])\n"
        "print(*{'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules))\n"
    )
    assert printed_by(code) == ""
