"""What one article is turned into before it is stored: sentences, statements, speakers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from index.articles import Article
from index.quotation import LocalSpeaker, Statement
from index.segmentation import Sentence


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result of reading one article; depends on nothing but the article and the analyzer."""

    article_id: str
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    speakers: tuple[LocalSpeaker, ...]


class Analyzer(Protocol):
    """Turns articles into analyses; the one place where a parser is used."""

    @property
    def version(self) -> str:
        """Identifies rules and parser model; an analysis may be reused while it is the same."""

    def analyze(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        """One analysis for each article, in the order given."""

    def prepare(self, articles: int) -> None:
        """Begins what ``analyze`` of so many articles would have to wait for; no need to."""

    def close(self) -> None:
        """Gives back what analyzing took; the next ``analyze`` takes it again."""
