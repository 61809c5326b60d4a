"""The HTML that Telegram takes: escaping, measuring, cutting, and the way back to plain text.

Limits are counted in UTF-16 code units, as Telegram counts. They are held by the markup itself,
tags and entities included, although Telegram counts after parsing: what holds before parsing holds
after it, and a Bot API server that counts the other way takes the message too.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from urllib.parse import urlsplit

MESSAGE_UNITS = 4096
"""UTF-16 code units of one message (Bot API, sendMessage)."""

MESSAGE_ENTITIES = 100
"""Entities of one message; Telegram ignores those after it."""

ELLIPSIS = "…"

_URL_UNITS = 400  # a longer address is not worth the room it takes from the words
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x20\x7f]+", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)>")
_HREF = re.compile(r'href="([^"]*)"')
_JOINER = "\u200d"


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def escape(text: str) -> str:
    """``text`` as it may stand between tags.

    Nothing but the three characters with a meaning is changed, save lone surrogates, which cannot
    be sent at all and become U+FFFD.
    """
    text = _LONE_SURROGATES.sub("�", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def line(text: str, limit: int) -> str:
    """``text`` escaped, on one line, in at most ``limit`` units of markup.

    For names and titles, which stand among our own words: marks of direction are left out, or a
    title could turn round the line it stands on.
    """
    text = _DIRECTIONS.sub("", _CONTROLS.sub(" ", text))
    whole, cut = fit(" ".join(text.split()), limit - 1)
    return escape(whole) + (ELLIPSIS if cut else "")


def fit(text: str, limit: int) -> tuple[str, bool]:
    """The longest beginning of ``text`` that takes at most ``limit`` units once it is escaped.

    Returns:
        The beginning, cut at a word where one ends in its second half, never inside a character;
        and whether anything was cut.
    """
    if len(text) <= limit and units(escape(text)) <= limit:
        return text, False
    low, high = 0, min(len(text), max(limit, 0))
    while low < high:
        middle = (low + high + 1) // 2
        if units(escape(text[:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    end = _before_word(text, low)
    return text[:end], end < len(text)


def _before_word(text: str, end: int) -> int:
    """The last place at or before ``end`` where ``text`` may be cut."""
    if end >= len(text):
        return len(text)
    if text[end].isspace():
        return len(text[:end].rstrip()) or end
    for place in range(end, end // 2, -1):
        if text[place - 1].isspace():
            return len(text[:place].rstrip()) or end
    place = end
    while place > max(1, end - 32) and _belongs_to_previous(text, place):
        place -= 1
    return place


def _belongs_to_previous(text: str, place: int) -> bool:
    char = text[place]
    return bool(unicodedata.combining(char)) or _JOINER in (char, text[place - 1])


def link(url: str | None, label: str) -> str:
    """``label`` (markup) as a link to ``url``; without one where it is no usable web address."""
    if url is None:
        return label
    url = url.strip()
    target = escape(url)
    if not _WEB_ADDRESS.fullmatch(url) or units(target) > _URL_UNITS:
        return label
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return label
    return f'<a href="{target}">{label}</a>' if host else label


def fits(markup: str) -> bool:
    """Whether Telegram takes ``markup`` as one message."""
    return units(markup) <= MESSAGE_UNITS and entities(markup) <= MESSAGE_ENTITIES


def entities(markup: str) -> int:
    """How many entities ``markup`` makes: one a pair of tags."""
    return sum(match[1] == "" for match in _TAG.finditer(markup))


def plain(markup: str) -> str:
    """``markup`` without tags, the address of each link behind its words; never longer."""
    out: list[str] = []
    address: list[str] = []
    end = 0
    for match in _TAG.finditer(markup):
        out.append(markup[end : match.start()])
        end = match.end()
        if match[2] != "a":
            continue
        if match[1]:
            out.append(f" ({address.pop()})" if address else "")
        elif found := _HREF.search(match[3]):
            address.append(found[1])
    out.append(markup[end:])
    return unescape("".join(out))
