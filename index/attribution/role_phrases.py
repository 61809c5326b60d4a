"""Role phrases: the words beside a name that say what its bearer is, without what is not theirs.

A role is what stands before a name ("Harbour Minister") or in an apposition after it ("the head of
the ferry company"). Each must turn on a noun for one person; what else the parser takes for part
of it (credits, headings, other names, clauses) is cut.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from index.attribution.lexicon import CREDITS, NAME_SUFFIXES, PARTY_MEMBERS, word_set
from index.attribution.parsing import Parsed
from index.attribution.people_nouns import (
    COURTESY,
    is_person_noun,
    is_title_word,
    names_person,
    one_person,
)
from index.attribution.phrases import bare

if TYPE_CHECKING:
    from spacy.tokens import Token

# Letters of the longest role; what is longer is cut at a preposition.
_LONGEST = 100
# Letters of a word that is no role by itself: "co" of "co-author".
_SHORTEST = 2
# Marks that end a role: what stands before them is said of somebody or something else.
_ENDS = frozenset({",", ";", ":", ")", "(", "]", "[", "|", "/", '"', "''", "``", "..."})
_INNER_MARKS = frozenset({"-", "'", "&", ".", "%", "$", "#"})
# Letters in "and/or"; more with a slash are a photographer's credit.
_LONGEST_SLASHED = 6
# Words in capitals that make a heading.
_HEADING = 3
_FINITE = frozenset({"VB", "VBD", "VBP", "VBZ", "MD"})
# What opens a phrase and says nothing of whom it names.
_OPENING = word_set(
    "both either neither each every dear poor one fellow now also then once perhaps maybe just "
    "even still currently only already along not there here"
)
_OPENING_POS = frozenset({"ADP", "SCONJ", "CCONJ", "INTJ", "PRON", "DET", "PART"})
# Titles in front of a name that stand apart from another role: "Party leader Sen. Berg".
_SHORT_TITLES = word_set("sen rep gov dr prof rev adm sir dame mr mrs ms miss")
# "PRESSHarbour": a credit in capitals that has lost the blank after it.
_GLUED = re.compile(
    r"[A-Z]{5,}[a-z]|[a-z][A-Z]{4,}|\d[AP]M[A-Z]|[<>=►]|(?:Images|Photos?|Pictures)[A-Z]"
)
_PREPOSITIONS = frozenset({"ADP", "SCONJ"})


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
    joints = [i for i, t in enumerate(tokens) if i and t.pos_ == "ADP" and not _before_hyphen(t)]
    last = tokens[joints[0] - 1] if joints else tokens[-1]
    if joints and not is_title_word(bare(last)) and is_title_word(bare(tokens[-1])):
        # "Council on Harbour Affairs Director"; of "a sign for Mayor" only "Mayor".
        body = all(tokens[i].lower_ in ("of", "for", "on") for i in joints)
        tokens = tokens if body else _opened(tokens[joints[-1] + 1 :])
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
    return [parsed.text(tokens)] if common or is_title_word(word) else []


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
    kept = before[first:]
    capitals = 0
    for i, token in enumerate(kept):
        capitals = capitals + 1 if token.text.isupper() or token.like_num else 0
        if capitals >= _HEADING and i + 1 < len(kept):
            first = i + 1
    kept = [t for t in kept if t.i >= before[first].i] if kept and first < len(before) else kept
    return _opened(_closed(parsed, kept))


def _ends(token: Token, before: list[Token], after: list[Token]) -> bool:
    """Whether a token before a name, or the words up to it, are no part of the role."""
    hyphened = "-" in (token.nbor(-1).text if token.i else "", token.nbor(1).text)
    mark = not any(c.isalnum() for c in token.text) and token.text not in _INNER_MARKS
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
        token.text in _ENDS
        or (token.tag_ != "POS" and mark)
        or _dash(token)
        or ("/" in token.text and len(token) > _LONGEST_SLASHED)
        or (token.tag_ in _FINITE and not hyphened)
        or joins
        or named
        or _GLUED.search(token.text) is not None
        or (token.lower_ in CREDITS and token.text[:1].isupper() and bool(after))
        or (bool(after) and token.lower_ == after[0].lower_)
    )


def _closed(parsed: Parsed, tokens: list[Token]) -> list[Token]:
    """The words after the end of a title in single quotation marks that begins before them."""
    if not tokens:
        return tokens
    opened = tokens[0].idx and parsed.doc.text[tokens[0].idx - 1] in "'\""
    closing = [
        i + 1
        for i, t in enumerate(tokens)
        if t.text == "'" and t.whitespace_ and i and (opened or tokens[i - 1].text[-1:] != "s")
    ]
    return tokens[closing[-1] :] if closing else tokens


def _opened(tokens: list[Token]) -> list[Token]:
    """The words of a phrase without those that only open it."""
    kept = list(tokens)
    while kept and (
        kept[0].dep_ == "case"
        or kept[0].tag_ in ("POS", "PRP$", "DT")
        or kept[0].is_space
        or (
            (kept[0].pos_ in _OPENING_POS or kept[0].lower_ in _OPENING)
            and (not is_title_word(bare(kept[0])) or (len(kept) > 1 and kept[1].pos_ != "ADP"))
            and not _before_hyphen(kept[0])
        )
        or not any(c.isalnum() for c in kept[0].text)
    ):
        kept.pop(0)
    return kept


def _before_hyphen(token: Token) -> bool:
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return after is not None and after.text == "-" and not token.whitespace_


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
        if _breaks(after) and not (after.text == "," and _lists(tokens[last + 2 : last + 4], head)):
            break
        last += 1
    if tokens[first].tag_ == "WP$":
        return []  # "Anna Berg, whose husband, Carl"
    kept = _opened(_closed(parsed, tokens[first : last + 1]))
    if kept and len(parsed.text(kept)) > _LONGEST:
        # "professor of bridges at Arden and head of the harbour": two roles.
        for i, token in enumerate(kept):
            also = token.dep_ == "conj" and token.head.i == head.i and names_person(token)
            if also and i and token.left_edge.i > head.i:
                edge = next(k for k, t in enumerate(kept) if t.i >= token.left_edge.i)
                return [*_fitting(parsed, head, kept[:edge]), *_fitting(parsed, token, kept[edge:])]
    return _fitting(parsed, head, kept)


def _fitting(parsed: Parsed, head: Token, words: list[Token]) -> list[str]:
    """The role with a head, not too long, and without words that no role ends in."""
    kept = _opened(words)
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
    return [] if _GLUED.search(text) else [text]


def _breaks(token: Token) -> bool:
    quoting = token.text == "'" and token.i > 0 and bool(token.nbor(-1).whitespace_)
    mark = not any(c.isalnum() for c in token.text) and token.text not in _INNER_MARKS
    return (
        token.text in _ENDS
        or (mark and token.tag_ != "POS")
        or _dash(token)
        or quoting
        or token.is_space
        or (token.tag_ in _FINITE and token.text.islower())
    )


def _lists(after: list[Token], head: Token) -> bool:
    """Whether a comma goes on with another role: "president, founder and owner"."""
    return any(
        t.dep_ == "conj" and t.pos_ == "NOUN" and names_person(t) for t in after[:1]
    ) and any(head.i in {a.i for a in t.ancestors} for t in after[:1])


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
    if i >= len(doc) or not (_dash(doc[i]) or doc[i].text == ","):
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
    if len(words) < 3 or (words[0].lower_ not in ("the", "a", "an") and not _owned(words)):
        return []
    if closing not in (",", ".", opening) or (end + 1 < len(doc) and _person(doc[end + 1])):
        return []
    core = [*words]
    for k, token in enumerate(words):
        if k and token.pos_ in ("ADP", "CCONJ"):
            core = words[:k]
            break
    head = core[-1]
    if not (is_title_word(bare(head)) and head.pos_ in ("NOUN", "PROPN")):
        return []
    if any(_person(t) and not _owner(t) and t.nbor(-1).pos_ != "ADP" for t in words[len(core) :]):
        return []
    return _shortened(parsed, head, words)


def _dash(token: Token) -> bool:
    return token.text in ("-", "--") and token.i > 0 and bool(token.nbor(-1).whitespace_)


def _person(token: Token) -> bool:
    return token.ent_type_ == "PERSON" and token.pos_ == "PROPN"


def _owner(token: Token) -> bool:
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return after is not None and after.tag_ == "POS"


def _owned(words: list[Token]) -> bool:
    """Whether a phrase opens with whose it is: "Arden's new mayor"."""
    return any(a.pos_ == "PROPN" and b.tag_ == "POS" for a, b in pairwise(words[:4]))
