"""Export of a sentence-transformers model to ONNX, for serving without torch."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder_files import ENCODER_FILE, INPUTS, OUTPUT, TOKENIZER_FILE, TOKENS_OUTPUT
from index.errors import ModelError, OnRecordError
from index.fast_form import least_cosine
from index.inference import OnnxRuntime
from index.late_chunking import pools
from index.sealed import Spec, appearing, seal, unsealed

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    from index.embedding import FloatArray

MIN_COSINE = 0.9999

# Texts of very different length, one with accents, one beyond the limit of most models.
_PROBES = (
    "Yes.",
    "“We have not decided,” the minister said on Tuesday, according to the agency.",
    "Łódź, Besançon and Πάτρα: three cities, 4.5 million people, one railway — and no timetable?",
    "The committee met again and adjourned without a vote. " * 120,
)


def export(
    model: SentenceTransformer,
    folder: Path,
    *,
    model_id: str,
    query_prompt: str = "",
    document_prompt: str = "",
) -> tuple[Path, ...]:
    """The files that an index is answered from with, unless they are there.

    The whole model is exported, pooling and normalisation included: token ids and attention mask
    in (any batch, any length), vectors of unit length out; and those of the tokens, where a text's
    is their mean.

    Args:
        model: the loaded model.
        folder: appears with all files, or not at all.
        model_id: names the model in errors.
        query_prompt: what the model wants before a question.
        document_prompt: what it wants before a text of the collection.

    Raises:
        ModelError: the export fails, or gives vectors whose cosine with the model's own is under
            ``MIN_COSINE``.
        OSError: the folder cannot be written.
    """
    spec = unsealed(folder)
    if spec is not None:
        return tuple(folder / name for name in spec.served)
    with appearing(folder) as scratch:
        try:
            tokenizer_of(model, model_id=model_id).save(str(scratch / TOKENIZER_FILE))
            _export(model, scratch / ENCODER_FILE)
            made = _vectors(model, document_prompt)
            spec = Spec(
                dimension=made.shape[1],
                max_tokens=_max_tokens(model),
                query_prompt=query_prompt,
                document_prompt=document_prompt,
                probes=dict(zip(_PROBES, made.tolist(), strict=True)),
                fast=False,
                pools=pools(model),
            )
            _verify(scratch, spec, model_id=model_id)
            spec = seal(scratch, spec)
        except (OnRecordError, OSError):
            raise
        except Exception as exc:  # torch and onnx raise anything
            line = (str(exc).strip() or type(exc).__name__).splitlines()[0][:200]
            raise ModelError(
                f"{model_id} cannot be exported to ONNX ({line}): choose another model with "
                "ONRECORD_INDEX__MODEL, or set ONRECORD_INDEX__ENCODER=sentence-transformers"
            ) from exc
    return tuple(folder / name for name in spec.served)


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

    outputs = [OUTPUT, TOKENS_OUTPUT] if pools(model) else [OUTPUT]

    class UnitVectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, ...]:
            features = self.inner({"input_ids": input_ids, "attention_mask": attention_mask})
            vectors = torch.nn.functional.normalize(features["sentence_embedding"], p=2, dim=1)
            return (vectors, features["token_embeddings"])[: len(outputs)]

    # Two tensors: the exporter takes one passed twice for one input.
    ids, mask = (torch.ones((2, 7), dtype=torch.long) for _ in INPUTS)
    axes = {
        0: torch.export.Dim("batch", min=1, max=4096),
        1: torch.export.Dim("sequence", min=2, max=_max_tokens(model)),
    }
    with _quiet(), _plain_attention(model), torch.no_grad():
        program = torch.onnx.export(
            UnitVectors().eval(),
            (ids, mask),
            dynamo=True,
            verbose=False,
            input_names=list(INPUTS),
            output_names=outputs,
            dynamic_shapes=dict.fromkeys(INPUTS, axes),
        )
        if program is None:
            raise RuntimeError("the exporter returned nothing")
        program.save(str(target), external_data=True)


def _verify(folder: Path, spec: Spec, *, model_id: str) -> None:
    least = least_cosine(OnnxRuntime(folder), folder, spec)
    if not least >= MIN_COSINE:
        raise ModelError(
            f"{model_id}: its ONNX export gives other vectors (cosine {least:.4f}, "
            f"wanted {MIN_COSINE}): choose another model with ONRECORD_INDEX__MODEL"
        )


def _vectors(model: SentenceTransformer, prompt: str) -> FloatArray:
    """The model's own vectors of the probes."""
    return np.asarray(
        model.encode(
            list(_PROBES), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        ),
        dtype=np.float32,
    )


def _max_tokens(model: SentenceTransformer) -> int:
    # Models without a limit of their own still get one: passages are cut to it.
    return int(model.max_seq_length or 512)


@contextlib.contextmanager
def _plain_attention(model: SentenceTransformer) -> Iterator[None]:
    """Attention in its single steps, of which OpenVINO makes the faster kernel."""
    from transformers import PreTrainedModel

    parts = [part for part in model.modules() if isinstance(part, PreTrainedModel)]
    before = [part.config._attn_implementation for part in parts]
    try:
        for part in parts:
            part.set_attn_implementation("eager")
        yield
    finally:
        for part, implementation in zip(parts, before, strict=True):
            part.set_attn_implementation(implementation)


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
