"""Resolution: which entity of the article each mention of a speaker stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from index.attribution.drafts import Draft, main_subject
from index.attribution.entities import Entity, generation, words_of
from index.attribution.lexicon import ANY_BODY, PERSON_NOUNS, VARIATIONS
from index.attribution.mentions import Mention, mention_of
from index.attribution.names import Names, first_named
from index.attribution.parsing import Parsed
from index.attribution.roles import borne, by_role
from index.attribution.sightings import Sighting
from index.identities import fold
from index.quotation import SpeakerKind
from index.spans import Span

# How many sentences back a pronoun or "the aide" may reach.
_REACH = 6
_NEAR = 2
# Words in "the company", which says no more than that an organisation was named before.
_BARE = 2
# Votes for a person that somebody who has not spoken needs before a pronoun may mean them.
_EVIDENT = 2.0

# How sure each way of finding the speaker is: its share of right names, read off by hand on
# samples of news (docs/attribution.md).
FULL_NAME = 0.95
SURNAME = 0.92
GROUP_NAMED = 0.9
DESCRIBED_NEW = 0.8
SAME_SENTENCE = 0.8
PREVIOUS_SPEAKER = 0.85
EARLIER_SPEAKER = 0.75
INHERITED = 0.75
INTERVIEWEE = 0.9
MAIN_SUBJECT = 0.7
DESCRIBED = 0.7
OTHER_SUBJECT = 0.6
BODY = 0.6


_AGES = frozenset({"younger", "elder", "older"})
_DETERMINERS = frozenset({"The", "A", "An", "His", "Her", "Their", "Its", "One", "Some", "Many"})


class Resolver:
    """Resolves the drafts of one article in the order of the text.

    Args:
        names: the article's names.
        quoted: quotations and other ranges whose inner names are nobody's subject.
    """

    def __init__(
        self, names: Names, parsed: Iterable[Parsed], quoted: Sequence[tuple[int, int]]
    ) -> None:
        self._names = names
        self._trees = {p.number: p for p in parsed}
        self._introduced = _introduced(self._trees.values())
        self._spoken: list[tuple[int, int, Entity | None]] = []  # sentence, offset, who
        self._spoken_in: dict[int, list[tuple[int, Entity | None]]] = {}  # the same by sentence
        self._hearers: list[Entity] = []  # those whom the statement in hand is said to
        self._content: Sequence[Span] = ()  # what it says
        self._named_in: dict[int, list[tuple[Sighting, Entity]]] = {}
        for s, entity in names.places:
            entity.roles.update(s.roles)
            if not any(a <= s.start < b for a, b in quoted):
                self._named_in.setdefault(s.sentence, []).append((s, entity))

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
        entity: Entity | None
        self._hearers = self._addressed(draft)
        self._content = draft.content
        mention = draft.mention
        if known is not None:
            entity, sure = known, INTERVIEWEE
        elif mention is None:
            if not draft.inherits or not self._spoken:
                return None, 0.0
            entity = self._spoken[-1][2]
            sure = INHERITED if entity is not None else 0.0
        else:
            entity, sure = self._entity(mention, draft, at)
        if not nested and (entity is not None or (mention and _is_one_person(mention))):
            self._spoken.append((draft.number, at, entity))
            self._spoken_in.setdefault(draft.number, []).append((at, entity))
        if entity is not None and mention is not None:
            entity.roles.update(mention.roles)
            if mention.gender and mention.pronoun is None:
                entity.genders[mention.gender] += 3
        return entity, sure

    def _entity(self, mention: Mention, draft: Draft, at: int) -> tuple[Entity | None, float]:
        if mention.pronoun is not None:
            return self._pronoun(mention, draft.number, at)
        if mention.name is not None:
            return self._named(mention, mention.name, draft.number, at)
        return self._described(mention, draft.number, at)

    def _named(
        self, mention: Mention, name: str, number: int, at: int
    ) -> tuple[Entity | None, float]:
        owners = self._names.called(name)
        known = any(e.decided_kind is SpeakerKind.PERSON and len(e.words) > 1 for e in owners)
        several = mention.kind is SpeakerKind.GROUP and mention.certain
        if several and not (known and name == mention.text):
            return self._names.add(_described_entity(mention, name)), GROUP_NAMED
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
        found = self._names.find(mention.name or mention.text, gender=mention.gender, at=at)
        if found is None and mention.gender is None:
            spoken = [e for e in owners if any(e is who for _, _, who in self._spoken)]
            main = [
                e
                for n in range(max(0, number - _NEAR), number + 1)
                for s, e in self._named_in.get(n, [])
                if s.main and s.start < at and any(e is o for o in owners)
            ]
            told = spoken or main
            first = first_named(owners, at)
            if told and all(e is first for e in [*told, *main]):
                return first
        return found

    def _described(self, mention: Mention, number: int, at: int) -> tuple[Entity | None, float]:
        noun = mention.noun or ""
        first = mention.text.partition(",")[0]
        capitals = all(word[:1].isupper() for word in first.split())
        if capitals and not mention.definite and self._names.called(first):
            # The tagger took a name for a common noun.
            return self._named(mention, first, number, at)
        vague = mention.kind is SpeakerKind.DOCUMENT and not (mention.certain or mention.owned)
        if vague and mention.definite:
            return None, 0.0
        if mention.kind is SpeakerKind.PERSON and mention.definite:
            recent = self._people_before(number)
            named = [e for e in recent if e.named]
            near = [e for n in (number, number - 1) for e in self._people_in(n, at)]
            entity = by_role(mention.text, noun, named, near)
            if entity is None and not borne(noun, named):
                entity = by_role(mention.text, noun, [e for e in recent if not e.named])
            if entity is not None:
                return entity, DESCRIBED
            if not (mention.owned or self._nobody_named(noun, mention.gender, named, number)):
                return None, 0.0
        if mention.kind is SpeakerKind.ORGANISATION and mention.definite:
            for _, _, entity in reversed(self._spoken):
                if entity is None:
                    continue
                if entity.decided_kind is SpeakerKind.ORGANISATION and noun in fold(entity.name):
                    return entity, DESCRIBED
            if len(mention.text.split()) == _BARE and noun in ANY_BODY:
                body, sure = self._body((SpeakerKind.ORGANISATION,), number, at)
                if body is not None and body.named:
                    return body, sure
        entity = self._names.add(_described_entity(mention, mention.text))
        entity.roles[mention.text] += 1
        return entity, DESCRIBED_NEW

    def _spoken_of(self, s: Sighting, number: int, at: int, fits: Callable[[Entity], bool]) -> bool:
        """Whether a name stands in what is said by somebody else: "Berg will leave, she added".

        It does after "if", and where the sentence before has another speaker who fits.
        """
        tree = self._trees.get(number)
        holder = next((c for c in self._content if c.start <= s.start < c.end), None)
        if tree is None:
            return False
        between = tree.words[s.start - tree.base : at - tree.base].rstrip()
        if tree.words.lower().startswith("if ") and between.endswith(","):
            return between.count(",") == 1  # "If Berg leaves, she said"
        if holder is None:
            return False
        words = tree.words[holder.start - tree.base : holder.end - tree.base]
        if ":" in words[s.start - holder.start :]:
            return False  # "Berg saw it differently: ..."
        before = self._trees.get(number - 1)
        if before is None or before.sentence.paragraph != tree.sentence.paragraph:
            return False
        return any(e is not None and fits(e) for _, e in self._spoken_in.get(number - 1, []))

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
            for s, e in self._named_in.get(draft.number, [])
            if s.start >= cue.span.end and s.start + len(s.name) in heads
        ]

    def _people_before(self, number: int) -> list[Entity]:
        """The people named up to a sentence, the last one first."""
        recent: list[Entity] = []
        tree = self._trees.get(number)
        if tree is not None and tree.sentence.is_headline:
            number = max(self._named_in, default=0)
        for n in range(number, -1, -1):
            here = [entity for _, entity in self._named_in.get(n, [])]
            here += [entity for _, entity in self._spoken_in.get(n, []) if entity is not None]
            for entity in reversed(here):
                if entity.decided_kind is SpeakerKind.PERSON and entity not in recent:
                    recent.append(entity)
        return recent

    def _pronoun(self, mention: Mention, number: int, at: int) -> tuple[Entity | None, float]:
        word = mention.pronoun
        if word in ("he", "she", "his", "her", "him"):
            return self._person(mention.gender, number, at)
        if word in ("they", "their"):
            return self._body((SpeakerKind.GROUP, SpeakerKind.ORGANISATION), number, at)
        if word in ("it", "its"):
            return self._body((SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT), number, at)
        return None, 0.0

    def _body(
        self, kinds: tuple[SpeakerKind, ...], number: int, at: int
    ) -> tuple[Entity | None, float]:
        """The organisation, group or document that spoke last, or was a subject last."""
        for n in (number, number - 1):
            said = [e for where, e in self._spoken_in.get(n, []) if where < at]
            fitting = [e for e in said if e is not None and e.decided_kind in kinds]
            if fitting:
                return fitting[-1], BODY
            named = [
                e
                for s, e in self._named_in.get(n, [])
                if s.subject and s.start < at and e.decided_kind in kinds
            ]
            if named:
                return named[0], BODY
        return None, 0.0

    def _person(self, gender: str | None, number: int, at: int) -> tuple[Entity | None, float]:
        def fits(entity: Entity) -> bool:
            return (
                entity.decided_kind is SpeakerKind.PERSON
                and entity.gender in (None, gender)
                and entity not in self._hearers
            )

        stranger, described = self._described_subject(number, gender, at)
        if stranger:
            return described, DESCRIBED if described is not None else 0.0
        for s, entity in self._named_in.get(number, []):
            if (
                s.start < at
                and s.subject
                and fits(entity)
                and not self._spoken_of(s, number, at, fits)
            ):
                return _marked(entity, gender), SAME_SENTENCE
        for n in range(number, max(-1, number - _REACH), -1):
            said = [e for where, e in self._spoken_in.get(n, []) if where < at]
            said = [e for e in said if e is None or fits(e)]
            if said:
                last = said[-1]
                if last is None:
                    return None, 0.0
                if number - n < _NEAR:
                    return _marked(last, gender), PREVIOUS_SPEAKER
                later = (e for m in range(n + 1, number) for _, e in self._named_in.get(m, []))
                if last.gender is None and any(e is not last and fits(e) for e in later):
                    return None, 0.0
                return _marked(last, gender), EARLIER_SPEAKER
            if n == number:
                continue
            here = [(s, e) for s, e in self._named_in.get(n, []) if fits(e) and _evident(e)]
            mains = [e for s, e in here if s.main]
            if mains:
                return mains[0], MAIN_SUBJECT
            stranger, described = self._described_subject(n, gender)
            if stranger:
                return described, DESCRIBED if described is not None else 0.0
            subjects = [e for s, e in here if s.subject or s.owner]
            if subjects:
                return subjects[0], OTHER_SUBJECT
        return None, 0.0

    def _described_subject(
        self, number: int, gender: str | None, before: int | None = None
    ) -> tuple[bool, Entity | None]:
        """Whether a person without a name is the subject of a sentence, and who it is.

        A pronoun after "the surgeon left" is the surgeon, and nobody named before.
        """
        tree = self._trees.get(number)
        if tree is None:
            return False, None
        subject = main_subject(tree, tree.sentence.span.end if before is None else before)
        if subject is None or subject.pos_ != "NOUN":
            return False, None
        mention = mention_of(tree, subject)
        if mention.name is not None or mention.noun not in PERSON_NOUNS or mention.plural:
            return False, None
        if mention.gender is not None and mention.gender != gender:
            return False, None
        if not mention.definite:
            return True, None
        return True, by_role(mention.text, mention.noun, self._people_before(number))

    def _people_in(self, number: int, before: int) -> list[Entity]:
        """The people whom a sentence names up to an offset, or who speak in it."""
        here = [e for s, e in self._named_in.get(number, []) if s.start < before]
        here += [e for at, e in self._spoken_in.get(number, []) if e is not None and at < before]
        return [e for e in here if e.decided_kind is SpeakerKind.PERSON and e.named]

    def _nobody_named(
        self, noun: str, gender: str | None, named: Sequence[Entity], number: int
    ) -> bool:
        """Whether a description that fits no role can be none of the people named so far.

        They all have other roles, or the article has brought in "a surgeon" before "the surgeon"
        and the last to speak is no one who may have been meant by that.
        """
        if borne(noun, named):
            return False
        may = [
            e
            for e in named
            if (not e.roles or noun in VARIATIONS) and e.gender in (None, gender or e.gender)
        ]
        if not may:
            return True
        last = next((e for _, _, e in reversed(self._spoken)), None)
        if noun in VARIATIONS:
            return False
        return not any(e is last for e in may) and self._introduced.get(noun, number) < number


def _introduced(parsed: Iterable[Parsed]) -> dict[str, int]:
    """By noun, the first sentence that brings in somebody without a name: "a surgeon"."""
    found: dict[str, int] = {}
    for p in parsed:
        for token in p.doc:
            if token.pos_ == "NOUN" and token.lower_ in PERSON_NOUNS and token.lower_ not in found:
                words = {c.lower_ for c in token.children if c.dep_ in ("det", "nummod")}
                if words & {"a", "an", "one", "another"}:
                    found[token.lower_] = p.number
    return found


def _evident(entity: Entity) -> bool:
    """Whether more than the tagger's word says that the entity is a person."""
    return entity.person >= _EVIDENT or entity.gender is not None


def _marked(entity: Entity, gender: str | None) -> Entity:
    """Remembers the gender of somebody whose gender nothing else tells."""
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
