"""Draws the blueprint of the default model: ``make blueprint``, after a change of the export."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from safetensors import safe_open

from index.blueprint import MODEL_WEIGHTS, PLAN_FILE, SHIPPED, Blueprint, Filling, fill
from index.embedding import SentenceTransformerEmbedder
from index.encoder_files import ENCODER_FILE, WEIGHTS_FILE
from index.errors import ModelError
from index.manifest import describe
from index.sealed import unsealed

# Constants of the graph that no model file has, such as the numbers of the positions.
_SMALL = 65_536


def main() -> None:
    """Exports the default model and draws what is shipped."""
    embedder = SentenceTransformerEmbedder()
    with tempfile.TemporaryDirectory() as name:
        embedder.export(Path(name) / "encoder")
        draw(Path(name) / "encoder", embedder.folder, SHIPPED / embedder.weights_hash)


def draw(export: Path, model: Path, folder: Path) -> None:
    """Makes the blueprint of an export.

    Args:
        export: a whole export.
        model: the folder of the model it was made of.
        folder: where the blueprint is written, over one that is there.

    Raises:
        ModelError: the export is not whole, or holds weights that the model's file does not have.
        OSError: a file cannot be read or written.
    """
    import onnx

    spec = unsealed(export)
    if spec is None:
        raise ModelError(f"the export in {export} is not whole: export the model again")
    content = (export / WEIGHTS_FILE).read_bytes()
    known = _by_content(model / MODEL_WEIGHTS)
    graph = onnx.load(export / ENCODER_FILE, load_external_data=False)
    fillings: list[Filling] = []
    for tensor in graph.graph.initializer:
        # What the exporter notes about its own passes.
        del tensor.metadata_props[:]
        if tensor.data_location != onnx.TensorProto.EXTERNAL:
            continue
        place = {entry.key: entry.value for entry in tensor.external_data}
        offset, length = int(place["offset"]), int(place["length"])
        held = content[offset : offset + length]
        source = known.get(_digest(held))
        if source is not None:
            name, transposed = source
            fillings.append(Filling(offset=offset, tensor=name, transposed=transposed))
        elif length <= _SMALL:
            del tensor.external_data[:]
            tensor.data_location = onnx.TensorProto.DEFAULT
            tensor.raw_data = held
        else:
            raise ModelError(f"{model / MODEL_WEIGHTS} holds no tensor like {tensor.name}")
    for node in graph.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del graph.graph.metadata_props[:]
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, folder / ENCODER_FILE)
    filled = folder / WEIGHTS_FILE
    fill(filled, fillings, model / MODEL_WEIGHTS)
    blueprint = Blueprint(
        spec=spec.model_copy(update={"fast": False}),
        fillings=tuple(fillings),
        sha256=describe(filled).sha256,
    )
    filled.unlink()
    (folder / PLAN_FILE).write_text(blueprint.model_dump_json() + "\n", encoding="utf-8")


def _by_content(weights: Path) -> dict[str, tuple[str, bool]]:
    """By the digest of its bytes each tensor's name, and whether it is transposed."""
    found: dict[str, tuple[str, bool]] = {}
    with safe_open(weights, framework="np") as tensors:
        for name in tensors.keys():  # noqa: SIM118  # not a mapping
            tensor = tensors.get_tensor(name)
            found.setdefault(_digest(tensor.tobytes()), (name, False))
            if tensor.ndim == 2:
                found.setdefault(_digest(tensor.T.tobytes()), (name, True))
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
