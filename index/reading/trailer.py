"""The trailer: lines after an article that say where it was taken from and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.metadata import Described, Metadata, day
from index.spans import Span

_LABELS = {
    "source": "source",
    "outlet": "source",
    "publisher": "source",
    "published": "published",
    "published on": "published",
    "published at": "published",
    "publication date": "published",
    "posted": "published",
    "posted on": "published",
    "date": "published",
    "last updated": "updated",
    "last updated on": "updated",
    "updated": "updated",
    "updated on": "updated",
    "fetched on": "fetched",
    "fetched": "fetched",
    "retrieved": "fetched",
    "retrieved on": "fetched",
    "accessed": "fetched",
    "url": "url",
    "link": "url",
    "original url": "url",
    "original article": "url",
}
# Labels that are words of a sentence elsewhere: without a colon and a value they are none.
_NEEDS_VALUE = frozenset(["source", "published", "url"])
_LABELLED = re.compile(r"([A-Za-z][A-Za-z ]{2,20}?)\s*(?::\s*(.*))?", re.DOTALL)
_RULE = re.compile(r"[\W_]+")
_LONGEST_VALUE = 300
_LONGEST_SOURCE = 80


def trailer(text: str, paragraphs: Sequence[Span]) -> tuple[Span | None, Metadata]:
    """The trailer of ``text`` and what it says.

    Read from the end: label lines ("Source: Example Daily", "Fetched On"), values on a line of
    their own after a label, and rules. The day of publication is "Published"; where only "Last
    Updated" has a value, that day, as the text is the one of that day. The day it was fetched is
    none.

    Args:
        text: the article's text.
        paragraphs: its paragraphs.

    Returns:
        The span, from the rule or first label to the last line, or None; and the metadata.
    """
    values: dict[str, str] = {}
    first: Span | None = None
    pending: str | None = None
    for span in reversed(paragraphs[1:]):
        line = span.of(text)
        labelled = _label(line)
        if labelled is not None:
            key, value = labelled
            value = value or pending or ""
            if key in _NEEDS_VALUE and not value and first is None:
                break
            pending = None
            values[key] = value or values.get(key, "")
            first = span
        elif _RULE.fullmatch(line) and pending is None:
            first = span if first is not None else None
            if first is None:
                continue
        elif pending is None and day(line) is not None:
            pending = line
        else:
            break
    if first is None or not values:
        return None, Metadata()
    return Span(first.start, paragraphs[-1].end), _metadata(values)


def _label(line: str) -> tuple[str, str] | None:
    match = _LABELLED.fullmatch(line) if len(line) <= _LONGEST_VALUE else None
    key = _LABELS.get(" ".join(match[1].lower().split())) if match else None
    if match is None or key is None:
        return None
    value = (match[2] or "").strip()
    if key == "source" and (len(value) > _LONGEST_SOURCE or value.endswith(".")):
        return None  # a sentence that begins with "Source:", such as the note under a table
    return key, value


def _metadata(values: dict[str, str]) -> Metadata:
    return Described(
        source=values.get("source"),
        published=values.get("published") or values.get("updated") or None,
        url=values.get("url"),
    ).metadata()
