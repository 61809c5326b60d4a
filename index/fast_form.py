"""An export in OpenVINO's form as well: made where it gives the model's vectors, else not."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from index.encoder_files import ENCODER_FILE, FAST_FILE, FAST_FILES, TOKENIZER_FILE
from index.full_vectors import unit_length
from index.inference import OpenVinoRuntime, Unsuitable, openvino_core

if TYPE_CHECKING:
    from index.inference import Runtime
    from index.sealed import Spec

AGREEMENT = 0.999
"""The least cosine between a vector and the model's own, for a runtime to be used."""


def convert(folder: Path, spec: Spec) -> bool:
    """Writes OpenVINO's form of an export beside it, with weights of 16 bits.

    Args:
        folder: holds the export.
        spec: what the model is like.

    Returns:
        Whether it is there: not without OpenVINO, nor where the processor does not compute in
        bf16, nor where its vectors are not the model's. A build then says why it is slower.
    """
    try:
        model = openvino_core().read_model(folder / ENCODER_FILE)
        import_module("openvino").save_model(model, folder / FAST_FILE, compress_to_fp16=True)
        if least_cosine(OpenVinoRuntime(folder, 1), folder, spec) >= AGREEMENT:
            return True
    except (Unsuitable, RuntimeError):
        pass
    for name in FAST_FILES:
        (folder / name).unlink(missing_ok=True)
    return False


def least_cosine(runtime: Runtime, folder: Path, spec: Spec) -> float:
    """The least cosine between the vectors of a runtime and those the model makes of the probes.

    Where the model pools its tokens, the mean of their vectors is compared as well.

    Args:
        runtime: an export, loaded.
        folder: holds its tokenizer.
        spec: has the probes.
    """
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_truncation(max_length=spec.max_tokens)
    tokenizer.no_padding()
    cosines = []
    for text, vector in spec.probes.items():
        ids = np.array([tokenizer.encode(spec.document_prompt + text).ids], dtype=np.int64)
        wanted = np.array(vector, dtype=np.float32)
        if spec.pools:
            (made,), (tokens,) = runtime.run_tokens(ids, np.ones_like(ids))
            cosines.append(float(unit_length(tokens.mean(axis=0, keepdims=True))[0] @ wanted))
        else:
            (made,) = runtime.run(ids, np.ones_like(ids))
        cosines.append(float(made @ wanted))
    # A vector with a NaN is nowhere near.
    return min(cosine if cosine == cosine else -1.0 for cosine in cosines)
