"""A build with the stand-ins that stops dead at one point; run as a process by its test.

Usage: python -m tests.build_in_steps ARTICLES INDEX_DIR POINT [HOW]

It says ``there`` on standard output when it is at the point, and then waits to be killed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index import making as building
from index.embedding import FloatArray
from index.layout import POINTER_FILE
from tests.fakes import FakeAnalyzer, FakeEmbedder
from tests.newsroom import build_fake

# Points at which a build calls one of these functions.
FUNCTIONS = {"verifying": "verify", "before the move": "publish", "before pruning": "prune"}


def stop() -> None:
    """Says so, and waits for the end."""
    sys.stdout.write("there\n")
    sys.stdout.flush()
    time.sleep(60)


def stopping(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function``, which is reached and never run."""

    def stopped(*arguments: Any, **options: Any) -> Any:
        stop()
        return function(*arguments, **options)

    return stopped


class StoppingAnalyzer(FakeAnalyzer):
    """Stops after the first article."""

    def analyze(self, articles: Any) -> Iterator[Any]:
        """The first analysis, then nothing."""
        for number, analysis in enumerate(super().analyze(articles)):
            if number == 1:
                stop()
            yield analysis


class StoppingEmbedder(FakeEmbedder):
    """Stops when it is to encode."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Nothing."""
        stop()
        return super().encode(texts)


def main() -> None:
    """Builds up to the point."""
    articles, index_dir, point = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    options: dict[str, Any] = {}
    if point == "analyzing":
        options["analyzer"] = StoppingAnalyzer(version="stopping")
    elif point == "encoding":
        options["embedder"] = StoppingEmbedder(weights_hash="2" * 64)
    elif point in FUNCTIONS:
        name = FUNCTIONS[point]
        setattr(building, name, stopping(getattr(building, name)))
    elif point == "before the pointer":
        write_text = Path.write_text

        def watched(self: Path, *arguments: Any, **more: Any) -> int:
            if self.name.startswith(POINTER_FILE):
                stop()
            return write_text(self, *arguments, **more)

        Path.write_text = watched  # type: ignore[method-assign]
    elif point == "small disk":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]),) * 2)
    else:
        sys.exit(f"no such point: {point}")
    build_fake(articles, index_dir, **options)
    os._exit(0)


if __name__ == "__main__":
    main()
