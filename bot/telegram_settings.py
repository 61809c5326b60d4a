"""Settings of the Telegram bot.

Nothing here knows the Telegram library, so that any command may read the settings without it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

EVERYBODY: Literal["*"] = "*"
"""The value of ``allowed_ids`` that admits every person on Telegram."""

_WEBHOOK_PORT = 8443  # one of those that Telegram delivers to
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class TelegramSettings(BaseModel):
    """How the bot reaches Telegram, whom it answers, and how much it does at once.

    In the environment every name has the prefix ``ONRECORD_TELEGRAM__``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr | None = Field(
        default=None,
        description="Token of the bot, from @BotFather. `onrecord serve` needs it.",
    )
    allowed_ids: Annotated[frozenset[int] | Literal["*"], NoDecode] = Field(
        default=frozenset(),
        description=(
            "Who is answered: numeric ids of people, or of groups (negative; everybody in the "
            "group), separated by commas. Empty: nobody but the administrators. *: everybody. "
            "The bot tells a person whom it refuses their id."
        ),
    )
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(),
        description="Numeric ids of administrators, separated by commas; always answered.",
    )
    base_url: str = Field(
        default="https://api.telegram.org/bot",
        description=(
            "Address of the Bot API, up to and including /bot; another one for a local "
            "Bot API server."
        ),
    )
    webhook_url: str | None = Field(
        default=None,
        description=(
            "Public https address that Telegram shall deliver to. Empty: long polling, which "
            "needs no public address."
        ),
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description=(
            "Secret that Telegram sends with each delivery, 1 to 256 of A-Z a-z 0-9 _ -; needed "
            "with a webhook."
        ),
    )
    webhook_listen: str = Field(
        default="127.0.0.1",
        description="Address the webhook server listens on; behind a reverse proxy 127.0.0.1.",
    )
    webhook_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description=(
            "Port the webhook server listens on. Empty: the port in webhook_url, or 8443 where it "
            "names none."
        ),
    )
    state: Path = Field(
        default=Path("data/telegram.db"),
        description="File that keeps conversations and recent answers over a restart.",
    )
    concurrency: int = Field(
        default=2, ge=1, le=64, description="How many questions are searched at once."
    )
    answer_timeout: float = Field(
        default=30.0, gt=0, le=600, description="Seconds after which a question is given up."
    )
    questions_per_minute: float = Field(
        default=30.0,
        gt=0,
        le=600,
        description="Questions and pressed buttons of a person per minute on average.",
    )
    burst: int = Field(
        default=30,
        ge=1,
        le=1000,
        description="Questions and pressed buttons of a person in one go before that.",
    )
    health_timeout: float = Field(
        default=60.0,
        ge=1,
        le=3600,
        description=(
            "Seconds without a successful poll after which the process ends with an error, so "
            "that its supervisor starts it anew."
        ),
    )

    @field_validator("token", "webhook_secret", "webhook_url", "webhook_port", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("allowed_ids", "admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip() == EVERYBODY:
            return EVERYBODY
        words = value.strip().strip("[]").replace(",", " ").split()
        for word in words:
            if not re.fullmatch(r"-?[0-9]{1,19}", word):
                raise ValueError(
                    f"{word!r} is not a numeric Telegram id (names do not work, they can change "
                    f"hands); a refused person is told theirs by the bot"
                )
        return frozenset(int(word) for word in words)

    @field_validator("base_url")
    @classmethod
    def _normal_base_url(cls, value: str) -> str:
        url = value.strip().rstrip("/")
        if not _is_web_address(url):
            raise ValueError(f"{value!r} is not an http or https address")
        return url if urlsplit(url).path else f"{url}/bot"

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> TelegramSettings:
        if self.webhook_url is None:
            return self
        if not _is_web_address(self.webhook_url):
            raise ValueError(f"webhook_url {self.webhook_url!r} is not an http or https address")
        if self.webhook_secret is None:
            raise ValueError(
                "webhook_url needs webhook_secret, or anybody could send updates: set "
                "ONRECORD_TELEGRAM__WEBHOOK_SECRET"
            )
        if not _SECRET.fullmatch(self.webhook_secret.get_secret_value()):
            raise ValueError("webhook_secret may only hold 1 to 256 of A-Z a-z 0-9 _ -")
        return self

    @property
    def listening_port(self) -> int:
        """The port that the webhook server listens on."""
        named = urlsplit(self.webhook_url or "").port
        return self.webhook_port or named or _WEBHOOK_PORT


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
