"""The words that every way in uses for the same thing. Pure, plain text, nothing escaped."""

from __future__ import annotations

import datetime as dt

from bot.answer import Interpretation, Snippet

UNKNOWN_OUTLET = "outlet unknown"
UNKNOWN_DATE = "date unknown"


def day(date: dt.date) -> str:
    """A day as people write it: "2 December 2025"."""
    return f"{date.day} {date:%B %Y}"


def period(since: dt.date | None, until: dt.date | None) -> str | None:
    """The days from ``since`` to ``until``, both inclusive; None where neither is given."""
    if since and until:
        return f"on {day(since)}" if since == until else f"from {day(since)} to {day(until)}"
    if since:
        return f"since {day(since)}"
    if until:
        return f"until {day(until)}"
    return None


def understood(interpretation: Interpretation) -> str:
    """How a question was understood: "what Ada Quill said about the bridge"."""
    if interpretation.kind == "fact" and interpretation.topic:
        words = f"a plain fact: {interpretation.topic}"
    elif interpretation.kind == "who_said" and interpretation.topic:
        words = f"who said: {interpretation.topic}"
    elif interpretation.speaker:
        words = f"what {interpretation.speaker} said"
        if interpretation.topic:
            words += f" about {interpretation.topic}"
    elif interpretation.topic:
        # In marks: the topic may be half a sentence ("who said the talks were useful?").
        words = f"what is on record about “{interpretation.topic}”"
    else:
        words = "what is on record"
    days = period(interpretation.since, interpretation.until)
    return f"{words}, {days}" if days else words


def caveat(snippet: Snippet) -> str | None:
    """What must be said beside a snippet so that it is not misread, or None."""
    if snippet.negated:
        return "reported as not said"
    if snippet.hypothetical:
        return "reported as something that may not have been said"
    return None


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 article", "2 articles", "1,200 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def corroboration(snippet: Snippet) -> str | None:
    """How many articles carry the snippet, or None where it is one."""
    carried = len(snippet.citations)
    if carried < 2:
        return None
    words = f"carried by {count(carried, 'article')}"
    if snippet.independent < carried:
        words += f", {count(snippet.independent, 'independent report')}"
    return words
