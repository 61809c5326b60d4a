"""Export of a sentence-transformers model to ONNX, for serving without torch."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import ENCODER_FILE, INPUTS, TOKENIZER_FILE, WEIGHTS_FILE, OnnxEncoder
from index.errors import ModelError, OnRecordError
from index.manifest import describe

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

OUTPUT = "unit_vector"
MIN_COSINE = 0.9999
_SEAL_FILE = "checksums.json"

# Texts of very different length, one with accents, one beyond the limit of most models.
_PROBES = (
    "Yes.",
    "“We have not decided,” the minister said on Tuesday, according to the agency.",
    "Łódź, Besançon and Πάτρα: three cities, 4.5 million people, one railway — and no timetable?",
    "The committee met again and adjourned without a vote. " * 120,
)


def export(model: SentenceTransformer, folder: Path, *, model_id: str) -> tuple[Path, ...]:
    """The model as ``encoder.onnx``, its weights and ``tokenizer.json``, unless they are there.

    The whole model is exported, pooling and normalisation included: token ids and attention mask
    in (any batch, any length), vectors of unit length out.

    Args:
        model: the loaded model.
        folder: appears with all files, or not at all.
        model_id: names the model in errors.

    Raises:
        ModelError: the export fails, or gives vectors whose cosine with the model's own is under
            ``MIN_COSINE``.
        OSError: the folder cannot be written.
    """
    files = tuple(folder / name for name in (ENCODER_FILE, WEIGHTS_FILE, TOKENIZER_FILE))
    if _whole(folder):
        return files
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=folder.parent) as name:
        scratch = Path(name) / "encoder"
        scratch.mkdir()
        try:
            tokenizer_of(model, model_id=model_id).save(str(scratch / TOKENIZER_FILE))
            _export(model, scratch / ENCODER_FILE)
            _verify(model, scratch, model_id=model_id)
            _seal(scratch)
        except (OnRecordError, OSError):
            raise
        except Exception as exc:  # torch and onnx raise anything
            line = (str(exc).strip() or type(exc).__name__).splitlines()[0][:200]
            raise ModelError(
                f"{model_id} cannot be exported to ONNX ({line}): "
                "choose another model with ONRECORD_INDEX__MODEL"
            ) from exc
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(scratch, folder)  # noqa: PTH105  # the atomic form, named as such
    return files


def _seal(folder: Path) -> None:
    """Notes the checksums: an export that was altered later must not reach a generation."""
    sums = {path.name: describe(path).sha256 for path in folder.iterdir()}
    (folder / _SEAL_FILE).write_text(json.dumps(sums), encoding="utf-8")


def _whole(folder: Path) -> bool:
    try:
        sums = json.loads((folder / _SEAL_FILE).read_text(encoding="utf-8"))
        return bool(sums) and all(
            describe(folder / name).sha256 == checksum for name, checksum in sums.items()
        )
    except (OSError, ValueError, AttributeError):
        return False


def tokenizer_of(model: SentenceTransformer, *, model_id: str) -> Tokenizer:
    """A copy of the model's fast tokenizer.

    Raises:
        ModelError: the model has none.
    """
    from tokenizers import Tokenizer

    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise ModelError(
            f"{model_id} has no fast tokenizer (tokenizer.json): "
            "choose another model with ONRECORD_INDEX__MODEL"
        )
    return Tokenizer.from_str(backend.to_str())


def _export(model: SentenceTransformer, target: Path) -> None:
    import torch

    class UnitVectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            vectors = self.inner(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, p=2, dim=1)

    # Two tensors: the exporter takes one passed twice for one input.
    ids, mask = (torch.ones((2, 7), dtype=torch.long) for _ in INPUTS)
    axes = {
        0: torch.export.Dim("batch", min=1, max=4096),
        1: torch.export.Dim("sequence", min=2, max=int(model.max_seq_length or 512)),
    }
    with _quiet(), torch.no_grad():
        program = torch.onnx.export(
            UnitVectors().eval(),
            (ids, mask),
            dynamo=True,
            verbose=False,
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_shapes=dict.fromkeys(INPUTS, axes),
        )
        if program is None:
            raise RuntimeError("the exporter returned nothing")
        program.save(str(target), external_data=True)


def _verify(model: SentenceTransformer, folder: Path, *, model_id: str) -> None:
    wanted = np.asarray(
        model.encode(list(_PROBES), prompt="", normalize_embeddings=True, show_progress_bar=False)
    )
    encoder = OnnxEncoder(
        folder, dimension=wanted.shape[1], max_tokens=int(model.max_seq_length or 512)
    )
    cosines = (encoder.encode(_PROBES) * wanted).sum(axis=1)
    if not cosines.min() >= MIN_COSINE:
        raise ModelError(
            f"{model_id}: its ONNX export gives other vectors (cosine {cosines.min():.4f}, "
            f"wanted {MIN_COSINE}): choose another model with ONRECORD_INDEX__MODEL"
        )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The exporter warns about its own internals on every run; people cannot act on that."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
