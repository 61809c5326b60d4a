"""Offices: the roles and titles that a phrase gives whoever it names, and who holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.lexicon import PERSON_NOUNS, TITLES
from index.attribution.parsing import Parsed
from index.attribution.phrases import bare, name_tokens, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

ROLE_WORDS = frozenset(PERSON_NOUNS | TITLES)
_COURTESY = frozenset({"mr", "mrs", "ms", "miss", "dr"})
_INSIDE_BODY = frozenset({"PROPN", "ADP", "DET"})
# Marks that end a role: what stands before them is said of somebody or something else.
_ENDS = frozenset({",", ";", ":", ")", "(", "]", "[", "|", "/", '"', "''", "``", "..."})
# Letters in "and/or"; more with a slash are a photographer's credit.
_LONGEST_SLASHED = 6
# Letters of a word that is no role by itself: "co" of "co-author".
_SHORTEST_ROLE = 2


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
    if bare(role) not in ROLE_WORDS - _COURTESY:
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
    roles: list[str] = []
    inside = {t.i for t in tokens}
    before = [t for t in tokens if t.i < run[0].i and t.i >= tokens[0].i]
    while before and before[0].dep_ in ("det", "poss", "punct") and before[0].pos_ != "PROPN":
        before.pop(0)
    while before and (before[-1].is_punct or before[-1].is_space):
        before.pop()
    before = _last_role(before)
    words = [t for t in before if not t.is_punct]
    if words and not (len(words) == 1 and bare(words[0]) in ("mr", "mrs", "ms", "miss", "the")):
        role = parsed.text(before)
        if any(t.lower_ in ROLE_WORDS or bare(t) in ROLE_WORDS for t in words):
            roles.append(role)
    for child in named.children:
        if (
            child.dep_ == "appos"
            and child.pos_ == "NOUN"
            and child.i > named.i
            and child.i in inside
        ):
            below = [
                t
                for t in sorted(child.subtree, key=lambda t: t.i)
                if not any(a.dep_ == "relcl" and child.is_ancestor(a) for a in [t, *t.ancestors])
            ]
            while below and (below[0].dep_ in ("det", "case") or below[0].tag_ == "PRP$"):
                below.pop(0)
            while below and below[-1].is_punct:
                below.pop()
            # "co" of "co-author" alone, or several people, say nothing of one.
            several = child.tag_ == "NNS" and not any(t.lower_ in PERSON_NOUNS for t in below)
            if below and not several and len(parsed.text(below)) > _SHORTEST_ROLE:
                roles.append(parsed.text(below))
    return tuple(dict.fromkeys(r for r in roles if r))


def _last_role(before: list[Token]) -> list[Token]:
    """What stands before a name, without what belongs to something else.

    A comma or another mark, a verb, a credit ("Lind/Agency") and "and" after a person end what
    came before: in "Lind Meets Arden's Mayor Berg" the role is "Arden's Mayor".
    """
    first = 0
    for i, token in enumerate(before):
        joins = token.dep_ == "cc" and i > 0 and before[i - 1].ent_type_ == "PERSON"
        hyphened = "-" in (token.nbor(-1).text if token.i else "", token.nbor(1).text)
        ends = (
            token.text in _ENDS
            or ("/" in token.text and len(token) > _LONGEST_SLASHED)
            or (token.tag_ in ("VB", "VBD", "VBP", "VBZ", "MD") and not hyphened)
            or joins
        )
        if ends:
            first = i + 1
    kept = before[first:]
    while kept and (kept[0].dep_ in ("det", "case") or kept[0].tag_ in ("POS", "PRP$", "DT")):
        kept.pop(0)
    return kept
