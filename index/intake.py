"""Intake: articles from files into the store, with what was found wrong or repeated on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from index.digest import digest
from index.duplicates import Duplicate, DuplicateFinder
from index.errors import ArticleError, EmptyCollection
from index.progress import Progress
from index.reading import Problem, read
from index.store_writer import StoreWriter


class Intake:
    """What reading the articles of a build left, besides the articles.

    Attributes:
        articles: how many were stored.
        outlets: the outlets they name.
        skipped: what could not be read, with the reason.
        notes: what was read with a remark.
        duplicates: articles that repeat an earlier one; both are stored.
    """

    def __init__(self) -> None:
        self.articles = 0
        self.outlets: set[str] = set()
        self.skipped: list[Problem] = []
        self.notes: list[Problem] = []
        self.duplicates: list[Duplicate] = []
        self._corpus = hashlib.sha256()

    @property
    def corpus_hash(self) -> str:
        """A SHA-256 over the ids and contents of the articles, in their order."""
        return self._corpus.hexdigest()

    def fill(self, store: StoreWriter, paths: Sequence[Path], progress: Progress) -> None:
        """Stores every article that can be read.

        Raises:
            EmptyCollection: there is none, or one of ``paths`` cannot be read at all.
        """
        progress.step("reading articles", None)
        finder = DuplicateFinder()
        for item in read(paths):
            if isinstance(item, Problem):
                self._problem(item)
                continue
            try:
                article_digest = digest(item)
                store.add_article(item, article_digest)
            except ArticleError as exc:
                self.skipped.append(Problem(Path(item.id), None, str(exc)))
                continue
            self._corpus.update(f"{article_digest}\n".encode())
            self.articles += 1
            if item.source:
                self.outlets.add(item.source)
            duplicate = finder.add(item)
            if duplicate is not None:
                self.duplicates.append(duplicate)
                store.add_duplicate(duplicate)
            progress.advance()
        if not self.articles:
            raise EmptyCollection(self._nothing_readable(paths))

    def _problem(self, problem: Problem) -> None:
        if problem.fatal:
            raise EmptyCollection(problem.message)
        (self.notes if problem.note else self.skipped).append(problem)

    def _nothing_readable(self, paths: Sequence[Path]) -> str:
        reasons = "; ".join(problem.message for problem in self.skipped[:3])
        return (
            f"no readable article in {', '.join(map(str, paths))}"
            f"{f' ({reasons})' if reasons else ''}: "
            "give files or folders of articles, `onrecord index build PATH`"
        )
