"""How a role that the articles give somebody fits the description of an office in a question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from index.naming import role_stems
from index.words import fold, stem

FITS = 0.95
"""A role of at least this score holds every word of a description."""

# Words before an office that make it another one, and those that say it was held before.
_LESSER = frozenset(map(stem, ("deputy", "vice", "assistant", "associate", "aspiring", "failed")))
_BEFORE = frozenset(map(stem, ("former", "ex", "late", "then", "onetime", "longtime")))
# Offices that one person holds at a time: who holds one is said with the name.
_OFFICES = frozenset(
    map(
        stem,
        (
            "ambassador", "boss", "ceo", "chairman", "chancellor", "chief", "coach", "commissioner",
            "director", "executive", "general", "governor", "head", "king", "leader", "manager",
            "mayor", "minister", "pope", "premier", "president", "queen", "secretary", "speaker",
            "treasurer",
        ),
    )
)  # fmt: skip
# Who is at the top of something, by any of its offices.
_TOP = frozenset(map(stem, ("boss", "head", "leader", "chief")))
_AT_THE_TOP = _TOP | frozenset(
    map(
        stem,
        ("ceo", "chairman", "commissioner", "director", "executive", "general", "president"),
    )
)
_EXECUTIVE, _CHIEF = stem("executive"), stem("chief")
# What follows tells which one is meant, or what else the person is.
_WHICH_ONE = re.compile(r"\b(?:of|for|from|at|in|on|to|under|with|who|that|which|whose)\b")
# A form of address after an office belongs to the name that followed ("Director Dr.").
_ADDRESS = re.compile(r"(?: (?:dr|mr|mrs|ms|prof|sir)\b\.?)+\s*$")
_ANOTHER_ROLE = re.compile(r"[,;]| and | & ")


class Fit(NamedTuple):
    """How well a role fits a description; of two the greater fits better.

    Attributes:
        share: of the description's stems that the role holds, where both turn on one noun.
        held: whether it is held, and was not held before or given in passing.
        no_more: whether the role says no more than the description.
        compatible: whether it may be the same office: not where each has a word that the other
            lacks ("Arden's mayor", "the mayor of Besan").
        past: whether it was held before.
    """

    share: float = 0.0
    held: bool = False
    no_more: bool = False
    compatible: bool = False
    past: bool = False

    @property
    def score(self) -> float:
        """The share; a little less for "Arden's mayor" where the mayor is asked for."""
        return self.share if self.no_more and self.held else self.share * FITS


def role_fit(role: str, description: str, *, often: bool) -> Fit:
    """How well a role fits a description.

    Args:
        role: as the articles have it; of several in one ("lawyer and mayor of Arden") each may be
            meant.
        description: as it was typed.
        often: whether the role is one of those that its bearer is mostly given.
    """
    head, wanted = head_stem(description), set(role_stems(description))
    # "The boss" alone is anybody's; that of a body is who leads it.
    heads = _AT_THE_TOP if head in _TOP and len(wanted) > 1 else {head}
    lesser, before = _LESSER - wanted, _BEFORE - wanted
    words = [role_stems(part) for part in _ANOTHER_ROLE.split(fold(role))]
    own = [
        set(some)
        for part, some in zip(_ANOTHER_ROLE.split(fold(role)), words, strict=True)
        if (core := core_stems(part))
        and core[-1] in heads
        and not lesser & set(core)
        and (core[-1] == head or core[-1] != _EXECUTIVE or _CHIEF in core)
    ]
    if not own:
        return Fit()
    role_words = {word for some in words for word in some}
    if head not in role_words:
        role_words |= {head}  # "Harbour Lines CEO" is the boss of Harbour Lines
    # What stands before the first of several is said of all: "former senator and mayor".
    past = bool(before & set(words[0][:1])) or all(before & part for part in own)
    return Fit(
        share=len(wanted & role_words) / len(wanted),
        held=often and not past,
        no_more=role_words == wanted,
        past=past,
        compatible=wanted <= role_words or any(part - before <= wanted for part in own),
    )


def best_fit(fits: Iterable[Fit]) -> Fit:
    """The best of the fits of one person's roles.

    Whoever is called the former mayor as well as the mayor was mayor.
    """
    some = list(fits)
    best = max(some)
    was = any(fit.past and fit.share >= best.share for fit in some)
    return best._replace(held=best.held and not was)


def may_lead(description: str) -> bool:
    """Whether a description is of whoever is at the top of something that it names."""
    return head_stem(description) in _TOP and len(set(role_stems(description))) > 1


def is_office(description: str) -> bool:
    """Whether a description is of an office that one person holds at a time."""
    return head_stem(description) in _OFFICES


def head_stem(description: str) -> str:
    """The stem of the noun that a description turns on: "mayor" in "the mayor of the town"."""
    stems = core_stems(description) or role_stems(description)
    return stems[-1] if stems else ""


def core_stems(description: str) -> list[str]:
    """The stems of a description up to what tells which one: "mayor" of "mayor of the town"."""
    core = _WHICH_ONE.split(fold(description), maxsplit=1)[0]
    return role_stems(_ADDRESS.sub("", core))
