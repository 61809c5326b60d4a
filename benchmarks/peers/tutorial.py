"""The usual tutorial: split, encode with sentence-transformers, search a flat FAISS index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers.commands import SHOWN, Encode, Search, Texts, main
from benchmarks.peers.weights import weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_VECTORS = "vectors.faiss"
_SENTENCES = "sentences.json"


class Tutorial:
    """sentence-transformers and ``IndexFlatIP``, with the sentences in a JSON file."""

    def build(self, texts: Texts, folder: Path) -> None:
        """Encodes the sentences and writes index and sentences."""
        import faiss

        sentences = [text for _, text in texts]
        vectors = _model().encode(sentences, normalize_embeddings=True)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(folder / _VECTORS))
        (folder / _SENTENCES).write_text(json.dumps(sentences), encoding="utf-8")

    def add(self, texts: Texts, folder: Path) -> None:
        """Encodes the new sentences and appends them."""
        import faiss

        sentences = [text for _, text in texts]
        index = faiss.read_index(str(folder / _VECTORS))
        index.add(_model().encode(sentences, normalize_embeddings=True))
        faiss.write_index(index, str(folder / _VECTORS))
        before = json.loads((folder / _SENTENCES).read_text(encoding="utf-8"))
        (folder / _SENTENCES).write_text(json.dumps(before + sentences), encoding="utf-8")

    def open(self, folder: Path) -> Search:
        """The model, the index and the sentences in memory."""
        import faiss

        model = _model()
        index = faiss.read_index(str(folder / _VECTORS))
        sentences = json.loads((folder / _SENTENCES).read_text(encoding="utf-8"))

        def search(question: str) -> list[str]:
            _, rows = index.search(model.encode([question], normalize_embeddings=True), SHOWN)
            return [sentences[row] for row in rows[0] if row >= 0]

        return search


def encoder() -> Encode:
    """sentence-transformers in single precision, with its defaults."""
    model = _model()
    return lambda texts: model.encode(texts, normalize_embeddings=True)


def _model() -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(weights()), device="cpu", local_files_only=True)


if __name__ == "__main__":
    main(Tutorial(), encoder)
