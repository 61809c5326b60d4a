"""Remembered: what was made last for some keys, so that it is not made again at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """The values of the keys met last. Thread-safe; two threads may make the same value.

    Args:
        make: the values of some keys, each given once, in their order.
        most: how many values are remembered.
    """

    def __init__(self, make: Callable[[list[Key]], Iterable[Value]], most: int) -> None:
        self._make = make
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, keys: Sequence[Key]) -> list[Value]:
        """The value of each key; those not remembered are made together."""
        with self._lock:
            known = {key: self._values[key] for key in keys if key in self._values}
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            made = dict(zip(missing, self._make(missing), strict=True))
            known.update(made)
            with self._lock:
                self._values.update(made)
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return [known[key] for key in keys]
