"""Stand-ins with arithmetic one can do by hand, put in through the real seams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.analysis import Analysis
from index.articles import Article
from index.embedding import FloatArray
from index.late_chunking import with_parts
from index.manifest import Manifest
from index.quotation import Kind, LocalSpeaker, SpeakerKind, Statement
from index.segmentation import sentences
from index.spans import Span


class FakeEmbedder:
    """Counts words: each adds 1 at the place (sum of its code points) % 97, case folded.

    "Rain rain go" is 2 at the place of "rain" and 1 at that of "go", over the square root of 5.
    A text without words points at place 0. A token is a word; there are two special ones.
    """

    dimension = 97
    max_tokens = 64
    query_prompt = ""

    def __init__(self, model_id: str = "fake/words", weights_hash: str = "0" * 64) -> None:
        self.model_id = model_id
        self.weights_hash = weights_hash
        self.encoded: list[str] = []

    def prepare(self) -> None:
        """Nothing has to be waited for."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Word counts, scaled to length 1; remembers what it was asked."""
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold())[: self.max_tokens - 2]:
                vector[sum(map(ord, word)) % self.dimension] += 1
            if not vector.any():
                vector[0] = 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """The vectors of the texts, and those of the parts' own words."""
        whole = self.encode(texts)
        found = []
        for text, vector, some in zip(texts, whole, parts, strict=True):
            alone = FakeEmbedder().encode([part.of(text) for part in some])
            found.append(with_parts(vector, alone))
        return found

    def count_tokens(self, text: str) -> int:
        """Words, and the two special tokens."""
        return 2 + len(re.findall(r"\w+", text))

    def export(self, folder: Path) -> tuple[Path, ...]:
        """No files: ``open_fake_encoder`` needs none."""
        return ()


def open_fake_encoder(folder: Path, manifest: Manifest) -> FakeEmbedder:
    """What ``Library`` and ``build`` take as ``open_encoder``."""
    return FakeEmbedder()


class FakeAnalyzer:
    """Knows one form: ``"Words," said First Last``; speakers are told apart by the full name."""

    _FORM = re.compile(r'"(?P<words>[^"]+?)[,.]?" (?P<cue>said) (?P<name>[A-Z]\w+ [A-Z]\w+)')

    def __init__(self, version: str = "fake 1") -> None:
        self.version = version
        self.analyzed: list[str] = []

    def prepare(self, articles: int) -> None:
        """Nothing has to be waited for."""

    def close(self) -> None:
        """Nothing is taken."""

    def analyze(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        """The real sentences, and the statements of the one form; remembers the articles."""
        for article in articles:
            self.analyzed.append(article.id)
            yield self._analysis(article)

    def _analysis(self, article: Article) -> Analysis:
        found = list(self._FORM.finditer(article.text))
        names = list(dict.fromkeys(match["name"] for match in found))
        return Analysis(
            article_id=article.id,
            sentences=sentences(article),
            statements=tuple(
                Statement(
                    kind=Kind.DIRECT,
                    content=(Span(*match.span("words")),),
                    extent=Span(*match.span()),
                    cue=Span(*match.span("cue")),
                    speaker_mention=Span(*match.span("name")),
                    speaker=names.index(match["name"]),
                    confidence=0.9,
                )
                for match in found
            ),
            speakers=tuple(
                LocalSpeaker(name, (name.split()[-1],), (), SpeakerKind.PERSON) for name in names
            ),
        )
