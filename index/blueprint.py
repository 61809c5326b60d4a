"""Blueprints: exports without their weights, so that a model that has one needs no torch.

An export takes torch, seconds and a gigabyte, and the weights in it are those of the model, some of
them transposed. So the graph is kept with this program and filled from the model's own file.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from safetensors import safe_open

from index.encoder_files import ENCODER_FILE, TOKENIZER_FILE, WEIGHTS_FILE
from index.errors import ModelError
from index.manifest import describe
from index.sealed import Spec, appearing, seal

MODEL_WEIGHTS = "model.safetensors"
SHIPPED = Path(__file__).with_name("blueprints")
PLAN_FILE = "blueprint.json"


class Filling(BaseModel):
    """Which of the model's tensors stands at a place of the export's weights.

    Attributes:
        offset: the place, in bytes.
        tensor: the name in the model's file.
        transposed: whether rows and columns are exchanged.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    offset: int = Field(ge=0)
    tensor: str
    transposed: bool


class Blueprint(BaseModel):
    """What turns a model's weights into its export, beside the graph.

    Attributes:
        spec: of the export.
        fillings: where the weights come from.
        sha256: of the filled file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    spec: Spec
    fillings: tuple[Filling, ...]
    sha256: str


def assemble(model: Path, weights_hash: str, folder: Path, *, shipped: Path = SHIPPED) -> bool:
    """Makes the export of a model from its blueprint, if there is one.

    Args:
        model: the model's folder.
        weights_hash: identifies its weights; the name of the blueprint.
        folder: appears with all files, or not at all.
        shipped: the folder of the blueprints.

    Returns:
        Whether the export was made.

    Raises:
        ModelError: the weights do not become what the blueprint says.
        OSError: a file cannot be read or written.
    """
    plan = shipped / weights_hash
    if not plan.is_dir():
        return False
    blueprint = Blueprint.model_validate_json((plan / PLAN_FILE).read_text(encoding="utf-8"))
    with appearing(folder) as scratch:
        fill(scratch / WEIGHTS_FILE, blueprint.fillings, model / MODEL_WEIGHTS)
        if describe(scratch / WEIGHTS_FILE).sha256 != blueprint.sha256:
            raise ModelError(
                f"{model / MODEL_WEIGHTS} does not become the encoder that {plan} describes: "
                "install On Record again"
            )
        shutil.copyfile(plan / ENCODER_FILE, scratch / ENCODER_FILE)
        shutil.copyfile(model / TOKENIZER_FILE, scratch / TOKENIZER_FILE)
        seal(scratch, blueprint.spec)
    return True


def fill(target: Path, fillings: Sequence[Filling], weights: Path) -> None:
    """Writes the weights of an export.

    Args:
        target: the file to write.
        fillings: which tensors stand in it, and where.
        weights: the model's file.

    Raises:
        OSError: a file cannot be read or written.
    """
    with target.open("wb") as file, safe_open(weights, framework="np") as tensors:
        for filling in fillings:
            tensor: NDArray[np.generic] = tensors.get_tensor(filling.tensor)
            file.seek(filling.offset)
            file.write((tensor.T if filling.transposed else tensor).tobytes())
