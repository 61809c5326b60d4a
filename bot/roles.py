"""From a description ("the port minister", "the union's spokesman") to speakers whose role fits."""

from __future__ import annotations

import re

from index.directory import Directory
from index.naming import role_stems
from index.words import fold, stem

# Who speaks for an organisation.
_MOUTHPIECES = frozenset(
    map(stem, ("spokesman", "spokeswoman", "spokesperson", "press", "communications", "secretary"))
)
_LEAST_COVERED = 0.5


class RoleIndex:
    """Finds speakers by what the articles say they are."""

    def __init__(self, speakers: Directory) -> None:
        self._speakers = speakers

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

    def mouthpieces(self, organisation: str) -> list[int]:
        """Rows of people whose role is to speak for an organisation."""
        wanted = role_stems(organisation)
        return self._speakers.people_with(wanted, _MOUTHPIECES) if wanted else []


def head_stem(description: str) -> str:
    """The stem of the noun that a description turns on: "mayor" in "the mayor of the town"."""
    core = re.split(r"\b(?:of|for|from|at|in|on|who|that)\b", fold(description), maxsplit=1)[0]
    stems = role_stems(core) or role_stems(description)
    return stems[-1] if stems else ""
