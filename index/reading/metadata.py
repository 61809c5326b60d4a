"""Metadata: title, outlet, day and address of an article, from wherever they are given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    ValidationError,
    field_validator,
)

from index.errors import ArticleError

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T\s])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article; None is unknown.

    Attributes:
        title: the title as given.
        source: the outlet.
        published: the day of publication.
        url: an http or https address.
        notes: what was given and could not be used, a sentence each.
    """

    title: str | None = None
    source: str | None = None
    published: dt.date | None = None
    url: str | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)

    def over(self, other: Metadata) -> Metadata:
        """This metadata, completed from ``other`` where something is unknown."""
        return Metadata(
            self.title or other.title,
            self.source or other.source,
            self.published or other.published,
            self.url or other.url,
            self.notes + other.notes,
        )


class Described(BaseModel):
    """The keys that describe an article in front matter and records; others are ignored."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True)

    title: str | None = None
    source: str | None = None
    # Strict, or a string of digits would be taken for seconds since 1970.
    published: Annotated[dt.date, Strict()] | str | None = Field(
        default=None, validation_alias=AliasChoices("published", "date")
    )
    url: str | None = None

    @field_validator("published", mode="before")
    @classmethod
    def _moment_is_a_day(cls, value: object) -> object:
        return value.date() if isinstance(value, dt.datetime) else value

    def metadata(self) -> Metadata:
        """The same as metadata, with dates and addresses read."""
        notes: list[str] = []
        published, url = self.published, _line(self.url)
        if isinstance(published, str):
            given = published.strip()
            published = day(given)
            if given and published is None:
                notes.append(f"{given[:80]!r} is not a date that can be read")
        if url is not None and not _is_address(url):
            notes.append(f"{url[:80]!r} is not an http address")
            url = None
        return Metadata(_line(self.title), _line(self.source), published, url, tuple(notes))


class Sidecar(Described):
    """The keys of a ``<name>.meta.toml``; any other is refused, so that a slip is noticed."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, hide_input_in_errors=True)


def described(values: Mapping[str, object], model: type[Described] = Described) -> Metadata:
    """Metadata from untrusted values.

    Raises:
        ArticleError: a value has the wrong type, or a key is unknown where that is refused.
    """
    try:
        return model.model_validate(values).metadata()
    except ValidationError as exc:
        raise ArticleError(complaint(exc)) from exc


def complaint(error: ValidationError) -> str:
    """What pydantic found wrong, on one line."""
    return "; ".join(
        f"{'.'.join(map(str, found['loc'])) or 'the whole'}: {found['msg']}"
        for found in error.errors(include_url=False, include_input=False)
    )


def day(given: str) -> dt.date | None:
    """The day that ``given`` names in full ("2 Dec 2025, 10:15 IST"), or None.

    A day is taken as it is written, in the outlet's own time zone. Words that name a day only
    relative to another ("yesterday") or leave a part of it out name none.
    """
    iso = _ISO_DAY.match(given)
    if iso is not None:
        try:
            return dt.date.fromisoformat(iso[0])
        except ValueError:
            return None
    if len(given) > 80 or not any(c.isdigit() for c in given):
        return None
    # Not above: most days are given as numbers, and importing it takes 0.1 s.
    import dateparser

    read = dateparser.parse(
        given,
        languages=["en"],
        settings={
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return None if read is None else read.date()


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in url


def _line(value: str | None) -> str | None:
    """``value`` on one line, or None where it is blank."""
    return " ".join((value or "").split()) or None
