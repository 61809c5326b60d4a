"""Where two outlets word one remark differently."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.spans import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ALIKE = 0.5  # below this share of common words, nearly every word would be marked


def differing_words(first: str, other: str) -> tuple[Span, ...]:
    """The words of ``other`` that ``first`` does not have in the same order.

    Case, punctuation and the form of apostrophes do not count. Nothing is reported where the two
    share less than half of their words: that is another sentence, and marks would only disturb.

    Returns:
        Spans of ``other``, in order; neighbouring words are one span.
    """
    before, after = _words(first), _words(other)
    matcher = SequenceMatcher(None, _folded(first, before), _folded(other, after), autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    return tuple(
        Span(after[start].start, after[end - 1].end)
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag != "equal" and end > start
    )


def _words(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def _folded(text: str, words: Sequence[Span]) -> list[str]:
    return [word.of(text).casefold().replace("’", "'") for word in words]
