"""Pronouns: whom "she", "it" or "they" goes back to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.attribution.entities import Entity
from index.attribution.lexicon import ORGANISATION_NOUNS, PERSON_NOUNS
from index.attribution.mentions import Mention, mention_of
from index.attribution.names import Names
from index.attribution.recall import Recall
from index.attribution.roles import by_role
from index.attribution.sightings import Sighting
from index.quotation import SpeakerKind
from index.spans import Span

# How many sentences back a pronoun may reach.
_REACH = 6
_NEAR = 2
# Votes for a person that somebody who has not spoken needs before a pronoun may mean them.
_EVIDENT = 2.0

# How sure each way is; see docs/attribution.md.
SAME_SENTENCE = 0.8
PREVIOUS_SPEAKER = 0.85
EARLIER_SPEAKER = 0.75
MAIN_SUBJECT = 0.7
DESCRIBED = 0.7
OTHER_SUBJECT = 0.6
BODY = 0.6

_AS_FOR = re.compile(r"As (?:for|to) (?:[A-Z]\w+\.? ){0,3}$")
_BODIES = (SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT)


class Pronouns:
    """Resolves the pronouns of one article, in the order of the text.

    Args:
        names: the article's names.
        recall: what has been named and said so far.
    """

    def __init__(self, names: Names, recall: Recall) -> None:
        self._names = names
        self._recall = recall

    def resolve(
        self,
        mention: Mention,
        number: int,
        at: int,
        *,
        content: Sequence[Span],
        hearers: Sequence[Entity],
    ) -> tuple[Entity | None, float]:
        """Whom a pronoun in sentence ``number`` at offset ``at`` means, and how sure that is.

        Args:
            mention: the pronoun.
            number: number of its sentence.
            at: where it stands.
            content: what its statement says; who is named there is spoken of.
            hearers: whom the statement is said to; none of them is the speaker.
        """
        word = mention.pronoun
        if word in ("he", "she", "his", "her", "him"):

            def fits(entity: Entity) -> bool:
                return (
                    entity.decided_kind is SpeakerKind.PERSON
                    and entity.gender in (None, mention.gender)
                    and entity not in hearers
                )

            return self._person(mention.gender, number, at, content, fits)
        if word in ("they", "their"):
            return self.body((SpeakerKind.GROUP, SpeakerKind.ORGANISATION), number, at)
        if word in ("it", "its"):
            return self.body(_BODIES, number, at)
        return None, 0.0

    def body(
        self, kinds: tuple[SpeakerKind, ...], number: int, at: int
    ) -> tuple[Entity | None, float]:
        """The organisation, group or document that spoke last, or was a subject last."""
        for n in (number, number - 1):
            said = self._recall.spoken_in(n, at)
            fitting = [e for e in said if e is not None and e.decided_kind in kinds]
            if fitting:
                return fitting[-1], BODY
            named = [
                e
                for s, e in self._recall.named_in(n)
                if s.subject and s.start < at and e.decided_kind in kinds
            ]
            if named:
                return named[0], BODY
            if n < number and SpeakerKind.ORGANISATION in kinds:
                described = self._described_body(n)
                if described is not None:
                    return described, BODY
        return None, 0.0

    def _described_body(self, number: int) -> Entity | None:
        """A body without a proper name that is the subject, or whose letter or report is."""
        mention = self._recall.subject(number)
        if mention is None or mention.plural:
            return None
        if mention.kind is SpeakerKind.DOCUMENT and mention.certain:
            author = self._author(mention, number)
            if author is None:
                return None
            mention = author
        if mention.name is not None and mention.name[:1].isupper():
            return self._names.find(mention.name)
        noun = mention.noun or mention.text.split()[-1]
        if mention.kind is SpeakerKind.GROUP or noun not in ORGANISATION_NOUNS:
            return None
        first, _, rest = mention.text.partition(" ")
        name = f"{first.lower()} {rest}" if first in ("The", "A", "An") else mention.text
        return self._names.add(Entity(name, kind=SpeakerKind.ORGANISATION, named=False))

    def _author(self, mention: Mention, number: int) -> Mention | None:
        """Whose "a letter from the staff union" is."""
        tree = self._recall.trees[number]
        for token in tree.doc:
            inside = mention.span.start <= tree.start(token) < mention.span.end
            if inside and token.dep_ == "pobj" and token.head.lower_ in ("from", "by"):
                return mention_of(tree, token)
        return None

    def _person(
        self,
        gender: str | None,
        number: int,
        at: int,
        content: Sequence[Span],
        fits: Callable[[Entity], bool],
    ) -> tuple[Entity | None, float]:
        stranger, described = self._described_subject(number, gender, at)
        if stranger:
            return described, DESCRIBED if described is not None else 0.0
        for s, entity in self._recall.named_in(number):
            candidate = s.start < at and fits(entity)
            if candidate and self._topic(s, number):
                return _marked(entity, gender), SAME_SENTENCE
            if candidate and s.subject and not self._spoken_of(s, number, at, content, fits):
                return _marked(entity, gender), SAME_SENTENCE
        for n in range(number, max(-1, number - _REACH), -1):
            said = [e for e in self._recall.spoken_in(n, at) if e is None or fits(e)]
            here = [(s, e) for s, e in self._recall.named_in(n) if fits(e) and _evident(e)]
            mains = [e for s, e in here if s.main and n < number]
            if said and mains and said[-1] is not None and not _evident(said[-1]):
                said = []  # a paper that reported it, and somebody who did it: "she" is no paper
            if said:
                return self._speaker(said[-1], gender, number, n, fits)
            if n == number:
                continue
            if mains:
                return mains[0], MAIN_SUBJECT
            stranger, described = self._described_subject(n, gender)
            if stranger:
                return described, DESCRIBED if described is not None else 0.0
            subjects = [e for s, e in here if s.subject or s.owner]
            if subjects:
                return subjects[0], OTHER_SUBJECT
        return None, 0.0

    def _topic(self, s: Sighting, number: int) -> bool:
        """Whether a sentence opens with "As for Berg"."""
        tree = self._recall.trees.get(number)
        if tree is None or tree.words[s.start - tree.base + len(s.name) :][:1] in ("'", "’"):
            return False
        return bool(_AS_FOR.match(tree.words, 0, s.start - tree.base))

    def _speaker(
        self,
        last: Entity | None,
        gender: str | None,
        number: int,
        heard: int,
        fits: Callable[[Entity], bool],
    ) -> tuple[Entity | None, float]:
        """The speaker of an earlier sentence, unless somebody else may have come between."""
        if last is None:
            return None, 0.0
        if number - heard < _NEAR:
            return _marked(last, gender), PREVIOUS_SPEAKER
        later = [se for m in range(heard + 1, number) for se in self._recall.named_in(m)]
        if any(e is not last and fits(e) and (s.main or last.gender is None) for s, e in later):
            return None, 0.0
        return _marked(last, gender), EARLIER_SPEAKER

    def _spoken_of(
        self,
        s: Sighting,
        number: int,
        at: int,
        content: Sequence[Span],
        fits: Callable[[Entity], bool],
    ) -> bool:
        """Whether a name stands in what is said by somebody else: "Berg will leave, she added".

        It does after "if", and where the sentence before has another speaker who fits.
        """
        tree = self._recall.trees.get(number)
        if tree is None:
            return False
        between = tree.words[s.start - tree.base : at - tree.base].rstrip()
        if tree.words.lower().startswith("if ") and between.endswith(","):
            return between.count(",") == 1  # "If Berg leaves, she said"
        holder = next((c for c in content if c.start <= s.start < c.end), None)
        if holder is None:
            return False
        words = tree.words[s.start - tree.base : holder.end - tree.base]
        if ":" in words:
            return False  # "Berg saw it differently: ..."
        before = self._recall.trees.get(number - 1)
        if before is None or before.sentence.paragraph != tree.sentence.paragraph:
            return False
        return any(e is not None and fits(e) for e in self._recall.spoken_in(number - 1))

    def _described_subject(
        self, number: int, gender: str | None, before: int | None = None
    ) -> tuple[bool, Entity | None]:
        """Whether a person without a name is the subject of a sentence, and who it is.

        A pronoun after "the surgeon left" is the surgeon, and nobody named before.
        """
        mention = self._recall.subject(number, before)
        if mention is None or mention.noun not in PERSON_NOUNS or mention.plural:
            return False, None
        if mention.gender is not None and mention.gender != gender:
            return False, None
        if not mention.definite:
            return True, None
        return True, by_role(mention.text, mention.noun, self._recall.people_before(number))


def _evident(entity: Entity) -> bool:
    """Whether more than the tagger's word says that the entity is a person."""
    described = entity.kind is SpeakerKind.PERSON
    return described or entity.person >= _EVIDENT or entity.gender is not None


def _marked(entity: Entity, gender: str | None) -> Entity:
    """Remembers the gender of somebody whose gender nothing else tells."""
    if gender and entity.gender is None:
        entity.genders[gender] += 1
    return entity
