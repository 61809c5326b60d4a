"""Bytes to text: byte order marks, UTF-8, else a detected encoding; never a binary file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from index.errors import ArticleError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"{\\rtf",
)
_PRINTED_CONTROLS = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x85\x1b")
_MOST_CONTROLS = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and, where it had to be guessed, the name of its encoding."""

    text: str
    guessed: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file, without its byte order mark and with CRLF as LF.

    Args:
        data: the whole file.
        declared: the encoding the content itself names, tried where it is not UTF-8.

    Returns:
        The text; every code point of it counts for offsets.

    Raises:
        ArticleError: it is no text, or not in the encoding its byte order mark announces. The
            message says what is wrong, without the file's name.
    """
    if data.startswith(_SIGNATURES):
        raise ArticleError("this is a binary file, not text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_checked(_decoded(data, encoding)))
    if b"\0" in data:
        raise ArticleError("this is a binary file, not text (it holds NUL bytes)")
    try:
        return Decoded(_checked(data.decode()))
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(_checked(data.decode(declared or "ascii")))
    except (UnicodeError, LookupError):
        # Not above: UTF-8 needs no guess.
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
    if best is None:
        raise ArticleError("this is a binary file, or text in an encoding that was not recognised")
    return Decoded(_checked(str(best)), guessed=best.encoding)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise ArticleError(f"it begins like {encoding.upper()} and is not: {exc.reason}") from exc


def _checked(text: str) -> str:
    if "\0" in text:
        raise ArticleError("this is a binary file, not text (it holds NUL characters)")
    controls = sum(1 for c in text if c < " " and c not in _PRINTED_CONTROLS)
    if controls > _MOST_CONTROLS * len(text):
        raise ArticleError("this is a binary file, not text (it is full of control characters)")
    return text.replace("\r\n", "\n")
