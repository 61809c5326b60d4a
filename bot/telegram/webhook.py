"""Updates delivered by Telegram instead of polled for."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
import socket
from urllib.parse import urlsplit

import tornado.httpserver
import tornado.web
from telegram import Bot

from bot.telegram.updates import read_updates
from index.errors import SettingsError

_LOG = logging.getLogger(__name__)

_LARGEST = 1024 * 1024  # bytes; an update is some kilobytes
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name

Server = tornado.httpserver.HTTPServer


class _Deliveries(tornado.web.RequestHandler):
    """Takes updates from whoever knows the secret.

    An update that cannot be read is taken too (and logged), or Telegram would deliver it again
    and again and hold back those behind it.
    """

    def initialize(self, bot: Bot, queue: asyncio.Queue[object], secret: str) -> None:
        self._bot = bot
        self._queue = queue
        self._secret = secret

    async def post(self) -> None:
        given = self.request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise tornado.web.HTTPError(403)
        try:
            item = json.loads(self.request.body)
        except ValueError as exc:
            raise tornado.web.HTTPError(400) from exc
        for update in read_updates([item], self._bot):
            await self._queue.put(update)

    def log_exception(self, *error: object) -> None:
        _LOG.info("refused a delivery from %s: %s", self.request.remote_ip, error[1])


def listen(
    bot: Bot, queue: asyncio.Queue[object], *, url: str, secret: str, address: str, port: int
) -> Server:
    """Listens for deliveries at the path of ``url``.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    path = re.escape(urlsplit(url).path.rstrip("/"))
    arguments = {"bot": bot, "queue": queue, "secret": secret}
    application = tornado.web.Application(
        [(f"{path}/?", _Deliveries, arguments)], log_function=_quiet
    )
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listening = socket.create_server((address, port), family=family)
    except OSError as exc:
        raise SettingsError(
            f"cannot listen on {address}:{port} ({exc}): set ONRECORD_TELEGRAM__WEBHOOK_LISTEN "
            f"and ONRECORD_TELEGRAM__WEBHOOK_PORT"
        ) from exc
    listening.setblocking(False)
    server = Server(application, max_buffer_size=_LARGEST)
    server.add_socket(listening)
    return server


def _quiet(handler: tornado.web.RequestHandler) -> None:
    """No log line for each delivery."""
