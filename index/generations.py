"""The library that opens the published generation (``index/layout.py`` says where it is)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from index.collection import Collection
from index.encoder import Encoder, ExportedEncoder
from index.encoder_files import ENCODER_FILE
from index.errors import IndexDamaged, IndexIncompatible
from index.layout import check_sizes, generation_dir, published_id
from index.manifest import STORE_FILE, VECTORS_FILE, Manifest, read_manifest
from index.model_folder import model_id
from index.store import Store
from index.vectors import Vectors

OpenEncoder = Callable[[Path, Manifest], Encoder]


class Library:
    """The published generation of an index folder. Thread-safe; never writes.

    Args:
        index_dir: the index folder.
        model: refuse generations of another model (as in ``ONRECORD_INDEX__MODEL``); None takes
            whatever model the generation was built with.
        open_encoder: opens the serving encoder of a generation, at its first use.
    """

    def __init__(
        self,
        index_dir: Path,
        *,
        model: str | None = None,
        open_encoder: OpenEncoder | None = None,
    ) -> None:
        self._dir = index_dir
        self._model = model
        self._open_encoder = open_encoder or open_serving_encoder
        self._open: Collection | None = None
        self._lock = threading.Lock()

    def current(self) -> Collection:
        """The published generation, opened when it was published after the last call.

        A collection that was handed out stays valid for whoever holds it.

        Raises:
            NoIndex: nothing is published yet.
            IndexDamaged: a file is missing, truncated or altered.
            IndexIncompatible: the generation is of another format version or model.
        """
        with self._lock:
            published = published_id(self._dir)
            while self._open is None or self._open.generation != published:
                try:
                    self._open = open_generation(
                        self._dir, published, model=self._model, open_encoder=self._open_encoder
                    )
                except IndexDamaged:
                    # Pruned between reading the pointer and opening: two builds ended meanwhile.
                    again = published_id(self._dir)
                    if again == published:
                        raise
                    published = again
            return self._open

    def close(self) -> None:
        """Closes the open generation; for the end of the program."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None


def open_generation(
    index_dir: Path,
    generation: str,
    *,
    model: str | None = None,
    open_encoder: OpenEncoder | None = None,
) -> Collection:
    """Opens a generation after checking its manifest and the sizes of its files.

    Raises:
        IndexDamaged: a file is missing, truncated or altered.
        IndexIncompatible: it is of another format version or model.
    """
    folder = generation_dir(index_dir, generation)
    manifest = read_manifest(folder)
    if model is not None and model_id(model) != manifest.model.id:
        raise IndexIncompatible(
            f"the index in {index_dir} was built with the model {manifest.model.id}, "
            f"ONRECORD_INDEX__MODEL asks for {model_id(model)}: "
            "run `onrecord index build` again, or correct the setting"
        )
    check_sizes(folder, manifest)
    store = Store(folder / STORE_FILE)
    try:
        vectors = Vectors(
            folder / VECTORS_FILE,
            dimension=manifest.model.dimension,
            counts=manifest.counts.units(),
        )
    except IndexDamaged:
        store.close()
        raise
    opener = open_encoder or open_serving_encoder
    return Collection(manifest, store, vectors, lambda: opener(folder, manifest))


def open_serving_encoder(folder: Path, manifest: Manifest) -> Encoder:
    """The encoder that a build exported into the generation.

    A generation whose model could not be exported is answered from through sentence-transformers.

    Raises:
        IndexDamaged: its files cannot be loaded.
        IndexIncompatible: there are none, and the model is not here as the build found it.
    """
    if ENCODER_FILE not in manifest.files:
        from index.model_encoder import ModelEncoder

        return ModelEncoder(manifest.model.id, manifest.model.weights_hash)
    return ExportedEncoder(
        folder,
        dimension=manifest.model.dimension,
        max_tokens=manifest.model.max_tokens,
        prompt=manifest.model.query_prompt,
    )
