"""Searching beside the event loop, a bounded number of questions at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.desk import Desk
from index.errors import OnRecordError

T = TypeVar("T")


class TookTooLong(OnRecordError):
    """A search was given up."""


class Searches:
    """A desk whose work is done in a few threads.

    Args:
        desk: answers the questions; thread-safe.
        workers: how many are answered at once; the others wait.
        seconds: after how long one is given up, waiting included.
    """

    def __init__(self, desk: Desk, *, workers: int, seconds: float) -> None:
        self._desk = desk
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="search")

    async def run(self, work: Callable[[Desk], T]) -> T:
        """The result of ``work``, done in one of the threads.

        Raises:
            TookTooLong: it took longer than allowed; a search that has begun ends unheard.
        """
        search = asyncio.get_running_loop().run_in_executor(self._pool, work, self._desk)
        done, _ = await asyncio.wait([search], timeout=self._seconds)
        if not done:
            search.cancel()
            raise TookTooLong(
                f"That took longer than {self._seconds:g} seconds and was given up: ask again, "
                f"or ask for less at once"
            )
        return search.result()

    def close(self) -> None:
        """Lets go of the threads; searches that have not begun are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
