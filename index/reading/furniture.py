"""Furniture: lines of a page that are not the article, kept in the text and never cited.

The patterns are few and match whole paragraphs, or a credit in round brackets. A line that only
resembles furniture stays citable: to lose what somebody said is worse than to keep a stray line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.spans import Span

_LONGEST_LINE = 300
_FIRST_LINES = 6

_AGENCIES = (
    r"(?:getty(?: images)?|a\.?p\.?|associated press|reuters|afp|epa|efe|shutterstock|bloomberg"
    r"|pool|anadolu(?: agency)?|nurphoto|wireimage|tass|xinhua|upi|zuma(?: press)?|alamy|imagn)"
)
_LINES = (
    # Cross references.
    r"(?:(?:also|must) (?:read|watch)|watch(?: now| live)?)\s*[:|–—].*",
    r"(?-i:ALSO READ|READ ALSO|READ MORE|READ NEXT|MUST READ|ALSO WATCH)\b.*",
    r"(?-i:JUST WATCHED|MUST WATCH)\b.*|video ad feedback\b.*",
    r"read (?:more|also|next|this|on|the full story)(?: (?:here|below))?\.?(?:\s*[:|–—].*)?",
    r"(?:more|previously|opinion|analysis|fact check|podcasts?|you may like)\s*:.*",
    r"(?:\w+ )?newsletter\s*:.*",
    r"editor['’]s note\s*:.*",
    r"(?:related|recommended|more) (?:stories|articles|links|coverage|topics|news|content)\W*",
    r"(?:related|see also|don['’]t miss|more from [^.:]{2,40}|you may also like|trending(?: now)?)"
    r"\s*(?::.*)?",
    # Where a page was cut by its own apparatus.
    r"\W*advertisements?\W*|sponsored(?: content)?|paid content",
    r"(?:story|article) continues (?:below|after)\b.*|skip (?:to|past|advertisement)\b.*",
    r"(?:scroll|swipe|tap|click) (?:down )?to (?:continue|read|see|expand)\b.*",
    r"continue reading\b.{0,60}",
    r"(?:please )?(?:click|tap) here\b.{0,80}|loading\W*",
    r"watch (?:the )?video(?: here| above| below)?",
    # Invitations.
    r"(?:please )?(?:sign up|subscribe|register)\b.{0,160}"
    r"\b(?:newsletters?|inbox|alerts|briefing|podcast|channel)\b.{0,80}",
    r"(?:please )?(?:sign up|subscribe|register)(?: for [\w ]{1,60})? (?:now|here|updates)\W*",
    r"(?:sign up|subscribe|subscribe now|log in|sign in)\W*",
    r"(?:like|follow|join|find) (?:us|the author|@\w+|[\w .'’]{2,40}) (?:on|via) "
    r"(?:twitter|x|facebook|instagram|linkedin|telegram|whatsapp|youtube|tiktok|google news)"
    r"\b.{0,80}",
    r"download (?:the|our) [\w ]{0,40}\bapp\b.{0,80}",
    r"(?:share|email|print|save|tweet|copy link|facebook|twitter|whatsapp|linkedin|comments?"
    r"|leave a comment|post a comment|share(?: this)?(?: article| story| post)?"
    r"|share (?:this )?(?:article |story )?(?:on|via) .{1,60})\W*",
    # Credits and rights.
    r"(?:file )?(?:photos?|photographs?|images?|pictures?|videos?|graphics?|illustration|credits?)"
    r"(?: (?:credits?|source|by|courtesy(?: of)?))?\s*[:|].{1,200}",
    r"(?:[\w.'’&-]+[ /]+){0,6}?[\w.'’&-]+\s?(?:/|\bvia\b)\s?" + _AGENCIES + r"\W*",
    r"(?:getty images|associated press|ap photo\b.{0,60}|reuters/.{1,60})\W*",
    r"(?:©|\(c\) ?\d{4}|copyright\b).{0,160}|.{0,60}\ball rights reserved\b.{0,120}",
    r".{2,160}\bcontributed (?:to|reporting to) (?:this|the) (?:report|story|article)\W*",
    r"(?:additional |contributing )?(?:reporting|writing|editing|compiled|edited) by\b.{2,160}",
    r"contributing\s*:.{2,280}|with (?:agency )?inputs? (?:from|by)\b.{2,100}|agencies\W*",
    r"(?:tags?|topics|filed under|(?:first )?published(?: by)?|edited by|last updated)\s*:.{1,160}",
    r"\W*(?:except for the headline, )?this (?:story|article|report) has not been edited\b.{0,200}",
    # Left over from style sheets.
    r"[.#]?[\w-]+(?: [.#]?[\w-]+){0,5} ?\{",
    r"(?-i:[a-z]+(?:-[a-z]+){0,3}: ?[a-z0-9#.%-]+(?: [a-z0-9#.%-]+){0,3};)",
)
_LINE = re.compile("|".join(f"(?:{line})" for line in _LINES), re.IGNORECASE)
_BYLINE = re.compile(r"[Bb][Yy] (?:[A-Z][\w.'’-]+(?:,| and)? ?){1,8}")
_CREDIT = re.compile(
    r"\((?:(?:with|based on)\b[^()]{0,40}\b(?:inputs?|agenc(?:y|ies)|reports?)\b[^()]{0,100}"
    r"|(?:additional |compiled |with )?(?:reporting|writing|editing|edited)(?: and \w+)? by\b"
    r"[^()]{2,400})\)",
    re.IGNORECASE,
)
# Marks that Markdown puts before a line; the words after them are the article's.
_MARKUP = re.compile(r"(?:#{1,6}|>|[*+-]|\d{1,3}\.)\s+|!\[[^\]]*\]\([^)]*\)\s*")


def furniture(text: str, paragraphs: Sequence[Span], trailer: Span | None) -> tuple[Span, ...]:
    """The furniture of an article, in order and disjoint.

    Args:
        text: the article's text.
        paragraphs: its paragraphs.
        trailer: the part at its end that describes the article, where there is one.
    """
    end = len(text) if trailer is None else trailer.start
    found = [
        span
        for number, paragraph in enumerate(paragraphs)
        if paragraph.start < end
        for span in _in_paragraph(text, paragraph, number)
    ]
    return (*found, *(() if trailer is None else (trailer,)))


def is_furniture(line: str) -> bool:
    """Whether a whole line is furniture wherever it stands."""
    if not any(c.isalnum() for c in line):
        return True
    return len(line) <= _LONGEST_LINE and _LINE.fullmatch(line) is not None


def is_byline(line: str) -> bool:
    """Whether a line near the beginning says who wrote the article."""
    return len(line) <= _LONGEST_LINE and _BYLINE.fullmatch(line) is not None


def _in_paragraph(text: str, paragraph: Span, number: int) -> Iterator[Span]:
    line = paragraph.of(text)
    if is_furniture(line) or (number < _FIRST_LINES and is_byline(line)):
        yield paragraph
        return
    for match in _CREDIT.finditer(line):
        yield Span(paragraph.start + match.start(), paragraph.start + match.end())


def markup(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """The marks of headings, lists, quoted blocks and pictures at the beginning of lines."""
    marks = (_MARKUP.match(text, p.start, p.end) for p in paragraphs)
    return tuple(Span(*mark.span()) for mark in marks if mark is not None)
