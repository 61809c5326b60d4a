"""The commands of a measured system: build, add, ask, serve, encode.

    python -m benchmarks.peers.NAME build  --index DIR --articles FILE.jsonl
    python -m benchmarks.peers.NAME add    --index DIR --articles FILE.jsonl
    python -m benchmarks.peers.NAME ask    --index DIR QUESTION
    python -m benchmarks.peers.NAME serve  --index DIR --workers N
    python -m benchmarks.peers.NAME encode

Runs in the peers' environment: the standard library, and NumPy where vectors are kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.peers.protocol import Request, serve
from benchmarks.peers.splitting import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHOWN = 5
"""How many results an answer has; On Record's default."""

Search = Callable[[str], list[str]]
Texts = list[tuple[str, str]]


class Peer(Protocol):
    """A system that indexes sentences and finds the nearest."""

    def build(self, texts: Texts, folder: Path) -> None:
        """Makes an index of (id, sentence) in ``folder``."""

    def add(self, texts: Texts, folder: Path) -> None:
        """Adds (id, sentence) to the index in ``folder``."""

    def open(self, folder: Path) -> Search:
        """The index in ``folder``: gives the texts of the ``SHOWN`` nearest sentences."""


Encode = Callable[[list[str]], "NDArray[Any]"]


def main(peer: Peer, encoder: Callable[[], Encode]) -> None:
    """Runs the command line of a peer.

    Args:
        peer: the system.
        encoder: loads its encoder by itself.
    """
    options = _options()
    if options.command in {"build", "add"}:
        options.index.mkdir(parents=True, exist_ok=True)
        step = peer.build if options.command == "build" else peer.add
        step(_texts(options.articles), options.index)
    elif options.command == "ask":
        print(json.dumps({"texts": peer.open(options.index)(options.question)}), flush=True)
    elif options.command == "serve":
        answering(lambda: peer.open(options.index), workers=options.workers)
    else:
        encoding(encoder())


def answering(open_index: Callable[[], Search], *, workers: int) -> None:
    """Answers the questions on standard input until it ends."""
    search = open_index()

    def handle(request: Request) -> dict[str, Any]:
        return {"texts": search(request["question"])}

    serve(handle, sys.stdin, sys.stdout, workers=workers)


def encoding(encode: Encode) -> None:
    """Encodes the texts on standard input until it ends; with ``save`` the vectors are kept."""

    def handle(request: Request) -> dict[str, Any]:
        vectors = encode(request["encode"])
        if "save" in request:
            import numpy as np

            np.save(request["save"], vectors)
        return {"encoded": len(vectors)}

    serve(handle, sys.stdin, sys.stdout, workers=1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("build", "add", "ask", "serve", "encode"):
        command = commands.add_parser(name)
        if name != "encode":
            command.add_argument("--index", type=Path, required=True)
        if name in {"build", "add"}:
            command.add_argument("--articles", type=Path, required=True)
        if name == "serve":
            command.add_argument("--workers", type=int, default=2)
        if name == "ask":
            command.add_argument("question")
    return parser.parse_args()


def _texts(articles: Path) -> Texts:
    found: Texts = []
    with articles.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            found += [
                (f"{article['id']}:{number}", sentence)
                for number, sentence in enumerate(sentences(article["text"]))
            ]
    return found
