"""What a person reads when something fails, and what the log keeps."""

import datetime as dt
import time
from types import SimpleNamespace

import pytest
from telegram import Chat, Message, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import ApplicationHandlerStop

from bot.telegram.failures import Failures
from bot.telegram.health import Health
from bot.telegram.rate import WaitTooLong
from index.errors import NoIndex

NOW = dt.datetime(2025, 3, 4, tzinfo=dt.UTC)
UPDATE = Update(1, message=Message(1, NOW, Chat(5, "private"), text="?"))


class Outbox:
    """Notes what is sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, _place: object, html: str) -> None:
        """Notes it."""
        self.sent.append(html)


async def failed(error: Exception) -> tuple[list[str], Health]:
    """What is sent after ``error``, and the health."""
    outbox, health = Outbox(), Health(time.monotonic)
    failures = Failures(outbox, health)  # type: ignore[arg-type]  # all that is used of it
    with pytest.raises(ApplicationHandlerStop):
        await failures.handle(UPDATE, SimpleNamespace(error=error))  # type: ignore[arg-type]
    return outbox.sent, health


async def test_an_error_for_people_is_sent_as_it_is():
    """Escaped, on one line."""
    sent, _ = await failed(NoIndex("no index in <data>:\nrun `onrecord index build`"))
    assert sent == ["no index in &lt;data&gt;: run `onrecord index build`"]


async def test_any_other_error_is_a_number_for_the_person_and_a_trace_for_the_log(caplog):
    """The two can be brought together."""
    sent, _ = await failed(ZeroDivisionError("secret detail"))
    assert "secret detail" not in sent[0]
    number = sent[0].split("(error ")[1].split(")")[0]
    assert f"error {number}" in caplog.text
    assert "ZeroDivisionError: secret detail" in caplog.text


async def test_a_refused_request_of_ours_is_an_error_of_ours():
    """The library counts it among the errors of the network."""
    sent, _ = await failed(BadRequest("message is too long"))
    assert "Something went wrong" in sent[0]


@pytest.mark.parametrize(
    "error",
    [NetworkError("away"), Forbidden("blocked"), WaitTooLong("an hour")],
)
async def test_what_telegram_does_not_take_is_only_logged(error, caplog):
    """Another message would meet the same fate."""
    sent, _ = await failed(error)
    assert sent == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]


async def test_too_many_requests_are_only_logged(monkeypatch):
    """After the retries are used up."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # or the library warns of its own next version
    sent, _ = await failed(RetryAfter(dt.timedelta(seconds=3)))
    assert sent == []


async def test_a_refused_token_is_passed_on():
    """The service ends."""
    _, health = await failed(InvalidToken("no"))
    assert health.refused
