"""The digest of an article: whether it is still the one that was read."""

from __future__ import annotations

import hashlib
import json

from index.articles import Article
from index.errors import ArticleError
from index.store_rows import span_pair


def digest(article: Article) -> str:
    """A SHA-256 over everything an article holds.

    Raises:
        ArticleError: the article holds half a surrogate pair, which no file can store.
    """
    fields = [
        article.id,
        article.title,
        article.text,
        article.source,
        article.published.isoformat() if article.published else None,
        article.url,
        span_pair(article.headline),
        [span_pair(span) for span in article.furniture],
    ]
    try:
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
    except UnicodeEncodeError as exc:
        raise ArticleError(
            f"article {article.id!r} holds half a surrogate pair, which is no text: "
            "save it as UTF-8"
        ) from exc
