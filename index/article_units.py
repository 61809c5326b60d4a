"""The units of an article, and the texts that are embedded of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.articles import Article
from index.segmentation import Passage
from index.spans import Span
from index.unit_texts import passage_offset, passage_text
from index.vectors import Unit


@dataclass(frozen=True, slots=True)
class ArticleUnits:
    """What is embedded of one article, in the order of the rows.

    Attributes:
        article: the article.
        sentences: where its sentences stand.
        statements: where the content of each statement stands.
        passages: its passages; the first one begins with the first sentence, the last one ends with
            the last, and none leaves out a sentence between them.
    """

    article: Article
    sentences: tuple[Span, ...]
    statements: tuple[tuple[Span, ...], ...]
    passages: tuple[Passage, ...]

    def counts(self) -> dict[Unit, int]:
        """How many there are of each unit."""
        return {
            Unit.SENTENCE: len(self.sentences),
            Unit.STATEMENT: len(self.statements),
            Unit.PASSAGE: len(self.passages),
        }


@dataclass(frozen=True, slots=True)
class Window:
    """The text of a passage, with the parts of it that are sentences or said.

    A sentence in two passages is a part of the first, which has what stands before it.

    Attributes:
        text: what the model reads.
        parts: where each part stands in the text.
        units: of what each part is one: the unit, and its number in the article.
    """

    text: str
    parts: tuple[Span, ...]
    units: tuple[tuple[Unit, int], ...]


def windows(units: ArticleUnits) -> Iterator[Window]:
    """The windows of an article, one a passage."""
    article, behind = units.article, 0
    for passage in units.passages:
        own = range(max(passage.first, behind), passage.last + 1)
        behind = passage.last + 1
        parts = [(Unit.SENTENCE, number, units.sentences[number]) for number in own]
        if parts:
            stretch = Span(parts[0][2].start, parts[-1][2].end)
            parts += [
                (Unit.STATEMENT, number, inside)
                for number, content in enumerate(units.statements)
                for span in content
                if (inside := _common(span, stretch)) is not None
            ]
        by = passage_offset(article, passage.span)
        yield Window(
            passage_text(article, passage.span),
            tuple(Span(span.start + by, span.end + by) for _, _, span in parts),
            tuple((unit, number) for unit, number, _ in parts),
        )


def _common(one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None
