"""Rows of ``articles.db`` as the records they stand for, and spans as columns."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from index.articles import Article
from index.quotation import Kind, Statement
from index.records import StoredPassage, StoredSentence, StoredStatement
from index.spans import Span


def to_article(fields: Sequence[Any]) -> Article:
    """An article from the columns that ``Store.article`` selects."""
    id_, title, text, source, published, url, start, end, furniture = fields
    return Article(
        id=id_,
        title=title,
        text=text,
        source=source,
        published=to_day(published),
        url=url,
        headline=_span(start, end),
        furniture=tuple(Span(*pair) for pair in json.loads(furniture)),
    )


def to_sentence(fields: Sequence[Any]) -> StoredSentence:
    """A sentence from the columns that ``Store`` selects."""
    row, article_id, number, paragraph, start, end, is_headline = fields
    return StoredSentence(row, article_id, number, paragraph, Span(start, end), bool(is_headline))


def to_statement(fields: Sequence[Any]) -> StoredStatement:
    """A statement from the columns that ``Store`` selects."""
    (row, article_id, kind, content, extent_start, extent_end, cue_start, cue_end, *rest) = fields
    (mention_start, mention_end, speaker, confidence, negated, hypothetical, *places) = rest
    nested_in, first, last = places
    return StoredStatement(
        row=row,
        article_id=article_id,
        statement=Statement(
            kind=Kind(kind),
            content=tuple(Span(*pair) for pair in json.loads(content)),
            extent=Span(extent_start, extent_end),
            cue=_span(cue_start, cue_end),
            speaker_mention=_span(mention_start, mention_end),
            speaker=None,
            confidence=confidence,
            negated=bool(negated),
            hypothetical=bool(hypothetical),
        ),
        speaker=speaker,
        first=first,
        last=last,
        nested_in=nested_in,
    )


def to_passage(fields: Sequence[Any]) -> StoredPassage:
    """A passage from the columns that ``Store`` selects."""
    row, article_id, first, last, start, end = fields
    return StoredPassage(row, article_id, first, last, Span(start, end))


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def to_day(published: str | None) -> dt.date | None:
    """The day in a column, or None where it is empty."""
    return dt.date.fromisoformat(published) if published else None


def span_pair(span: Span | None) -> tuple[int, int] | None:
    """A span as its two columns."""
    return (span.start, span.end) if span else None
