"""Appositions: the roles in what follows a name ("Anna Berg, the head of the ferry company").

Each must turn on a noun for one person, and be said of nobody else; clauses are cut.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from index.attribution.lexicon import NAME_SUFFIXES, PARTY_MEMBERS
from index.attribution.parsing import Parsed
from index.attribution.people_nouns import COURTESY, is_title_word, names_person
from index.attribution.phrases import bare
from index.attribution.role_marks import (
    FINITE,
    ends_role,
    glued,
    is_dash,
    past_title,
    unopened,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

# Letters of the longest role; what is longer is cut at a preposition.
_LONGEST = 100
# Letters from which on "and" joins two roles.
_LONG = 70
# Letters of a word that is no role by itself: "co" of "co-author".
_SHORTEST = 2
# Words of the shortest apposition that no tree vouches for: "the harbour mayor".
_FEWEST = 3


def after_name(parsed: Parsed, named: Token, inside: set[int]) -> list[str]:
    """The roles in the appositions after a name.

    Args:
        parsed: the sentence.
        named: the last token of the name.
        inside: the numbers of the tokens that may belong to the phrase.
    """
    roles = [
        role
        for child in named.children
        if child.dep_ == "appos" and child.i > named.i and child.i in inside
        for role in _apposed(parsed, named, child)
    ]
    return roles or _set_off(parsed, named)


def _apposed(parsed: Parsed, named: Token, head: Token) -> list[str]:
    """The role that an apposition is, if it is one for a single person and nobody else's."""
    proper = head.pos_ == "PROPN" and is_title_word(bare(head)) and bare(head) not in COURTESY
    common = head.pos_ == "NOUN" and names_person(head)
    if not (proper or common) or head.tag_ in ("NNS", "NNPS"):
        return []
    left = head.left_edge.i
    between = named.doc[named.i + 1 : left]
    if any(
        t.pos_ == "PROPN" and t.ent_type_ == "PERSON" and bare(t) not in NAME_SUFFIXES
        for t in between
    ):
        return []  # somebody else is named before it
    cut = {t.i for c in head.subtree if c.i > head.i and _clause(c, head) for t in c.subtree}
    if any(
        c.dep_ == "appos" and c.pos_ == "PROPN" and c.ent_type_ == "PERSON" for c in head.children
    ):
        return []  # "the mayor's aide, Anna Lind"
    tokens = [t for t in sorted(head.subtree, key=lambda t: t.i) if t.i not in cut]
    return _shortened(parsed, head, tokens)


def _clause(token: Token, head: Token) -> bool:
    """Whether a token below the head of an apposition opens what says more than what one is."""
    if token.dep_ in ("relcl", "acl", "advcl", "parataxis", "ccomp"):
        return token.lower_ != "based"
    return token.dep_ == "conj" and token.head.i == head.i and not names_person(token)


def _shortened(parsed: Parsed, head: Token, tokens: list[Token]) -> list[str]:
    """The role with a head, from words around it: up to a mark or a gap, and not too long."""
    at = next(i for i, t in enumerate(tokens) if t.i == head.i)
    first, last = at, at
    while first and tokens[first - 1].i == tokens[first].i - 1 and not _breaks(tokens[first - 1]):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].i == tokens[last].i + 1:
        after = tokens[last + 1]
        if _breaks(after) and not (after.text == "," and _lists(tokens[last + 2 : last + 3], head)):
            break
        last += 1
    if tokens[first].tag_ == "WP$":
        return []  # "Anna Berg, whose husband, Carl"
    kept = unopened(past_title(parsed, tokens[first : last + 1]))
    for i, token in enumerate(kept):
        also = token.dep_ == "conj" and token.head.i == head.i and names_person(token)
        if also and i and token.left_edge.i > head.i and _apart(parsed, token, kept):
            edge = next(k for k, t in enumerate(kept) if t.i >= token.left_edge.i)
            return [*_fitting(parsed, head, kept[:edge]), *_fitting(parsed, token, kept[edge:])]
    return _fitting(parsed, head, kept)


def _apart(parsed: Parsed, second: Token, words: list[Token]) -> bool:
    """Whether "and" joins two roles and not two words for one: "mayor and a ferry owner"."""
    return len(parsed.text(words)) > _LONG or any(c.dep_ == "det" for c in second.children)


def _fitting(parsed: Parsed, head: Token, words: list[Token]) -> list[str]:
    """The role with a head, not too long, and without words that no role ends in."""
    kept = unopened(words)
    while kept and (len(parsed.text(kept)) > _LONGEST or _loose(kept[-1])):
        joints = [i for i, t in enumerate(kept) if t.i > head.i and _joint(t)]
        # "of" holds its words together more than others do: "at the University of Arden".
        joints = [i for i in joints if kept[i].lower_ != "of"] or joints
        if _loose(kept[-1]) and kept[-1].tag_ != "POS":
            kept.pop()
        elif joints:
            kept = kept[: joints[-1]]
        else:
            return []
    if not any(t.i == head.i for t in kept) or len(parsed.text(kept)) <= _SHORTEST:
        return []
    if len(kept) == 1 and bare(kept[0]) in PARTY_MEMBERS:
        return []  # "a Republican" says too little to tell who "the Republican governor" is
    text = parsed.text(kept)
    return [] if glued(text) else [text]


def _breaks(token: Token) -> bool:
    quoting = token.text == "'" and token.i > 0 and bool(token.nbor(-1).whitespace_)
    inside = token.text == "," and token.ent_type_ == "ORG" and token.ent_iob_ == "I"
    return (
        (ends_role(token) and not inside)
        or quoting
        or token.is_space
        or (token.tag_ in FINITE and token.text.islower())
    )


def _lists(after: list[Token], head: Token) -> bool:
    """Whether a comma goes on with another role: "president, founder and owner"."""
    return any(
        t.dep_ == "conj" and t.pos_ == "NOUN" and names_person(t) and head.is_ancestor(t)
        for t in after
    )


def _joint(token: Token) -> bool:
    return token.pos_ in ("ADP", "CCONJ", "SCONJ") or token.text == ","


def _loose(token: Token) -> bool:
    """Whether a word is no end of a role."""
    return (
        token.pos_ in ("CCONJ", "ADP", "SCONJ", "DET", "ADV", "PART")
        or token.tag_ == "POS"
        or (not any(c.isalnum() for c in token.text) and token.text != "'")
        or token.is_space
    )


def _set_off(parsed: Parsed, named: Token) -> list[str]:
    """The role between marks after a name, where the tree does not hang it on the name.

    "Anna Berg, the well-read owner of the ferry, sat": from the mark to the next one, if that is
    "the" or "a", plain words, a title of the lists and what follows it without a verb.
    """
    doc = named.doc
    i = named.i + 1
    if i >= len(doc) or not (is_dash(doc[i]) or doc[i].text == ","):
        return []
    opening = doc[i].text
    if i + 2 < len(doc) and doc[i + 1].like_num and doc[i + 2].text == ",":
        i += 2
    start = i + 1
    end = start
    while end < len(doc) and not _breaks(doc[end]) and doc[end].lower_ not in ("who", "whose"):
        end += 1
    words = list(doc[start:end])
    closing = doc[end].text if end < len(doc) else "."
    if len(words) < _FEWEST or (words[0].lower_ not in ("the", "a", "an") and not _owned(words)):
        return []
    if closing not in (",", ".", opening) or (end + 1 < len(doc) and _person(doc[end + 1])):
        return []
    joints = (k for k, t in enumerate(words) if k and t.pos_ in ("ADP", "CCONJ"))
    after = next(joints, len(words))
    head = words[after - 1]
    if not (is_title_word(bare(head)) and head.pos_ in ("NOUN", "PROPN")):
        return []
    if any(_person(t) and not _owner(t) and t.nbor(-1).pos_ != "ADP" for t in words[after:]):
        return []
    return _shortened(parsed, head, words)


def _person(token: Token) -> bool:
    return token.ent_type_ == "PERSON" and token.pos_ == "PROPN"


def _owner(token: Token) -> bool:
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return after is not None and after.tag_ == "POS"


def _owned(words: list[Token]) -> bool:
    """Whether a phrase opens with whose it is: "Arden's new mayor"."""
    return any(a.pos_ == "PROPN" and b.tag_ == "POS" for a, b in pairwise(words[:4]))
