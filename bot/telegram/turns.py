"""Turns: a few places, given round and round to those who wait for one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable


class Turns:
    """A bounded number of places. Whoever asks for many waits behind nobody but themselves.

    A place that becomes free goes to the next person in a circle of those who wait; of one person
    the first request comes first. Used by one event loop.

    Args:
        places: how many are taken at once.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()

    async def take(self, person: Hashable) -> None:
        """Takes a place, and waits until there is one. Whoever is cancelled has none."""
        if self._free:
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                # It was given in the same moment.
                self.give_back()
            raise

    def give_back(self) -> None:
        """Gives a place back, to be called once for every one taken."""
        while self._waiting:
            person, places = self._waiting.popitem(last=False)
            place = places.popleft()
            if places:
                self._waiting[person] = places
            if not place.done():
                place.set_result(None)
                return
        self._free += 1
