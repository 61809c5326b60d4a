"""The settings of the whole program, read once, from the environment and ``.env``.

A name is ``ONRECORD_``, the section, ``__`` and the setting: ``ONRECORD_INDEX__DIR``. The
environment is stronger than ``.env``; an empty value means the default. A name that starts with
``ONRECORD_`` and is no setting is an error: a misspelt setting must not be silently without
effect.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableValue

from bot.telegram_settings import TelegramSettings
from index.errors import SettingsError
from index.settings import IndexSettings

PREFIX = "ONRECORD_"
ENV_FILE = Path(".env")
_ENCODING = "utf-8-sig"  # editors on Windows put a byte order mark before the first name


class AnswerSettings(BaseModel):
    """How questions are answered; the section ``ONRECORD_ANSWER__*``.

    Attributes:
        limit: how many remarks an answer shows at most; ``--limit`` overrides it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: int = Field(default=5, ge=1, le=50)


class ConsoleSettings(BaseModel):
    """The console; the section ``ONRECORD_CONSOLE__*``.

    Attributes:
        keep_history: whether the questions typed are kept for the next time.
        history: the file they are kept in; None for ``onrecord/history`` in the state folder of
            the XDG Base Directory specification (``~/.local/state``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_history: bool = True
    history: Path | None = None

    @property
    def history_file(self) -> Path | None:
        """The file the questions typed are kept in, or None where they are not kept."""
        if not self.keep_history:
            return None
        if self.history is not None:
            return self.history.expanduser()
        state = os.environ.get("XDG_STATE_HOME", "")
        # The specification has relative paths ignored.
        base = Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state"
        return base / "onrecord" / "history"


class Settings(BaseSettings):
    """Every setting.

    Attributes:
        index: where the index is and what it is built with.
        answer: how questions are answered.
        console: the console.
        telegram: the Telegram bot.
        debug: whether an unexpected error is shown with its traceback; ``--debug`` overrides it.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file_encoding=_ENCODING,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # a value may be a secret
    )

    index: IndexSettings = IndexSettings()
    answer: AnswerSettings = AnswerSettings()
    console: ConsoleSettings = ConsoleSettings()
    telegram: TelegramSettings = TelegramSettings()
    debug: bool = False


def load(env_file: Path | None = ENV_FILE) -> Settings:
    """The settings from the environment and ``env_file`` (which need not exist).

    Raises:
        SettingsError: a name is unknown or a value cannot be used; the message names the variable
            and never holds the value of a secret.
    """
    try:
        written = dotenv_values(env_file, encoding=_ENCODING) if env_file else {}
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(
            f"{env_file} cannot be read ({exc}): write it as UTF-8 text, as in .env.example"
        ) from exc
    _refuse_unknown([*os.environ, *written])
    try:
        # mypy knows the fields of a settings class, not the arguments of its base class.
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as exc:
        # The cause is cut off: a traceback must not show what was given for a secret.
        raise SettingsError(_in_words(exc.errors(include_url=False))) from None
    except UnreadableValue as exc:
        raise SettingsError(f"{exc}: write it as in .env.example") from None


def variable_names() -> tuple[str, ...]:
    """The name of every setting, as it stands in the environment."""
    return tuple(name for name, _ in _fields(Settings, PREFIX))


def _fields(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, f"{variable}__")
        else:
            yield variable, field


def _refuse_unknown(names: Iterable[str]) -> None:
    known = variable_names()
    ours = sorted({name.upper() for name in names if name.upper().startswith(PREFIX)})
    unknown = [name for name in ours if name not in known]
    if unknown:
        name = unknown[0]
        words = {setting.rpartition("__")[2]: setting for setting in known}
        words |= {setting.removeprefix(PREFIX): setting for setting in known}
        near = get_close_matches(name.removeprefix(PREFIX), words, n=1)
        mend = (
            f"did you mean {words[near[0]]}?"
            if near
            else "unset it; .env.example lists the settings"
        )
        raise SettingsError(f"there is no setting {name}: {mend}")


def _in_words(errors: list[ErrorDetails]) -> str:
    fields = dict(_fields(Settings, PREFIX))
    first = errors[0]
    variable = PREFIX
    for part in first["loc"]:
        longer = f"{variable}{str(part).upper()}"
        if not any(name == longer or name.startswith(f"{longer}__") for name in fields):
            break  # a part of the value, not of the name
        variable = longer if longer in fields else f"{longer}__"
    reason = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
    reason = reason.partition(", unable to")[0]
    if variable not in fields:  # settings that do not go together
        return f"{variable}*: {reason}"
    given = "" if _is_secret(fields[variable]) else f" (it is {first['input']!r})"
    return f"{variable}: {reason}{given}: correct it in the environment or in .env, or unset it"


def _is_secret(field: FieldInfo) -> bool:
    return SecretStr in (field.annotation, *get_args(field.annotation))
