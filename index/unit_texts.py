"""What is embedded and searched of each unit."""

from __future__ import annotations

from collections.abc import Sequence

from index.articles import Article
from index.spans import Span
from index.words import content_stems


def sentence_text(article: Article, span: Span) -> str:
    """What is embedded and searched of a sentence."""
    return span.of(article.text)


def statement_text(article: Article, content: Sequence[Span]) -> str:
    """What is embedded and searched of a statement."""
    return " ".join(span.of(article.text) for span in content)


def passage_text(article: Article, span: Span) -> str:
    """What is embedded and searched of a passage: the title gives it context."""
    return f"{article.title}. {span.of(article.text)}"


def passage_offset(article: Article, span: Span) -> int:
    """By how much a place in the article stands further right in the text of a passage."""
    return len(article.title) + len(". ") - span.start


def title_stems(article: Article) -> set[str]:
    """The stems of an article's title; none where the title is only the text's own beginning.

    A headline says what a whole article is about, its first sentence does not.
    """
    made = article.headline is None and article.text.lstrip().startswith(article.title.rstrip("… "))
    return set() if made else set(content_stems(article.title))
