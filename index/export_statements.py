"""The statements of a collection as JSON, one object each; the form is in the README."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.collection import Collection
from index.spans import Span


def statements(collection: Collection) -> Iterator[dict[str, Any]]:
    """Every statement, article by article, in the order of the text.

    Offsets count code points of the article's stored text; each ``text`` is exactly that slice.
    """
    speakers = collection.speakers()
    for header in collection.articles():
        text = collection.article(header.id).text
        for stored in collection.statements_of(header.id):
            said = stored.statement
            yield {
                "article": header.id,
                "speaker": None if stored.speaker is None else speakers[stored.speaker].name,
                "speaker_mention": _span(said.speaker_mention, text),
                "cue": _span(said.cue, text),
                "content": [_span(span, text) for span in said.content],
                "kind": said.kind.value,
                "confidence": round(said.confidence, 4),
            }


def _span(span: Span | None, text: str) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "text": span.of(text)}
