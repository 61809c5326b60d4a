"""``make bench``: On Record beside txtai and the usual tutorial, in one run.

    python -m benchmarks [--articles PATH] [--questions FILE.jsonl] [--json FILE] ...

Every system gets the same articles and the same questions, in turn, several times.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.asking import cold, serving
from benchmarks.building import building
from benchmarks.data import QUESTIONS, SEEDS, articles, questions
from benchmarks.encoding import encoding
from benchmarks.process import ROOT, BenchmarkFailed
from benchmarks.results import Results
from benchmarks.systems import systems
from benchmarks.table import table
from index.errors import OnRecordError
from index.wording import count

_PEERS = ROOT / ".venv-bench" / "bin" / "python"
_WIDE = 200


def main() -> None:
    """Measures, prints the table and ends the process."""
    options = _options()
    try:
        measure(options)
    except OnRecordError as exc:
        print(exc, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def measure(options: argparse.Namespace) -> None:
    """Measures everything and prints the table.

    Raises:
        OnRecordError: articles or questions cannot be used, or a system fails.
    """
    peers = options.peers.absolute()  # not resolved: the link is what makes it an environment
    if not peers.exists():
        raise BenchmarkFailed(f"no environment of the others at {peers}: run `make bench`")
    if options.json:
        _check_writable(options.json)
    tell = Console(stderr=True).log
    compared = systems(peers)
    results = Results([system.name for system in compared])
    asked = questions(options.questions, limit=options.ask)
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as made:
        folder = Path(made)
        read = articles(options.articles, folder, limit=options.limit, asked_about=asked.about)
        cosine = encoding(compared, read.texts, folder, results, runs=options.runs, tell=tell)
        indexes = building(compared, read, folder, results, runs=options.build_runs, tell=tell)
        answered = serving(compared, indexes, asked, results, runs=options.runs, tell=tell)
        some = answered or asked.timed
        cold(compared, indexes, some, results, runs=options.runs, tell=tell)
    run = {
        "articles": read.count,
        "megabytes": round(read.megabytes, 3),
        "questions": len(asked.timed),
        "answered": len(answered),
        "seeds": options.articles == SEEDS,
        "runs": options.runs,
        "build_runs": options.build_runs,
        "processor": _processor(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "cosine": cosine,
    }
    # As wide as it is where nobody looks: a table that is cut cannot be pasted.
    out = Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False)
    out.print(table(results))
    for note in _notes(run):
        out.print(note, soft_wrap=True)
    if options.json:
        found = {**run, "measures": results.as_json()}
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def _check_writable(path: Path) -> None:
    """Finds out at the start, not after all is measured."""
    try:
        path.touch()
    except OSError as exc:
        raise BenchmarkFailed(
            f"{path} cannot be written ({exc.strerror}): name another with JSON=..."
        ) from exc


def _notes(run: Mapping[str, Any]) -> list[str]:
    few = (
        " (one of the two in seeds/, the other is added: this says little)" if run["seeds"] else ""
    )
    return [
        f"{count(run['articles'], 'article')}{few}, {run['megabytes']} MB of text, "
        f"{count(run['questions'], 'question')}, of which On Record answers {run['answered']} and "
        f"declines the others; medians (least–most) of {run['runs']} runs in "
        f"turn, {run['build_runs']} of builds; ratios are of medians, ↑ where more is better.",
        f"{run['processor']}, {run['processors']} processors, Python {run['python']}. Mean cosine "
        f"of On Record's vectors and those of sentence-transformers: {run['cosine']:.5f}.",
        "The others split, encode and search sentences; they attribute nothing and keep no record "
        "of what they have built.",
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n", 1)[0]
    )
    add = parser.add_argument
    add("--articles", type=Path, default=SEEDS, help="file or folder of articles (seeds/)")
    add("--questions", type=Path, default=QUESTIONS, help='{"question": "..."} a line')
    add("--limit", type=int, default=168, help="articles to build from, 0 for all (168)")
    add("--ask", type=int, default=0, help="questions to ask, 0 for all (0)")
    add("--runs", type=_at_least_once, default=5, help="runs of everything but builds (5)")
    add("--build-runs", type=_at_least_once, default=3, help="runs of builds (3)")
    add("--json", type=Path, help="write every value to this file as well")
    add("--peers", type=Path, default=_PEERS, help="Python of the others' environment")
    return parser.parse_args()


def _at_least_once(given: str) -> int:
    runs = int(given)
    if runs < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return runs


def _processor() -> str:
    with suppress(OSError):  # Linux only
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
