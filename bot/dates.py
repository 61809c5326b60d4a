"""Days in a question: "since Monday", "last week", "in March 2016", relative to today."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days asked for, both inclusive; None where a side is open."""

    since: dt.date | None = None
    until: dt.date | None = None


ALWAYS = DateRange()
"""No limit."""

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = (
    r"(?:\d{4}-\d{2}-\d{2}|today|yesterday|the day before yesterday|"
    rf"(?:last |this |on )?{_WEEKDAYS}|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}(?:,? \d{{4}})?|"
    rf"{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? \d{{4}})?|"
    r"\d+ (?:day|week|month|year)s? ago|a (?:day|week|month|year) ago)"
)
_RECENT = r"(?:(?:last|this|the past|the last|past) (?:week|month|year))"
_PERIOD = rf"(?:{_RECENT}|(?:early |late )?{_MONTHS}(?: \d{{4}})?|(?:19|20)\d\d)"
_SPAN = (
    r"the (?:last|past) (?P<number>\d+|two|three|four|five|six|seven|ten) "
    r"(?P<unit>day|week|month|year)s?"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}

_BETWEEN = re.compile(
    rf"\b(?:between|from)\s+(?P<first>{_DAY}|{_PERIOD})\s+(?:and|to|until|till)\s+"
    rf"(?P<last>{_DAY}|{_PERIOD})\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"\b(?P<word>since|after|until|till|before|up to)\s+(?P<when>{_DAY}|{_PERIOD})\b",
    re.IGNORECASE,
)
# A year or month after "since" may belong to the event ("closed since 2006"); a day does not.
_RECENT_BOUND = re.compile(
    rf"\b(?P<word>since|after|until|till|before|up to)\s+(?P<when>{_DAY}|{_RECENT})\b",
    re.IGNORECASE,
)
_WITHIN_SPAN = re.compile(rf"\b(?:in|within|over|during|for)\s+{_SPAN}\b", re.IGNORECASE)
# What may follow a day that limits the articles: nothing, or the topic.
_THEN = r"(?=\s+(?:about|on|regarding)\b|$)"
_ON_DAY = re.compile(
    # What somebody said about a day is no limit; "what about Monday?" asks for another one.
    rf"(?:(?<!\babout )(?<!\bof )|(?<=what about )|(?<=how about ))"
    rf"\b(?:on |from )?(?P<when>{_DAY}){_THEN}",
    re.IGNORECASE,
)
_IN_PERIOD = re.compile(
    rf"\b(?:(?:in|during|from)\s+(?P<when>{_PERIOD})|"
    rf"(?P<bare>(?:last|this|the past|past) (?:week|month|year))){_THEN}",
    re.IGNORECASE,
)


def take_dates(text: str, today: dt.date, *, bounds_only: bool) -> tuple[str, DateRange]:
    """Split the days asked for from the other words.

    Args:
        text: part of a question.
        today: the day to which relative expressions refer.
        bounds_only: take only a day or a recent period after "since", "until" and the like.

    Returns:
        The text without the expression of days, and the days (both sides None where none).
    """
    if not bounds_only and (m := _BETWEEN.search(text)):
        first, last = _range(m["first"], today), _range(m["last"], today)
        if first and last and first.since and last.until and first.since <= last.until:
            return _without(text, m), DateRange(first.since, last.until)
    bound = _RECENT_BOUND if bounds_only else _BOUND
    if (m := bound.search(text)) and (days := _range(m["when"], today)):
        return _without(text, m), _bounded(m["word"].lower(), days)
    if bounds_only:
        return text, DateRange()
    if m := _WITHIN_SPAN.search(text):
        number = _NUMBERS.get(m["number"].lower()) or int(m["number"])
        days_each = {"day": 1, "week": 7, "month": 30, "year": 365}[m["unit"].lower()]
        return _without(text, m), DateRange(today - dt.timedelta(days=number * days_each), today)
    for pattern in (_ON_DAY, _IN_PERIOD):
        if (m := pattern.search(text)) and (days := _range(m["when"] or m["bare"], today)):
            return _without(text, m), days
    return text, DateRange()


def _without(text: str, match: re.Match[str]) -> str:
    rest = f"{text[: match.start()].rstrip(' ,')} {text[match.end() :].lstrip(' ,')}"
    return rest.strip()


def _bounded(word: str, days: DateRange) -> DateRange:
    one = dt.timedelta(days=1)
    if word == "since":
        return DateRange(since=days.since)
    if word == "after":
        return DateRange(since=days.until + one if days.until else None)
    if word == "before":
        return DateRange(until=days.since - one if days.since else None)
    return DateRange(until=days.until)


def _range(expression: str, today: dt.date) -> DateRange | None:
    """The first and last day of an expression, or None where it names none."""
    words = re.sub(r"^(?:on|early|late|the past|past)\s+", "", expression.lower())
    words = {"week": "last week", "month": "last month", "year": "last year"}.get(words, words)
    if m := re.fullmatch(r"(?:the )?(last|this) (week|month|year)", words):
        return _calendar_period(m[1], m[2], today)
    if m := re.fullmatch(r"(?:19|20)\d\d", words):
        return DateRange(dt.date(int(words), 1, 1), dt.date(int(words), 12, 31))
    day = _parse(words, today)
    if day is None:
        return None
    if re.fullmatch(rf"{_MONTHS}(?: \d{{4}})?", words):
        return _month(day)
    return DateRange(day, day)


def _calendar_period(which: str, unit: str, today: dt.date) -> DateRange:
    """Days of a calendar period: "this week" is Monday to today, "last month" the whole month."""
    if unit == "week":
        monday = today - dt.timedelta(days=today.weekday())
        if which == "this":
            return DateRange(monday, today)
        return DateRange(monday - dt.timedelta(days=7), monday - dt.timedelta(days=1))
    if unit == "month":
        first = today.replace(day=1)
        return DateRange(first, today) if which == "this" else _month(first - dt.timedelta(days=1))
    year = today.year if which == "this" else today.year - 1
    last = today if which == "this" else dt.date(year, 12, 31)
    return DateRange(dt.date(year, 1, 1), last)


def _month(day: dt.date) -> DateRange:
    last = calendar.monthrange(day.year, day.month)[1]
    return DateRange(day.replace(day=1), day.replace(day=last))


def _parse(words: str, today: dt.date) -> dt.date | None:
    # dateparser takes 0.3 s to import; most questions name no day.
    import dateparser

    found = dateparser.parse(
        words.removeprefix("last ").removeprefix("this ").removeprefix("the ").replace(" of ", " "),
        languages=["en"],
        settings={
            "RELATIVE_BASE": dt.datetime.combine(today, dt.time(12)),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
        },
    )
    return found.date() if found else None
