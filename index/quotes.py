"""Where quotations stand in a text: the outermost ones of each paragraph.

A state machine reads one paragraph at a time, so a mark that is missing can do no harm past the
end of its paragraph. It knows a mark by its glyph and by its shape: an opening mark has white
space (or a bracket, a dash, another mark) before it and a word after it. The shape is what tells
straight marks apart, and what keeps a stray closing mark from opening anything.

Single marks are quotation marks only where they cannot be apostrophes: the opening one stands
before a word that is not commonly written without its first letters ("'em", "'90s"), and a
closing one follows in the same paragraph. Inside another quotation they need no reading at all,
since only the outermost quotation is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.paragraphs import paragraphs, trimmed
from index.spans import Span

__all__ = ["Quotation", "paragraphs", "quotations"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One outermost quotation.

    Attributes:
        span: from the opening mark to after the closing one.
        inner: the words without the marks and the white space inside them; None where there are
            none.
        closed: whether it has a closing mark; without one it ends with its paragraph.
        continues: it opens its paragraph while the quotation of the previous paragraph was left
            open, as printers do with one quotation over several paragraphs.
    """

    span: Span
    inner: Span | None
    closed: bool
    continues: bool


# Two straight singles are one double mark; after a single that closes an inner quotation they
# are the last two of three. Apostrophes between letters are no marks at all.
_MARK = re.compile(
    r"[“”„‟\"″«»‹›]"
    r"|(?<=\S)['’](?=(?:''|’’)(?!['’]))"
    r"|``|''|’’|‘‘"
    r"|(?<!\w)[‘'`](?=\S)"
    r"|(?<=\S)['’](?!\w)"
)
_ALWAYS_OPENS = frozenset(["“", "„", "‟", "``", "‘‘"])
_DOUBLE = _ALWAYS_OPENS | {'"', "''", "”", "’’"}
_ANGLED = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_SINGLE_OPENS = frozenset("‘'`")
_BEFORE_OPENING = frozenset("([{<—–-―−/:…")
_AFTER_CLOSING = frozenset(",;:!?)]}")
_ELLIPSES = ("..", ". .", ".\xa0.")
_MARK_CHARACTERS = frozenset("“”„‟\"″«»‹›`'‘’")
_ELIDED = re.compile(
    r"\d0s|\d\d\b|(?:s|re|ve|ll|d|m|t|em|tis|twas|twere|twill|til|till|cause|cuz|coz|bout|round|neath|nuff|n)\b",
    re.IGNORECASE,
)
_FEET_AND_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}\Z")
# Quotations are not nested deeper than this; without a limit, a page of opening marks would be
# read once for each of them.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class _Mark:
    """One mark: its place, glyph, and whether its surroundings are those of an opening mark."""

    start: int
    end: int
    glyph: str
    opens: bool


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The outermost quotations of ``text``, in order, never overlapping.

    Args:
        text: the text.
        paragraphs: its paragraphs, in order, as :func:`paragraphs` gives them. Text outside them
            is not read.
    """
    found: list[Quotation] = []
    left_open = False
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        before = len(found)
        found.extend(_in_paragraph(text, paragraph, following, left_open))
        left_open = len(found) > before and not found[-1].closed
    return tuple(found)


def _in_paragraph(
    text: str, paragraph: Span, following: Span | None, left_open: bool
) -> Iterator[Quotation]:
    marks = _marks(text, paragraph)
    last_of = {mark.glyph: number for number, mark in enumerate(marks)}
    number = 0
    while number < len(marks):
        mark = marks[number]
        if mark.glyph in _SINGLE_OPENS:
            last = _single_end(text, marks, number)
            opening = last is not None or _reopened(text, mark, paragraph, following)
        else:
            opening = _opens_double(mark, number, last_of)
            last = _double_end(marks, number) if opening else None
        if not opening:
            number += 1
            continue
        continues = left_open and mark.start == paragraph.start
        yield _quotation(text, mark, None if last is None else marks[last], paragraph, continues)
        number = len(marks) if last is None else last + 1


def _quotation(
    text: str, first: _Mark, last: _Mark | None, paragraph: Span, continues: bool
) -> Quotation:
    end = paragraph.end if last is None else last.end
    inner_end = paragraph.end if last is None else last.start
    return Quotation(
        span=Span(first.start, end),
        inner=trimmed(text, first.end, inner_end),
        closed=last is not None,
        continues=continues,
    )


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        glyph = '"' if match[0] == "″" else match[0]
        if glyph in ('"', "”") and _FEET_AND_INCHES.search(text, max(0, start - 6), start):
            continue
        opens = _opening_shape(text, start, end, paragraph)
        marks.append(_Mark(start, end, glyph, opens))
    return marks


def _opening_shape(text: str, start: int, end: int, paragraph: Span) -> bool:
    if end >= paragraph.end or text[end].isspace() or text[end] in _AFTER_CLOSING:
        return False
    if text[end] == "." and not text.startswith(_ELLIPSES, end):
        return False
    before = start - 1
    furthest = max(paragraph.start, start - _DEEPEST)
    while before >= furthest and text[before] in _MARK_CHARACTERS:
        before -= 1  # a mark within a mark opens when the outer one does
    if before < paragraph.start:
        return True
    return text[before].isspace() or text[before] in _BEFORE_OPENING


def _opens_double(mark: _Mark, number: int, last_of: Mapping[str, int]) -> bool:
    """Whether a mark opens a quotation; ``last_of`` is where each glyph stands last."""
    if mark.glyph == "“":
        return mark.opens or last_of.get("”", -1) > number
    if mark.glyph in _ALWAYS_OPENS or mark.glyph in "«‹":
        return True
    if mark.glyph in "»›":
        return mark.opens and last_of.get(_ANGLED[mark.glyph], -1) > number
    return mark.opens and mark.glyph in _DOUBLE


def _double_end(marks: Sequence[_Mark], number: int) -> int | None:
    """The mark that closes the quotation opened by the mark at ``number``, or None.

    Marks that nest are counted. Where the count does not come out (a closing mark is missing),
    the first closing mark ends the quotation.
    """
    stack = [marks[number].glyph]
    first_closing: int | None = None
    for place in range(number + 1, len(marks)):
        mark = marks[place]
        if mark.glyph in _SINGLE_OPENS or mark.glyph == "’":
            continue
        closes = _closes(mark, stack)
        if closes is None:
            if _nests(mark, stack):
                if len(stack) < _DEEPEST:
                    stack.append(mark.glyph)
                elif first_closing is not None:
                    break
            continue
        first_closing = place if first_closing is None else first_closing
        del stack[closes:]
        if not stack:
            return place
    return first_closing


def _nests(mark: _Mark, stack: Sequence[str]) -> bool:
    if mark.glyph in _ALWAYS_OPENS or mark.glyph in "«‹":
        return mark.opens
    return mark.opens and mark.glyph in ('"', "''") and mark.glyph not in stack


def _closes(mark: _Mark, stack: Sequence[str]) -> int | None:
    """Which open mark of ``stack`` is closed by ``mark``, or None when it closes none."""
    if mark.glyph in _ANGLED:
        partner = _ANGLED[mark.glyph]
        return _last(stack, frozenset([partner]))
    if mark.glyph in ("“", "„", "‟", "``", "‘‘"):
        # Low marks are closed by what opens quotations elsewhere („so“), and slips of the pen
        # close with the mark they opened with (“so“).
        return None if mark.opens else _last(stack, frozenset("„‟" + mark.glyph[0]))
    if mark.opens:
        return None
    own = {"”": frozenset("“„‟”"), "’’": frozenset(["‘‘"]), "''": frozenset(["''", "``"])}
    exact = _last(stack, own.get(mark.glyph, frozenset([mark.glyph])))
    return exact if exact is not None else _last(stack, _DOUBLE)


def _last(stack: Sequence[str], glyphs: frozenset[str]) -> int | None:
    return next((n for n in range(len(stack) - 1, -1, -1) if stack[n] in glyphs), None)


def _single_end(text: str, marks: Sequence[_Mark], number: int) -> int | None:
    """The mark that closes the single quotation opened at ``number``; None: it is no quotation.

    A mark after punctuation, or after a letter that takes no bare apostrophe, closes. One that
    may be a possessive ("the voters' choice") or a dropped letter ("goin' home") closes only when
    no better one follows before the next opening mark.
    """
    opening = marks[number]
    if not opening.opens or _ELIDED.match(text, opening.end):
        return None
    doubtful: int | None = None
    nested: int | None = None
    inside_double = False
    for place in range(number + 1, len(marks)):
        mark = marks[place]
        if mark.glyph in _DOUBLE or mark.glyph in _ANGLED:
            inside_double = mark.opens
        elif mark.opens and mark.glyph in _SINGLE_OPENS:
            if not _ELIDED.match(text, mark.end):
                break
        elif mark.glyph not in "'’":
            continue
        elif inside_double:
            nested = place if nested is None else nested
        elif not _may_be_apostrophe(text, mark):
            return place
        else:
            doubtful = place if doubtful is None else doubtful
    return doubtful if doubtful is not None else nested


def _may_be_apostrophe(text: str, mark: _Mark) -> bool:
    word_ends = text[max(0, mark.start - 2) : mark.start].lower()
    if not word_ends.endswith(("s", "x", "z", "in")):
        return False
    after = text[mark.end : mark.end + 2]
    return len(after) == 2 and after[0].isspace() and after[1].isalnum()


def _reopened(text: str, mark: _Mark, paragraph: Span, following: Span | None) -> bool:
    """Whether a single mark that is never closed begins a quotation of several paragraphs."""
    if following is None or mark.start != paragraph.start or mark.glyph == "`":
        return False
    first, second = text[mark.end : mark.end + 1], text[following.start : following.start + 2]
    return first.isupper() and second[:1] == mark.glyph and second[1:].isupper()
