"""How many processor cores this process may use."""

from __future__ import annotations

import os


def cores() -> int:
    """The cores this process may run on, at least 1; a container's limit to some of them counts."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1
