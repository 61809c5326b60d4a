"""Paragraphs: the lines of a news text, or the blocks of one that is hard-wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.spans import Span

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# A text is taken for hard-wrapped when no line is longer than this and the lines are full.
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 50
_FEWEST_WRAPPED_LINES = 3


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of ``text``, in order, each without surrounding white space.

    Every line is a paragraph, as news text files have it, unless the text is hard-wrapped: blank
    lines between blocks, and lines as full as one width (at most 100 characters) lets them be.
    Then the full lines of a block are joined.

    Args:
        text: any text; every line separator that ``str.splitlines`` knows separates.

    Returns:
        Spans of ``text`` that hold all of its characters but white space.
    """
    lines = [span for match in _LINE.finditer(text) if (span := trimmed(text, *match.span()))]
    width = _wrap_width(text, lines)
    if width is None:
        return tuple(lines)
    joined: list[Span] = []
    for number, line in enumerate(lines):
        if number and _runs_on(text, lines[number - 1], line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return tuple(joined)


def _adjacent(text: str, line: Span, following: Span) -> bool:
    return len(_LINE_BREAKS.findall(text, line.end, following.start)) == 1


def _wrap_width(text: str, lines: Sequence[Span]) -> int | None:
    """The width ``text`` is wrapped at, or None when each of its lines is a paragraph."""
    pairs = [pair for pair in pairwise(lines) if _adjacent(text, *pair)]
    # A line of one word, such as an address, and the last line of a block tell nothing.
    width = max((len(line) for line, _ in pairs if " " in line.of(text)), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    blocks = len(lines) - len(pairs)
    full = sum(_full(text, *pair, width) for pair in pairs)
    if blocks < 2 or full < _FEWEST_WRAPPED_LINES or full < 0.8 * len(pairs):
        return None
    return width


def _full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the first word of ``following`` would not have fitted on ``line``."""
    word = following.of(text).split(maxsplit=1)[0]
    # Text is often wrapped by eye or by another count than ours: allow two characters.
    return len(line) + 1 + len(word) > width - 2


def _runs_on(text: str, line: Span, following: Span, width: int) -> bool:
    return _adjacent(text, line, following) and _full(text, line, following, width)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The part of ``text`` between two offsets without white space around it, if any is left."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    if left == len(part):
        return None
    return Span(start + left, start + len(part.rstrip()))
