"""Serving encoder: the exported model on ONNX Runtime. Imports no torch, ever."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.errors import IndexDamaged

if TYPE_CHECKING:
    from index.embedding import FloatArray

ENCODER_FILE = "encoder.onnx"
# The weights lie beside the graph, so that ONNX Runtime maps them instead of reading them: half the
# start-up time and 80 MB less memory for the default model.
WEIGHTS_FILE = "encoder.onnx.data"
TOKENIZER_FILE = "tokenizer.json"
INPUTS = ("input_ids", "attention_mask")


class Encoder(Protocol):
    """Turns texts into vectors while serving."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length, shape ``(len(texts), dimension)``."""


class OnnxEncoder:
    """An exported model with its tokenizer; safe to share between threads.

    Args:
        folder: holds ``encoder.onnx``, ``encoder.onnx.data`` and ``tokenizer.json``.
        dimension: the length of a vector.
        max_tokens: how many tokens of a text are read, special tokens included.
        prompt: what is put before every text; the model wants it before questions.
        batch_size: how many texts are encoded at once; bounds memory.
        threads: how many threads one call may use.

    Raises:
        IndexDamaged: the files cannot be loaded.
    """

    def __init__(
        self,
        folder: Path,
        *,
        dimension: int,
        max_tokens: int,
        prompt: str = "",
        batch_size: int = 16,
        threads: int = 2,
    ) -> None:
        import onnxruntime as ort  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        self._dimension = dimension
        self._prompt = prompt
        self._batch_size = batch_size
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Texts differ in length: the arena and its patterns would keep the largest batch for good.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 4
        # Idle threads must sleep, not spin: a bot waits far more than it works.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = ort.InferenceSession(
                str(folder / ENCODER_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:  # both libraries raise bare Exception subclasses
            raise IndexDamaged(
                f"cannot load the encoder in {folder}: run `onrecord index build` again"
            ) from exc
        self._tokenizer.enable_truncation(max_length=max_tokens)
        self._tokenizer.enable_padding()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length, shape ``(len(texts), dimension)``."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        # Like lengths together, so that little is computed on padding.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            vectors[batch] = self._run([texts[at] for at in batch])
        return vectors

    def _run(self, texts: list[str]) -> FloatArray:
        encodings = self._tokenizer.encode_batch(
            [_encodable(self._prompt + text) for text in texts]
        )
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        # ONNX Runtime is thread-safe, yet calls at once would each take `threads` threads.
        with self._lock:
            (vectors,) = self._session.run(None, dict(zip(INPUTS, (ids, mask), strict=True)))
        return np.asarray(vectors, dtype=np.float32)


def _encodable(text: str) -> str:
    # Half of a surrogate pair, as chats may send it, has no UTF-8 form.
    return text.encode("utf-8", "replace").decode("utf-8")
