"""The settings of the Telegram bot refuse what would fail later or let strangers in."""

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.telegram_settings import TelegramSettings


class Nested(BaseSettings):
    """The settings as the program nests them."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", env_nested_delimiter="__")
    telegram: TelegramSettings = TelegramSettings()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", frozenset()),
        ("5", frozenset({5})),
        ("5, -100123 7", frozenset({5, -100123, 7})),
        ("[5, 7]", frozenset({5, 7})),
        (" * ", "*"),
    ],
)
def test_ids_are_read_from_the_environment(monkeypatch, value, expected):
    """Ids are separated by commas or blanks; a star stands for everybody."""
    monkeypatch.setenv("ONRECORD_TELEGRAM__ALLOWED_IDS", value)
    assert Nested().telegram.allowed_ids == expected


@pytest.mark.parametrize("value", ["@somebody", "1.5", "5,*", "٥", "1e3"])
def test_an_id_that_is_no_number_is_refused(value):
    """A user name can change hands, so it is never an id."""
    with pytest.raises(ValidationError, match="not a numeric Telegram id"):
        TelegramSettings.model_validate({"allowed_ids": value})


def test_everybody_cannot_be_administrator():
    """A star is refused where administrators are named."""
    with pytest.raises(ValidationError):
        TelegramSettings.model_validate({"admin_ids": "*"})


def test_nobody_is_allowed_by_default():
    """Without a setting the bot answers nobody."""
    settings = TelegramSettings()
    assert settings.allowed_ids == frozenset()
    assert settings.admin_ids == frozenset()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081/bot"),
        ("http://127.0.0.1:8081/bot/", "http://127.0.0.1:8081/bot"),
        ("https://api.telegram.org/bot", "https://api.telegram.org/bot"),
    ],
)
def test_the_address_of_the_bot_api_ends_in_bot(value, expected):
    """The host alone is enough."""
    assert TelegramSettings(base_url=value).base_url == expected


def test_an_address_that_is_not_one_is_refused():
    """A base URL without scheme is refused at start, not at the first request."""
    with pytest.raises(ValidationError, match="not an http or https address"):
        TelegramSettings(base_url="127.0.0.1:8081")


def test_a_webhook_needs_a_secret():
    """Without the secret anybody could post updates; the message names the setting."""
    with pytest.raises(ValidationError, match="ONRECORD_TELEGRAM__WEBHOOK_SECRET"):
        TelegramSettings(webhook_url="https://example.org/hook")


def test_a_webhook_secret_has_only_letters_that_telegram_takes():
    """A blank in the secret would be refused by Telegram at start."""
    with pytest.raises(ValidationError, match="webhook_secret"):
        TelegramSettings.model_validate(
            {"webhook_url": "https://example.org/hook", "webhook_secret": "a b"}
        )


@pytest.mark.parametrize(
    ("url", "port", "listening"),
    [
        ("https://example.org:8080/hook", None, 8080),
        ("https://example.org/hook", None, 8443),
        ("https://example.org:443/hook", 9000, 9000),
    ],
)
def test_the_webhook_listens_at_its_own_port_unless_told_otherwise(url, port, listening):
    """Behind a reverse proxy the two differ."""
    raw = {"webhook_url": url, "webhook_secret": "abc", "webhook_port": port}
    assert TelegramSettings.model_validate(raw).listening_port == listening


@pytest.mark.parametrize("url", ["https://example.org:port/", "https://", "example.org/hook"])
def test_a_webhook_address_that_is_not_one_is_refused(url):
    """At start, not when Telegram refuses it."""
    with pytest.raises(ValidationError, match="not an http or https address"):
        TelegramSettings.model_validate({"webhook_url": url, "webhook_secret": "abc"})


def test_a_blank_token_is_no_token(monkeypatch):
    """A line `ONRECORD_TELEGRAM__TOKEN=` copied from the example sets nothing."""
    monkeypatch.setenv("ONRECORD_TELEGRAM__TOKEN", " ")
    assert Nested().telegram.token is None


def test_an_unknown_name_is_refused():
    """A misspelt setting is an error, not silence."""
    with pytest.raises(ValidationError):
        TelegramSettings.model_validate({"tokn": "1:a"})


def test_every_setting_is_described():
    """The example file is made from these descriptions."""
    assert all(field.description for field in TelegramSettings.model_fields.values())


def test_the_token_is_not_shown_by_its_settings():
    """Neither repr nor str shows the token."""
    settings = TelegramSettings.model_validate({"token": "123456:SECRETSECRET"})
    assert "SECRETSECRET" not in f"{settings!r} {settings}"
