"""What a question costs while the collection grows.

    python -m benchmarks.growth ARTICLES ... --work DIR [--sizes 10000,100000,1000000] [--json FILE]

Builds the articles once, makes collections of the sizes asked for out of them (see
``benchmarks.enlarged`` for how), and prints a table: seconds to open, p50 and p95 of a question,
resident memory after all questions, and the share of the ten nearest sentences that the search
finds. Every collection is asked by a process of its own, in rounds. A figure is the median over the
rounds; so is the ratio of the p95 to that of the first size. What is in DIR is not made again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.enlarged import enlarge, folder_of, questions
from index.collection import Collection
from index.generations import Library
from index.vectors import FloatArray, Unit

_NEAREST = 10
_WARM_UP = 5


def measure(index_dir: Path, asked: Sequence[str]) -> dict[str, float]:
    """Opens a collection and asks it, in this process."""
    from bot.answering import Answerer
    from bot.engine import Engine
    from bot.scoring import load

    library = Library(index_dir)
    started = time.perf_counter()
    Engine(library.current())
    opened = time.perf_counter() - started
    answerer = Answerer(library, load())
    for question in asked[:_WARM_UP]:
        answerer.answer(question)
    took = []
    for question in asked[_WARM_UP:]:
        started = time.perf_counter()
        answerer.answer(question)
        took.append(1000 * (time.perf_counter() - started))
    return {
        "open_s": opened,
        "p50_ms": float(np.percentile(took, 50)),
        "p95_ms": float(np.percentile(took, 95)),
        "resident_mb": _resident(),
    }


def recall(collection: Collection, asked: Sequence[str]) -> float:
    """The share of the ten nearest sentences, by plain matrix product, that the search finds.

    Measured on values: a sentence as near as the tenth nearest counts as one of the ten.
    """
    vectors = collection.encode(asked)
    best = np.full((len(asked), _NEAREST), -1.0, dtype=np.float32)
    count = collection.count(Unit.SENTENCE)
    for start in range(0, count, 20_000):
        some = collection.vectors(Unit.SENTENCE, range(start, min(start + 20_000, count)))
        best = _best(best, vectors @ some.T)
    found = 0
    for vector, exact in zip(vectors, best, strict=True):
        hits = collection.dense(vector, unit=Unit.SENTENCE, limit=_NEAREST)
        found += sum(score >= exact.min() - 1e-6 for _, score in hits)
    return found / best.size


def _best(best: FloatArray, more: FloatArray) -> FloatArray:
    return np.asarray(-np.partition(-np.hstack([best, more]), _NEAREST - 1)[:, :_NEAREST])


def _resident() -> float:
    """Resident memory of this process now, in MB, mapped files included."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Makes what is missing, measures in rounds and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("articles", type=Path, nargs="*", help="files and folders of articles")
    parser.add_argument("--work", type=Path, required=True, help="where the collections are put")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="sentences, with commas")
    parser.add_argument("--questions", type=int, default=125, help="how many are asked (125)")
    parser.add_argument("--rounds", type=int, default=3, help="processes of each size (3)")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure is not None:
        print(json.dumps(measure(options.measure, json.load(sys.stdin))))
        return
    base = options.work / "real"
    if not (base / "CURRENT").exists():
        _build(options.articles, base)
    collection = Library(base).current()
    asked = questions(collection, options.questions)
    sizes = [int(size) for size in options.sizes.split(",")]
    copies = {size: _made(collection, base, options.work, size) for size in sizes}
    rounds: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
    for _ in range(options.rounds):
        for size in sizes:
            rounds[size].append(_measured(options.work / str(size), asked))
    figures = []
    for size in sizes:
        larger = Library(options.work / str(size)).current()
        row: dict[str, float] = {
            "sentences": larger.count(Unit.SENTENCE),
            "articles": larger.manifest.counts.articles,
            "speakers": larger.manifest.counts.speakers,
            "copies": copies[size],
        }
        for name in rounds[size][0]:
            row[name] = statistics.median(one[name] for one in rounds[size])
        row["p95_ratio"] = statistics.median(
            one["p95_ms"] / first["p95_ms"]
            for one, first in zip(rounds[size], rounds[sizes[0]], strict=True)
        )
        row["recall_at_10"] = recall(larger, asked)
        figures.append(row)
    _print(figures, len(asked), options.rounds)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _build(articles: Sequence[Path], index_dir: Path) -> None:
    command = [sys.executable, "-m", "index", "build", *map(str, articles)]
    subprocess.run([*command, "--index", str(index_dir)], check=True)


def _made(collection: Collection, base: Path, work: Path, size: int) -> int:
    index_dir = work / str(size)
    noted = index_dir / "copies"
    if not noted.exists():
        copies = enlarge(collection, folder_of(base, collection), index_dir, size)
        noted.write_text(str(copies), encoding="ascii")
    return int(noted.read_text(encoding="ascii"))


def _measured(index_dir: Path, asked: Sequence[str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.growth", "--work", ".", "--measure"]
    run = subprocess.run(
        [*command, str(index_dir)],
        input=json.dumps(list(asked)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


def _print(figures: Sequence[dict[str, float]], asked: int, rounds: int) -> None:
    table = Table(
        title=f"growth; {asked} questions, medians of {rounds} processes",
        caption="copies: the articles, then copies with changed words and vectors; "
        "ratio: p95 to that of the first size, round by round; recall: of the 10 nearest sentences",
    )
    columns = ("sentences", "speakers", "copies", "open s", "p50 ms", "p95 ms", "ratio")
    for column in (*columns, "RSS MB", "recall"):
        table.add_column(column, justify="right")
    for row in figures:
        table.add_row(
            f"{row['sentences']:,.0f}",
            f"{row['speakers']:,.0f}",
            f"{row['copies']:.0f}",
            f"{row['open_s']:.2f}",
            f"{row['p50_ms']:.1f}",
            f"{row['p95_ms']:.1f}",
            f"{row['p95_ratio']:.2f}",
            f"{row['resident_mb']:.0f}",
            f"{row['recall_at_10']:.4f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
