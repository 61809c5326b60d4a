"""Limits on how much one person may ask, and on how often something is said to them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

_MOST_KEYS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class TokenBuckets:
    """A token bucket a person: so many questions in one go, so many a minute after that.

    Args:
        per_minute: tokens that flow in a minute.
        burst: tokens a full bucket holds.
        clock: seconds on a clock that never goes back.
    """

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """Takes a token of ``key``.

        Returns:
            0 where there was one, else the seconds until there is.
        """
        now = self._clock()
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        flowed = (now - bucket.filled) * self._rate
        bucket.tokens = min(self._burst, bucket.tokens + flowed)
        bucket.filled = now
        self._buckets[key] = bucket
        while len(self._buckets) > _MOST_KEYS:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self._rate
        bucket.tokens -= 1
        return 0.0


class Once:
    """Lets each key pass once in a while, and all keys together only so often.

    Args:
        seconds: how long a key that passed is held back.
        most: how many keys pass within ``seconds``, whichever they are.
        clock: seconds on a clock that never goes back.
    """

    def __init__(self, seconds: float, most: int, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._passed: OrderedDict[Hashable, float] = OrderedDict()

    def __call__(self, key: Hashable) -> bool:
        """Whether ``key`` passes now."""
        now = self._clock()
        while self._passed and now - next(iter(self._passed.values())) >= self._seconds:
            self._passed.popitem(last=False)
        if key in self._passed or len(self._passed) >= self._most:
            return False
        self._passed[key] = now
        return True
