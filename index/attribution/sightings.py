"""Sightings: every place in an article where a proper name stands, with what stands beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.attribution.entities import generation, words_of
from index.attribution.lexicon import (
    BODY_ENDINGS,
    FEMALE_TITLES,
    GROUP_NOUNS,
    MALE_TITLES,
    NOT_NAMES,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
)
from index.attribution.offices import roles_beside
from index.attribution.parsing import Parsed
from index.attribution.phrases import bare, name_tokens
from index.identities import fold

if TYPE_CHECKING:
    from spacy.tokens import Token


_LONGEST_ACRONYM = 5
_QUOTES = frozenset({'"', "'", "''", "``"})


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
        owner: whether a body of the one named is the subject ("Berg's campaign").
        quoted: whether it stands alone in quotation marks.
        roles: titles and roles beside the name.
        words: folded words of the name without suffixes.
        folded: the name folded.
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
    owner: bool = False
    quoted: bool = False
    roles: tuple[str, ...] = ()
    words: tuple[str, ...] = field(init=False)
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.name))
        object.__setattr__(self, "words", words_of(self.name))


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
            if found and found[-1].start == sighting.start and generation(sighting.name):
                found.pop()  # "Carl Berg" of "Carl Berg Jr."
            found.append(sighting)
        i = last + 1
    return found


def _sighting(parsed: Parsed, last: Token) -> Sighting | None:
    run = name_tokens(last)
    headline = parsed.sentence.is_headline
    name = parsed.text(run)
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
    if bare(run[-1]) in BODY_ENDINGS:
        person -= 3
    if len(run) == 1 and name.isupper() and 1 < len(name) <= _LONGEST_ACRONYM:
        person -= 2
    if last.tag_ == "NNPS":
        person -= 1
    if _described_as_person(last):
        person += 3
    apposed = last.dep_ == "appos" and last.head.lower_ in PERSON_NOUNS
    role = last.head if apposed else last
    subject = role.dep_ in ("nsubj", "nsubjpass") or _owns_subject(last)
    return Sighting(
        parsed.start(run[0]),
        parsed.number,
        name,
        gender,
        person,
        subject,
        subject and role.head.dep_ == "ROOT",
        before is not None and before.lower_ in ("the", "a", "an"),
        headline,
        owner=_owns_subject(last, bodies=True),
        quoted=_quoted(run),
        # Headlines capitalise everything: what stands before a name there is no role.
        roles=roles_beside(parsed, last) if person > 0 and not headline else (),
    )


def _owns_subject(last: Token, *, bodies: bool = False) -> bool:
    """Whether the subject is something of the one named: "Berg's fate is unclear, but she".

    ``bodies`` asks for what speaks for itself: "Berg's campaign".
    """
    thing = last.head
    owned = (
        last.dep_ == "poss"
        and thing.dep_ in ("nsubj", "nsubjpass")
        and thing.pos_ == "NOUN"
        and thing.tag_ == "NN"
    )
    if bodies:
        return owned and thing.lower_ in ORGANISATION_NOUNS
    return owned and thing.lower_ not in PERSON_NOUNS | ORGANISATION_NOUNS | GROUP_NOUNS


def _quoted(run: list[Token]) -> bool:
    """Whether a name stands in quotation marks and nothing else does."""
    doc = run[0].doc
    before, after = run[0].i - 1, run[-1].i + 1
    if after + 1 < len(doc) and doc[after].text == ",":
        after += 1  # American papers put it inside
    return before >= 0 and after < len(doc) and {doc[before].text, doc[after].text} <= _QUOTES


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
