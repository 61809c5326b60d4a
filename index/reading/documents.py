"""Files that hold one article: plain text, Markdown and HTML."""

from __future__ import annotations

import re

from index.errors import ArticleError
from index.reading.metadata import Metadata, described

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096
"""How much of a file is looked at to recognise HTML and its encoding."""


def is_html(text: str) -> bool:
    """Whether ``text`` begins as an HTML page does."""
    return _HTML.match(text[:_HEAD]) is not None


def page_encoding(data: bytes) -> str | None:
    """The encoding an HTML page says it has, or None."""
    declared = _CHARSET.search(data[:_HEAD])
    return declared[1].decode("ascii") if declared else None


def markdown(text: str) -> tuple[str, Metadata]:
    """The body of a Markdown file, without surrounding white space, and its front matter.

    The stored text of such an article is the body: offsets count from its first character. The
    marks inside it ("**", "[text](address)") are kept, since the words are cited as they stand.

    Raises:
        ArticleError: the front matter is not what it should be.
    """
    import frontmatter
    import yaml

    try:
        values, body = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError) as exc:
        raise ArticleError(f"its front matter cannot be read ({_one_line(exc)})") from exc
    return body, described(values)


def html(text: str) -> tuple[str, Metadata]:
    """The main text of an HTML page, a paragraph a line, and what the page says about itself.

    Raises:
        ArticleError: there is no main text in the page.
    """
    # Not above: it takes 0.1 s to import, and most collections hold no page.
    import trafilatura

    try:
        page = trafilatura.bare_extraction(
            text,
            include_comments=False,
            with_metadata=True,
            # A date found anywhere in the page is more often wrong than right.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except ValueError as exc:
        raise ArticleError(f"the page cannot be parsed ({_one_line(exc)})") from exc
    if page is None or isinstance(page, dict) or not page.text:
        raise ArticleError("no article was found in this page")
    given = {
        "title": page.title,
        "source": page.sitename,
        "published": page.date,
        "url": page.url,
    }
    return page.text, described(given)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
