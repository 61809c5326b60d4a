"""WordFacts: what is stored of the words of an article, kept so that a rebuild need not find it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ConfigDict, RootModel, ValidationError

from index.analysis import Analysis
from index.answer_types import held
from index.articles import Article
from index.cache import Cache
from index.unit_texts import title_stems
from index.words import codes, content_stems

# How many articles' facts are written at once.
_MANY = 64


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What follows from the words of an article's units; a tuple has one entry for each of them.

    Attributes:
        tokens: how many tokens the model makes of each sentence, without those it adds around it.
        title_tokens: the same of the title with what parts it from a passage.
        title_stems: the codes of the title's stems, sorted, as bytes.
        sentence_stems: the codes of each sentence's stems.
        sentence_kinds: the kinds of words that each sentence holds.
        statement_stems: the codes of the stems of each statement's extent.
        statement_kinds: the kinds of words that each statement's extent holds.
    """

    tokens: tuple[int, ...]
    title_tokens: int
    title_stems: bytes
    sentence_stems: tuple[bytes, ...]
    sentence_kinds: tuple[int, ...]
    statement_stems: tuple[bytes, ...]
    statement_kinds: tuple[int, ...]


class _Stored(RootModel[WordFacts]):
    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


def word_facts(
    article: Article, analysis: Analysis, count_tokens: Callable[[str], int]
) -> WordFacts:
    """The facts of an article.

    Args:
        article: the article.
        analysis: its analysis.
        count_tokens: how many tokens the model makes of a text, without those it adds around it.
    """
    sentences = [s.span.of(article.text) for s in analysis.sentences]
    extents = [s.extent.of(article.text) for s in analysis.statements]
    return WordFacts(
        tokens=tuple(map(count_tokens, sentences)),
        title_tokens=count_tokens(f"{article.title}. "),
        title_stems=codes(title_stems(article)).tobytes(),
        sentence_stems=tuple(codes(content_stems(text)).tobytes() for text in sentences),
        sentence_kinds=tuple(int(held(text)) for text in sentences),
        statement_stems=tuple(codes(content_stems(text)).tobytes() for text in extents),
        statement_kinds=tuple(int(held(text)) for text in extents),
    )


class FactCache:
    """Facts by article, so that those of unchanged articles cost a look-up.

    Args:
        cache: where they are kept.
        version: of the rules and the model; facts of another one are not used.
        count_tokens: as in ``word_facts``.
        generation: is noted as a user of all facts.
    """

    def __init__(
        self, cache: Cache, *, version: str, count_tokens: Callable[[str], int], generation: str
    ) -> None:
        self._cache = cache
        self._count_tokens = count_tokens
        self._generation = generation
        self._version = f"word facts\0{version}"
        self._new: list[tuple[str, bytes]] = []
        self._used: list[str] = []

    def of(self, digest: str, article: Article, analysis: Analysis) -> WordFacts:
        """The facts of an article; ``flush`` after the last one.

        Args:
            digest: of the article.
            article: the article.
            analysis: its analysis.
        """
        key = hashlib.sha256(f"{self._version}\0{digest}".encode()).hexdigest()
        self._used.append(key)
        facts = self._read(self._cache.get([key]).get(key), analysis)
        if facts is None:
            facts = word_facts(article, analysis, self._count_tokens)
            self._new.append((key, _Stored(facts).model_dump_json().encode()))
        if len(self._used) >= _MANY:
            self.flush()
        return facts

    def flush(self) -> None:
        """Keeps what is new."""
        self._cache.put(self._new)
        self._cache.use(self._generation, self._used)
        self._new, self._used = [], []

    def _read(self, value: bytes | None, analysis: Analysis) -> WordFacts | None:
        """Stored facts, or None where they cannot be those of this analysis."""
        if value is None:
            return None
        try:
            facts = _Stored.model_validate_json(value).root
        except ValidationError:
            return None
        lengths = {len(facts.tokens), len(facts.sentence_stems), len(facts.sentence_kinds)}
        fits = lengths == {len(analysis.sentences)} and (
            len(facts.statement_stems) == len(facts.statement_kinds) == len(analysis.statements)
        )
        return facts if fits else None
