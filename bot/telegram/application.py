"""The bot as a service: it starts, answers until it is told to end, and ends in order."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

from telegram import BotCommand
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError
from telegram.ext import Application, Updater

from bot.desk import Desk
from bot.rendering.telegram_lists import COMMANDS
from bot.telegram import webhook
from bot.telegram.access import Access
from bot.telegram.aliases import App
from bot.telegram.buttons import Buttons
from bot.telegram.cards import Cards
from bot.telegram.client import RecordBot
from bot.telegram.failures import Failures
from bot.telegram.handlers import register
from bot.telegram.health import Health
from bot.telegram.limits import Once, TokenBuckets
from bot.telegram.messages import Messages
from bot.telegram.redaction import Redactor, redacted_logs
from bot.telegram.searching import Searches
from bot.telegram.sending import Outbox
from bot.telegram.state import State
from bot.telegram.updates import ALLOWED_UPDATES
from bot.telegram_settings import TelegramSettings
from index.errors import OnRecordError, SettingsError

_LOG = logging.getLogger(__name__)

# Many more than searches: somebody's questions that wait for each other must not keep others out.
_UPDATES_AT_ONCE = 1024
_POLL_SECONDS = 20  # of one long poll; less where health_timeout is short
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds between attempts to reach Telegram
_REFUSAL_EVERY, _REFUSALS = 600.0, 100  # a stranger is told once in 10 minutes, 100 at most
_NOTICE_EVERY, _NOTICES = 10.0, 200


def serve(settings: TelegramSettings, desk: Desk, state_path: Path) -> int:
    """Runs the bot until it is told to end.

    Args:
        settings: how Telegram is reached and who is answered.
        desk: answers the questions.
        state_path: file that keeps conversations and recent answers.

    Returns:
        The exit status: 0 after SIGTERM or SIGINT, 1 where the bot could not go on (a supervisor
        should start it again).

    Raises:
        SettingsError: there is no token, Telegram refuses it, or a file or port cannot be used.
    """
    if settings.token is None:
        raise SettingsError(
            "no Telegram token: get one from @BotFather and set ONRECORD_TELEGRAM__TOKEN in .env"
        )
    token = settings.token.get_secret_value().strip()
    hidden = [token]
    if settings.webhook_secret is not None:
        hidden.append(settings.webhook_secret.get_secret_value())
    if not logging.getLogger().handlers:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # The library's own use of its pauses as whole seconds warns at every "Too Many Requests"
    # until this asks for the form of its next version.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    with redacted_logs(Redactor(hidden)):
        try:
            return asyncio.run(_Service(settings, token, desk, state_path).run())
        except OnRecordError:
            raise
        except Exception:  # noqa: BLE001  the outermost layer; the supervisor sees the status
            _LOG.exception("the bot has failed")
            return 1


class _Service:
    """One run of the bot."""

    def __init__(
        self, settings: TelegramSettings, token: str, desk: Desk, state_path: Path
    ) -> None:
        self._settings = settings
        self._state = State(state_path, time.time)
        self._searches = Searches(
            desk, workers=settings.concurrency, seconds=settings.answer_timeout
        )
        self._health = Health(time.monotonic)
        self._access = Access(settings, Once(_REFUSAL_EVERY, _REFUSALS, time.monotonic))
        try:
            self._bot = RecordBot(token, base_url=settings.base_url, health=self._health)
        except InvalidToken:
            raise self._refused() from None

    async def run(self) -> int:
        """Runs until a signal, silence or a refused token; see ``serve``."""
        told = asyncio.Event()
        with _signals(told):
            try:
                await self._state.open()
                _LOG.info("%s", self._access.describe())
                return await self._answer_until(told)
            finally:
                self._searches.close()
                await self._state.close()

    async def _answer_until(self, told: asyncio.Event) -> int:
        app = self._application()
        async with contextlib.AsyncExitStack() as stack:
            begun = await _first(told.wait(), self._begin(app, stack))
            if begun == 0:
                _LOG.info("told to end before Telegram was reached")
                return 0
            _LOG.info("ready")
            reasons = [told.wait(), self._health.until_refused()]
            if not self._settings.webhook_url:
                reasons.append(self._health.until_silent(self._settings.health_timeout))
            reason = await _first(*reasons)
            _LOG.info("ending")
        if reason == 0:
            return 0
        if self._health.refused:
            raise self._refused()
        _LOG.error(
            "no word from Telegram for %.0f seconds: ending, to be started again "
            "(ONRECORD_TELEGRAM__HEALTH_TIMEOUT)",
            self._health.silence,
        )
        return 1

    async def _begin(self, app: App, stack: contextlib.AsyncExitStack) -> None:
        """Reaches Telegram, however long that takes, and begins to receive updates."""
        await self._insist(app.initialize)
        stack.push_async_callback(app.shutdown)
        _LOG.info("connected as @%s (%s)", self._bot.bot.username, self._bot.id)
        await app.start()
        stack.push_async_callback(app.stop)
        naming = asyncio.create_task(self._name_commands())
        stack.push_async_callback(_cancelled, naming)
        if self._settings.webhook_url:
            await self._listen(app, self._settings.webhook_url, stack)
        else:
            await self._poll(app, stack)

    async def _poll(self, app: App, stack: contextlib.AsyncExitStack) -> None:
        if app.updater is None:
            raise RuntimeError("the application was built without an updater")
        stack.push_async_callback(_stopped, app.updater)
        seconds = max(1, int(min(_POLL_SECONDS, self._settings.health_timeout / 3)))
        try:
            await app.updater.start_polling(
                timeout=dt.timedelta(seconds=seconds),
                bootstrap_retries=-1,
                allowed_updates=ALLOWED_UPDATES,
                error_callback=_log_polling_error,
            )
        except InvalidToken:
            raise self._refused() from None
        self._health.beat()

    async def _listen(self, app: App, url: str, stack: contextlib.AsyncExitStack) -> None:
        settings = self._settings
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        server = webhook.listen(
            self._bot,
            app.update_queue,
            url=url,
            secret=secret,
            address=settings.webhook_listen,
            port=settings.listening_port,
        )
        stack.push_async_callback(server.close_all_connections)
        stack.callback(server.stop)
        try:
            await self._insist(
                lambda: self._bot.set_webhook(
                    url, secret_token=secret, allowed_updates=ALLOWED_UPDATES
                )
            )
        except BadRequest as exc:
            raise SettingsError(
                f"Telegram does not deliver to {url} ({exc}): correct "
                f"ONRECORD_TELEGRAM__WEBHOOK_URL, or unset it for long polling"
            ) from None

    async def _insist(self, request: Callable[[], Awaitable[object]]) -> None:
        """Makes a request until Telegram takes it, with growing pauses.

        Raises:
            SettingsError: Telegram refuses the token.
            BadRequest: Telegram refuses the request; making it again would not help.
        """
        pause = _FIRST_PAUSE
        while True:
            try:
                await request()
            except InvalidToken:
                raise self._refused() from None
            except BadRequest:
                raise
            except TelegramError as exc:
                _LOG.warning("Telegram cannot be reached (%s): again in %.0f s", exc, pause)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, 2 * pause)
            else:
                return

    async def _name_commands(self) -> None:
        """Fills the menu of commands; the bot does without where that fails."""
        try:
            await self._bot.set_my_commands([BotCommand(name, does) for name, does in COMMANDS])
        except TelegramError as exc:
            _LOG.warning("the menu of commands was not set: %s", exc)

    def _application(self) -> App:
        builder = (
            Application.builder()
            .bot(self._bot)
            .concurrent_updates(_UPDATES_AT_ONCE)
            .job_queue(None)
        )
        app: App = builder.updater(None).build() if self._settings.webhook_url else builder.build()
        outbox = Outbox(self._bot, self._state.move)
        cards = Cards(self._searches, self._state, outbox)
        per_minute, burst = self._settings.questions_per_minute, self._settings.burst
        buckets = TokenBuckets(per_minute, burst, time.monotonic)
        notices = Once(_NOTICE_EVERY, _NOTICES, time.monotonic)
        register(
            app,
            self._access,
            Messages(cards, self._searches, outbox, self._state, buckets, notices),
            Buttons(cards, self._searches, outbox, self._state, buckets),
            Failures(outbox, self._health),
        )
        return app

    def _refused(self) -> SettingsError:
        return SettingsError(
            f"Telegram ({self._settings.base_url}) refuses the token: set "
            f"ONRECORD_TELEGRAM__TOKEN to the one that @BotFather shows for the bot"
        )


async def _first(*waits: Coroutine[Any, Any, object]) -> int:
    """The number of the wait that is over first; the others are cancelled, errors are raised."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            await _cancelled(task)
    over = next(place for place, task in enumerate(tasks) if task in done)
    tasks[over].result()
    return over


async def _cancelled(task: asyncio.Task[Any]) -> None:
    """Cancels a task and waits until it has ended; its errors are for whoever asks for them."""
    task.cancel()
    await asyncio.wait([task])


async def _stopped(updater: Updater) -> None:
    """Stops polling, if it has begun; a refused token has ended it already."""
    if updater.running:
        with contextlib.suppress(InvalidToken):
            await updater.stop()


def _log_polling_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        _LOG.error("another process receives with the same token: end one of them (%s)", error)
    else:
        _LOG.warning("polling failed, trying again: %s", error)


@contextlib.contextmanager
def _signals(told: asyncio.Event) -> Iterator[None]:
    """Sets ``told`` on SIGTERM and SIGINT."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)
    for number in numbers:
        loop.add_signal_handler(number, told.set)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
