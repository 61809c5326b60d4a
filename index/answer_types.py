"""What kind of words a question wants, and which kinds a sentence holds.

A kind is a bit, so that what a sentence holds is found once, when it is stored, and compared with
what a question wants by one operation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntFlag, auto

NUMBERS = (
    r"(?<![\w.])\d[\d,.]*(?![\w-]*[a-z]*\d)|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|"
    r"half|third|quarter|once|twice)\b"
)
"""A number in figures or words; for ``re.IGNORECASE``."""
_UNITS = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies))"
)
MONTHS = (
    "january|february|march|april|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
"""The name of a month, or its beginning; for ``re.IGNORECASE``."""
# What may stand after the mark that ends a sentence.
_CLOSING = " \n\t\"'”’)]"
# What a kind that is near the wanted one counts: a number where an amount of money is asked for.
_NEAR = 0.5


class Holds(IntFlag):
    """The kinds of words that answer a question of a certain form; QUESTION answers none."""

    NUMBER = auto()
    DURATION = auto()
    MONEY = auto()
    SHARE = auto()
    TIME = auto()
    REASON = auto()
    NAME = auto()
    FULL_NAME = auto()
    PLACE = auto()
    QUESTION = auto()


_NONE = Holds(0)


@dataclass(frozen=True, slots=True)
class _Want:
    """What one form of question wants.

    Attributes:
        asked: the form.
        exact: the kinds that fit.
        near: the kinds that may do.
    """

    asked: re.Pattern[str]
    exact: Holds
    near: Holds = _NONE


def _want(pattern: str, exact: Holds, near: Holds = _NONE) -> _Want:
    return _Want(re.compile(pattern, re.IGNORECASE), exact, near)


_WANTED = (
    _want(r"\bhow long\b", Holds.DURATION, Holds.NUMBER | Holds.TIME),
    _want(r"\bhow old\b|\bwhat age\b", Holds.NUMBER),
    _want(
        r"\bhow much\b|\bwhat (?:price|sum|amount)\b",
        Holds.MONEY | Holds.SHARE,
        Holds.NUMBER,
    ),
    _want(r"\bwhat (?:percentage|share|proportion)\b", Holds.SHARE, Holds.NUMBER),
    _want(
        r"\bhow (?:many|tall|high|big|far|often|fast|large|deep|heavy|wide)\b|\bwhat number\b",
        Holds.NUMBER,
    ),
    _want(
        r"\bwhen\b|\b(?:what|which) (?:day|date|year|month|time)\b|\bhow (?:soon|recently)\b",
        Holds.TIME,
    ),
    _want(r"\bwhy\b|\bwhat (?:caused|led)\b|\bfor what reason\b", Holds.REASON),
    _want(r"\bwho(?:m|se)?\b", Holds.FULL_NAME, Holds.NAME),
    _want(
        r"\bwhere\b|\b(?:what|which) (?:country|city|state|town|place|nation|continent|island)\b",
        Holds.PLACE,
        Holds.NAME,
    ),
    _want(
        r"\bwhich\b(?! (?:country|city|state|town|place|nation|day|date|year|month))|"
        r"\bwhat (?:company|team|person|actor|actress|show|film|movie|band|brand|airline|league)\b",
        Holds.NAME,
    ),
)
_IN_ANY_CASE = {
    Holds.NUMBER: re.compile(NUMBERS, re.IGNORECASE),
    Holds.DURATION: re.compile(
        rf"(?:{NUMBERS}|\b(?:a|an|several|few|couple of))[ -](?:\w+[ -])?{_UNITS}\b|"
        r"\b(?:life|lifetime|indefinitely)\b",
        re.IGNORECASE,
    ),
    Holds.MONEY: re.compile(
        r"[$£€¥]\s?\d|\b(?:dollars?|euros?|pounds?|cents?|yen|rubles?|yuan)\b", re.IGNORECASE
    ),
    Holds.SHARE: re.compile(r"\d\s?%|\bper ?cent\b|\bpercentage\b", re.IGNORECASE),
    Holds.TIME: re.compile(
        rf"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:{MONTHS})\b|may \d|"
        r"(?:19|20)\d\d\b|\d{1,2}(?::\d\d)? ?[ap]\.?m\b|"
        r"today|tonight|yesterday|tomorrow|morning|evening|noon|midnight|"
        r"(?:next|last|this|past) (?:week|weekend|month|year|spring|summer|fall|autumn|winter)|"
        r"\w+ (?:hours|days|weeks|months|years) (?:ago|later|before|after|earlier))",
        re.IGNORECASE,
    ),
    Holds.REASON: re.compile(
        r"\b(?:because|since|due to|so that|in order to|to \w+|after|over|as a result|for)\b",
        re.IGNORECASE,
    ),
}
# Capitalised words inside a sentence, after a lower-case one: a name of something.
_AS_WRITTEN = {
    Holds.NAME: re.compile(r"[a-z,;] [\"“‘']?[A-Z][\w’'-]+"),
    Holds.FULL_NAME: re.compile(r"[A-Z][\w’'-]+ (?:[A-Z]\. ?)*[A-Z][a-z][\w’'-]*"),
    Holds.PLACE: re.compile(r"\b(?:in|at|near|from|to|of|across|outside|into) (?:the )?[A-Z]\w+"),
}


def held(text: str) -> Holds:
    """The kinds of words that ``text`` holds."""
    kinds = _NONE
    for kind, pattern in (*_IN_ANY_CASE.items(), *_AS_WRITTEN.items()):
        if pattern.search(text):
            kinds |= kind
    return kinds | Holds.QUESTION if text.rstrip(_CLOSING).endswith("?") else kinds


class Wanted:
    """What a question wants; where it is open, everything fits.

    Args:
        question: the question as typed.
    """

    def __init__(self, question: str) -> None:
        self._wants = [want for want in _WANTED if want.asked.search(question)]

    def fit(self, kinds: int) -> float:
        """How well a text that holds ``kinds`` fits, 0 to 1; 1 where the question is open."""
        if not self._wants:
            return 1.0
        found = [
            1.0 if kinds & want.exact else _NEAR if kinds & want.near else 0.0
            for want in self._wants
        ]
        return sum(found) / len(found)
