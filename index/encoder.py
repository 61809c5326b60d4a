"""Serving encoder: the exported model with its tokenizer. Imports no torch, ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.encoder_files import TOKENIZER_FILE
from index.errors import IndexDamaged, ModelError
from index.inference import open_for_serving

if TYPE_CHECKING:
    from tokenizers import Encoding

    from index.inference import FloatArray

# Lengths are padded to multiples of this, and to so much at least: a runtime keeps memory for every
# length it has met, and takes longer where the length changes. Whatever multiple of 16 it is,
# OpenVINO gives a text the same vector (docs/performance.md).
_STEP = 16
_LEAST = 32
# Texts of up to so many tokens are encoded together: the weights are read once for all of them.
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
        self._free = threads
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length, shape ``(len(texts), dimension)``.

        The vector of a text does not depend on what is asked beside it.
        """
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        encoded = [self._tokenizer.encode(_encodable(self._prompt + text)) for text in texts]
        longest = max(_LEAST, max(map(len, encoded)))
        if longest > _SHORT:
            return np.concatenate([self._run([text], len(text)) for text in encoded])
        with self._lane(len(texts)) as lanes:
            return self._shared(encoded, longest, lanes)

    def _shared(self, encoded: Sequence[Encoding], length: int, lanes: int) -> FloatArray:
        """The vectors of tokenized texts, computed by so many threads, this one among them."""
        parts = [encoded[at::lanes] for at in range(lanes)]
        others = [self._lanes.submit(self._run, part, length) for part in parts[1:]]
        vectors = np.zeros((len(encoded), self._dimension), dtype=np.float32)
        vectors[::lanes] = self._run(parts[0], length)
        for at, other in enumerate(others, 1):
            vectors[at::lanes] = other.result()
        return vectors

    @contextmanager
    def _lane(self, wanted: int) -> Iterator[int]:
        """How many threads may compute: those that nobody else uses, at least this one.

        Texts that share a thread take less of it than each for itself; shared out to idle threads
        they are there sooner.
        """
        with self._lock:
            taken = max(1, min(self._free, wanted))
            self._free -= taken
        try:
            yield taken
        finally:
            with self._lock:
                self._free += taken

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
