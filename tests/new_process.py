"""Running code in a process of its own, where nothing is imported yet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def printed_by(code: str) -> str:
    """What a new process prints that runs ``code``; it must end well, and within two minutes."""
    run = subprocess.run(  # noqa: S603  # code of the tests
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return run.stdout.strip()
