"""The settings of the index, as a section that the outermost layer reads once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError


class IndexSettings(BaseModel):
    """Where the index is and what it is built with; the section ``ONRECORD_INDEX__*``.

    Attributes:
        dir: the index folder.
        model: a sentence-transformers model, as a folder or the name of one that is on this
            machine; None for the weights that are installed with the program.
        encoder: what a build encodes with: the model's export, which is the fastest on a processor,
            or sentence-transformers itself, for a GPU and for models that cannot be exported.
        keep: how many generations stay on disk after a build, the published one included.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    dir: Annotated[Path, AfterValidator(Path.expanduser)] = Path("data/index")
    model: str | None = None
    encoder: Literal["exported", "sentence-transformers"] = "exported"
    keep: int = Field(default=2, ge=1)


class _Environment(BaseSettings):
    """The environment and ``.env``, read for the index alone (``python -m index``)."""

    model_config = SettingsConfigDict(
        env_prefix="ONRECORD_",
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    index: IndexSettings = IndexSettings()


def from_environment() -> IndexSettings:
    """The settings of the index from the environment and ``.env``.

    Raises:
        SettingsError: a value cannot be used, or a name in the section is unknown.
    """
    try:
        return _Environment().index
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "ONRECORD_" + "__".join(str(part).upper() for part in first["loc"])
        raise SettingsError(f"{name}: {first['msg']}: correct it, or unset {name}") from exc
