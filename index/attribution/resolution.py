"""Resolution: which entity of the article each mention of a speaker stands for."""

from __future__ import annotations

from collections.abc import Sequence

from index.attribution.drafts import Draft
from index.attribution.mentions import Mention
from index.attribution.names import Entity, Names, Sighting, fold, words_of
from index.quotation import SpeakerKind

# How many sentences back a pronoun or "the aide" may reach.
_REACH = 6


_DETERMINERS = frozenset({"The", "A", "An", "His", "Her", "Their", "Its", "One", "Some", "Many"})


class Resolver:
    """Resolves the drafts of one article in the order of the text.

    Args:
        names: the article's names.
        quoted: quotations and other ranges whose inner names are nobody's subject.
    """

    def __init__(self, names: Names, quoted: Sequence[tuple[int, int]]) -> None:
        self._names = names
        self._quoted = quoted
        self._spoken: list[tuple[int, int, Entity | None]] = []  # sentence, offset, who
        self._subjects: dict[int, list[tuple[Sighting, Entity]]] = {}
        for s, entity in names.places:
            if not any(a <= s.start < b for a, b in quoted):
                self._subjects.setdefault(s.sentence, []).append((s, entity))

    def resolve(self, draft: Draft) -> tuple[Entity | None, float]:
        """Who speaks in ``draft``, and how sure that is (0 to 1).

        Call it for the drafts in the order of their mentions.
        """
        at = (draft.mention_span or draft.content[0]).start
        mention = draft.mention
        if mention is None:
            if not draft.inherits or not self._spoken:
                return None, 0.0
            entity: Entity | None = self._spoken[-1][2]
            sure = 0.75
        else:
            entity, sure = self._entity(mention, draft, at)
        if entity is not None or (mention is not None and _is_one_person(mention)):
            self._spoken.append((draft.number, at, entity))
        if entity is not None and mention is not None:
            entity.roles.update(mention.roles)
            if mention.gender and mention.pronoun is None:
                entity.genders[mention.gender] += 3
        return entity, sure

    def _entity(self, mention: Mention, draft: Draft, at: int) -> tuple[Entity | None, float]:
        if mention.pronoun is not None:
            return self._pronoun(mention, draft.number, at)
        if mention.name is not None:
            return self._named(mention, mention.name, at)
        return self._described(mention, draft.number)

    def _named(self, mention: Mention, name: str, at: int) -> tuple[Entity | None, float]:
        owners = self._names.called(name)
        known = any(e.decided_kind is SpeakerKind.PERSON and len(e.words) > 1 for e in owners)
        several = mention.kind is SpeakerKind.GROUP and mention.certain
        if several and not (known and name == mention.text):
            return self._names.add(_described_entity(mention, name)), 0.9
        entity = self._names.find(name, gender=mention.gender, at=at)
        if entity is None:
            if owners:
                return None, 0.0
            entity = Entity(name)
            entity.person = 1.0 if mention.kind is SpeakerKind.PERSON else -1.0
            entity = self._names.add(entity)
        if mention.certain and mention.kind is SpeakerKind.PERSON:
            entity.person += 3
        elif mention.certain and mention.kind is SpeakerKind.ORGANISATION:
            entity.person -= 3
        elif mention.kind is SpeakerKind.PERSON:
            entity.person += 0.5
        entity.names[name] += 1
        alone = len(words_of(name)) == 1 and len(entity.words) > 1
        return entity, 0.95 if not alone else 0.92

    def _described(self, mention: Mention, number: int) -> tuple[Entity | None, float]:
        noun = mention.noun or ""
        if mention.kind is SpeakerKind.PERSON and mention.definite:
            entity = self._by_role(mention, number)
            if entity is not None:
                return entity, 0.7
            return None, 0.0
        if mention.kind is SpeakerKind.ORGANISATION and mention.definite:
            for _, _, entity in reversed(self._spoken):
                if entity is None:
                    continue
                if entity.decided_kind is SpeakerKind.ORGANISATION and noun in fold(entity.name):
                    return entity, 0.7
        return self._names.add(_described_entity(mention, mention.text)), 0.8

    def _by_role(self, mention: Mention, number: int) -> Entity | None:
        """The person last named whose roles hold the head noun of "the top aide"."""
        noun = mention.noun or ""
        recent: list[Entity] = []
        for n in range(number, -1, -1):
            for _, entity in reversed(self._subjects.get(n, [])):
                if entity.decided_kind is SpeakerKind.PERSON and entity not in recent:
                    recent.append(entity)
        matching = [e for e in recent if any(noun in role.lower().split() for role in e.roles)]
        named_in = set(fold(mention.text).split())
        matching = [e for e in matching if not (e.words and e.words[-1] in named_in)]
        if matching:
            return matching[0]
        return None

    def _pronoun(self, mention: Mention, number: int, at: int) -> tuple[Entity | None, float]:
        word = mention.pronoun
        if word in ("he", "she", "his", "her", "him"):
            return self._person(mention.gender, number, at)
        if word in ("they", "it", "their", "its"):
            wanted = (
                (SpeakerKind.GROUP, SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT)
                if word in ("they", "their")
                else (SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT)
            )
            for sentence, _, entity in reversed(self._spoken):
                if number - sentence > 2:
                    break
                if entity is not None and entity.decided_kind in wanted:
                    return entity, 0.6
        return None, 0.0

    def _person(self, gender: str | None, number: int, at: int) -> tuple[Entity | None, float]:
        def fits(entity: Entity) -> bool:
            return entity.decided_kind is SpeakerKind.PERSON and entity.gender in (None, gender)

        for s, entity in self._subjects.get(number, []):
            if s.start < at and s.subject and fits(entity):
                return self._taken(entity, gender), 0.8
        for n in range(number, max(-1, number - _REACH), -1):
            said = [e for sentence, where, e in self._spoken if sentence == n and where < at]
            said = [e for e in said if e is None or fits(e)]
            if said and said[-1] is None:
                return None, 0.0
            if said and said[-1] is not None:
                return self._taken(said[-1], gender), 0.85 if number - n < 2 else 0.75
            if n == number:
                continue
            mains = [e for s, e in self._subjects.get(n, []) if s.main and fits(e)]
            if mains:
                return self._taken(mains[0], gender), 0.7
            subjects = [e for s, e in self._subjects.get(n, []) if s.subject and fits(e)]
            if subjects:
                return self._taken(subjects[0], gender), 0.6
        return None, 0.0

    def _taken(self, entity: Entity, gender: str | None) -> Entity:
        if gender and entity.gender is None:
            entity.genders[gender] += 1
        return entity


def _is_one_person(mention: Mention) -> bool:
    return mention.kind is SpeakerKind.PERSON and not mention.plural and mention.pronoun is None


def _described_entity(mention: Mention, name: str) -> Entity:
    first, _, rest = name.partition(" ")
    if first in _DETERMINERS:
        name = f"{first.lower()} {rest}"
    return Entity(name, kind=mention.kind, named=False)
