"""Searching beside the event loop, a bounded number of questions at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.desk import Desk
from bot.telegram.turns import Turns
from index.errors import OnRecordError

T = TypeVar("T")


class TookTooLong(OnRecordError):
    """A search was given up."""


class Searches:
    """A desk whose work is done in a few threads.

    Args:
        desk: answers the questions; thread-safe.
        workers: how many are answered at once; the others wait, each person in turn.
        seconds: after how long one is given up, waiting included.
    """

    def __init__(self, desk: Desk, *, workers: int, seconds: float) -> None:
        self._desk = desk
        self._seconds = seconds
        self._turns = Turns(workers)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="search")

    async def run(self, work: Callable[[Desk], T], person: Hashable = None) -> T:
        """The result of ``work``, done in one of the threads.

        Args:
            work: what is done.
            person: for whom; where threads are scarce, those who wait are served in turn.

        Raises:
            TookTooLong: it took longer than allowed; a search that has begun ends unheard.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._seconds
        try:
            async with asyncio.timeout_at(ends):
                await self._turns.take(person)
        except TimeoutError:
            raise self._given_up() from None
        try:
            search = loop.run_in_executor(self._pool, work, self._desk)
        except RuntimeError:  # closed meanwhile
            self._turns.give_back()
            raise
        search.add_done_callback(self._over)
        done, _ = await asyncio.wait([search], timeout=ends - loop.time())
        if not done:
            raise self._given_up()
        return search.result()

    def close(self) -> None:
        """Lets go of the threads; searches that have not begun are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _over(self, search: asyncio.Future[T]) -> None:
        """The thread is free again, whether or not somebody still waits for the result."""
        if not search.cancelled():
            search.exception()  # heard: of a search that was given up nobody else asks
        self._turns.give_back()

    def _given_up(self) -> TookTooLong:
        return TookTooLong(
            f"That took longer than {self._seconds:g} seconds and was given up: ask again, "
            f"or ask for less at once"
        )
