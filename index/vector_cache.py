"""Vectors by (model weights, text, parts), so that a rebuild encodes only what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.cache import Cache
from index.embedding import Embedder
from index.spans import Span
from index.vectors import FloatArray


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

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._embedder.dimension

    def encode(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]] | None = None
    ) -> list[FloatArray]:
        """The vectors of some texts and their parts; see ``Embedder.encode_parts``.

        Args:
            texts: what is encoded together: some hundred.
            parts: the parts of each text; None for none.
        """
        of_each = parts or [()] * len(texts)
        keys = list(map(self._key, texts, of_each))
        asked = dict(zip(keys, zip(texts, of_each, strict=True), strict=True))
        vectors = {
            key: vector
            for key, value in self._cache.get(list(asked)).items()
            if (vector := self._vectors(value, len(asked[key][1]))) is not None
        }
        self.tally.cached += len(vectors)
        missing = [key for key in asked if key not in vectors]
        self.tally.encoded += len(missing)
        if missing:
            made = self._embedder.encode_parts(*zip(*(asked[key] for key in missing), strict=True))
            self._cache.put((key, some.tobytes()) for key, some in zip(missing, made, strict=True))
            vectors.update(zip(missing, made, strict=True))
        self._cache.use(self._generation, asked)
        return [vectors[key] for key in keys]

    def carry(self, generation: str) -> None:
        """Notes that what a generation uses is used by this one too, without looking at it."""
        self.tally.cached += self._cache.carry(generation, self._generation)

    def _key(self, text: str, parts: Sequence[Span]) -> str:
        places = ",".join(f"{part.start}-{part.end}" for part in parts)
        key = f"{self._embedder.weights_hash}\0{places}\0{text}"
        return hashlib.sha256(key.encode()).hexdigest()

    def _vectors(self, value: bytes, parts: int) -> FloatArray | None:
        """The vectors in ``value``, or None where they cannot be of this model and text."""
        dimension = self.dimension
        if len(value) != 4 * dimension * (1 + parts):
            return None
        vectors = np.frombuffer(value, dtype=np.float32).reshape(1 + parts, dimension)
        whole = np.isfinite(vectors).all() and abs(float(np.linalg.norm(vectors[0])) - 1) < 1e-2
        return vectors if whole else None
