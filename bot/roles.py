"""From a description ("the port minister", "the union's spokesman") to speakers whose role fits."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.role_fit import Fit, best_fit, head_stem, is_office, may_lead, role_fit
from index.directory import Directory
from index.naming import descriptions, role_stems
from index.quotation import SpeakerKind
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
# Of the roles of one person, given most often first, so many are what the person is.
_OFTEN = 3
# So many who hold words of a description are looked at, those that hold most of them first.
_LOOKED_AT = 300


class RoleIndex:
    """Finds speakers by what the articles say they are."""

    def __init__(self, speakers: Directory) -> None:
        self._speakers = speakers
        # Of those asked about, a few are asked about all the time.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._mouthpieces)

    def find(self, description: str) -> list[tuple[int, float]]:
        """Rows whose role turns on the noun of a description and holds at least half of its words.

        A friend or a deputy of the mayor is no mayor; a former one is meant where nobody is mayor.

        Returns:
            (row, score), in no order. The score is the share of the description's words that one
            role holds, and ``FITS`` at least where it holds them all; 1 where it says no more.
        """
        fits = self._fits(description)
        most = max((fit.share for fit in fits.values() if fit.held), default=0.0)
        return [(row, fit.score) for row, fit in fits.items() if fit.held or fit.share > most]

    def compatible(self, description: str) -> set[int]:
        """Rows of those who hold an office that may be the one described."""
        fits = self._fits(description)
        return {row for row, fit in fits.items() if fit.compatible and fit.held}

    def _fits(self, description: str) -> dict[int, Fit]:
        """How those fit whose role holds at least half of a description's words, by row."""
        wanted = role_stems(description)
        most: dict[int, int] = {}
        # Who leads something is known by another office of it.
        which = [w for w in wanted if w != head_stem(description)]
        heads = which if may_lead(description) else [head_stem(description)]
        for head in heads:
            for (row, _), words in self._speakers.roles_holding(head, wanted).items():
                most[row] = max(most.get(row, 0), len(words))
        least = _LEAST_COVERED * len(set(wanted))
        likely = [row for row in sorted(most, key=lambda r: -most[r]) if most[row] >= least]
        fits = {
            speaker.row: best_fit(
                role_fit(role, description, often=number < _OFTEN)
                for number, role in enumerate(descriptions(speaker))
            )
            for speaker in self._speakers.some(likely[:_LOOKED_AT])
            if speaker.kind is SpeakerKind.PERSON or not is_office(description)
        }
        return {row: fit for row, fit in fits.items() if fit.share >= _LEAST_COVERED}

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
