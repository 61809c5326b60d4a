"""Phrases: names at the start of what was typed, or in it, told from what is beside them."""

from __future__ import annotations

import re

from bot.name_forms import is_owned
from bot.names import Match, SpeakerLookup
from index.quotation import SpeakerKind
from index.words import STOP_WORDS, content_words, tokens

# What after a name says which one is meant.
_OF_WHICH = re.compile(r"(?:of|at|from|with|in|for)\b", re.IGNORECASE)
# What begins with one of these is no name with something after it.
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its"})


def name_and_topic(
    lookup: SpeakerLookup, phrase: str, topic: str | None
) -> tuple[tuple[Match, ...], str | None] | None:
    """A phrase read as a name with something behind it.

    "Moe tunnel" is a name, and what about; in "Moe promise on fares" the word belongs to the topic;
    in "Moe of the union" it says which Moe.

    Args:
        lookup: the speakers.
        phrase: what stands where a name is expected, and is none as a whole.
        topic: what is asked about, or None.

    Returns:
        The speakers named and the topic, or None where it cannot be read so.
    """
    if is_owned(phrase) or not _DETERMINERS.isdisjoint(tokens(phrase)[:1]):
        return None
    named, rest = lookup.leading(phrase)
    # What goes on with a capital is more of a name, of somebody else ("Moe Dahl").
    if not named or not content_words(rest) or rest[:1].isupper():
        return None
    typed_small = phrase.islower()
    if _OF_WHICH.match(rest):
        # In small letters any noun may be a name: "price of food".
        return None if typed_small else (tuple(named), topic)
    if topic is None:
        return tuple(named), rest
    if len(rest.split()) == 1 and not typed_small:
        return tuple(named), f"{rest} {topic}"
    return None


def people_in(lookup: SpeakerLookup, text: str) -> list[str]:
    """The people on record whom a text names in full, in any case: their names, in order."""
    words, found, at = text.split(), list[str](), 0
    while at < len(words):
        named, rest = lookup.leading(" ".join(words[at:]), longest=3)
        people = [m.speaker for m in named if m.speaker.kind is SpeakerKind.PERSON]
        used = len(words) - at - len(rest.split())
        if people and used > 1 and tokens(words[at])[:1] not in ([w] for w in STOP_WORDS):
            found.append(" ".join(words[at : at + used]))
            at += used
        else:
            at += 1
    return found
