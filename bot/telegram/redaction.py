"""Secrets never reach a log: neither in a message, nor in an argument, nor in a traceback."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

_HIDDEN = "<secret>"
_LEAST = 6  # a shorter part of a secret is not looked for: it would blot out ordinary words
_TOKEN = re.compile(r"\b\d{6,12}(?::|%3A)[A-Za-z0-9_-]{30,}")  # what any bot token looks like
_TALKATIVE = ("httpx", "httpcore")  # they log every address, and the address holds the token


class Redactor:
    """Replaces secrets in text.

    Args:
        secrets: the secrets. Each is looked for whole, as it stands in an address, and, for
            a bot token, by the part behind the colon.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {
            form
            for secret in secrets
            for form in (secret, quote(secret, safe=""), secret.partition(":")[2])
            if len(form) >= _LEAST
        }
        longest_first = sorted(forms, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __call__(self, text: str) -> str:
        """``text`` without the secrets."""
        if self._known is not None:
            text = self._known.sub(_HIDDEN, text)
        return _TOKEN.sub(_HIDDEN, text)


@contextlib.contextmanager
def redacted_logs(redact: Redactor) -> Iterator[None]:
    """Redacts every log record of the process, whichever logger and handler it goes through.

    Records are redacted where they are made, so that handlers added later are covered too. The
    HTTP client's logs of every request are silenced.
    """
    previous = logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in _TALKATIVE}
    logging.setLogRecordFactory(_redacting(previous, redact))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.setLogRecordFactory(previous)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _redacting(
    make: Callable[..., logging.LogRecord], redact: Redactor
) -> Callable[..., logging.LogRecord]:
    formatter = logging.Formatter()

    def factory(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make(*args, **kwargs)
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg} (its arguments do not fit)"
        record.msg, record.args = redact(message), ()
        if record.exc_info and record.exc_info[0] is not None:
            # Formatted here and dropped: a handler that formats the exception itself would show
            # what its text holds.
            record.exc_text = redact(formatter.formatException(record.exc_info))
            record.exc_info = None
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return record

    return factory
