"""Sources: the outlets of a collection, and a citation where it stands in its article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.answer import Context, SourceSummary
from index.collection import Collection
from index.errors import CitationError, CollectionError, IndexDamaged
from index.records import ArticleHeader
from index.spans import Span, hull

_NEIGHBOURS = 2


def summaries(headers: Sequence[ArticleHeader]) -> tuple[SourceSummary, ...]:
    """The outlets of the articles, most articles first."""
    days: dict[str | None, list[dt.date | None]] = {}
    for header in headers:
        days.setdefault(header.source, []).append(header.published)
    found = []
    for source, published in days.items():
        dated = [day for day in published if day is not None]
        found.append(
            SourceSummary(
                source, len(published), min(dated, default=None), max(dated, default=None)
            )
        )
    return tuple(sorted(found, key=lambda s: (-s.articles, s.source or "")))


def context(collection: Collection, article_id: str, start: int, end: int) -> Context:
    """The words of an article with two sentences before them and two after.

    Raises:
        CitationError: there is no such article, or no such place in it.
    """
    try:
        article = collection.article(article_id)
        cited = Span(start, end)
        cited.of(article.text)
    except IndexDamaged:
        raise
    except (CollectionError, ValueError) as exc:
        raise CitationError(
            f"characters {start} to {end} of article {article_id!r} are no longer in the "
            f"collection: ask the question again"
        ) from exc
    spans = [sentence.span for sentence in collection.sentences_of(article_id)]
    before = [span for span in spans if span.end <= start][-_NEIGHBOURS:]
    after = [span for span in spans if span.start >= end][:_NEIGHBOURS]
    return Context(
        article=article,
        before=hull(*before) if before else None,
        cited=cited,
        after=hull(*after) if after else None,
    )
