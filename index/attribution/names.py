"""Names: the people and organisations an article names, one entry for all their names."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.attribution.lexicon import (
    FEMALE_TITLES,
    GROUP_NOUNS,
    MALE_TITLES,
    NAME_SUFFIXES,
    NOT_NAMES,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
)
from index.attribution.mentions import bare, name_tokens, roles_beside
from index.attribution.parsing import Parsed
from index.quotation import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

# Votes for a person from the last word of a full name standing alone elsewhere.
_ALONE = 3.0
# Characters after a namesake's full name in which the surname alone is open: some three sentences.
_NEARBY = 400
_PERSONAL_PRONOUNS = {"he": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}


def fold(name: str) -> str:
    """``name`` in lower case without accents, possessive and punctuation."""
    flat = unicodedata.normalize("NFKD", name.replace("’", "'"))
    flat = "".join(c for c in flat if not unicodedata.combining(c)).lower()
    flat = re.sub(r"'s?(?!\w)", "", flat)
    return " ".join(re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", flat))


def words_of(name: str) -> tuple[str, ...]:
    """Folded words of a name without suffixes such as "Jr."."""
    words = [w for w in fold(name).split() if w not in NAME_SUFFIXES]
    return tuple(words or fold(name).split())


@dataclass(slots=True)
class Entity:
    """One identity in an article, while it is being put together.

    Attributes:
        name: the longest name.
        names: every name, with how often it stands in the article.
        roles: what the article says the entity is, with counts.
        person: votes for a person minus votes for an organisation.
        genders: votes by gender.
        kind: fixed kind, or None while votes decide.
        named: whether ``name`` is a proper name and not a description.
        full: offsets of mentions by more than the surname, in order.
        titled: gender by a title beside the full name ("Mrs. Anna Berg"), if any.
    """

    name: str
    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    person: float = 0.0
    genders: Counter[str] = field(default_factory=Counter)
    kind: SpeakerKind | None = None
    named: bool = True
    full: list[int] = field(default_factory=list)
    titled: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Folded words of the longest name."""
        return words_of(self.name)

    @property
    def gender(self) -> str | None:
        """The gender with more votes, if any."""
        ranked = self.genders.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    @property
    def decided_kind(self) -> SpeakerKind:
        """The fixed kind, else what the votes say."""
        if self.kind is not None:
            return self.kind
        return SpeakerKind.PERSON if self.person > 0 else SpeakerKind.ORGANISATION


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a proper name stands.

    Attributes:
        start: offset of the name in the article.
        sentence: number of the sentence.
        name: the name without titles and possessive.
        gender: what a title beside it says.
        person: evidence for a person (positive) or an organisation (negative).
        subject: whether it is the subject of a verb.
        main: whether that verb is the sentence's main verb.
        article: whether "the" or "a" stands before it.
        headline: whether it stands in the headline.
        weak: a capitalised word that the tagger takes for a common noun; a name only where the
            article gives somebody that surname.
        roles: titles and roles beside the name.
    """

    start: int
    sentence: int
    name: str
    gender: str | None
    person: float
    subject: bool
    main: bool
    article: bool = False
    headline: bool = False
    weak: bool = False
    roles: tuple[str, ...] = ()


def sightings(parsed: Parsed) -> list[Sighting]:
    """The proper names in a sentence that may be people's or organisations', in order."""
    found: list[Sighting] = []
    doc = parsed.doc
    i = 0
    while i < len(doc):
        token = doc[i]
        if token.pos_ != "PROPN" or not token.text[:1].isupper():
            if token.text.istitle() and token.pos_ in ("NOUN", "ADJ", "VERB", "X"):
                subject = token.dep_ == "nsubj"
                main = subject and token.head.dep_ == "ROOT"
                where = parsed.start(token)
                found.append(
                    Sighting(where, parsed.number, token.text, None, 0, subject, main, weak=True)
                )
            i += 1
            continue
        last = i
        while (
            last + 1 < len(doc)
            and doc[last + 1].pos_ == "PROPN"
            and doc[last + 1].text[:1].isupper()
            and (doc[last + 1].head.i >= doc[last].i or doc[last + 1].dep_ in ("flat", "appos"))
        ):
            last += 1
        sighting = _sighting(parsed, doc[last])
        if sighting:
            found.append(sighting)
        i = last + 1
    return found


def _sighting(parsed: Parsed, last: Token) -> Sighting | None:
    run = name_tokens(last)
    name = "".join(t.text_with_ws for t in run).strip()
    if not any(c.isalpha() for c in name) or all(
        bare(t) in NOT_NAMES or bare(t) in TITLES for t in run
    ):
        return None
    doc = last.doc
    before = doc[run[0].i - 1] if run[0].i else None
    gender = None
    person = 0.0
    if before is not None:
        word = bare(before)
        if word in TITLES or word in PERSON_NOUNS:
            person += 3
            gender = "f" if word in FEMALE_TITLES else "m" if word in MALE_TITLES else None
        elif before.lower_ in ("the", "a", "an"):
            person -= 2
    labels = Counter(t.ent_type_ for t in run if t.ent_type_)
    label = labels.most_common(1)[0][0] if labels else ""
    if label == "PERSON":
        person += 2
    elif label in ("ORG", "GPE", "NORP", "FAC", "LOC", "DATE", "EVENT", "WORK_OF_ART", "LAW"):
        person -= 1
    if bare(run[-1]) in ORGANISATION_NOUNS:
        person -= 3
    if last.tag_ == "NNPS":
        person -= 1
    if _described_as_person(last):
        person += 3
    subject = last.dep_ in ("nsubj", "nsubjpass") or _owns_subject(last)
    return Sighting(
        parsed.start(run[0]),
        parsed.number,
        name,
        gender,
        person,
        subject,
        subject and last.head.dep_ == "ROOT",
        before is not None and before.lower_ in ("the", "a", "an"),
        parsed.sentence.is_headline,
        roles=roles_beside(parsed, last) if person > 0 else (),
    )


def _owns_subject(last: Token) -> bool:
    """Whether the subject is something of the one named: "Berg's fate is unclear, but she"."""
    thing = last.head
    return (
        last.dep_ == "poss"
        and thing.dep_ in ("nsubj", "nsubjpass")
        and thing.pos_ == "NOUN"
        and thing.tag_ == "NN"
        and thing.lower_ not in PERSON_NOUNS | ORGANISATION_NOUNS | GROUP_NOUNS
    )


def _described_as_person(last: Token) -> bool:
    """Whether an apposition, an age or "who" follows the name."""
    for child in last.children:
        if child.i < last.i:
            continue
        if child.dep_ == "appos" and (child.lemma_.lower() in PERSON_NOUNS or child.like_num):
            return True
        if child.dep_ == "relcl" and any(t.lower_ in ("who", "whose") for t in child.subtree):
            return True
    doc = last.doc
    return (
        last.i + 3 < len(doc)
        and doc[last.i + 1].text == ","
        and doc[last.i + 2].text.isdigit()
        and len(doc[last.i + 2].text) < 4
        and doc[last.i + 3].text == ","
    )


def compatible(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether two folded full names can be one person's: "john q smith" and "john smith"."""
    if longer[-1] != shorter[-1]:
        return False
    a, b = longer[0], shorter[0]
    if len(longer) == 1 or len(shorter) == 1:
        return True
    if a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]):
        middle_a = {w[0] for w in longer[1:-1]}
        middle_b = {w[0] for w in shorter[1:-1]}
        return not middle_a or not middle_b or bool(middle_a & middle_b)
    return b in longer[1:-1]


def _best_name(entity: Entity) -> str:
    """The longest name that begins like the commonest full name.

    A longer name with other words in front ("Real John Smith" in a headline) is a slip.
    """
    full = [n for n in entity.names if len(words_of(n)) > 1]
    if not full:
        return entity.name
    common = max(full, key=lambda n: (entity.names[n], -len(n), n))
    first = words_of(common)[0]
    alike = [n for n in full if words_of(n)[0] == first]
    return max(alike, key=lambda n: (len(words_of(n)), len(n), n))


class Names:
    """The entities of one article and where each is named.

    Args:
        found: every sighting in the article, in order.
    """

    def __init__(self, found: Iterable[Sighting]) -> None:
        self.entities: list[Entity] = []
        self._by_last: dict[str, list[Entity]] = {}
        self._by_folded: dict[str, Entity] = {}
        every = list(found)
        # Headlines capitalise everything, so their runs of capitals are no evidence of a name.
        full = [s for s in every if len(words_of(s.name)) > 1 and not s.headline]
        alone = Counter(
            fold(s.name)
            for s in every
            if len(words_of(s.name)) == 1 and not s.article and not s.weak
        )
        votes: dict[str, float] = {}
        for s in full:
            key = fold(s.name)
            if key not in votes:
                # People are called by their surname alone; organisations hardly ever are.
                votes[key] = _ALONE if alone[words_of(s.name)[-1]] else 0.0
            votes[key] += s.person
        for s in sorted(full, key=lambda s: (-len(words_of(s.name)), s.start)):
            self._enter(s, votes[fold(s.name)])
        singles = [s for s in every if len(words_of(s.name)) == 1 and not s.weak]
        for s in singles:
            if not self.called(s.name):
                self._enter(s, s.person)
        titles: dict[str, set[str]] = {}
        for s in singles:
            if s.gender:
                titles.setdefault(words_of(s.name)[0], set()).add(s.gender)
        self._both_titles = {word: len(genders) > 1 for word, genders in titles.items()}
        for s in singles:
            owners = self.called(s.name)
            if s.gender and self._both_titles.get(words_of(s.name)[0]):
                continue
            if len(owners) == 1:
                self._count(owners[0], s)
        for entity in self.entities:
            entity.full.sort()
            entity.name = _best_name(entity)
        self.places: list[tuple[Sighting, Entity]] = []
        for s in every:
            if s.weak and not any(len(e.words) > 1 for e in self.called(s.name)):
                continue
            owner = self.find(s.name, gender=s.gender, at=s.start)
            if owner is not None:
                self.places.append((s, owner))

    def _enter(self, s: Sighting, votes: float) -> None:
        words = words_of(s.name)
        entity = self._by_folded.get(fold(s.name))
        if entity is None and len(words) > 1 and votes > 0:
            same = [
                e
                for e in self._by_last.get(words[-1], [])
                if len(e.words) > 1 and e.person > 0 and compatible(e.words, words)
            ]
            entity = same[0] if len(same) == 1 else None
        if entity is None:
            entity = Entity(s.name)
            self.entities.append(entity)
            if words:
                self._by_last.setdefault(words[-1], []).append(entity)
        self._by_folded[fold(s.name)] = entity
        if len(words) > 1:
            entity.person = max(votes, entity.person)
            entity.names[s.name] += 1
            if s.gender:
                entity.genders[s.gender] += 3
                entity.titled = s.gender
            entity.full.append(s.start)

    def _count(self, entity: Entity, s: Sighting) -> None:
        entity.names[s.name] += 1
        entity.person += s.person
        if s.gender:
            entity.genders[s.gender] += 3

    def called(self, name: str) -> list[Entity]:
        """Every entity that ``name`` (a full name, a surname or a first name) can stand for."""
        words = words_of(name)
        if not words:
            return []
        exact = self._by_folded.get(fold(name))
        if len(words) > 1:
            if exact is not None:
                return [exact]
            return [e for e in self._by_last.get(words[-1], []) if compatible(e.words, words)]
        owners = [e for e in self._by_last.get(words[0], []) if len(e.words) > 1 and e.person > 0]
        if not owners:
            owners = [
                e
                for e in self.entities
                if len(e.words) > 1 and e.words[0] == words[0] and e.person > 0
            ]
        if not owners and exact is not None:
            longer = [e for e in self._by_last.get(words[0], []) if len(e.words) > 1]
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
        first = min(owners, key=lambda e: min(e.full, default=at + 1))
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
        return entity


def vote_genders(names: Names, parsed: Iterable[Parsed], quoted: Sequence[tuple[int, int]]) -> None:
    """Gender from pronouns that the tree binds to a name: "Berg said she", "Berg left her post"."""
    starts = {s.start: entity for s, entity in names.places}
    people = sorted(at for at, e in starts.items() if e.decided_kind is SpeakerKind.PERSON)
    for p in parsed:
        for token in p.doc:
            gender = _PERSONAL_PRONOUNS.get(token.lower_)
            if gender is None or (token.lower_ == "her" and token.tag_ != "PRP$"):
                continue
            at = p.start(token)
            if any(a <= at < b for a, b in quoted):
                continue
            subject = _binder(token)
            if subject is None or subject.i > token.i or not subject.text.istitle():
                continue
            where = p.start(name_tokens(subject)[0] if subject.pos_ == "PROPN" else subject)
            entity = starts.get(where)
            if bisect_left(people, at) - bisect_right(people, where) > 0:
                continue  # somebody else is named in between
            if entity is not None and not any(a <= where < b for a, b in quoted):
                entity.genders[gender] += 1
                entity.person += 1


def _binder(pronoun: Token) -> Token | None:
    """The subject that a pronoun most likely goes back to, by the clause it stands in."""
    verb = pronoun
    for _ in range(12):
        if verb.head.i == verb.i:
            return None
        verb = verb.head
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        if not subjects:
            continue
        first = subjects[0]
        if first.i == pronoun.i or first.lower_ in _PERSONAL_PRONOUNS:
            continue
        within = any(a.i == first.i for a in pronoun.ancestors)
        return None if within else first
    return None
