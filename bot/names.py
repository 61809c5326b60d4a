"""From the words that name somebody in a question to the speakers on record.

A name is tried exactly, then by its parts, then by its spelling (RapidFuzz), then as a role
("the finance minister"). A spelling is only mended when nobody in the collection is spelled as
typed: a name that stands in the articles is never taken for a similar one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein

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
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class MatchedBy(StrEnum):
    """How a phrase was matched to a speaker, best first."""

    NAME = "name"
    PART = "part"
    SPELLING = "spelling"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Match:
    """A speaker that a phrase may name.

    Attributes:
        speaker: the speaker.
        by: how the phrase was matched.
        score: 0 to 1, how much of the phrase the speaker explains.
    """

    speaker: Speaker
    by: MatchedBy
    score: float


def name_tokens(phrase: str) -> tuple[str, ...]:
    """The folded words of a name, without articles, forms of address and suffixes.

    A phrase that holds nothing else keeps its words ("the Pope").
    """
    words = [w.replace(".", "") for w in tokens(phrase) if w not in {"the", "a", "an"}]
    kept = tuple(w for w in words if w not in HONORIFICS and w not in _SUFFIXES)
    return kept or tuple(words)


class SpeakerLookup:
    """Finds speakers by name, part of a name, spelling or role.

    Args:
        speakers: the speakers of one generation.
        occurs: tells whether a word stands anywhere in the articles; a word that does is never
            taken for a misspelling of another.
    """

    def __init__(self, speakers: Sequence[Speaker], occurs: Callable[[str], bool]) -> None:
        self._speakers = speakers
        self._occurs = occurs
        self._by_name: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._by_token: dict[str, set[int]] = defaultdict(set)
        self._by_role: dict[str, set[int]] = defaultdict(set)
        self._own: list[set[str]] = []
        self._role_stems: list[list[frozenset[str]]] = []
        for row, speaker in enumerate(speakers):
            own: set[str] = set()
            for name in (speaker.name, *speaker.aliases):
                parts = name_tokens(name)
                if parts:
                    self._by_name[parts].add(row)
                    self._by_name[("".join(parts),)].add(row)
                    own.update(parts)
            for token in own:
                self._by_token[token].add(row)
            self._own.append(own)
            stems = [frozenset(role_stems(role)) for role in _descriptions(speaker)]
            self._role_stems.append(stems)
            for token in frozenset().union(*stems):
                self._by_role[token].add(row)

    def find(self, phrase: str) -> list[Match]:
        """The speakers that ``phrase`` may name, best match first, then most statements first.

        Only the best way of matching is returned: where a name fits exactly, no spelling and no
        role is considered.
        """
        parts = name_tokens(phrase)
        if not parts:
            return []
        for rows, by in (
            (self._exact(parts), MatchedBy.NAME),
            (self._partial(parts), MatchedBy.PART),
        ):
            if rows:
                return self._ranked(((row, 1.0) for row in rows), by)
        if by_role := self._roles(phrase):
            return self._ranked(by_role, MatchedBy.ROLE)
        return self._ranked(self._spelled(parts), MatchedBy.SPELLING)

    def leading(self, text: str, *, longest: int = 6) -> tuple[list[Match], str]:
        """The speakers named by the longest beginning of ``text``, and the words that follow.

        Roles and spellings are not considered here: any noun might be one.
        """
        words = text.split()
        for n in range(min(longest, len(words)), 0, -1):
            phrase = " ".join(words[:n])
            parts = name_tokens(phrase)
            if parts and (rows := self._exact(parts) or (self._partial(parts) if n <= 3 else ())):
                matches = self._ranked(((row, 1.0) for row in rows), MatchedBy.NAME)
                return matches, " ".join(words[n:])
        return [], text

    def _ranked(self, rows: Iterable[tuple[int, float]], by: MatchedBy) -> list[Match]:
        found = [Match(self._speakers[row], by, score) for row, score in rows]
        return sorted(found, key=lambda m: (-m.score, -m.speaker.statements, m.speaker.row))

    def _exact(self, parts: tuple[str, ...]) -> set[int]:
        return self._by_name.get(parts) or self._by_name.get(("".join(parts),)) or set()

    def _partial(self, parts: tuple[str, ...]) -> set[int]:
        """Speakers whose name holds every part, the initial of a given name counting as one."""
        sets = [self._by_token.get(part, set()) for part in parts]
        if rows := set.intersection(*sets):
            return rows
        surname = sets[-1]
        if len(parts) < 2 or not surname:
            return set()
        return {row for row in surname if self._initials_fit(parts[:-1], row, parts[-1])}

    def _initials_fit(self, given: tuple[str, ...], row: int, surname: str) -> bool:
        """Whether given names fit: "J. Smith" fits "John Smith", "Jane Smith" does not."""
        names = [name_tokens(n) for n in (self._speakers[row].name, *self._speakers[row].aliases)]
        for name in names:
            if len(name) < 2 or name[-1] != surname:
                continue
            initials = "".join(part[0] for part in name[:-1])
            typed = "".join(given)
            if len(typed) <= 2 and initials.startswith(typed):
                return True
            abbreviated = all(len(part) == 1 for part in name[:-1])
            if given[0] == name[0] or (abbreviated and typed[0] == initials[0]):
                return True
        return False

    def _spelled(self, parts: tuple[str, ...]) -> list[tuple[int, float]]:
        """Speakers whose name is one or two letters away, word by word, from end to start."""
        unknown = [part for part in parts if part not in self._by_token]
        if not unknown or all(self._occurs(part) for part in unknown):
            return []
        found: dict[int, float] = {}
        for name, rows in self._by_name.items():
            if len(name) < len(parts):
                continue
            tail = name[-len(parts) :]
            closeness = [_closeness(a, b) for a, b in zip(parts, tail, strict=True)]
            if min(closeness) > 0:
                for row in rows:
                    found[row] = max(found.get(row, 0.0), sum(closeness) / len(closeness))
        best = max(found.values(), default=0.0)
        return [(row, score) for row, score in found.items() if score >= best - 0.02]

    def _roles(self, phrase: str) -> list[tuple[int, float]]:
        """Speakers whose role holds the head of the phrase and at least half of its words."""
        wanted = role_stems(phrase)
        if not wanted:
            return []
        head = _head(phrase)
        found: list[tuple[int, float]] = []
        for row in self._by_role.get(head, ()):
            if self._speakers[row].kind is SpeakerKind.DOCUMENT:
                continue
            best = 0.0
            for role in self._role_stems[row]:
                if head in role:
                    best = max(best, sum(w in role for w in wanted) / len(wanted))
            if best >= 0.5:
                found.append((row, best))
        return found


def _descriptions(speaker: Speaker) -> list[str]:
    """What describes a speaker: roles, offices before the name, an organisation's own name."""
    names = (speaker.name, *speaker.aliases)
    if speaker.kind is not SpeakerKind.PERSON:
        return [*speaker.roles, *names]
    offices = {word for name in names for word in tokens(name) if word in HONORIFICS}
    return [*speaker.roles, *sorted(offices)]


def role_stems(phrase: str) -> list[str]:
    """The stems of the content words of a role or description."""
    return [stem(w) for w in tokens(phrase) if w not in STOP_WORDS and w not in {"new", "old"}]


def _head(phrase: str) -> str:
    """The stem of the noun that a description turns on: "governor" in "the governor of Texas"."""
    core = re.split(r"\b(?:of|for|from|at|in|who|that)\b", fold(phrase), maxsplit=1)[0]
    stems = role_stems(core) or role_stems(phrase)
    return stems[-1] if stems else ""


def _closeness(typed: str, known: str) -> float:
    """1 for the same word, 0 for a different one; a typo or two in between.

    One slip is allowed from four letters on, two from eight, and never in the first letter,
    which people seldom get wrong (Pollock and Zamora, 1984).
    """
    if typed == known:
        return 1.0
    if typed[0] != known[0] or min(len(typed), len(known)) < 3:
        return 0.0
    allowed = 2 if min(len(typed), len(known)) >= 7 else 1
    if len(known) < 4 and len(typed) < 4:
        return 0.0
    distance = DamerauLevenshtein.distance(typed, known, score_cutoff=allowed)
    return 0.0 if distance > allowed else 1.0 - distance / max(len(typed), len(known))
