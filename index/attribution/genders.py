"""Genders: what pronouns tell about the people whose names they go back to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index.attribution.names import Names
from index.attribution.parsing import Parsed
from index.attribution.phrases import name_tokens
from index.quotation import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSONAL_PRONOUNS = {"he": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}


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
