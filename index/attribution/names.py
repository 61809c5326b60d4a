"""Names: which entity of an article a name stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.attribution.entities import Entity, best_name, compatible, generation, words_of
from index.attribution.lexicon import AMBIGUOUS_TITLES, BODY_ENDINGS, ORGANISATION_NOUNS, STORMS
from index.attribution.sightings import Sighting
from index.identities import fold
from index.quotation import SpeakerKind

# Votes for a person from the last word of a full name standing alone elsewhere.
_ALONE = 3.0
# Characters after a namesake's full name in which the surname alone is open: some three sentences.
_NEARBY = 400
# Titles of those who have no surname.
_CROWNS = frozenset({"prince", "princess", "king", "queen", "pope", "emperor"})
# Words in "General Berg".
_TITLED = 2
# What stands before the name of a body or a storm.
_NO_PERSONS = ORGANISATION_NOUNS | STORMS


class Names:
    """The entities of one article and where each is named.

    Args:
        found: every sighting in the article, in order.
    """

    def __init__(self, found: Iterable[Sighting]) -> None:
        self.entities: list[Entity] = []
        self._by_last: dict[str, list[Entity]] = {}
        self._by_folded: dict[str, Entity] = {}
        every = _crowned(_untitled(list(found)))
        # Headlines capitalise everything, so their runs of capitals are no evidence of a name.
        full = [s for s in every if len(s.words) > 1 and not s.headline]
        self._generations = _generations(full)
        alone = Counter(
            s.folded for s in every if len(s.words) == 1 and not s.article and not s.weak
        )
        votes: dict[str, float] = {}
        self._bare = _bare_before(every)
        for s in full:
            key = s.folded
            if key not in votes:
                # People are called by their surname alone; organisations hardly ever are.
                body = s.words[0] in _NO_PERSONS or s.words[-1] in BODY_ENDINGS
                called = alone[s.words[-1]] and not body
                votes[key] = _ALONE if called else 0.0
                first, person = self._bare.get(s.words[-1], (s.start, 0.0))
                if first < s.start and person < 0:
                    votes[key] = -_ALONE  # ... and a person's full name comes first.
            # "Team Berg" is none, whatever the tagger says.
            votes[key] += -_ALONE if s.words[0] in _NO_PERSONS else s.person
        self._nicknames = _nicknames(full, alone, self._bare)
        for key in self._nicknames:
            votes[key] = -_ALONE
        for s in sorted(full, key=lambda s: (-len(s.words), s.start)):
            self._enter(s, votes[s.folded])
        singles = [s for s in every if len(s.words) == 1 and not s.weak]
        for s in singles:
            if not self.called(s.name):
                self._enter(s, s.person)
        titles: dict[str, set[str]] = {}
        for s in singles:
            if s.gender:
                titles.setdefault(s.words[0], set()).add(s.gender)
        self._both_titles = {word: len(genders) > 1 for word, genders in titles.items()}
        for s in singles:
            owners = self.called(s.name)
            if s.gender and self._both_titles.get(s.words[0]):
                continue
            if len(owners) == 1:
                self._count(owners[0], s)
        for entity in self.entities:
            if len(entity.words) > 1 and entity.words[0] in STORMS:
                entity.kind = SpeakerKind.DOCUMENT  # "she" is nobody that a storm is called after
            entity.full.sort()
            entity.apart = len(entity.words) > 1 and entity.words[-1] in self._generations
            entity.rename(best_name(entity))
        self.places: list[tuple[Sighting, Entity]] = []
        for s in every:
            if s.weak and not any(len(e.words) > 1 for e in self.called(s.name)):
                continue
            owner = self.find(s.name, gender=s.gender, at=s.start)
            if owner is not None:
                self.places.append((s, owner))

    def _enter(self, s: Sighting, votes: float) -> None:
        words = s.words
        entity = self._by_folded.get(s.folded)
        if entity is None and len(words) > 1 and votes > 0:
            same = [
                e
                for e in self._by_last.get(words[-1], [])
                if len(e.words) > 1
                and e.person > 0
                and compatible(e.words, words)
                and (words[-1] not in self._generations or generation(e.name) == generation(s.name))
            ]
            entity = same[0] if len(same) == 1 else None
        if entity is None:
            entity = Entity(s.name)
            self.entities.append(entity)
            if words:
                self._by_last.setdefault(words[-1], []).append(entity)
        self._by_folded[s.folded] = entity
        if len(words) > 1:
            entity.person = max(votes, entity.person)
            entity.names[s.name] += 1
            if s.gender:
                entity.genders[s.gender] += 3
                entity.titled = s.gender
            entity.full.append(s.start)

    def _count(self, entity: Entity, s: Sighting) -> None:
        entity.names[s.name] += 1
        # The tagger often takes a bare surname for an organisation; a full name outweighs that.
        if s.person > 0 or len(entity.words) == 1:
            entity.person += s.person
        if s.gender:
            entity.genders[s.gender] += 3

    def called(self, name: str) -> list[Entity]:
        """Every entity that ``name`` (a full name, a surname or a first name) can stand for."""
        words = words_of(name)
        if not words:
            return []
        if words[-1] in self._generations or (generation(name) and len(words) == 1):
            own = [e for e in self._called(name, words) if generation(e.name) == generation(name)]
            if own and (generation(name) or len(words) > 1):
                return own
        return self._called(name, words)

    def _called(self, name: str, words: tuple[str, ...]) -> list[Entity]:
        exact = self._by_folded.get(fold(name))
        if len(words) > 1:
            if exact is not None:
                return [exact]
            return [
                e
                for e in self._by_last.get(words[-1], [])
                if (e.person > 0 or len(e.words) > 1) and compatible(e.words, words)
            ]
        owners = [e for e in self._by_last.get(words[0], []) if len(e.words) > 1 and e.person > 0]
        # "Vossphone" is no first name for "Vossphone Nine" where the text takes it for a body.
        if not owners and self._bare.get(words[0], (0, 0.0))[1] >= 0:
            owners = [
                e
                for e in self.entities
                if len(e.words) > 1 and e.words[0] == words[0] and e.person > 0
            ]
        if not owners and exact is not None:
            longer = [e for e in self._by_last.get(words[0], []) if len(e.words) > 1]
            longer = [e for e in longer if fold(e.name) not in self._nicknames]
            if self._bare.get(words[0], (0, 0.0))[1] > 0:
                longer = [e for e in longer if e.words[0] not in ORGANISATION_NOUNS]
            owners = longer if len(longer) == 1 else [exact]
        return owners

    def find(self, name: str, *, gender: str | None = None, at: int = 0) -> Entity | None:
        """The one entity that ``name`` stands for at offset ``at``, or None where two tie."""
        owners = self.called(name)
        if gender and len(words_of(name)) == 1 and self._both_titles.get(words_of(name)[0]):
            # "Mr. Berg" and "Mrs. Berg" in one article, and one full name: whose is not said.
            owners = [e for e in owners if e.titled == gender] or [self._titled(name, gender)]
        if gender and len(owners) > 1:
            owners = [e for e in owners if e.gender in (None, gender)]
            certain = [e for e in owners if e.gender == gender]
            owners = certain or owners
        if len(owners) < 2:
            return owners[0] if owners else None
        # Two people with one surname: newspapers give the bare surname to the one they bring in
        # first and call the other by the full name. Right after the other's full name it is open.
        first = first_named(owners, at)
        near = range(at - _NEARBY, at + 1)
        rivals = [e for e in owners if e is not first and any(p in near for p in e.full)]
        return None if rivals else first

    def _titled(self, name: str, gender: str) -> Entity:
        key = f"{gender} {fold(name)}"
        entity = self._by_folded.get(key)
        if entity is None:
            entity = Entity(name, person=_ALONE, titled=gender)
            entity.genders[gender] += 3
            self._by_folded[key] = entity
            self.entities.append(entity)
        return entity

    def add(self, entity: Entity) -> Entity:
        """Enters a described entity ("two officials"), or finds it by its name."""
        key = fold(entity.name)
        known = self._by_folded.get(key)
        if known is not None:
            return known
        self._by_folded[key] = entity
        self.entities.append(entity)
        if entity.named and entity.words:
            self._by_last.setdefault(entity.words[-1], []).append(entity)
        return entity


def first_named(owners: Sequence[Entity], at: int) -> Entity:
    """The one whose full name comes first in the article."""
    return min(owners, key=lambda e: min(e.full, default=at + 1))


def _untitled(found: list[Sighting]) -> list[Sighting]:
    """Sightings with "General Berg" cut to "Berg" where the article has a full name with Berg."""
    bearers = {
        s.words[-1] for s in found if len(s.words) > 1 and s.words[0] not in AMBIGUOUS_TITLES
    }
    return [
        replace(s, name=s.name.partition(" ")[2], start=s.start + len(s.name.partition(" ")[0]) + 1)
        if len(s.words) == _TITLED and s.words[0] in AMBIGUOUS_TITLES and s.words[1] in bearers
        else s
        for s in found
    ]


def _crowned(found: list[Sighting]) -> list[Sighting]:
    """Sightings of a prince or pope without the words that once stand before the name.

    Whoever has a given name alone, as "Prince Olaf" has, has no surname: "Agency Images Olaf" is
    the credit of a photograph.
    """
    crowned = Counter(
        s.words[0]
        for s in found
        if len(s.words) == 1 and any(_CROWNS & set(fold(r).split()[-1:]) for r in s.roles)
    )
    names = Counter(s.folded for s in found)
    cut: list[Sighting] = []
    for s in found:
        last = s.words[-1] if len(s.words) > 1 else ""
        credited = names[s.folded] == 1 or _acronyms(s.name[: -len(last)])
        if crowned[last] > 1 and credited and s.name.casefold().endswith(last):
            s = replace(s, name=s.name[-len(last) :], start=s.start + len(s.name) - len(last))
        cut.append(s)
    return cut


def _nicknames(
    full: Sequence[Sighting], alone: Mapping[str, int], bare: Mapping[str, tuple[int, float]]
) -> frozenset[str]:
    """Folded phrases that are no full name of the last word in them: "Little Voss" for a street.

    A surname follows its whole name in an article. What stands once, in quotation marks, after
    the word has stood alone, is another's.
    """
    times = Counter(s.folded for s in full)
    return frozenset(
        s.folded
        for s in full
        if s.quoted
        and times[s.folded] == 1
        and alone[s.words[-1]] > 1
        and bare.get(s.words[-1], (s.start, 0.0))[0] < s.start
    )


def _acronyms(words: str) -> bool:
    """Whether words are all capitals, as an agency before whoever its photograph shows."""
    return words.strip().isupper() and "." not in words


def _generations(full: Sequence[Sighting]) -> frozenset[str]:
    """Surnames that father and son bear with one first name: "Carl Berg" and "Carl Berg Jr."."""
    borne: dict[tuple[str, str], set[str]] = {}
    for s in full:
        borne.setdefault((s.words[0], s.words[-1]), set()).add(generation(s.name))
    return frozenset(last for (_, last), ways in borne.items() if len(ways) > 1)


def _bare_before(found: Sequence[Sighting]) -> dict[str, tuple[int, float]]:
    """By word, where it first stands alone in the text, and its votes for a person there."""
    votes: dict[str, tuple[int, float]] = {}
    for s in found:
        if len(s.words) == 1 and not s.headline and not s.weak:
            first, person = votes.get(s.words[0], (s.start, 0.0))
            votes[s.words[0]] = (first, person + s.person)
    return votes
