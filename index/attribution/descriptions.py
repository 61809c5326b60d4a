"""Descriptions: whom "the aide", "the ministry" or "a senior official" stands for."""

from __future__ import annotations

from collections.abc import Sequence

from index.attribution.entities import Entity
from index.attribution.lexicon import ANY_BODY, PARTY_MEMBERS, PASSING, PERSON_NOUNS, VARIATIONS
from index.attribution.mentions import Mention
from index.attribution.names import Names
from index.attribution.pronouns import Pronouns
from index.attribution.recall import Recall
from index.attribution.roles import UNTOLD, borne, by_role, role_words
from index.identities import fold
from index.quotation import SpeakerKind

# Words in "the company", which says no more than that an organisation was named before.
_BARE = 2
# Sentences back in which a name is near.
_NEAR = 2
# How sure each way is; see docs/attribution.md.
NEW = 0.8
KNOWN = 0.7

_DETERMINERS = frozenset({"The", "A", "An", "His", "Her", "Their", "Its", "One", "Some", "Many"})


class Descriptions:
    """Resolves the phrases without a name in one article, in the order of the text.

    Args:
        names: the article's names; those without one are added.
        recall: what has been named and said so far.
        pronouns: finds the body that "the company" goes back to.
    """

    def __init__(self, names: Names, recall: Recall, pronouns: Pronouns) -> None:
        self._names = names
        self._recall = recall
        self._pronouns = pronouns

    def resolve(self, mention: Mention, number: int, at: int) -> tuple[Entity | None, float]:
        """Whom ``mention`` stands for in sentence ``number`` at offset ``at``, and how sure."""
        if mention.kind is SpeakerKind.PERSON and (mention.definite or _headed(mention)):
            return self._person(mention, number, at)
        if mention.kind is SpeakerKind.DOCUMENT and mention.definite:
            if not (mention.certain or mention.owned):
                return None, 0.0  # "the trip says ..."
        elif mention.kind is SpeakerKind.ORGANISATION and mention.definite:
            body, sure = self._body(mention, number, at)
            if body is not None:
                return body, sure
        return self.added(mention), NEW

    def added(self, mention: Mention) -> Entity:
        """The speaker without a name whom a phrase describes; the same for the same words."""
        first, _, rest = mention.text.partition(" ")
        name = f"{first.lower()} {rest}" if first in _DETERMINERS else mention.text
        entity = self._names.add(Entity(name, kind=mention.kind, named=False))
        entity.roles[mention.text] += 1
        return entity

    def _person(self, mention: Mention, number: int, at: int) -> tuple[Entity | None, float]:
        noun = mention.noun or ""
        recent = self._recall.people_before(number)
        named = [e for e in recent if e.named]
        near = [e for n in (number, number - 1) for e in self._recall.people_in(n, at)]
        entity = by_role(mention.text, noun, named, near)
        if entity is not None and noun in PASSING and not self._is_near(entity, number, at):
            return None, 0.0
        extra = role_words(mention.text) - role_words(noun)
        if noun in PARTY_MEMBERS and extra:
            told = entity is not None and any(extra <= role_words(role) for role in entity.roles)
            # Of a party there are many: "the Arden Republican" is whose role says Arden, or open.
            return (entity, KNOWN) if told else self._open_or_new(mention)
        if entity is None and not borne(noun, named):
            entity = self._heard_before(mention, noun, recent)
            if entity is None and noun in VARIATIONS and not role_words(noun) & UNTOLD:
                entity = self._varied(mention, number, at)
        if entity is not None:
            return entity, KNOWN
        if mention.owned or not mention.definite or self._stranger(mention, noun, named, number):
            return self.added(mention), NEW
        return None, 0.0

    def _open_or_new(self, mention: Mention) -> tuple[Entity | None, float]:
        return (None, 0.0) if mention.definite else (self.added(mention), NEW)

    def _is_near(self, entity: Entity, number: int, at: int) -> bool:
        """Whether somebody is named just before, or nobody else is."""
        near = [e for n in range(number, number - _NEAR - 1, -1) for e in self._people(n, at)]
        return not near or any(e is entity for e in near)

    def _people(self, number: int, at: int) -> list[Entity]:
        return self._recall.people_in(number, at)

    def _heard_before(self, mention: Mention, noun: str, recent: Sequence[Entity]) -> Entity | None:
        """Somebody without a name who was described so before: "a senior official"."""
        described = [e for e in recent if not e.named]
        entity = by_role(mention.text, noun, described)
        extra = role_words(mention.text) - role_words(noun)
        known = entity is not None and any(extra <= role_words(role) for role in entity.roles)
        return entity if known else None

    def _varied(self, mention: Mention, number: int, at: int) -> Entity | None:
        """The one person of the sentence before, where nothing is known of what they are.

        Papers say "the lawmaker" so as not to give a name twice.
        """
        before = self._recall.trees.get(number - 1)
        if before is None or before.sentence.is_headline or self._people(number, at):
            return None
        if not mention.text.lower().startswith("the ") or "?" in before.words:
            return None  # "his doctor" is another, and a question is answered by another
        people = self._recall.people_in(number - 1)
        about = [e for s, e in self._recall.named_in(number - 1) if s.main]
        about += [e for e in self._recall.spoken_in(number - 1) if e is not None]
        if len(people) != 1 or not any(e is people[0] for e in about) or people[0].roles:
            return None
        fits = mention.gender is None or people[0].gender in (None, mention.gender)
        return people[0] if fits else None

    def _stranger(self, mention: Mention, noun: str, named: Sequence[Entity], number: int) -> bool:
        """Whether a description that fits no role can be none of the people named so far.

        They all have other roles, or the article has brought in "a surgeon" before "the surgeon"
        and the last to speak is no one who may have been meant by that.
        """
        if borne(noun, named):
            return False
        gender = mention.gender
        may = [
            e
            for e in named
            if (not e.roles or noun in VARIATIONS) and e.gender in (None, gender or e.gender)
        ]
        if not may:
            return True
        if noun in VARIATIONS or any(e is self._recall.last_speaker() for e in may):
            return False
        return self._recall.introduced(noun, number)

    def _body(self, mention: Mention, number: int, at: int) -> tuple[Entity | None, float]:
        """The organisation named or heard before whose name holds the words of the phrase."""
        noun = mention.noun or ""
        wanted = {w for w in fold(mention.text).split() if w not in ("the", "that", "this")}
        near = [
            e
            for n in (number, number - 1)
            for s, e in reversed(self._recall.named_in(n))
            if s.start < at and e.named
        ]
        for entity in [*near, *(e for _, _, e in reversed(self._recall.spoken) if e is not None)]:
            told = wanted <= set(fold(entity.name).split()) and _heads(noun, entity.name)
            if told and entity.decided_kind is SpeakerKind.ORGANISATION:
                return entity, KNOWN
        if len(mention.text.split()) == _BARE and noun in ANY_BODY:
            body, sure = self._pronouns.body((SpeakerKind.ORGANISATION,), number, at)
            if body is not None and body.named:
                return body, sure
        return None, 0.0


def _headed(mention: Mention) -> bool:
    """Whether a bare noun stands for "the ..." as in a headline: "Justice vows to stay"."""
    return mention.noun in PERSON_NOUNS and " " not in mention.text and mention.text[:1].isupper()


def _heads(noun: str, name: str) -> bool:
    """Whether a noun is what a body of that name is.

    "The city" is the City of Arden, and neither the City Ferry nor the city of Arden's paper.
    """
    words = fold(name)
    return words.endswith(noun) or (f"{noun} of " in words and not {"'", "’"} & set(name))
