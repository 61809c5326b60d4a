"""What keeps the bot from starting, told with the setting that mends it."""

import asyncio
import socket

import pytest

from bot.telegram import webhook
from bot.telegram.application import serve
from bot.telegram.client import RecordBot
from bot.telegram.health import Health
from bot.telegram_settings import TelegramSettings
from index.errors import SettingsError
from tests.telegram.newsroom import Newsroom
from tests.telegram.server import TOKEN


def test_without_a_token_there_is_no_bot(tmp_path):
    """The message says where to get one."""
    with pytest.raises(SettingsError, match="@BotFather and set ONRECORD_TELEGRAM__TOKEN"):
        serve(TelegramSettings(), Newsroom(), tmp_path / "state.db")


def test_a_state_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    """Before Telegram is asked for anything."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # serve would set it for good
    (tmp_path / "file").write_text("in the way")
    settings = TelegramSettings.model_validate({"token": TOKEN, "base_url": "http://127.0.0.1:1"})
    with pytest.raises(SettingsError, match="ONRECORD_TELEGRAM__STATE"):
        serve(settings, Newsroom(), tmp_path / "file" / "state.db")


async def test_a_taken_port_is_named():
    """With address and settings."""
    bot = RecordBot(TOKEN, base_url="http://127.0.0.1:1/bot", health=Health(lambda: 0.0))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"127.0.0.1:{port}.*WEBHOOK_PORT"):
            webhook.listen(
                bot,
                asyncio.Queue(),
                url="https://example.org/hook",
                secret="abc",  # noqa: S106  a test's
                address="127.0.0.1",
                port=port,
            )
