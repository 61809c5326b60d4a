"""Generations on disk, and the library that opens the published one.

::

    <index dir>/CURRENT                 the id of the published generation
    <index dir>/generations/<id>/       manifest.json, articles.db, vectors.faiss, the encoder
    <index dir>/staging/<id>/           a build that is not published yet
    <index dir>/cache/                  vectors, analyses and exported encoders for the next build
    <index dir>/build.lock              held by the one builder
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

from index.collection import Collection
from index.encoder import Encoder, ExportedEncoder
from index.encoder_files import ENCODER_FILE
from index.errors import IndexDamaged, IndexIncompatible, NoIndex
from index.manifest import STORE_FILE, VECTORS_FILE, Manifest, read_manifest
from index.model_folder import model_id
from index.store import Store
from index.vectors import Vectors

POINTER_FILE = "CURRENT"
_ID = re.compile(r"[0-9A-Za-z-]{1,80}")

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


def published_id(index_dir: Path) -> str:
    """The id of the published generation.

    Raises:
        NoIndex: nothing is published yet.
        IndexDamaged: the pointer cannot be read.
    """
    pointer = index_dir / POINTER_FILE
    try:
        found = pointer.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise NoIndex(f"no index in {index_dir}: run `onrecord index build`") from exc
    except (OSError, ValueError) as exc:
        raise IndexDamaged(f"cannot read {pointer}: run `onrecord index build` again") from exc
    if not _ID.fullmatch(found):
        raise IndexDamaged(f"{pointer} names no generation: run `onrecord index build` again")
    return found


def generation_dir(index_dir: Path, generation: str) -> Path:
    """The folder of a generation."""
    return index_dir / "generations" / generation


def encoders_dir(index_dir: Path) -> Path:
    """The folder with the exported encoders of an index folder, each named by its weights."""
    return index_dir / "cache" / "encoders"


def published_manifest(index_dir: Path) -> tuple[Path, Manifest]:
    """The folder and the manifest of the published generation.

    Raises:
        NoIndex: nothing is published yet.
        IndexDamaged: the pointer or the manifest cannot be read.
        IndexIncompatible: it is of another format version.
    """
    folder = generation_dir(index_dir, published_id(index_dir))
    return folder, read_manifest(folder)


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


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Compares the sizes of a generation's files with its manifest.

    Raises:
        IndexDamaged: a file is missing, or has another size.
    """
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError as exc:
            raise IndexDamaged(f"{path} is missing: run `onrecord index build` again") from exc
        if size != entry.size:
            raise IndexDamaged(
                f"{path} has {size} bytes instead of {entry.size}: run `onrecord index build` again"
            )


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
