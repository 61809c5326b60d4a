"""Files that hold records: JSON (an object or an array of them) and JSON Lines, also gzipped."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from pydantic import ValidationError

from index.errors import ArticleError
from index.reading.assembly import LONGEST_TEXT
from index.reading.decoding import decode
from index.reading.metadata import Described, Metadata, complaint

LONGEST_DOCUMENT = 200_000_000
"""The most bytes a JSON file may have, as it is read as a whole. JSON Lines have no limit."""

# Escaped, one character may take six bytes; the other fields need some as well.
_LONGEST_LINE = 6 * LONGEST_TEXT + 100_000
_HEAD = 1024


class _Fields(Described):
    id: str | None = None
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record that holds an article's text.

    Attributes:
        id: its id, or None where it has none.
        text: the ``text`` field, exactly as given.
        metadata: what it says about the article.
        line: its line in the file, from 1, or None where lines do not count.
        alone: whether it is the file's only record, so that the file's name can be its id.
    """

    id: str | None
    text: str
    metadata: Metadata
    line: int | None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record, or the rest of a file, that could not be read, and where."""

    what: str
    line: int | None


def document(text: str) -> Iterator[Record | Unreadable]:
    """The records of a JSON text: one object, an array of objects, or an object a line."""
    try:
        values = json.loads(text)
    except json.JSONDecodeError as exc:
        if exc.msg == "Extra data" and exc.lineno > 1:
            yield from _each_line(enumerate(text.encode("utf-8", "surrogatepass").split(b"\n"), 1))
        else:
            yield Unreadable(f"invalid JSON ({exc.msg}, column {exc.colno})", exc.lineno)
        return
    except (ValueError, RecursionError) as exc:
        yield Unreadable(f"invalid JSON ({exc})", None)
        return
    if not isinstance(values, list):
        found = _record(values, None)
        yield found if isinstance(found, Unreadable) else replace(found, alone=True)
        return
    for number, value in enumerate(values, 1):
        found = _record(value, None)
        if isinstance(found, Unreadable):
            found = Unreadable(f"record {number}: {found.what}", None)
        yield found


def lines(path: Path) -> Iterator[Record | Unreadable]:
    """The records of a JSON Lines file, one at a time, however long the file is.

    Raises:
        OSError: the file cannot be read.
        ArticleError: the file is binary.
    """
    with _opened(path) as handle:
        try:
            head = handle.read(_HEAD)
            handle.seek(0)
            if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
                yield from document(decode(handle.read(LONGEST_DOCUMENT)).text)
            elif head.startswith((b"\xff\xfe", b"\xfe\xff")):
                text = decode(handle.read(LONGEST_DOCUMENT)).text
                yield from _each_line(enumerate(text.encode().split(b"\n"), 1))
            elif b"\0" in head:
                raise ArticleError("this is a binary file, not text (it holds NUL bytes)")
            else:
                yield from _each_line(_numbered(handle))
        except (EOFError, zlib.error, gzip.BadGzipFile) as exc:
            yield Unreadable(f"the archive is damaged from here on ({exc})", None)


def _opened(path: Path) -> BinaryIO:
    if path.suffix.lower() == ".gz":
        return cast(BinaryIO, gzip.open(path))  # the caller closes it
    return path.open("rb")


def _numbered(handle: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while raw := handle.readline(_LONGEST_LINE):
        number += 1
        if len(raw) == _LONGEST_LINE and not raw.endswith(b"\n"):
            while (rest := handle.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        yield number, raw


def _each_line(numbered: Iterator[tuple[int, bytes]]) -> Iterator[Record | Unreadable]:
    for number, raw in numbered:
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        if len(line) >= _LONGEST_LINE:
            yield Unreadable(f"the line is longer than {_LONGEST_LINE:,} bytes", number)
            continue
        try:
            value = json.loads(line.decode("utf-8", "strict"))
        except UnicodeDecodeError:
            yield Unreadable("the line is not UTF-8", number)
        except json.JSONDecodeError as exc:
            yield Unreadable(f"invalid JSON ({exc.msg}, column {exc.colno})", number)
        except (ValueError, RecursionError) as exc:
            yield Unreadable(f"invalid JSON ({exc})", number)
        else:
            yield _record(value, number)


def _record(value: object, line: int | None) -> Record | Unreadable:
    if not isinstance(value, dict):
        return Unreadable("this is no JSON object with id and text", line)
    try:
        fields = _Fields.model_validate(value)
    except ValidationError as exc:
        return Unreadable(complaint(exc), line)
    return Record(fields.id, fields.text, fields.metadata(), line)
