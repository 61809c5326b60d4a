"""Sending no faster than Telegram allows, and waiting no longer than a person would."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter

_RETRIES = 2
_LONGEST_WAIT = 30.0


class WaitTooLong(TelegramError):
    """Telegram asks for a pause that is longer than any answer is worth."""


class CappedRateLimiter(AIORateLimiter):
    """The library's limiter with a cap: it pauses everything while it waits.

    A request is tried again twice after "Too Many Requests"; where Telegram asks for a pause of
    more than 30 seconds it fails at once with ``WaitTooLong``.
    """

    def __init__(self) -> None:
        super().__init__(max_retries=_RETRIES)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401  the library's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # noqa: ANN401  the library's signature
        """Runs a request within the limits; see the library."""

        async def capped(*inner: Any, **named: Any) -> Any:  # noqa: ANN401  passed through
            try:
                return await callback(*inner, **named)
            except RetryAfter as exc:
                wait = exc._retry_after.total_seconds()  # the public name warns, pending a change
                if wait > _LONGEST_WAIT:
                    raise WaitTooLong(f"Telegram asks for a pause of {wait:.0f} seconds") from exc
                raise

        return await super().process_request(capped, args, kwargs, endpoint, data, rate_limit_args)
