"""Analyzing in worker processes: as many articles at once as there are cores, in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.attribution.version import version
from index.errors import ModelError

if TYPE_CHECKING:
    from index.analysis import Analysis
    from index.articles import Article
    from index.attribution.analyzer import SpacyAnalyzer

# Articles that a worker gets at once, at most: at the end of a chunk the others wait for the last.
_SHARE = 4
# For fewer articles than this a further worker is not started: it takes a second to be ready, an
# article 0.1 s.
_WORTH = 12


class ParallelAnalyzer:
    """An analyzer that shares articles out to worker processes; its results are the same.

    Workers start with ``prepare``, or with the first articles, and stay until ``close``, which
    leaving the context calls. Each takes 170 MB; of a few articles there is one worker.

    Args:
        workers: how many processes at most.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._size = 0

    @property
    def version(self) -> str:
        """Identifies the rules and the parser model."""
        return version()

    def analyze(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        """One analysis for each article, in the order given.

        Raises:
            ModelError: the parser model is missing or cannot be loaded, or a worker was killed.
        """
        everything = list(articles)
        workers = self._of_use(len(everything))
        # Of a few articles every worker gets some.
        share = max(min(_SHARE, -(-len(everything) // max(workers, 1))), 1)
        shares = [everything[at : at + share] for at in range(0, len(everything), share)]
        if not shares:
            return
        try:
            for some in self._started(workers).map(_analyze, shares):
                yield from some
        except BrokenProcessPool as exc:
            raise ModelError(
                "a process that parses articles was killed: free some memory, and run "
                "`onrecord index build` again"
            ) from exc

    def prepare(self, articles: int) -> None:
        """Starts the workers, which load the parser while the caller does something else.

        What goes wrong there is raised by ``analyze``, which has to load it as well.

        Args:
            articles: how many there will be, as far as is known; more may come.
        """
        wanted = self._of_use(articles)
        if wanted > self._size:
            pool = self._started(wanted)
            for _ in range(wanted):
                pool.submit(_prepare)

    def close(self) -> None:
        """Ends the workers; what they have not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
            self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _of_use(self, articles: int) -> int:
        """How many workers so many articles are worth."""
        return min(self._workers, -(-articles // _WORTH))

    def _started(self, wanted: int) -> ProcessPoolExecutor:
        """So many workers, or as many more as there are already."""
        if self._pool is None or self._size < wanted:
            # A pool cannot grow, and a larger one would start more than are of use.
            self.close()
            self._size = wanted
            self._pool = ProcessPoolExecutor(
                wanted,
                # A fork would copy locks that other threads hold.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start,
            )
        return self._pool


@cache
def _own_analyzer() -> SpacyAnalyzer:
    """The analyzer of a worker process, made with its first articles."""
    # Not above: the process that builds has no use for it.
    from index.attribution.analyzer import SpacyAnalyzer

    return SpacyAnalyzer()


def _start() -> None:
    """Prepares a worker process."""
    # The terminal sends Ctrl-C to every process; the build decides and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # spaCy imports torch where it finds it: seconds and 180 MB that nothing here uses.
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare() -> None:
    _own_analyzer().prepare(0)


def _analyze(articles: Sequence[Article]) -> list[Analysis]:
    return list(_own_analyzer().analyze(articles))
