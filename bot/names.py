"""From the words that name somebody in a question to the speakers on record.

A name is tried exactly, then by its parts, then as a role, then by its spelling. A spelling is
only mended when nobody in the articles is spelled as typed: a name that stands there is never
taken for a similar one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from nicknames import NickNamer

from bot.name_forms import (
    MOST_SLIPS,
    closeness,
    is_description,
    is_office_and,
    owner_of_office,
    tells,
)
from bot.role_fit import FITS
from bot.roles import RoleIndex
from index.directory import Directory
from index.naming import HONORIFICS, name_tokens, names_of
from index.quotation import SpeakerKind
from index.speakers import Speaker
from index.words import STOP_WORDS, tokens

# Spellings as close as the best one, within this, are all returned.
_AS_CLOSE = 0.02
# Given names that begin with so many letters alike may be one ("Jack" for Jacob).
_SHORT_FORM = 3


class MatchedBy(StrEnum):
    """How a phrase was matched to a speaker, best first."""

    NAME = "name"
    PART = "part"
    ROLE = "role"
    SPELLING = "spelling"


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


class SpeakerLookup:
    """Finds speakers by name, part of a name, role or spelling.

    Args:
        speakers: the speakers of one generation.
        occurs: tells whether words stand anywhere in the articles, side by side and spelled so.
    """

    def __init__(self, speakers: Directory, occurs: Callable[[str], bool]) -> None:
        self._speakers = speakers
        self._occurs = occurs
        self.roles = RoleIndex(speakers)
        self._nicknames = NickNamer()

    def find(self, phrase: str) -> list[Match]:
        """The speakers that ``phrase`` may name, best match first, then most statements first.

        Only the best way of matching is returned: where a name fits exactly, no role and no
        spelling is considered. An organisation comes with the people who speak for it.
        """
        parts = name_tokens(phrase)
        if not parts:
            return []
        if holders := self._holders(phrase, parts):
            return holders
        if rows := self._exact(parts) | self._bearers(parts):
            return [*self._ranked(_all(rows), MatchedBy.NAME), *self._spoken_for(phrase, rows)]
        if owner := owner_of_office(phrase):
            spoken = self.roles.mouthpieces(owner)
            return self._ranked(_all(spoken), MatchedBy.ROLE)
        if is_description(phrase) and _says_more(phrase, parts):
            # "The Norholm mayor" is not whoever has Norholm in the name.
            return self._ranked(self.roles.find(phrase), MatchedBy.ROLE)
        if rows := self._partial(parts) | self._by_surname(parts, parts):
            return [*self._ranked(_all(rows), MatchedBy.PART), *self._spoken_for(phrase, rows)]
        if rows := self._after_an_office(phrase):
            return self._ranked(_all(rows), MatchedBy.PART)
        if is_description(phrase) or phrase.islower():
            if by_role := self.roles.find(phrase):
                return self._ranked(by_role, MatchedBy.ROLE)
        elif mouthpieces := self._spoken_for(phrase, set()):
            return mouthpieces
        return self._ranked(self._spelled(parts), MatchedBy.SPELLING)

    def _holders(self, phrase: str, parts: tuple[str, ...]) -> list[Match]:
        """Who holds the office that a phrase describes in full, then whoever is just called so.

        A body or a person known by that name is meant rather ("the White House").
        """
        if not is_description(phrase) and not (phrase.islower() and self.roles.is_role(phrase)):
            return []
        called = [] if _says_more(phrase, parts) else self._some(self._exact(parts))
        if any(s.kind is not SpeakerKind.PERSON or not is_description(s.name) for s in called):
            return []
        full = [(row, score) for row, score in self.roles.find(phrase) if score >= FITS]
        holders = self._ranked(full, MatchedBy.ROLE)
        unnamed = {s.row for s in called} - {m.speaker.row for m in holders}
        return [*holders, *self._ranked(_all(unnamed), MatchedBy.NAME)] if holders else []

    def is_persons_name(self, phrase: str) -> bool:
        """Whether a phrase is a given name, or a known one, with a surname: nobody's topic."""
        parts = name_tokens(phrase)
        if len(parts) != 2 or set(parts) & STOP_WORDS:
            return False
        if any(s.kind is SpeakerKind.PERSON for s in self._some(self._exact(parts))):
            return True
        given = parts[0]
        return bool(self._nicknames.nicknames_of(given) | self._nicknames.canonicals_of(given))

    def leading(self, text: str, *, longest: int = 5) -> tuple[list[Match], str]:
        """The speakers named by the longest beginning of ``text`` that is a name, and the rest.

        Parts of names, roles and spellings are not considered here: any noun might be one. Where
        no beginning is a name, all of it is the rest.
        """
        words = text.split()
        for n in range(min(longest, len(words)), 0, -1):
            parts = name_tokens(" ".join(words[:n]))
            named = n > 1 or words[0][:1].isupper() or text.islower()
            if parts and named and not set(parts) & STOP_WORDS and (rows := self._exact(parts)):
                return self._ranked(_all(rows), MatchedBy.NAME), " ".join(words[n:])
        return [], text

    def _ranked(self, rows: Iterable[tuple[int, float]], by: MatchedBy) -> list[Match]:
        scores = dict(rows)
        found = [Match(speaker, by, scores[speaker.row]) for speaker in self._some(scores)]
        return sorted(found, key=lambda m: (-m.score, -m.speaker.statements, m.speaker.row))

    def _spoken_for(self, phrase: str, rows: set[int]) -> list[Match]:
        """The people who speak for the organisation that ``phrase`` names."""
        if rows and all(
            s.kind is SpeakerKind.PERSON and s.name[:1].isupper() for s in self._some(rows)
        ):
            return []
        return self._ranked(_all(set(self.roles.mouthpieces(phrase)) - rows), MatchedBy.ROLE)

    def _exact(self, parts: tuple[str, ...]) -> set[int]:
        rows = self._speakers.named(parts) or self._speakers.named(["".join(parts)])
        named = {s.row for s in self._some(rows) if s.kind is not SpeakerKind.DOCUMENT}
        return (named or rows) | self._with_office(parts)

    def _bearers(self, parts: tuple[str, ...]) -> set[int]:
        """People whose surname is all that was typed, where others are known by it alone."""
        if len(parts) != 1:
            return set()
        known = {s.row for s in self._some(self._speakers.named(parts))}
        people = self._some(
            {
                row
                for name, rows in self._speakers.ending_in(parts[0], whole=True).items()
                if len(name) == 2
                for row in rows
            }
        )
        bearers = {s.row for s in people if s.kind is SpeakerKind.PERSON}
        return bearers if known & bearers else set()

    def _with_office(self, parts: tuple[str, ...]) -> set[int]:
        """People recorded with more words before their full name ("Council Chair Ann Field")."""
        if len(parts) < 2:
            return set()
        return {
            speaker.row
            for speaker in self._some(self._speakers.holding(parts))
            if speaker.kind is SpeakerKind.PERSON
            and any(is_office_and(parts, name) for name in names_of(speaker))
        }

    def _after_an_office(self, phrase: str) -> set[int]:
        """People named after what they are ("goalie Ann Field", "the town's clerk Ann Field").

        What stands before the name must be no name itself, by how it is written; or a role on
        record; or, in small letters, stand there in the articles.
        """
        words = phrase.split()
        for n in range(1, len(words) - 1):
            office, name = " ".join(words[:n]), " ".join(words[n:])
            parts = name_tokens(name)
            if len(parts) < 2 or set(parts) & STOP_WORDS:
                continue
            people = self._some(self._exact(parts))
            rows = {s.row for s in people if s.kind is SpeakerKind.PERSON}
            common = office.islower() and not name.islower()
            stands_so = phrase.islower() and self._occurs(phrase)
            if rows and (common or self.roles.is_role(office) or stands_so):
                return rows
        return set()

    def _partial(self, parts: tuple[str, ...]) -> set[int]:
        """Speakers whose name holds every part; of a group's name the parts must be much."""
        found = set()
        for speaker in self._some(self._speakers.holding(parts)):
            # "a town spokesman" is somebody, and still no person called Town.
            named = speaker.kind is SpeakerKind.PERSON and speaker.name[:1].isupper()
            if named or (speaker.kind is not SpeakerKind.DOCUMENT and tells(parts, speaker)):
                found.add(speaker.row)
        return found

    def _by_surname(self, typed: tuple[str, ...], parts: tuple[str, ...]) -> set[int]:
        """People of the surname ``parts[-1]`` whose given name fits.

        An initial fits a given name, "JM" fits "J. M.". Somebody known by the surname alone fits
        where the full name stands in the articles.
        """
        if len(parts) < 2:
            return set()
        found = set()
        short = set()
        names = self._speakers.ending_in(parts[-1], whole=True)
        people = {
            speaker.row: speaker
            for speaker in self._some({row for rows in names.values() for row in rows})
            if speaker.kind is SpeakerKind.PERSON
        }
        # A bare surname is anybody's where one of its bearers is known in full.
        bare_tells = all(len(name) == 1 for name in names)
        for name, rows in names.items():
            bearers = rows & people.keys()
            if len(name) == 1:
                alone = {r for r in bearers if all(len(n) == 1 for n in names_of(people[r]))}
                if alone and bare_tells and self._occurs(" ".join((*typed[:-1], parts[-1]))):
                    found |= alone
            elif self._given_names_fit("".join(parts[:-1]), parts[0], name):
                found |= bearers
            elif name[0][:_SHORT_FORM] == parts[0][:_SHORT_FORM]:
                short |= bearers
        if found or len(short) != 1 or self._occurs(" ".join(typed)):
            return found
        return short

    def _given_names_fit(self, typed: str, first: str, name: tuple[str, ...]) -> bool:
        """Whether given names fit a full name: by the first one, a nickname, or initials."""
        initials = "".join(part[0] for part in name[:-1])
        if first == name[0] or (len(typed) <= 2 and initials.startswith(typed)):
            return True
        if name[0] in self._nicknames.canonicals_of(first) | self._nicknames.nicknames_of(first):
            return True
        return all(len(part) == 1 for part in name[:-1]) and typed[0] == initials[0]

    def _spelled(self, parts: tuple[str, ...]) -> list[tuple[int, float]]:
        """Speakers whose name is a slip or two away, word by word, from end to start."""
        known = all(self._speakers.is_part_of_a_name(part) for part in parts)
        if known or self._occurs(" ".join(parts)):
            return []
        found: dict[int, float] = {}
        for name, rows in self._alike(parts[-1]):
            length = min(len(name), len(parts))
            if length < min(2, len(parts)) and not self._known_by_surname(name, parts):
                continue
            tail = list(zip(parts[-length:], name[-length:], strict=True))
            if min(closeness(a, b, sure=True) for a, b in tail) == 0:
                continue
            whole = (*parts[:-length], *name[-length:])
            sure = sum(a == b for a, b in tail) >= 2 or (
                len(whole) > length and self._occurs(" ".join(whole))
            )
            close = [closeness(a, b, sure=sure) for a, b in tail]
            if min(close) > 0:
                for row in rows:
                    if len(name) == 1 < len(parts) and self._has_full_name(row):
                        # Another given name was typed than the one on record.
                        continue
                    found[row] = max(found.get(row, 0.0), sum(close) / len(close))
        best = max(found.values(), default=0.0)
        return [(row, score) for row, score in found.items() if score >= best - _AS_CLOSE]

    def _has_full_name(self, row: int) -> bool:
        speaker = self._speakers[row]
        return speaker.kind is SpeakerKind.PERSON and any(len(n) > 1 for n in names_of(speaker))

    def _alike(self, last: str) -> Iterable[tuple[tuple[str, ...], set[int]]]:
        """The names, with their rows, whose last word is spelled nearly like ``last``."""
        shortest, longest = len(last) - MOST_SLIPS, len(last) + MOST_SLIPS
        for ending in self._speakers.endings(last[0], shortest, longest):
            if closeness(last, ending, sure=True) > 0:
                yield from self._speakers.ending_in(ending, whole=False).items()

    def _some(self, rows: Iterable[int]) -> list[Speaker]:
        return self._speakers.some(sorted(rows))

    def _known_by_surname(self, name: tuple[str, ...], parts: tuple[str, ...]) -> bool:
        """Whether a bare surname, with the given name typed, stands in the articles."""
        if closeness(parts[-1], name[-1], sure=False) == 0:
            return False
        return self._occurs(" ".join((*parts[:-1], name[-1])))


def _says_more(phrase: str, parts: tuple[str, ...]) -> bool:
    """Whether a phrase names an office beside the parts of a name in it."""
    return not HONORIFICS.isdisjoint(set(tokens(phrase)) - set(parts))


def _all(rows: Iterable[int]) -> list[tuple[int, float]]:
    """Rows that explain the whole phrase."""
    return [(row, 1.0) for row in rows]
