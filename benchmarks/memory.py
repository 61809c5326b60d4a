"""Resident memory of a process and everything it started, seen from outside."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from types import TracebackType

import psutil

_INTERVAL = 0.05
_KB = re.compile(r"^(Rss|Pss_Anon|Anonymous):\s+(\d+) kB$", re.MULTILINE)


def resident(process: psutil.Process) -> int:
    """Bytes of memory a process and its descendants hold; 0 when it has ended.

    Of one process that is its resident set. Of several it is the sum of theirs, in which memory
    that a child still shares with its parent since the fork counts once, and a file that both have
    mapped counts twice: an upper bound.
    """
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    alone = len(family) == 1
    return sum(_resident(member, alone=alone) for member in family)


def _resident(process: psutil.Process, *, alone: bool) -> int:
    try:
        if not alone:
            counted = _rollup(process.pid)
            if counted is not None:
                return counted
        return int(process.memory_info().rss)
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0  # it ended between the listing and the look


def _rollup(pid: int) -> int | None:
    """The resident bytes, anonymous pages by the share of each process; None but on Linux."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None  # another system, or the process has ended
    kilobytes = {name: int(number) for name, number in _KB.findall(rollup)}
    if not {"Rss", "Pss_Anon", "Anonymous"} <= kilobytes.keys():
        return None
    return 1024 * (kilobytes["Rss"] - kilobytes["Anonymous"] + kilobytes["Pss_Anon"])


class Peak:
    """The most memory a process and its descendants hold while the block runs, sampled.

    Args:
        pid: the process.

    Attributes:
        bytes: the most that was seen.
    """

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.bytes = 0

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_INTERVAL):
            self.bytes = max(self.bytes, resident(self._process))
