"""A Bot API server on loopback, and the bot as a process beside it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import (  # type: ignore[import-untyped]  # it has no types
    CONTRACT,
    ApiRefusal,
    LoBotApiEmulator,
)

TOKEN = "424242:AAtest-token-that-must-never-be-shown-000"  # noqa: S105  a test's
BOT_ID = 424242
USERNAME = "record_test_bot"
PATIENCE = 15.0  # seconds; a failing test takes this long, a passing one does not

_ALLOWED_TAGS = {"b", "i", "u", "code", "a", "blockquote"}
Call = tuple[str, dict[str, Any]]

for _method in ("sendMessage", "editMessageText"):
    _known = CONTRACT["methods"][_method]["parameters"]
    if "link_preview_options" not in _known:
        _known.append("link_preview_options")


def parsed(html: str) -> str:
    """The text of a message as Telegram parses it.

    Raises:
        ValueError: Telegram would refuse the markup.
    """
    out: list[str] = []
    open_tags: list[str] = []
    end = 0
    for match in re.finditer(r"<(/?)([a-z]+)((?: [^>]*)?)>", html):
        out.append(html[end : match.start()])
        end = match.end()
        closing, tag, attributes = match.groups()
        if tag not in _ALLOWED_TAGS:
            raise ValueError(f"tag {tag} in {html!r}")
        if closing:
            if not open_tags or open_tags.pop() != tag:
                raise ValueError(f"unbalanced {tag} in {html!r}")
        else:
            if tag == "blockquote" and "blockquote" in open_tags:
                raise ValueError(f"nested quotation in {html!r}")
            expected = {
                "a": r' href="https?://[^"<> ]+"',
                "blockquote": r"(?: expandable)?",
            }.get(tag, "")
            if not re.fullmatch(expected, attributes):
                raise ValueError(f"attributes {attributes!r} of {tag}")
            open_tags.append(tag)
    out.append(html[end:])
    if open_tags:
        raise ValueError(f"{open_tags} left open in {html!r}")
    for part in out:
        rest = re.sub(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);", "", part)
        if set("<>&") & set(rest):
            raise ValueError(f"unescaped character in {part!r}")
    return unescape("".join(out))


class BotApi(LoBotApiEmulator):  # type: ignore[misc]  # it has no types
    """The emulator, made as strict about markup as Telegram is, recording what it is sent."""

    def __init__(self) -> None:
        super().__init__(allow_insecure_loopback_webhooks=True)
        self.calls: list[Call] = []
        self.changed = threading.Condition()
        self.refuse: Callable[[str, dict[str, Any]], ApiRefusal | None] = lambda *_: None

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        """Records the call; refuses what Telegram would, and what the test wants refused."""
        try:
            if refusal := self.refuse(method, fields):
                raise refusal
            if fields.get("parse_mode") == "HTML":
                try:
                    if not parsed(fields["text"]).strip():
                        raise ApiRefusal("Bad Request: message text is empty")
                except ValueError as exc:
                    raise ApiRefusal(f"Bad Request: can't parse entities: {exc}") from exc
            result = super().validate(method, fields, uploads)
        except ApiRefusal as refusal:
            self._note(f"{method}!{refusal.status}", fields)
            raise
        if method == "getMe":
            result = {**result, "id": BOT_ID, "username": USERNAME}
        if method == "sendMessage":
            fields = {**fields, "message_id": result["message_id"]}
        self._note(method, fields)
        return result

    def _note(self, method: str, fields: dict[str, Any]) -> None:
        with self.changed:
            self.calls.append((method, dict(fields)))
            self.changed.notify_all()


class Server:
    """The emulator, served by a thread of its own until ``close``."""

    def __init__(self, port: int = 0) -> None:
        self.api = BotApi()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._update = 0
        self._message = 100
        self._runner = web.AppRunner(self.api.app(), access_log=None, shutdown_timeout=0.1)
        self.port = self._do(self._listen(port))

    async def _listen(self, port: int) -> int:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        address = self._runner.addresses[0]
        return int(address[1])

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def close(self) -> None:
        """Ends the thread."""
        self._do(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def base_url(self) -> str:
        """What the bot is given as the address of the Bot API."""
        return f"http://127.0.0.1:{self.port}/bot"

    def mark(self) -> int:
        """How many calls there were until now."""
        return len(self.api.calls)

    def push_unchecked(self, update: dict[str, Any]) -> None:
        """Hands the bot an update of a kind that the emulator does not know."""
        self._update += 1
        self._do(self._enqueue({"update_id": self._update, **update}))

    async def _enqueue(self, update: dict[str, Any]) -> None:
        inbox = self.api._update_queues._state(TOKEN)
        async with inbox.condition:
            inbox.allowed = []
            inbox.next_id = update["update_id"] + 1
            inbox.updates.append(update)
            inbox.condition.notify_all()

    def refuse_markup(self, chat: int) -> None:
        """Telegram cannot read the markup of any message to this chat."""
        refusal = ApiRefusal("Bad Request: can't parse entities: unclosed tag")
        self._refuse(chat, lambda fields: refusal if "parse_mode" in fields else None)

    def refuse_once(self, chat: int, seconds: int) -> None:
        """The next message to this chat comes too soon."""
        words = f"Too Many Requests: retry after {seconds}"
        left = [ApiRefusal(words, 429, {"retry_after": seconds})]
        self._refuse(chat, lambda fields: left.pop() if left else None)

    def refuse_forbidden(self, chat: int) -> None:
        """The person in this chat has blocked the bot."""
        refusal = ApiRefusal("Forbidden: bot was blocked by the user", 403)
        self._refuse(chat, lambda fields: refusal)

    def _refuse(self, chat: int, when: Callable[[dict[str, Any]], ApiRefusal | None]) -> None:
        others = self.api.refuse

        def refuse(method: str, fields: dict[str, Any]) -> ApiRefusal | None:
            if method == "sendMessage" and int(fields["chat_id"]) == chat:
                return when(fields)
            return others(method, fields)

        self.api.refuse = refuse

    def push(self, kind: str, body: dict[str, Any]) -> None:
        """Hands the bot an update."""
        self._update += 1
        update = {"update_id": self._update, kind: body}
        self._do(self.api.enqueue_update(update, token=TOKEN))

    def message(self, text: str | None, *, user: int, chat: int | None = None, **more: Any) -> Any:
        """A message, with the entities that Telegram finds in its text."""
        self._message += 1
        group = chat is not None and chat < 0
        body: dict[str, Any] = {
            "message_id": self._message,
            "date": int(time.time()),
            "chat": {"id": chat or user, "type": "supergroup", "title": "Newsroom"}
            if group
            else {"id": chat or user, "type": "private", "first_name": "Ann"},
            "from": {"id": user, "is_bot": False, "first_name": "Ann"},
        }
        if text is not None:
            body["text"] = text
            entities = []
            if match := re.match(r"/\w+(?:@\w+)?", text):
                entities.append({"type": "bot_command", "offset": 0, "length": match.end()})
            for match in re.finditer(r"(?<!\w)@\w+", text):
                offset = len(text[: match.start()].encode("utf-16-le")) // 2
                length = match.end() - match.start()
                entities.append({"type": "mention", "offset": offset, "length": length})
            body["entities"] = entities
        return {**body, **more}

    def say(self, text: str, *, user: int, chat: int | None = None, **more: Any) -> Call:
        """Writes to the bot and waits for its answer."""
        mark = self.mark()
        self.push("message", self.message(text, user=user, chat=chat, **more))
        return self.wait("sendMessage", since=mark, chat=chat or user)

    def press(
        self, label: str, call: Call, *, user: int, wait: str = "answerCallbackQuery"
    ) -> Call:
        """Presses the button with this label under a message and waits for what comes of it."""
        data = buttons(call)[label]
        mark = self.mark()
        chat = int(call[1]["chat_id"])
        message = self.message(
            parsed(call[1]["text"]), user=BOT_ID, chat=chat, reply_markup=keyboard(call)
        )
        message["message_id"] = int(call[1]["message_id"])
        self.push(
            "callback_query",
            {
                "id": f"press-{mark}",
                "from": {"id": user, "is_bot": False, "first_name": "Ann"},
                "message": message,
                "chat_instance": "1",
                "data": data,
            },
        )
        self.wait("answerCallbackQuery", since=mark)
        return self.wait(wait, since=mark)

    def wait(self, method: str, *, since: int = 0, chat: int | None = None, count: int = 1) -> Call:
        """The ``count``-th call of ``method`` after the mark ``since``."""
        self.until(
            lambda: len(self.calls(method, since=since, chat=chat)) >= count,
            f"no {method} among the calls",
        )
        return self.calls(method, since=since, chat=chat)[count - 1]

    def calls(self, method: str, *, since: int = 0, chat: int | None = None) -> list[Call]:
        """The calls of ``method`` after the mark ``since``."""
        return [
            call
            for call in self.api.calls[since:]
            if call[0] == method and (chat is None or int(call[1]["chat_id"]) == chat)
        ]

    def until(self, condition: Callable[[], bool], otherwise: str) -> None:
        """Waits until ``condition`` holds."""
        deadline = time.monotonic() + PATIENCE
        with self.api.changed:
            while not condition():
                if time.monotonic() > deadline:
                    raise AssertionError(f"{otherwise}: {[name for name, _ in self.api.calls]}")
                self.api.changed.wait(0.2)


class Process:
    """The bot as a process; ``close`` ends it where the test did not."""

    def __init__(self, server: Server, folder: Path, **settings: str) -> None:
        self.log = folder / f"log-{time.monotonic_ns()}"
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")},
            "PYTHONWARNINGS": "error",
            "ONRECORD_TELEGRAM__TOKEN": TOKEN,
            "ONRECORD_TELEGRAM__BASE_URL": server.base_url,
            "ONRECORD_TELEGRAM__STATE": str(folder / "state.db"),
            "ONRECORD_TELEGRAM__ALLOWED_IDS": "*",
            **settings,
        }
        self._out = self.log.open("wb")
        self._process = subprocess.Popen(  # noqa: S603  our own program
            [*self.command(), *self.arguments(folder)],
            env=environment,
            stdout=self._out,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).parents[2],
        )

    def command(self) -> Sequence[str]:
        """The program."""
        return [sys.executable, "-m", "tests.telegram.serve_newsroom"]

    def arguments(self, folder: Path) -> Sequence[str]:
        """Its arguments."""
        return []

    @property
    def output(self) -> str:
        """All that the process has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Sends a signal and waits; the exit status."""
        self._process.send_signal(number)
        return self.status()

    def status(self) -> int:
        """Waits for the end; the exit status."""
        return self._process.wait(PATIENCE)

    @property
    def running(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """Ends the process."""
        if self.running:
            self._process.kill()
        self._process.wait()
        self._out.close()


def keyboard(call: Call) -> dict[str, Any]:
    """The keyboard under a message that the bot sent."""
    markup = call[1].get("reply_markup", {"inline_keyboard": []})
    value: dict[str, Any] = json.loads(markup) if isinstance(markup, str) else markup
    return value


def buttons(call: Call) -> dict[str, str]:
    """The data of each button under a message that the bot sent, by its label."""
    return {
        button["text"]: button["callback_data"]
        for row in keyboard(call)["inline_keyboard"]
        for button in row
    }


def text_of(call: Call) -> str:
    """What a person reads in a message that the bot sent."""
    words = str(call[1]["text"])
    return parsed(words) if call[1].get("parse_mode") == "HTML" else words
