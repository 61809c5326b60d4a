"""An answer as JSON: the form that programs read.

The keys and their order are a contract; new ones are only ever added behind the old ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import Answer, Citation, Interpretation, Snippet
from index.spans import Span

Id = str | int | None

# Characters that a JSON string may hold raw and that break "one answer a line": some programs end
# a line at them, and a lone surrogate cannot be written in UTF-8.
_BREAKS_LINES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def answer_object(answer: Answer, identity: Id = None) -> dict[str, Any]:
    """An answer in the documented form.

    Args:
        answer: the answer.
        identity: the id of the question where it has one.
    """
    return {
        "id": identity,
        "question": answer.question,
        "outcome": answer.outcome.value,
        "interpretation": _interpretation(answer.interpretation),
        "snippets": [_snippet(snippet) for snippet in answer.snippets],
        "closest": [_snippet(snippet) for snippet in answer.closest],
        "message": answer.message,
        "elapsed_ms": round(answer.elapsed_ms, 1),
        "choices": list(answer.choices),
        "suggestions": list(answer.suggestions),
    }


def conversation_object(turns: Sequence[Mapping[str, Any]], identity: Id) -> dict[str, Any]:
    """The answers of one conversation, in order."""
    return {"id": identity, "turns": list(turns)}


def error_object(error: str, identity: Id, line: int | None = None) -> dict[str, Any]:
    """What stands in the place of an answer that could not be given.

    Args:
        error: why, in words.
        identity: the id of the question where it could be read.
        line: the number of the line it stands on, from 1; None inside a conversation.
    """
    place = {} if line is None else {"line": line}
    return {"id": identity, **place, "error": error}


def dump(value: Mapping[str, Any]) -> str:
    """``value`` as JSON on one line, without the line break; always encodable as UTF-8."""
    line = json.dumps(value, ensure_ascii=False)
    return _BREAKS_LINES.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def _interpretation(interpretation: Interpretation) -> dict[str, Any]:
    return {
        "speaker": interpretation.speaker,
        "topic": interpretation.topic,
        "since": interpretation.since.isoformat() if interpretation.since else None,
        "until": interpretation.until.isoformat() if interpretation.until else None,
        "kind": interpretation.kind,
    }


def _snippet(snippet: Snippet) -> dict[str, Any]:
    contexts = snippet.context or (None,) * len(snippet.citations)
    return {
        "rank": snippet.rank,
        "text": snippet.text,
        "speaker": snippet.speaker,
        "kind": snippet.kind,
        "score": round(snippet.score, 4),
        "citations": [
            _citation(citation, context)
            for citation, context in zip(snippet.citations, contexts, strict=True)
        ],
        "role": snippet.role,
        "negated": snippet.negated,
        "hypothetical": snippet.hypothetical,
        "independent": snippet.independent,
    }


def _citation(citation: Citation, context: Span | None) -> dict[str, Any]:
    article = citation.article
    return {
        "number": citation.number,
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "context": None
        if context is None
        else {"start": context.start, "end": context.end, "text": context.of(article.text)},
    }
