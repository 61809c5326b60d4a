"""Work in a process of its own, which takes the memory with it when it ends."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def apart(function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What a function returns, or raises, when it is run in a new process.

    Args:
        function: one that a process can be told: of a module, not made within a function.
        arguments: its arguments, copied there.
        options: the same, by name.

    Raises:
        BrokenProcessPool: the process was killed.
    """
    # A fork would copy locks that other threads hold.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as process:
        return process.submit(function, *arguments, **options).result()
