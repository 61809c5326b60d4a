"""txtai with the same model: an index of sentences with their texts, on its defaults."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.peers.commands import SHOWN, Encode, Search, Texts, main
from benchmarks.peers.weights import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from txtai import Embeddings


class Txtai:
    """An ``Embeddings`` index with content."""

    def build(self, texts: Texts, folder: Path) -> None:
        """Indexes the sentences and saves the index."""
        from txtai import Embeddings

        index = Embeddings(path=str(weights()), content=True, gpu=False)
        index.index((identity, text, None) for identity, text in texts)
        index.save(str(folder))

    def add(self, texts: Texts, folder: Path) -> None:
        """Loads the index, adds the new sentences and saves it."""
        index = _loaded(folder)
        index.upsert((identity, text, None) for identity, text in texts)
        index.save(str(folder))

    def open(self, folder: Path) -> Search:
        """The index with its model loaded."""
        index = _loaded(folder)
        # Its database is one cursor: "thread locking must be handled externally" (rdbms.py).
        lock = threading.Lock()

        def search(question: str) -> list[str]:
            with lock:
                return [found["text"] for found in index.search(question, SHOWN)]

        return search


def encoder() -> Encode:
    """The encoder of an index, on its defaults."""
    from txtai import Embeddings

    index = Embeddings(path=str(weights()), gpu=False)

    def encode(texts: list[str]) -> NDArray[Any]:
        vectors: NDArray[Any] = index.batchtransform(texts)
        return vectors

    return encode


def _loaded(folder: Path) -> Embeddings:
    from txtai import Embeddings

    index = Embeddings()
    index.load(str(folder))
    return index


if __name__ == "__main__":
    main(Txtai(), encoder)
