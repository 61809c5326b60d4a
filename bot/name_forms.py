"""The forms of names and descriptions: what a phrase and a name say by their words alone."""

from __future__ import annotations

import re

from rapidfuzz.distance import DamerauLevenshtein

from index.naming import name_tokens
from index.speakers import Speaker
from index.words import STOP_WORDS, tokens

# A part of an organisation's name must be at least this share of it.
_TELLING_PART = 0.5
# Letters by which a long word may differ from the one that is meant.
MOST_SLIPS = 2
_LONGEST_OFFICE = 3
# "the mayor's office": whoever speaks for the owner is meant.
_OFFICES = frozenset({"office", "campaign", "team", "camp", "side", "staff", "administration"})


def is_description(phrase: str) -> bool:
    """Whether a phrase describes somebody ("the pilot", "his lawyer") and does not name one."""
    first = tokens(phrase)[:1]
    if not first:
        return False
    if first[0] in STOP_WORDS or is_owned(phrase):
        return True
    words = phrase.split()
    return len(words) > 1 and words[-1].islower() and not phrase.islower()


def is_owned(phrase: str) -> bool:
    """Whether a phrase names somebody by whose they are ("Moe's lawyer")."""
    return re.search(r"['’]s\b|s['’](?:\s|$)", phrase) is not None


def tells(parts: tuple[str, ...], speaker: Speaker) -> bool:
    """Whether parts of a name are enough of it to mean its bearer.

    They are not where they only say whose it is: "the town" is not "the town's fire brigade".
    """
    for name in (speaker.name, *speaker.aliases):
        owner, owned, _ = name.replace("’", "'").partition("'s ")
        if owned and set(parts) <= set(name_tokens(owner)):
            continue
        whole = {w for w in name_tokens(name) if w not in STOP_WORDS}
        if set(parts) <= whole and len(parts) >= _TELLING_PART * len(whole):
            return True
    return False


def is_office_and(parts: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a name is ``parts`` with an office before it, and not "who met" or "friend of"."""
    office = name[: -len(parts)]
    return (
        name[-len(parts) :] == parts
        and len(office) <= _LONGEST_OFFICE
        and not set(office) & STOP_WORDS
    )


def owner_of_office(phrase: str) -> str | None:
    """Whose office, campaign or team a phrase means; None where it means something else."""
    owner, owned, office = phrase.replace("’", "'").rpartition("'s ")
    return owner if owned and office.strip().casefold() in _OFFICES else None


def closeness(typed: str, known: str, *, sure: bool) -> float:
    """1 for the same word, 0 for a different one; a slip or two in between.

    One slip is allowed from four letters on (in shorter words where the rest of the name is
    ``sure``), two from seven, and never in the first letter, which people seldom get wrong
    (Pollock and Zamora, 1984).
    """
    if typed == known:
        return 1.0
    shorter = min(len(typed), len(known))
    if typed[0] != known[0] or (shorter < 4 and not sure):
        return 0.0
    allowed = MOST_SLIPS if shorter >= 7 else 1
    distance = DamerauLevenshtein.distance(typed, known, score_cutoff=allowed)
    return 0.0 if distance > allowed else 1.0 - distance / max(len(typed), len(known))
