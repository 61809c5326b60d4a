"""Quantities: does a sentence give the number that a question asks for?

``index.answer_types`` tells which sentences hold a number at all. Here the number must be of what
is asked: members where it is how many members, feet where it is how tall.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.answer_types import MONTHS, NUMBERS
from index.words import STOP_WORDS, stem, tokens

_NUMBER = re.compile(NUMBERS, re.IGNORECASE)
# Numbers that count nothing: years, days, hours, shares and sums.
_MONTH = rf"(?:{MONTHS}|may)"
_NO_COUNT = re.compile(
    rf"\b(?:19|20)\d\d\b|\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}\b|\b\d{{1,2}} ?[ap]\.?m\b|"
    r"\d[\d.,]* ?(?:%|per ?cent)|[$£€] ?\d[\d,.]*(?: (?:million|billion))?",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow many (?P<what>(?:[\w'’-]+ ){0,3}[\w'’-]+)", re.IGNORECASE)
# So many words after a number may come before what it counts ("35 registered voters").
_BETWEEN = 3
_IRREGULAR = frozenset({"people", "men", "women", "children", "police"})
_PEOPLE = frozenset({"people", "persons", "men", "women", "children"})
# A number that counts something else, or is not said to count what is asked.
_ANOTHER = 0.5
_LENGTHS = (
    r"(?:feet|foot|ft|inch(?:es)?|(?:centi|kilo)?met(?:er|re)s?|yards?|miles?|"
    r"stor(?:e?y|e?ys|ies)|floors)"
)


def _form(asked: str, given: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(asked, re.IGNORECASE), re.compile(given, re.IGNORECASE)


_MEASURES = (
    _form(
        r"\bhow (?:tall|high|deep|wide|thick|big|large|far)\b",
        rf"\d[ -]{_LENGTHS}\b|\b(?:square|cubic) {_LENGTHS}\b|\bacres?\b",
    ),
    _form(
        r"\bhow old\b|\bwhat age\b",
        r"\b\d+[ -]years?[ -]olds?\b|\baged? (?:of )?\d+|, \d{1,3},|\bturn(?:s|ed|ing) \d+",
    ),
    _form(
        r"\bhow (?:often|frequently)\b",
        r"\btimes? (?:a|an|per|each|every)\b|\bevery \w+|\b(?:once|twice) (?:a|an|per|every)\b|"
        r"\b(?:hourly|daily|weekly|monthly|yearly|annually|rarely|never|always)\b",
    ),
    _form(
        r"\bhow (?:fast|quickly)\b",
        r"\b(?:mph|kph|km/h|(?:miles|kilomet(?:er|re)s) (?:an|per) hour|seconds?|minutes?)\b",
    ),
    _form(
        r"\bhow (?:heavy|much (?:\w+ )+weigh)\b",
        r"\d[ -](?:pounds?|lbs?|kilos?|kilograms?|kg|tons?|tonnes?|ounces?)\b",
    ),
)


def quantity(question: str) -> Callable[[str], float] | None:
    """What tells how well a text gives the quantity that a question asks for.

    Args:
        question: as typed.

    Returns:
        A function from a text to 1 where it gives the quantity, 0.5 where it gives another number
        that it may be, and 0; None where the question asks for no quantity of these forms.
    """
    for asked, given in _MEASURES:
        if asked.search(question):
            return lambda text: float(given.search(text) is not None)
    counted = _HOW_MANY.search(question)
    if counted is None:
        return None
    nouns = _nouns(counted["what"])
    return lambda text: _counts(text, nouns)


def _nouns(phrase: str) -> frozenset[str]:
    """The stems of what is counted, among the words after "how many"."""
    words = [word for word in tokens(phrase) if word not in STOP_WORDS]
    named = {word for word in words if word in _IRREGULAR or word.endswith("s")}
    return frozenset(map(stem, _PEOPLE | named if named & _PEOPLE else named))


def _counts(text: str, nouns: frozenset[str]) -> float:
    """How well a text counts what is named by some stems."""
    # A full stop keeps the words on both sides of what is left out from coming together.
    text = _NO_COUNT.sub(" . ", text)
    best = 0.0
    for number in _NUMBER.finditer(text):
        after = re.split(r"[.;:?!] ", text[number.end() :], maxsplit=1)[0]
        if nouns & set(map(stem, tokens(after)[: _BETWEEN + 1])):
            return 1.0
        best = _ANOTHER
    return best
