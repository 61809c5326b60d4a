"""Vectors by (model weights, text), so that a rebuild encodes only what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from index.cache import Cache
from index.embedding import Embedder
from index.vectors import FloatArray, unit_length

_CHUNK = 4096
_BATCH = 256


@dataclass(slots=True)
class Tally:
    """How many different texts were encoded, and how many were found in the cache."""

    encoded: int = 0
    cached: int = 0


class VectorCache:
    """An embedder that remembers.

    Args:
        cache: where the vectors are kept.
        embedder: makes those that are not there.
        generation: is noted as a user of every vector.
    """

    def __init__(self, cache: Cache, embedder: Embedder, *, generation: str) -> None:
        self._cache = cache
        self._embedder = embedder
        self._generation = generation
        self.tally = Tally()

    def encode(
        self, texts: Iterator[str], *, advance: Callable[[int], None]
    ) -> Iterator[FloatArray]:
        """Vectors of unit length for a stream of texts, some thousand at a time, in order.

        Args:
            texts: any number of texts.
            advance: told how many texts have become vectors since it was told last.
        """
        while chunk := list(islice(texts, _CHUNK)):
            yield self._encode(chunk, advance)

    def _encode(self, texts: Sequence[str], advance: Callable[[int], None]) -> FloatArray:
        keys = [self._key(text) for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        vectors = {
            key: vector
            for key, value in self._cache.get(list(by_key)).items()
            if (vector := self._vector(value)) is not None
        }
        self.tally.cached += len(vectors)
        # Like lengths together: a batch costs what its longest text costs.
        missing = sorted(by_key.keys() - vectors.keys(), key=lambda k: (len(by_key[k]), k))
        self.tally.encoded += len(missing)
        advance(len(texts) - len(missing))
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            made = unit_length(self._embedder.encode([by_key[key] for key in batch]))
            self._cache.put((key, row.tobytes()) for key, row in zip(batch, made, strict=True))
            vectors.update(zip(batch, made, strict=True))
            advance(len(batch))
        self._cache.use(self._generation, by_key)
        return np.stack([vectors[key] for key in keys])

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._embedder.weights_hash}\0{text}".encode()).hexdigest()

    def _vector(self, value: bytes) -> FloatArray | None:
        """The vector in ``value``, or None where it cannot be one of this model."""
        if len(value) != 4 * self._embedder.dimension:
            return None
        vector = np.frombuffer(value, dtype=np.float32)
        return vector if abs(float(np.linalg.norm(vector)) - 1) < 1e-3 else None
