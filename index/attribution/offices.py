"""Offices: the roles and titles that a phrase gives whoever it names, and who holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.appositions import after_name
from index.attribution.parsing import Parsed
from index.attribution.people_nouns import COURTESY, ROLE_WORDS
from index.attribution.phrases import bare, name_tokens, phrase
from index.attribution.prefixes import before_name

if TYPE_CHECKING:
    from spacy.tokens import Token

# Forms of address, which are no offices.
_ADDRESSES = COURTESY | {"dr"}
_INSIDE_BODY = frozenset({"PROPN", "ADP", "DET"})


def office_holder(head: Token, tokens: list[Token]) -> Token | None:
    """The last token of the full name that a phrase ends with, where its head is only an office.

    "Lind Company President and CEO Anna Berg", "the Council on Harbour Relations Director Anna
    Berg": the parser takes them for two, or for a council.
    """
    last = tokens[-1]
    first = last
    while first.i > head.i and first.ent_type_ == "PERSON" and first.ent_iob_ == "I":
        first = first.nbor(-1)
    if first.ent_type_ != "PERSON" or first.i == last.i or first.i <= head.i + 2:
        return None
    role, before = first.nbor(-1), first.nbor(-2)
    if last.pos_ != "PROPN":
        return None
    if bare(role) not in ROLE_WORDS - _ADDRESSES:
        return last if _holds_post(head, first) else None
    if last.dep_ == "conj" and last.head.i == head.i:
        return last if bare(head) in ROLE_WORDS and before.lower_ in ("and", "&") else None
    inside = head.pos_ == "PROPN" and any(a.i == head.i for a in last.ancestors)
    plain = all(t.pos_ in _INSIDE_BODY or t.tag_ == "HYPH" for t in head.doc[head.i : first.i])
    return last if inside and plain and before.pos_ == "PROPN" else None


def _holds_post(head: Token, first: Token) -> bool:
    """Whether a post for something ends right before the name: "envoy to Arden Anna Berg".

    Whoever stands right after the preposition is another: "spokesman for Mayor Anna Berg".
    """
    between = list(head.doc[head.i + 1 : first.i])
    if bare(head) not in ROLE_WORDS | {"head"} or between[0].lower_ not in ("of", "for", "to"):
        return False
    last = max(t.i for t in between if t.pos_ == "ADP")
    about = [t for t in between if t.i > last and t.pos_ != "DET"]
    return (
        bool(about)
        and all((t.pos_ == "PROPN" and bare(t) not in ROLE_WORDS) or t.i <= last for t in between)
        and all(t.pos_ in _INSIDE_BODY for t in between)
    )


def is_title(tokens: list[Token]) -> bool:
    """Whether a phrase is "the" and the words of a title."""
    words = [bare(t) for t in tokens]
    return len(words) > 2 and words[0] == "the" and set(words[1:]) - {"crown"} <= ROLE_WORDS


def roles_beside(parsed: Parsed, last: Token) -> tuple[str, ...]:
    """Roles in the phrase around a proper name that ends with ``last``."""
    head = last
    if last.dep_ == "appos" and last.head.pos_ == "NOUN" and last.head.i < last.i:
        head = last.head
    return roles_of(parsed, head, last, name_tokens(last), phrase(parsed, head))


def roles_of(
    parsed: Parsed, head: Token, named: Token, run: list[Token], tokens: list[Token]
) -> tuple[str, ...]:
    """Role words before the name, and in the apposition after it.

    Args:
        parsed: the sentence.
        head: the head of the phrase.
        named: the last token of the name in it.
        run: the tokens of the name.
        tokens: those of the phrase.
    """
    before = [t for t in tokens if tokens[0].i <= t.i < run[0].i]
    roles = before_name(parsed, before)
    roles += after_name(parsed, named, {t.i for t in tokens})
    return tuple(dict.fromkeys(roles))
