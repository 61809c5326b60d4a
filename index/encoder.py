"""Serving encoder: the exported model with its tokenizer. Imports no torch, ever."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.encoder_files import TOKENIZER_FILE
from index.errors import IndexDamaged, ModelError
from index.inference import OpenVinoRuntime, open_for_serving

if TYPE_CHECKING:
    from tokenizers import Encoding

    from index.inference import FloatArray

# Lengths are padded to multiples of this, and to so much at least: a runtime keeps memory for every
# length it has met, and takes longer where the length changes. Whatever multiple of 16 it is,
# OpenVINO gives a text the same vector (docs/performance.md).
_STEP = 16
_LEAST = 32
# Texts of up to so many tokens are encoded together: the weights are then read once for all.
_SHORT = 64


class Encoder(Protocol):
    """Turns texts into vectors while serving."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length, shape ``(len(texts), dimension)``."""


class ExportedEncoder:
    """An exported model with its tokenizer; safe to share between threads.

    Args:
        folder: holds the files of an export.
        dimension: the length of a vector.
        max_tokens: how many tokens of a text are read, special tokens included.
        prompt: what is put before every text; the model wants it before questions.
        threads: how many texts are encoded at once.

    Raises:
        IndexDamaged: the files cannot be loaded.
    """

    def __init__(
        self, folder: Path, *, dimension: int, max_tokens: int, prompt: str = "", threads: int = 2
    ) -> None:
        from tokenizers import Tokenizer

        self._dimension = dimension
        self._prompt = prompt
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._runtime = open_for_serving(folder, threads)
        except Exception as exc:  # the library raises bare Exception subclasses
            if not isinstance(exc, ModelError) and type(exc) is not Exception:
                raise
            raise IndexDamaged(
                f"cannot load the encoder in {folder}: run `onrecord index build` again"
            ) from exc
        self._tokenizer.enable_truncation(max_length=max_tokens)
        self._tokenizer.enable_padding(pad_to_multiple_of=_STEP)
        self._lanes = ThreadPoolExecutor(threads, thread_name_prefix="encoder")
        # ONNX Runtime gains less by a batch than by a thread for each text.
        self._together = isinstance(self._runtime, OpenVinoRuntime)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length, shape ``(len(texts), dimension)``.

        The vector of a text does not depend on what is asked beside it.
        """
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        encoded = [self._tokenizer.encode(_encodable(self._prompt + text)) for text in texts]
        longest = max(_LEAST, *map(len, encoded))
        if len(texts) == 1 or (self._together and longest <= _SHORT):
            return self._run(encoded, longest)
        return np.concatenate(list(self._lanes.map(self._alone, encoded)))

    def _alone(self, text: Encoding) -> FloatArray:
        return self._run([text], max(_LEAST, len(text)))

    def _run(self, encoded: Sequence[Encoding], length: int) -> FloatArray:
        """The vectors of tokenized texts, padded to a length."""
        for text in encoded:
            text.pad(length)
        ids = np.array([text.ids for text in encoded], dtype=np.int64)
        mask = np.array([text.attention_mask for text in encoded], dtype=np.int64)
        return self._runtime.run(ids, mask)


def _encodable(text: str) -> str:
    # Half of a surrogate pair, as chats may send it, has no UTF-8 form.
    return text.encode("utf-8", "replace").decode("utf-8")
