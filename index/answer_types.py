"""What kind of words a question wants, and whether a sentence holds such words."""

from __future__ import annotations

import re

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|dozens|hundred|hundreds|"
    "thousand|thousands|million|millions|billion|half|third|quarter|once|twice"
)
_MONTHS = (
    "january|february|march|april|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_WANTED = {
    "number": r"\bhow (?:many|much|long|old|tall|high|big|far|often|fast|large|deep|heavy)\b|"
    r"\bwhat (?:percentage|share|number|age|price|year)\b",
    "time": r"\bwhen\b|\bwhat (?:day|date|year|month|time)\b|\bhow soon\b",
    "reason": r"\bwhy\b|\bwhat (?:caused|led)\b|\bfor what reason\b",
    "name": r"\bwho(?:m|se)?\b|\bwhere\b|\bwhich\b|"
    r"\bwhat (?:country|city|state|company|team|person|actor|actress|show|film|band|brand)\b",
}
_HELD = {
    "number": rf"\d|\b(?:{_NUMBER_WORDS})\b",
    "time": rf"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:{_MONTHS})\b|may \d|"
    r"(?:19|20)\d\d|"
    r"today|tonight|yesterday|tomorrow|morning|evening|noon|midnight|"
    r"(?:next|last|this|past) (?:week|month|year|spring|summer|fall|autumn|winter)|"
    r"\w+ (?:hours|days|weeks|months|years) (?:ago|later|before|after|earlier))",
    "reason": r"\b(?:because|since|due to|so that|in order to|to \w+|after|over|as a result|for)\b",
}
# A capitalised word inside a sentence, after a lower-case one: a name of something.
_NAME = re.compile(r"[a-z,;] [\"“‘']?[A-Z][\w’'-]+")
_WANTED_PATTERNS = {kind: re.compile(p, re.IGNORECASE) for kind, p in _WANTED.items()}
_HELD_PATTERNS = {kind: re.compile(p, re.IGNORECASE) for kind, p in _HELD.items()}


def wanted(question: str) -> frozenset[str]:
    """The kinds of words a question wants: number, time, reason, name; empty where it is open."""
    return frozenset(kind for kind, p in _WANTED_PATTERNS.items() if p.search(question))


def fit(kinds: frozenset[str], text: str) -> float:
    """The share of the wanted kinds that ``text`` holds; 1 where none is wanted."""
    if not kinds:
        return 1.0
    return sum(_holds(kind, text) for kind in kinds) / len(kinds)


def _holds(kind: str, text: str) -> bool:
    if kind == "name":
        return _NAME.search(text) is not None
    return _HELD_PATTERNS[kind].search(text) is not None
