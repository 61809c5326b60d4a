"""Sentences and passages: the units that are searched, with their offsets."""

from __future__ import annotations

from dataclasses import dataclass

from index.spans import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One citable sentence. A quotation is never cut: full stops inside it do not end it.

    Attributes:
        span: where it stands in the article's text, without surrounding white space.
        paragraph: the number of its paragraph in the article, from 0.
        is_headline: whether it is the article's headline.
        clauses: the sentence cut at every full stop, those inside quotations included; what the
            parser reads as one sentence. In order, covering ``span`` but for white space.
    """

    span: Span
    paragraph: int
    is_headline: bool
    clauses: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of neighbouring sentences that fits the embedding model.

    Attributes:
        span: from the first sentence's start to the last one's end.
        first: number of the first sentence in the article, from 0.
        last: number of the last sentence, inclusive.
    """

    span: Span
    first: int
    last: int
