"""From a text and what is known about it to an article that can be stored and cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.articles import Article
from index.errors import ArticleError
from index.paragraphs import paragraphs
from index.reading.furniture import furniture, markup
from index.reading.metadata import Metadata
from index.reading.titles import headline, made_title
from index.reading.trailer import trailer
from index.spans import Span

LONGEST_TEXT = 5_000_000
"""The most characters an article may have; a file of one article, the most bytes."""

LONGEST_ID = 200
"""The most characters an article's id may have."""

_LONGEST_TITLE = 300


def assembled(
    article_id: str, text: str, given: Metadata, *, is_markdown: bool = False
) -> tuple[Article, tuple[str, ...]]:
    """One article with title, headline and furniture found.

    Args:
        article_id: its identity.
        text: the text to store, unchanged from here on.
        given: what is known; a trailer in the text completes it.
        is_markdown: whether lines may begin with the marks of headings, lists and quoted blocks,
            which then are furniture.

    Returns:
        The article, and notes on what was given and could not be used.

    Raises:
        ArticleError: the id or the text cannot be stored, or the text holds no words.
    """
    _check_id(article_id)
    _check_text(text)
    blocks = paragraphs(text)
    described_at, described = trailer(text, blocks)
    known = given.over(described)
    _check_characters("title", known.title or "")
    _check_characters("source", known.source or "")
    _check_characters("url", known.url or "")
    marks = markup(text, blocks) if is_markdown else ()
    bare = _without(marks, blocks)
    head = headline(text, bare, known.title)
    kept = furniture(text, bare, described_at)
    article = Article(
        id=article_id,
        title=_shortened(known.title or ""),
        text=text,
        source=known.source,
        published=known.published,
        url=known.url,
        headline=head,
        furniture=tuple(sorted({*marks, *(span for span in kept if span != head)})),
    )
    return _titled(article), known.notes


def _titled(article: Article) -> Article:
    if article.title:
        return article
    if article.headline is not None:
        line = " ".join(article.headline.of(article.text).split())
        return replace(article, title=_shortened(line.strip("*_ ") or line))
    return replace(article, title=made_title(article))


def _shortened(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rpartition(" ")[0].rstrip() + " …"


def _without(marks: Sequence[Span], blocks: Sequence[Span]) -> tuple[Span, ...]:
    ends = {mark.start: mark.end for mark in marks}
    starts = [(ends.get(block.start, block.start), block.end) for block in blocks]
    return tuple(Span(start, end) for start, end in starts if start < end)


def _check_id(article_id: str) -> None:
    if not article_id.strip():
        raise ArticleError("its id is blank")
    if len(article_id) > LONGEST_ID:
        raise ArticleError(f"its id has {len(article_id)} characters, more than {LONGEST_ID}")
    if not article_id.isprintable():
        raise ArticleError("its id holds characters that cannot be printed")


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise ArticleError(f"it has {len(text):,} characters, more than {LONGEST_TEXT:,}")
    _check_characters("text", text)
    if not any(c.isalnum() for c in text):
        raise ArticleError("it holds no words")


def _check_characters(name: str, value: str) -> None:
    """Refuse what no database and no message can hold."""
    if "\0" in value:
        raise ArticleError(f"its {name} holds a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError as exc:
        raise ArticleError(f"its {name} holds half of a surrogate pair") from exc
