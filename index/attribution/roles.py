"""Roles: whether "the Arden senator" can be the person whom the article calls "Sen. Berg"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.attribution.entities import Entity
from index.attribution.lexicon import word_set
from index.identities import fold

# Short and other forms of one office.
ABBREVIATED = {
    "sen": "senator",
    "sens": "senator",
    "rep": "representative",
    "reps": "representative",
    "gov": "governor",
    "gen": "general",
    "adm": "admiral",
    "col": "colonel",
    "lt": "lieutenant",
    "capt": "captain",
    "sgt": "sergeant",
    "prof": "professor",
    "dr": "doctor",
    "rev": "reverend",
    "advisor": "adviser",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "congressman": "representative",
    "congresswoman": "representative",
    "lawmaker": "representative",
    "us": "u.s",
}
_EMPTY = word_set(
    "the a an his her their its this that former top senior of for and in to at new old long "
    "longtime then late veteran mr mrs ms who u s us own"
)
_OF = re.compile(r",| (?:of|for|to|at|in|from|with|who|on|under) ")
_AND = re.compile(r" and |,|\|")
# Ways to say who somebody is that no role ever repeats.
UNTOLD = word_set("man woman person speaker one")


def role_words(role: str) -> frozenset[str]:
    """The words of a role that tell, abbreviations written out: "Sen." gives "senator"."""
    words = fold(role.replace(".", "")).split()
    return frozenset(ABBREVIATED.get(w, w) for w in words if w not in _EMPTY)


def head_words(role: str) -> frozenset[str]:
    """The words that say what somebody is, without those on whose or where.

    "Son of a harbour master" is a son, "spokesman for the mayor" a spokesman.
    """
    return frozenset().union(*(role_words(_OF.split(part, 1)[0]) for part in _AND.split(role)))


def borne(noun: str, people: Sequence[Entity]) -> bool:
    """Whether any of ``people`` has the role that a noun names."""
    wanted = role_words(noun)
    return any(wanted <= head_words(role) for e in people for role in e.roles)


def by_role(
    description: str, noun: str, recent: Sequence[Entity], near: Sequence[Entity] = ()
) -> Entity | None:
    """The one person whom a description like "the top aide" points back to.

    Args:
        description: the whole phrase; its other words ("Arden" in "the Arden senator") decide
            between several.
        noun: its head noun in lower case.
        recent: people, the last named first.
        near: those named just before; between two of them the title alone does not tell.

    Returns:
        None where nobody has the role, or where two have it and nothing tells them apart.
    """
    wanted = role_words(noun)
    if not wanted or wanted & UNTOLD:
        return None
    extra = role_words(description) - wanted
    holders = [
        e
        for e in recent
        if any(wanted <= head_words(role) for role in e.roles)
        and not (e.words and e.words[-1] in extra)
    ]
    if extra:
        told = [e for e in holders if any(extra <= role_words(role) for role in e.roles)]
        if told:
            return told[0] if len(told) == 1 else None
    if len(holders) == 1:
        return holders[0]
    # Two bear the title: the last one named, if the description is no more than the title.
    if not holders or extra or sum(any(e is n for n in near) for e in holders) > 1:
        return None
    return holders[0]
