"""Phrases: the noun phrase around a head, and the proper name in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.lexicon import (
    AMBIGUOUS_TITLES,
    BODY_ENDINGS,
    CREDITS,
    GENERATIONS,
    NAME_LIKE,
    NAME_SUFFIXES,
    NOT_NAMES,
    OPENERS,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
    word_set,
)
from index.attribution.parsing import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Of the credits those that bodies hardly ever have inside their names.
_OF_PICTURES = word_set("images photos handout")
_VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
# What the parser may take a word of a name for.
_NAMING_POS = frozenset({"PROPN", "NOUN", "ADJ", "VERB", "ADV", "X", "AUX"})
_PARTICLES = word_set("de del della di da du la le van von der den bin ibn al el st mac")

_DASHES = ("-", "--", "–", "—")
# Tokens of "GREY HARBOUR, South Arden (NW) —".
_LONGEST_DATELINE = 12
# Words of the shortest full name.
_FULL_NAME = 2


def phrase(parsed: Parsed, head: Token, stop: int | None = None) -> list[Token]:
    """The noun phrase of ``head``: modifiers and appositions, without relative clauses.

    Args:
        parsed: the sentence.
        head: the phrase's head.
        stop: number of a token the phrase must not reach (the cue), or None.
    """
    keep = {head.i}
    for child in head.children:
        if child.dep_ in ("relcl", "acl", "parataxis", "ccomp", "advcl", "punct", "dep"):
            continue
        keep |= {t.i for t in child.subtree}
    if stop is not None:
        keep = {i for i in keep if (i < stop) == (head.i < stop)}
    first = last = head.i
    doc = parsed.doc

    def joins(i: int) -> bool:
        return 0 <= i < len(doc) and (i in keep or (doc[i].is_punct and i != stop))

    while joins(first - 1):
        first -= 1
    while joins(last + 1):
        last += 1
    while last + 1 < len(doc) and last + 1 != stop and _named_on(doc[first : last + 2]):
        last += 1
    for i in range(head.i - 1, first - 1, -1):
        if doc[i].text in _DASHES and doc[i - 1].whitespace_ and i > first:
            first = i + 1  # a dateline: "ARDEN - Minister Anna Berg"
            break
        if doc[i].text == ")" and all(t.text != "(" for t in doc[first:i]):
            first = i + 1  # what the bracket encloses began before the phrase
            break
    tokens = list(doc[first : last + 1])
    while tokens and (tokens[0].is_punct or tokens[0].is_space or tokens[0].dep_ == "cc"):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens.pop()
    return tokens or [head]


def _named_on(words: Span) -> bool:
    """Whether the last of some words, all with a capital, ends a name that the parser cuts there.

    "Grey Boats Matter said": by the parser the boats spoke in the matter.
    """
    last = words[-1]
    return (
        len(words) > _FULL_NAME
        and last.pos_ == "PROPN"
        and last.dep_ in ("advmod", "npadvmod")
        and last.lower_ not in NOT_NAMES
        and all(t.text.istitle() for t in words)
    )


def past_dateline(head: Token, stop: int) -> Token:
    """The head of the phrase after a dateline, where the parser takes its place for the subject.

    "GREY HARBOUR, Arden (NW) — Minister Anna Berg said": of the words after the dash the last one
    before a verb or a preposition.

    Args:
        head: head of the phrase that the parser found.
        stop: number of a token the phrase must not reach (the cue).
    """
    doc = head.doc
    for i in range(head.i + 1, min(stop - 1, _LONGEST_DATELINE)):
        if doc[i].text in _DASHES and doc[i - 1].whitespace_:
            last = i
            while last + 1 < stop and doc[last + 1].pos_ in ("PROPN", "NOUN", "PRON", "ADJ", "DET"):
                last += 1
            named = doc[0].text.isupper() and len(doc[0]) > 1 and last > i
            return doc[last] if named and doc[last].pos_ in ("PROPN", "NOUN", "PRON") else head
    return head


def name_tokens(last: Token) -> list[Token]:
    """The run of proper nouns that ends with ``last``, cut after the last title in it."""
    doc = last.doc
    first = last.i
    while first > 0:
        before = doc[first - 1]
        if (
            (before.pos_ == "PROPN" and before.text[:1].isupper())
            or (before.lower_ in _PARTICLES and first > 1 and doc[first - 2].pos_ == "PROPN")
            or _goes_on(before, doc[first])
        ):
            first -= 1
        elif before.text == "-" and first > 1 and _hyphenated(doc[first - 2]):
            first -= 2
        elif first == last.i and _has_office(last):
            first -= 2  # "Grey County Sheriff's Office"
        else:
            break
    end = last.i
    while end + 1 < len(doc) and (_goes_on(doc[end], doc[end + 1]) or _adverbial(doc[end + 1])):
        end += 1
    while end + 2 < len(doc) and doc[end + 1].text == "-" and _joined(doc[end + 1]):
        end += 2
    run = list(doc[first : end + 1])
    if len(run) > _FULL_NAME and run[-1].lower_ == run[-2].lower_:
        run.pop()  # a surname that the paper gives twice
    while len(run) > 1 and run[0].is_sent_start and run[0].lower_ in OPENERS:
        run.pop(0)
    run = run[: _suffixed_length(run)]
    run = run[_credit_length(run) :]
    run = run[_title_length(run) :]
    run = run[_before_person(run) :]
    return run[_second_name(run) :]


def _goes_on(token: Token, after: Token) -> bool:
    """Whether two capitalised words are one name by the tagger of names, not by the parser.

    The parser takes a part of some names for a verb, an adjective or a common noun.
    """
    if _VERBAL & {token.tag_, after.tag_}:
        return False  # "Voss Responds"
    return (
        {token.pos_, after.pos_} != {"PROPN"}
        and {token.pos_, after.pos_} <= _NAMING_POS
        and after.ent_iob_ == "I"
        and after.ent_type_ in ("PERSON", "ORG")
        and token.text.istitle()
        and after.text.istitle()
        and token.lower_ not in OPENERS
    )


def _adverbial(token: Token) -> bool:
    """Whether the parser takes a surname before a verb for an adverb, capital or not."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return (
        token.tag_ == "RB"
        and token.text.istitle()
        and token.lower_ not in OPENERS
        and after is not None
        and after.text.islower()
        and after.pos_ in ("VERB", "AUX")
    )


def _has_office(noun: Token) -> bool:
    """Whether a noun for a body follows the name of whose it is, with a capital like that."""
    doc = noun.doc
    return (
        noun.text[:1].isupper()
        and bare(noun) in ORGANISATION_NOUNS
        and noun.i > 1
        and doc[noun.i - 1].tag_ == "POS"
        and doc[noun.i - 2].pos_ == "PROPN"
    )


def _joined(hyphen: Token) -> bool:
    """Whether a hyphen stands between two words without blanks: "Seo-yeon"."""
    return not hyphen.whitespace_ and not hyphen.nbor(-1).whitespace_ and hyphen.nbor(1).is_alpha


def _hyphenated(token: Token) -> bool:
    """Whether a hyphen without blanks joins ``token`` to the next proper noun."""
    hyphen = token.nbor(1)
    return token.pos_ == "PROPN" and not token.whitespace_ and not hyphen.whitespace_


def _suffixed_length(run: list[Token]) -> int:
    """How many tokens a name has up to its suffix: what follows "Olaf III" is another's."""
    if bare(run[-1]) in BODY_ENDINGS or run[-1].ent_type_ == "FAC":
        return len(run)
    ends = (i + 1 for i, t in enumerate(run[:-1]) if i and bare(t) in GENERATIONS)
    return next(ends, len(run))


def _credit_length(run: list[Token]) -> int:
    """How many tokens at the start of a run are the credit of a photograph, not name."""
    credited = [i + 1 for i, t in enumerate(run[:-1]) if i and t.lower_ in CREDITS]
    if not credited or bare(run[-1]) in BODY_ENDINGS:
        return 0
    # The tagger takes some credits and who follows for one body.
    sure = run[-1].ent_type_ == "PERSON" or run[credited[-1] - 1].lower_ in _OF_PICTURES
    return credited[-1] if sure else 0


def _title_length(run: list[Token]) -> int:
    """How many tokens at the start of a run of proper nouns are titles and roles, not name."""
    if bare(run[-1]) in BODY_ENDINGS:
        return 0
    names = run[:-2] if bare(run[-1]) in NAME_SUFFIXES else run[:-1]
    cut = 0
    for i, token in enumerate(names):
        if bare(token) in AMBIGUOUS_TITLES and _opens_body(run[i:]):
            return cut  # "General Freight" is a company
        # "Harbour District Manager Anna Berg": a post inside the run, before a full name.
        post = i == cut or (len(names) - i > 1 and bare(token) not in NAME_LIKE)
        if bare(token) in TITLES or (bare(token) in PERSON_NOUNS and post):
            cut = i + 1
    if cut == 0 and len(run) > 2 and _of_title(run[0]):
        return 1
    return cut


def _before_person(run: list[Token]) -> int:
    """How many tokens stand before the full name of a person that the tagger sees at the end.

    "the commissioner for Harbour Affairs Anna Berg": a body or place, or after a preposition.
    """
    first = len(run) - 1
    while first > 0 and run[first].ent_type_ == "PERSON" and run[first].ent_iob_ == "I":
        first -= 1
    begins = run[first].ent_type_ == "PERSON" and run[first].ent_iob_ == "B"
    if first == 0 or not begins or len(run) - first < _FULL_NAME:
        return 0
    before = run[0].nbor(-1).lower_ if run[0].i else ""
    named = all(t.ent_type_ in ("ORG", "GPE", "NORP", "FAC", "LOC") for t in run[:first])
    return first if named or before in ("of", "for", "to") else 0


def _second_name(run: list[Token]) -> int:
    """Where the second of two names begins that stand side by side: "Carl Berg Anna Berg"."""
    last = run[-1].lower_
    for i in range(len(run) - _FULL_NAME, 0, -1):
        if run[i].lower_ == last and len(last) > 1 and i + 1 < len(run) - 1:
            return i + 1
    return 0


def _opens_body(run: list[Token]) -> bool:
    """Whether the tagger takes a run of proper nouns from its first word on for one body."""
    return all(t.ent_type_ == "ORG" for t in run) and all(t.ent_iob_ == "I" for t in run[1:])


def _of_title(token: Token) -> bool:
    """Whether ``token`` ends a title such as "secretary of X"."""
    i = token.i
    return i >= 2 and token.doc[i - 1].lower_ == "of" and bare(token.doc[i - 2]) in TITLES


def bare(token: Token) -> str:
    """The word in lower case without full stops."""
    return token.lower_.rstrip(".").replace(".", "")
