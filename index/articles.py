"""Article: one text of one outlet, as it is stored, searched and cited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.spans import Span


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        id: identity within the collection: the file's stem for plain files, else the given id.
        title: the headline, or one made from the first sentence; never empty.
        text: the stored text. Every offset in the program counts its code points.
        source: the outlet, or None where it is unknown.
        published: the day of publication, or None where it is unknown.
        url: the address of the article, or None where it is unknown.
        headline: where the headline stands in ``text``, or None where it does not.
        furniture: parts of ``text`` that are kept and never cited (cross references, trailers,
            agency credits), in order.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    published: dt.date | None = None
    url: str | None = None
    headline: Span | None = None
    furniture: tuple[Span, ...] = ()
