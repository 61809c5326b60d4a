"""Resolution: which entity of the article each mention of a speaker stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.attribution.descriptions import Descriptions
from index.attribution.drafts import Draft
from index.attribution.entities import Entity, generation, words_of
from index.attribution.mentions import Mention
from index.attribution.names import Names, first_named
from index.attribution.parsing import Parsed
from index.attribution.pronouns import Pronouns
from index.attribution.recall import Recall
from index.identities import fold
from index.quotation import SpeakerKind

# Sentences back in which a name is near.
_NEAR = 2

# How sure each way of finding the speaker is: its share of right names, read off by hand on
# samples of news (docs/attribution.md).
FULL_NAME = 0.95
SURNAME = 0.92
GROUP_NAMED = 0.9
INTERVIEWEE = 0.9
INHERITED = 0.75

# What opens the phrase for a speaker that there is not: "neither ministry said".
_NOBODY = frozenset({"neither", "no", "nobody", "none"})
_AGES = frozenset({"younger", "elder", "older"})


class Resolver:
    """Resolves the drafts of one article in the order of the text.

    Args:
        names: the article's names.
        parsed: its sentences.
        quoted: quotations and other ranges whose inner names are nobody's subject.
    """

    def __init__(
        self, names: Names, parsed: Iterable[Parsed], quoted: Sequence[tuple[int, int]]
    ) -> None:
        self._names = names
        self._recall = Recall(names, parsed, quoted)
        self._pronouns = Pronouns(names, self._recall)
        self._descriptions = Descriptions(names, self._recall, self._pronouns)

    def resolve(
        self, draft: Draft, *, nested: bool = False, known: Entity | None = None
    ) -> tuple[Entity | None, float]:
        """Who speaks in ``draft``, and how sure that is (0 to 1).

        Call it for the drafts in the order of the text.

        Args:
            draft: the statement.
            nested: it stands in another statement; its speaker is not the one whom the next
                pronoun goes back to.
            known: its speaker, where more than the words beside it tells who that is.
        """
        at = (draft.mention_span or draft.content[0]).start
        mention = draft.mention
        entity: Entity | None
        if known is not None:
            entity, sure = known, INTERVIEWEE
        elif mention is None:
            if not draft.inherits or not self._recall.spoken:
                return None, 0.0
            entity = self._recall.last_speaker()
            sure = INHERITED if entity is not None else 0.0
        else:
            entity, sure = self._entity(mention, draft, at)
        if not nested and (entity is not None or (mention and _is_one_person(mention))):
            self._recall.speak(draft.number, at, entity)
        if entity is not None and mention is not None:
            entity.roles.update(mention.roles)
            if mention.gender and mention.pronoun is None:
                entity.genders[mention.gender] += 3
        return entity, sure

    def _entity(self, mention: Mention, draft: Draft, at: int) -> tuple[Entity | None, float]:
        first, _, _ = mention.text.partition(" ")
        if first.lower() in _NOBODY and not (mention.name or "").startswith(first):
            return None, 0.0
        if mention.pronoun is not None:
            return self._pronouns.resolve(
                mention,
                draft.number,
                at,
                content=draft.content,
                hearers=self._addressed(draft),
            )
        if mention.name is not None:
            return self._named(mention, mention.name, draft.number, at)
        first = mention.text.partition(",")[0]
        capitals = all(word[:1].isupper() for word in first.split())
        if capitals and not mention.definite and self._names.called(first):
            # The tagger took a name for a common noun.
            return self._named(mention, first, draft.number, at)
        return self._descriptions.resolve(mention, draft.number, at)

    def _named(
        self, mention: Mention, name: str, number: int, at: int
    ) -> tuple[Entity | None, float]:
        owners = self._names.called(name)
        known = any(e.decided_kind is SpeakerKind.PERSON and len(e.words) > 1 for e in owners)
        several = mention.kind is SpeakerKind.GROUP and mention.certain
        if several and not (known and name == mention.text):
            return self._descriptions.added(replace(mention, text=name)), GROUP_NAMED
        if len(owners) > 1 and len(words_of(name)) == 1:
            entity = self._namesake(mention, owners, number, at)
        else:
            entity = self._names.find(name, gender=mention.gender, at=at)
        if entity is None:
            if owners:
                return None, 0.0
            entity = Entity(name)
            entity.person = 1.0 if mention.kind is SpeakerKind.PERSON else -1.0
            entity = self._names.add(entity)
        if entity.name.isupper() and fold(entity.name) == fold(name):
            entity.rename(name)  # "ANNA BERG:" is a label, and no way to write a name
        if mention.certain and mention.kind is SpeakerKind.PERSON:
            entity.person += 3
        elif mention.certain and mention.kind is SpeakerKind.ORGANISATION:
            entity.person -= 3
        elif mention.kind is SpeakerKind.PERSON:
            entity.person += 0.5
        entity.names[name] += 1
        alone = len(words_of(name)) == 1 and len(entity.words) > 1
        return entity, SURNAME if alone else FULL_NAME

    def _namesake(
        self, mention: Mention, owners: Sequence[Entity], number: int, at: int
    ) -> Entity | None:
        """Which of several people with one surname a bare surname means, or None.

        The one whom the article brings in first. Right after the full name of another it is
        open, unless the first has spoken, or a sentence just before is about the first alone.
        """
        age = _AGES & set(mention.text.lower().split())
        if age:
            aged = [e for e in owners if bool(generation(e.name)) == ("younger" in age)]
            return aged[0] if len(aged) == 1 else None
        acting = [e for e in owners if self._recall.acts(e, number)]
        if mention.gender is None and len(acting) == 1:
            return acting[0]  # the others are only mentioned
        found = self._names.find(mention.name or mention.text, gender=mention.gender, at=at)
        if found is None and mention.gender is None:
            spoken = [e for e in owners if any(e is who for _, _, who in self._recall.spoken)]
            main = [
                e
                for n in range(max(0, number - _NEAR), number + 1)
                for s, e in self._recall.named_in(n)
                if s.main and s.start < at and any(e is o for o in owners)
            ]
            told = spoken or main
            first = first_named(owners, at)
            if told and all(e is first for e in [*told, *main]):
                return first
        return found

    def _addressed(self, draft: Draft) -> list[Entity]:
        """Those whom a cue names as hearers: "he told Berg" is not Berg."""
        if draft.cue is None:
            return []
        cue = draft.cue
        heads = {
            cue.parsed.end(c) for c in cue.token.children if c.dep_ in ("dobj", "dative", "pobj")
        }
        return [
            e
            for s, e in self._recall.named_in(draft.number)
            if s.start >= cue.span.end and s.start + len(s.name) in heads
        ]


def _is_one_person(mention: Mention) -> bool:
    return mention.kind is SpeakerKind.PERSON and not mention.plural and mention.pronoun is None
