"""Runs the real bot with an invented desk; the settings come from the environment."""

import logging
import os
import sys

from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.telegram.application import serve
from bot.telegram_settings import TelegramSettings
from index.errors import OnRecordError
from tests.telegram.newsroom import Newsroom


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ONRECORD_", env_nested_delimiter="__")
    telegram: TelegramSettings = TelegramSettings()


if __name__ == "__main__":
    logging.basicConfig(level=os.environ.get("NEWSROOM_LOG", "INFO"))
    settings = _Settings().telegram
    newsroom = Newsroom(rebuilt=bool(os.environ.get("NEWSROOM_REBUILT")))
    try:
        sys.exit(serve(settings, newsroom, settings.state))
    except OnRecordError as error:
        sys.exit(f"error: {error}")
