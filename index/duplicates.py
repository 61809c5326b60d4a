"""Duplicates: the same article under two ids, word for word or nearly so.

Nothing is dropped for it: the same text from two outlets stays two articles. The build reports what
is found, and corroboration can tell a wire copy from an independent report.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]  # ships no types

from index.articles import Article

NEAR = 0.6
"""The least similarity of two articles that are reported as nearly the same.

The Jaccard similarity of their sets of runs of three words. In 2,440 articles of eight years, cuts
of one story had 0.67 and more, updated and follow-up stories 0.56 and less.
"""

_RUN = 3
_PERMUTATIONS = 128
# With 32 bands of 4, of two articles just over ``NEAR`` 99 in 100 are compared.
_BANDS = 32
_SEED = 1
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two articles with the same, or nearly the same, words.

    Attributes:
        first_id: the article that was read first.
        second_id: the other one.
        exact: whether their words are the same, case, punctuation, white space and furniture aside.
        similarity: 1.0 where exact, else the estimated Jaccard similarity of their runs of three
            words, with a standard error of about 0.04.
    """

    first_id: str
    second_id: str
    exact: bool
    similarity: float


class DuplicateFinder:
    """Compares each article with those added before; holds about 2 kB for each."""

    def __init__(self) -> None:
        self._exact: dict[bytes, str] = {}
        self._near = RMinHashLSH(NEAR, _PERMUTATIONS, _BANDS)
        self._sketches: list[tuple[str, RMinHash]] = []

    def add(self, article: Article) -> Duplicate | None:
        """Remember ``article`` and say which earlier one it repeats most closely, if any.

        Of several equally close ones it is the earliest. An article that repeats an earlier one
        word for word is itself not compared with later ones: its original is.
        """
        words = _words(article)
        digest = hashlib.sha256(" ".join(words).encode()).digest()
        original = self._exact.setdefault(digest, article.id)
        if original != article.id:
            return Duplicate(original, article.id, exact=True, similarity=1.0)
        sketch = _sketch(words)
        closest = self._closest(article.id, sketch)
        self._near.insert(len(self._sketches), sketch)
        self._sketches.append((article.id, sketch))
        return closest

    def _closest(self, article_id: str, sketch: RMinHash) -> Duplicate | None:
        found: Duplicate | None = None
        for number in sorted(self._near.query(sketch)):
            earlier_id, earlier = self._sketches[number]
            similarity = float(sketch.jaccard(earlier))
            if similarity >= NEAR and (found is None or similarity > found.similarity):
                found = Duplicate(earlier_id, article_id, exact=False, similarity=similarity)
        return found


def duplicates(articles: Iterable[Article]) -> Iterator[Duplicate]:
    """The articles that repeat an earlier one, in the order of ``articles``, read once."""
    finder = DuplicateFinder()
    for article in articles:
        found = finder.add(article)
        if found is not None:
            yield found


def _words(article: Article) -> list[str]:
    """The words of the article, in lower case, without its furniture."""
    parts: list[str] = []
    start = 0
    for span in article.furniture:
        parts.append(article.text[start : span.start])
        start = span.end
    parts.append(article.text[start:])
    return _WORD.findall("\n".join(parts).casefold())


def _sketch(words: list[str]) -> RMinHash:
    sketch = RMinHash(_PERMUTATIONS, _SEED)
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    sketch.update(sorted(runs))
    return sketch
