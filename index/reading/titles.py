"""The title of an article: its first line where that reads as one, else its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.articles import Article
from index.reading.furniture import is_byline, is_furniture
from index.segmentation import sentences
from index.spans import Span

_LONGEST_TITLE = 160
_MOST_WORDS = 28
_LONGEST_MADE = 90
_NO_TITLE_ENDS = tuple(".,;:-–—")
_DATELINE = re.compile(r"[A-Z][A-Z .,'’-]+|[A-Z][\w .,'’-]{0,40}\((?:[A-Z]{2,}|Reuters)\)")
_LOOSE = re.compile(r"[\W_]+")


def headline(text: str, paragraphs: Sequence[Span], title: str | None) -> Span | None:
    """Where the headline stands in ``text``, or None.

    Args:
        text: the article's text.
        paragraphs: its paragraphs.
        title: the title where it is given: then the headline is the first line that says the same,
            whatever its punctuation. Otherwise it is the first line when that is short, ends
            without a full stop, and more follows.
    """
    if not paragraphs:
        return None
    first = paragraphs[0]
    line = first.of(text)
    if title is not None:
        return first if _loose(line) == _loose(title) != "" else None
    return first if len(paragraphs) > 1 and _reads_as_title(line) else None


def _loose(line: str) -> str:
    return _LOOSE.sub(" ", line).strip().casefold()


def _reads_as_title(line: str) -> bool:
    bare = line.strip("\"'”’»* ").removesuffix("...")
    return (
        len(line) <= _LONGEST_TITLE
        and 2 <= len(line.split()) <= _MOST_WORDS
        and not bare.endswith(_NO_TITLE_ENDS)
        and not is_furniture(line)
        and not is_byline(line)
        and _DATELINE.fullmatch(line) is None
    )


def made_title(article: Article) -> str:
    """A title from the first sentence, cut at a word; never empty.

    Args:
        article: an article with at least one letter or digit.
    """
    first = next(iter(sentences(article)), None)
    words = (article.text if first is None else first.span.of(article.text)).split()
    title = words[0][:_LONGEST_MADE]
    for word in words[1:]:
        if len(title) + 1 + len(word) > _LONGEST_MADE:
            return title.rstrip(",;:–—-") + " …"
        title = f"{title} {word}"
    return title
