"""From a description ("the port minister", "the union's spokesman") to speakers whose role fits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from index.quotation import SpeakerKind
from index.speakers import Speaker
from index.words import STOP_WORDS, fold, stem, tokens

# Forms of address and of office before a name; they tell people apart only where names do not.
_TITLES = """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister pastor imam
    rabbi president vice prime minister chancellor premier king queen prince princess senator sen
    representative rep congressman congresswoman governor gov mayor secretary ambassador judge
    justice chief general gen colonel col captain capt lieutenant lt major maj sergeant sgt admiral
    adm commander officer detective sheriff pope cardinal archbishop bishop chairman chairwoman
    director attorney deputy former ex
    """
HONORIFICS = frozenset(_TITLES.split())
# Short forms of offices, so that "senator" finds "Sen.".
_LONG_FORMS = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "adm": "admiral",
    "col": "colonel",
    "lt": "lieutenant",
    "prof": "professor",
    "dr": "doctor",
    "congressman": "representative",
    "congresswoman": "representative",
    "lawmaker": "representative",
    "attorney": "lawyer",
    "counsel": "lawyer",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chairwoman": "chairman",
}
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


class RoleIndex:
    """Finds speakers by what the articles say they are."""

    def __init__(self, speakers: Sequence[Speaker]) -> None:
        self._speakers = speakers
        self._roles: list[list[frozenset[str]]] = []
        self._by_stem: dict[str, set[int]] = defaultdict(set)
        for row, speaker in enumerate(speakers):
            roles = [frozenset(role_stems(role)) for role in _descriptions(speaker)]
            self._roles.append(roles)
            for token in frozenset[str]().union(*roles):
                self._by_stem[token].add(row)

    def find(self, description: str) -> list[tuple[int, float]]:
        """Rows whose role holds the head of a description and at least half of its words.

        Returns:
            (row, share of the description's words that one role holds), in no order.
        """
        wanted = role_stems(description)
        head = head_stem(description)
        found = []
        for row in self._by_stem.get(head, ()):
            best = max(
                (
                    sum(w in role for w in wanted) / len(wanted)
                    for role in self._roles[row]
                    if head in role
                ),
                default=0.0,
            )
            if best >= _LEAST_COVERED:
                found.append((row, best))
        return found

    def is_role(self, phrase: str) -> bool:
        """Whether somebody on record holds a role with the noun that a phrase turns on."""
        return head_stem(phrase) in self._by_stem

    def mouthpieces(self, organisation: str) -> list[int]:
        """Rows of people who speak for an organisation, by their role or as its executives."""
        wanted = set(role_stems(organisation))
        if not wanted:
            return []
        rows = set.intersection(*(self._by_stem.get(w, set()) for w in wanted))
        name = re.escape(re.sub(r"^the ", "", fold(organisation)))
        at_its_head = re.compile(rf"\b(?:at|of|for) (?:the )?{name}$|^(?:the )?{name}(?:'s)? ")
        return sorted(
            row
            for row in rows
            if self._speakers[row].kind is SpeakerKind.PERSON
            and (
                any(
                    wanted <= role and role & _MOUTHPIECES and not role & _PAST
                    for role in self._roles[row]
                )
                or any(_is_executive(role, at_its_head) for role in self._speakers[row].roles)
            )
        )


def role_stems(phrase: str) -> list[str]:
    """The stems of the content words of a role or description, short forms written out."""
    words = (_LONG_FORMS.get(w.rstrip("."), w.rstrip(".")) for w in tokens(phrase))
    return [stem(w) for w in words if w not in STOP_WORDS and w not in {"new", "old"}]


def _is_executive(role: str, at_its_head: re.Pattern[str]) -> bool:
    """Whether a role is a leading one of the organisation that the pattern names, held now."""
    folded = fold(role)
    return (
        at_its_head.search(folded) is not None
        and _EXECUTIVES.search(folded) is not None
        and not _PAST & set(role_stems(role))
    )


def _descriptions(speaker: Speaker) -> list[str]:
    """What describes a speaker: roles, offices before the name, a group's own name."""
    names = (speaker.name, *speaker.aliases)
    if speaker.kind is SpeakerKind.DOCUMENT:
        return []
    if speaker.kind is not SpeakerKind.PERSON:
        return [*speaker.roles, *names]
    offices = {word for name in names for word in tokens(name) if word in HONORIFICS}
    return [*speaker.roles, *sorted(offices)]


def head_stem(description: str) -> str:
    """The stem of the noun that a description turns on: "mayor" in "the mayor of the town"."""
    core = re.split(r"\b(?:of|for|from|at|in|on|who|that)\b", fold(description), maxsplit=1)[0]
    stems = role_stems(core) or role_stems(description)
    return stems[-1] if stems else ""
