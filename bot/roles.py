"""From a description ("the port minister", "the union's spokesman") to speakers whose role fits."""

from __future__ import annotations

import re
from functools import lru_cache

from index.directory import Directory
from index.naming import descriptions, role_stems
from index.words import fold, stem

# Who speaks for an organisation.
_MOUTHPIECES = frozenset(
    map(stem, ("spokesman", "spokeswoman", "spokesperson", "press", "communications", "secretary"))
)
_PAST = frozenset({"former", "ex"})
# Who may answer for an organisation they work at.
_EXECUTIVES = re.compile(
    r"\b(?:head|chief|director|president|executive|officer|manager|chair\w*|founder|counsel|lawyer|"
    r"attorney|representative)s?\b"
)
_LEAST_COVERED = 0.5
_REMEMBERED = 1024


class RoleIndex:
    """Finds speakers by what the articles say they are."""

    def __init__(self, speakers: Directory) -> None:
        self._speakers = speakers
        # Of those asked about, a few are asked about all the time.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._mouthpieces)

    def find(self, description: str) -> list[tuple[int, float]]:
        """Rows whose role holds the head of a description and at least half of its words.

        Returns:
            (row, share of the description's words that one role holds), in no order.
        """
        wanted = role_stems(description)
        best: dict[int, float] = {}
        for (row, _), held in self._speakers.roles_holding(head_stem(description), wanted).items():
            share = sum(w in held for w in wanted) / len(wanted)
            best[row] = max(best.get(row, 0.0), share)
        return [(row, share) for row, share in best.items() if share >= _LEAST_COVERED]

    def is_role(self, phrase: str) -> bool:
        """Whether somebody on record holds a role with the noun that a phrase turns on."""
        return self._speakers.is_part_of_a_role(head_stem(phrase))

    def mouthpieces(self, organisation: str) -> tuple[int, ...]:
        """Rows of people who speak for an organisation, by their role or as its executives."""
        return self._remembered(organisation)

    def _mouthpieces(self, organisation: str) -> tuple[int, ...]:
        wanted = set(role_stems(organisation))
        if not wanted:
            return ()
        name = re.escape(re.sub(r"^the ", "", fold(organisation)))
        # "head of the bank's research division" speaks for the bank.
        at_its_head = re.compile(
            rf"\b(?:at|of|for) (?:the )?{name}(?:'s(?: \w+){{1,3}})?$|^(?:the )?{name}(?:'s)? "
        )
        return tuple(
            speaker.row
            for speaker in self._speakers.people_holding(wanted)
            if any(_speaks(frozenset(role_stems(r)), wanted) for r in descriptions(speaker))
            or any(_is_executive(role, at_its_head) for role in speaker.roles)
        )


def _speaks(role: frozenset[str], wanted: set[str]) -> bool:
    """Whether the stems of a role are those of who speaks now for what is wanted."""
    return wanted <= role and bool(role & _MOUTHPIECES) and not role & _PAST


def _is_executive(role: str, at_its_head: re.Pattern[str]) -> bool:
    """Whether a role is a leading one of the organisation that the pattern names, held now."""
    folded = fold(role)
    return (
        at_its_head.search(folded) is not None
        and _EXECUTIVES.search(folded) is not None
        and not _PAST & set(role_stems(role))
    )


def head_stem(description: str) -> str:
    """The stem of the noun that a description turns on: "mayor" in "the mayor of the town"."""
    core = re.split(r"\b(?:of|for|from|at|in|on|who|that)\b", fold(description), maxsplit=1)[0]
    stems = role_stems(core) or role_stems(description)
    return stems[-1] if stems else ""
