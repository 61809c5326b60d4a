"""Serving encoder where a model could not be exported: sentence-transformers itself."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.embedding import SentenceTransformerEmbedder
from index.errors import IndexIncompatible, ModelError

if TYPE_CHECKING:
    from index.embedding import FloatArray


class ModelEncoder:
    """The model as a build used it; safe to share between threads. Imports torch at first use.

    Args:
        model: the model's name or folder, as the manifest has it.
        weights_hash: what its weights must hash to.

    Raises:
        IndexIncompatible: the model is not on this machine, or has other weights.
    """

    def __init__(self, model: str, weights_hash: str) -> None:
        try:
            self._model = SentenceTransformerEmbedder(model)
        except ModelError as exc:
            raise IndexIncompatible(
                f"the index holds no encoder and needs its model: {exc}"
            ) from exc
        if self._model.weights_hash != weights_hash:
            raise IndexIncompatible(
                f"{model} has other weights than the index was built with: "
                "run `onrecord index build` again"
            )
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length, shape ``(len(texts), dimension)``."""
        with self._lock:
            return self._model.encode_questions(texts)
