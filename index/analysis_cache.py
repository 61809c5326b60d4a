"""Analyses by (analyzer version, article), so that unchanged articles cost no parsing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from pydantic import TypeAdapter, ValidationError

from index.analysis import Analysis, Analyzer
from index.articles import Article
from index.cache import Cache

# Articles that are looked up, and handed to the analyzer, together.
_CHUNK = 256


class AnalysisCache:
    """An analyzer that remembers.

    Args:
        cache: where the analyses are kept.
        analyzer: makes those that are not there.
        version: of the analyzer and its rules; analyses of another one are not used.
        generation: is noted as a user of every analysis.
    """

    def __init__(self, cache: Cache, analyzer: Analyzer, *, version: str, generation: str) -> None:
        self._cache = cache
        self._analyzer = analyzer
        self._generation = generation
        self._adapter = TypeAdapter(Analysis)
        # A field more or less in what is stored is another version too.
        shape = json.dumps(self._adapter.json_schema(), sort_keys=True)
        self._version = f"{version}\0{hashlib.sha256(shape.encode()).hexdigest()}"
        self.analyzed = 0
        self.reused = 0

    def analyze(
        self, articles: Iterator[tuple[str, Article]], *, advance: Callable[[int], None]
    ) -> Iterator[Analysis]:
        """The analyses of a stream of articles, in order.

        Args:
            articles: (digest, article).
            advance: told how many articles have been analyzed since it was told last.
        """
        chunk: list[tuple[str, Article]] = []
        for item in articles:
            chunk.append(item)
            if len(chunk) == _CHUNK:
                yield from self._analyze(chunk, advance)
                chunk = []
        yield from self._analyze(chunk, advance)

    def unknown(self, digests: Iterable[str]) -> int:
        """How many of some articles, by their digests, have no analysis here."""
        keys = {self._key(digest) for digest in digests}
        return len(keys) - self._cache.count(keys)

    def read(self, digest: str, article: Article) -> Analysis:
        """The analysis of an article that went through ``analyze``."""
        key = self._key(digest)
        value = self._cache.get([key]).get(key)
        analysis = None if value is None else self._read(value)
        return analysis or next(self._analyzer.analyze([article]))

    def _analyze(
        self, chunk: Sequence[tuple[str, Article]], advance: Callable[[int], None]
    ) -> Iterator[Analysis]:
        keys = [self._key(digest) for digest, _ in chunk]
        known = {
            key: analysis
            for key, value in self._cache.get(keys).items()
            if (analysis := self._read(value)) is not None
        }
        missing = [
            (key, article)
            for key, (_, article) in zip(keys, chunk, strict=True)
            if key not in known
        ]
        self.reused += len(known)
        advance(len(known))
        made = self._analyzer.analyze([article for _, article in missing])
        for (key, article), analysis in zip(missing, made, strict=True):
            if analysis.article_id != article.id:
                raise ValueError(
                    f"wanted the analysis of {article.id!r}, got {analysis.article_id!r}"
                )
            known[key] = analysis
            self.analyzed += 1
            self._cache.put([(key, self._adapter.dump_json(analysis))])
            advance(1)
        self._cache.use(self._generation, keys)
        for key in keys:
            yield known[key]

    def _key(self, digest: str) -> str:
        return hashlib.sha256(f"{self._version}\0{digest}".encode()).hexdigest()

    def _read(self, value: bytes) -> Analysis | None:
        try:
            return self._adapter.validate_json(value)
        except ValidationError:
            return None
