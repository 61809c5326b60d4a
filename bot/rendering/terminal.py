"""Text of articles made safe for a terminal.

Articles, names and addresses come from strangers. In a terminal a control character can move the
cursor, change the title of the window or repaint what was printed before, and a bidirectional
override can show a sentence in another order than it stands in. Everything that is printed for a
person passes through ``visible`` first; JSON carries the unchanged words.
"""

from __future__ import annotations

import re

# Embeddings, overrides, isolates and marks of direction (Unicode Bidirectional Algorithm, 2.1 to
# 2.6), and the byte order mark.
_INVISIBLE = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"

_SHOWN: dict[int, str] = (
    {code: chr(0x2400 + code) for code in range(0x20)}  # Control Pictures: ESC becomes "␛"
    | {0x7F: "␡"}
    | dict.fromkeys(range(128, 160), "�")
    | dict.fromkeys(range(55296, 57344), "�")
    | {ord(char): "" for char in _INVISIBLE}
)

_LINKABLE = re.compile(r"https?://[!-~]+", re.ASCII)


def visible(text: str) -> str:
    """``text`` on one line, with nothing in it that a terminal would obey.

    Runs of white space become one blank; control characters become their pictures ("␛"); what
    cannot be encoded becomes "�"; marks that change the direction of writing are left out.
    """
    return " ".join(text.split()).translate(_SHOWN)


def link_target(url: str | None) -> str | None:
    """``url`` where a terminal may be given it as a hyperlink, else None.

    Only web addresses in printable ASCII: anything else could end the escape sequence early or
    open a program.
    """
    return url if url is not None and _LINKABLE.fullmatch(url) else None


def encodable(text: str) -> str:
    """``text`` as typed, with "?" for what was not valid UTF-8 when it came in."""
    return text.encode("utf-8", "replace").decode("utf-8")
