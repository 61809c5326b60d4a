"""The token reaches no log, whichever way it goes."""

import io
import logging
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken

from bot.telegram.client import RecordBot
from bot.telegram.health import Health
from bot.telegram.redaction import Redactor, redacted_logs
from tests.telegram.server import TOKEN

SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged at DEBUG while logs are redacted."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("redaction-test")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    with redacted_logs(Redactor([TOKEN])):
        yield stream
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "shown",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        TOKEN.replace(":", "%3A"),
        f"the part {SECRET} alone",
        "another bot's 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx",
    ],
)
def test_a_token_in_any_form_is_replaced(shown):
    """Whole, in an address, encoded, by its secret part, and any other bot's too."""
    hidden = Redactor([TOKEN])(shown)
    assert "<secret>" in hidden
    assert SECRET not in hidden
    assert "AAHdqTcvCH1v" not in hidden


def test_ordinary_words_are_left_alone():
    """A short secret is not looked for: it would blot out words."""
    words = "at 10:30 the 424242 met 12:ab"
    assert Redactor([TOKEN, "met"])(words) == words


def test_a_message_and_its_arguments_are_redacted(log):
    """Before any handler sees them."""
    logging.getLogger("redaction-test").info("to %s", f"https://x/bot{TOKEN}/getMe")
    assert log.getvalue() == "to https://x/bot<secret>/getMe\n"


def test_a_traceback_is_redacted(log):
    """The text of the exception, and of the one it came from."""
    try:
        try:
            raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
        except InvalidToken as exc:
            raise RuntimeError(f"no {SECRET}") from exc
    except RuntimeError:
        logging.getLogger("redaction-test").exception("failed")
    assert SECRET not in log.getvalue()
    assert "RuntimeError: no <secret>" in log.getvalue()


def test_arguments_that_do_not_fit_lose_no_record(log):
    """And are not printed by the logging module itself."""
    logging.getLogger("redaction-test").info("%d of", TOKEN)
    assert log.getvalue() == "%d of (its arguments do not fit)\n"


def test_the_http_client_is_silenced_and_heard_again():
    """It logs every address at INFO; afterwards it is as it was."""
    logger = logging.getLogger("httpx")
    before = logger.level
    with redacted_logs(Redactor([TOKEN])):
        assert not logger.isEnabledFor(logging.INFO)
    assert logger.level == before


def test_the_bot_does_not_show_its_token():
    """The library's own form does."""
    bot = RecordBot(TOKEN, base_url="http://127.0.0.1:1/bot", health=Health(lambda: 0.0))
    assert SECRET not in f"{bot!r} {bot}"
