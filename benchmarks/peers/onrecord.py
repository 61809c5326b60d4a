"""On Record as a running process: questions through its public desk, texts through its embedder.

Building and asking from cold are measured on the command line itself; ``serve`` and ``encode`` are
what a bot and a build do inside.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.peers.commands import SHOWN, Encode, Search, answering, encoding


def main() -> None:
    """Runs ``serve --index DIR --workers N`` or ``encode``."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve")
    serving.add_argument("--index", type=Path, required=True)
    serving.add_argument("--workers", type=int, default=2)
    commands.add_parser("encode")
    options = parser.parse_args()
    if options.command == "serve":
        answering(lambda: _opened(options.index), workers=options.workers)
    else:
        with tempfile.TemporaryDirectory() as folder:
            encoding(_encoder(Path(folder)))


def _opened(index: Path) -> Search:
    from bot.answering import Answerer
    from bot.desk import Desk
    from bot.scoring import load
    from index.generations import Library

    desk: Desk = Answerer(Library(index), load())

    def search(question: str) -> list[str]:
        answer, _ = desk.answer(question, limit=SHOWN)
        return [snippet.text for snippet in answer.snippets]

    return search


def _encoder(folder: Path) -> Encode:
    from index.exported_embedder import ExportedEmbedder

    return ExportedEmbedder(None, folder).encode


if __name__ == "__main__":
    main()
