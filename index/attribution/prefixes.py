"""Prefixes: the roles in what stands before a name ("Harbour Minister", "party leader Sen.").

Each must turn on a noun for one person; credits, headings, other names and what belongs to
something else are cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.lexicon import CREDITS, PARTY_MEMBERS, word_set
from index.attribution.parsing import Parsed
from index.attribution.people_nouns import (
    COURTESY,
    hyphened,
    is_person_noun,
    is_title_word,
    one_person,
)
from index.attribution.phrases import bare
from index.attribution.role_marks import (
    FINITE,
    before_hyphen,
    ends_role,
    glued,
    past_title,
    unopened,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

# Letters in "and/or"; more with a slash are a photographer's credit.
_LONGEST_SLASHED = 6
# Words in capitals that make a heading.
_HEADING = 3
# Titles in front of a name that stand apart from another role: "Party leader Sen. Berg".
_SHORT_TITLES = word_set("sen rep gov dr prof rev adm sir dame mr mrs ms miss")


def before_name(parsed: Parsed, tokens: list[Token]) -> list[str]:
    """The roles in what stands before a name: "party leader Sen." are two."""
    kept = _own(parsed, tokens)
    while kept and bare(kept[-1]) in COURTESY:
        kept.pop()
    roles: list[str] = []
    if len(kept) > 1 and bare(kept[-1]) in _SHORT_TITLES:
        rest = kept[:-1]
        if is_title_word(bare(rest[-1])) and bare(rest[-1]) not in PARTY_MEMBERS | _SHORT_TITLES:
            roles += _held(parsed, rest)
            kept = kept[-1:]
    return [*roles, *_held(parsed, kept)]


def _held(parsed: Parsed, tokens: list[Token]) -> list[str]:
    """The role that some words before a name are, in the singular; none where they are no role."""
    if not tokens:
        return []
    joints = [i for i, t in enumerate(tokens) if i and t.pos_ == "ADP" and not before_hyphen(t)]
    last = tokens[joints[0] - 1] if joints else tokens[-1]
    if joints and not is_title_word(bare(last)) and is_title_word(bare(tokens[-1])):
        # "Council on Harbour Affairs Director"; of "a sign for Mayor" only "Mayor".
        body = all(tokens[i].lower_ in ("of", "for", "on") for i in joints)
        tokens = tokens if body else unopened(tokens[joints[-1] + 1 :])
        last = tokens[-1]
    word = bare(last)
    single = None if word in COURTESY else one_person(word)
    if single is not None:
        # "Seven ministers" are not the one whose name follows; "Ministers Lind and Berg" are.
        if last is not tokens[-1] or any(t.like_num for t in tokens):
            return []
        text = parsed.text([last])
        stop = "." if single in _SHORT_TITLES else ""
        ending = text.rstrip(".")[:-1] if not word.endswith("men") else f"{text[:-2]}an"
        words = [parsed.text(tokens[:-1])] if len(tokens) > 1 else []
        return [" ".join([*words, ending + stop])]
    common = last.pos_ == "NOUN" or word.endswith(("man", "woman", "person"))
    common = common and is_person_noun(word) and (last.text.islower() or last.pos_ == "PROPN")
    whole = hyphened(last) if word == "law" else [last]  # "son-in-law"
    titled = any(is_title_word(bare(part)) for part in whole)
    return [parsed.text(tokens)] if common or titled else []


def _own(parsed: Parsed, before: list[Token]) -> list[Token]:
    """What stands before a name, without what belongs to something else.

    A mark, a verb, a credit ("Lind/Agency"), a heading in capitals, another's full name and "and"
    after what is no role end what came before: in "Lind Meets Arden's Mayor Berg" the role is
    "Arden's Mayor".
    """
    while before and (before[-1].is_punct or before[-1].is_space):
        before = before[:-1]  # "the mayor, Anna Berg"
    first = 0
    for i, token in enumerate(before):
        if _ends(token, before[:i], before[i + 1 :]):
            first = i + 1
    capitals = 0
    for i, token in enumerate(before[:-1]):
        capitals = capitals + 1 if token.text.isupper() or token.like_num else 0
        if capitals >= _HEADING:
            first = max(first, i + 1)
    kept = unopened(past_title(parsed, before[first:]))
    while kept and kept[-1].pos_ == "ADP":
        kept.pop()  # "ambassador to", where the tagger takes the country for part of the name
    return kept


def _ends(token: Token, before: list[Token], after: list[Token]) -> bool:
    """Whether a token before a name, or the words up to it, are no part of the role."""
    hyphened = "-" in (token.nbor(-1).text if token.i else "", token.nbor(1).text)
    joins = (
        token.pos_ == "CCONJ"
        and bool(before)
        and (before[-1].ent_type_ == "PERSON" or not is_title_word(bare(before[-1])))
        and before[-1].pos_ in ("PROPN", "NUM")
        and not any(t.ent_type_ == "ORG" and t.ent_iob_ == "I" for t in (token, *after[:1]))
    )
    named = (
        token.ent_type_ == "PERSON"
        and token.ent_iob_ == "I"
        and bool(after)
        and after[0].text.istitle()
        and is_title_word(bare(after[0]))
        and not is_title_word(bare(token))
        and any(is_title_word(bare(t)) and t.ent_type_ != "PERSON" for t in before)
    )
    return (
        ends_role(token)
        or ("/" in token.text and len(token) > _LONGEST_SLASHED)
        or (token.tag_ in FINITE and not hyphened)
        or joins
        or named
        or glued(token.text)
        or (token.lower_ in CREDITS and token.text[:1].isupper() and bool(after))
        or (bool(after) and token.lower_ == after[0].lower_)
    )
