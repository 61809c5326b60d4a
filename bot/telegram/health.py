"""Whether the bot still hears from Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_GRAIN = 0.05  # seconds


class Health:
    """The time of the last successful poll, and whether the token was refused.

    Args:
        clock: seconds on a clock that never goes back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = clock()
        self._refused = asyncio.Event()

    def beat(self) -> None:
        """Telegram has just answered a poll."""
        self._last = self._clock()

    def refuse(self) -> None:
        """Telegram has just refused the token."""
        self._refused.set()

    @property
    def refused(self) -> bool:
        """Whether Telegram has refused the token."""
        return self._refused.is_set()

    @property
    def silence(self) -> float:
        """Seconds since the last successful poll."""
        return self._clock() - self._last

    async def until_refused(self) -> None:
        """Returns when Telegram refuses the token."""
        await self._refused.wait()

    async def until_silent(self, limit: float) -> None:
        """Returns when the last successful poll is older than ``limit`` seconds."""
        while True:
            left = limit - self.silence
            if left < 0:
                return
            await asyncio.sleep(left + _GRAIN)
