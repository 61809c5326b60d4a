"""Subjects: whose speech a verb of saying reports, by the dependency tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.lexicon import CUE_VERBS, DOCUMENT_NOUNS, PARTICLE_VERBS, PRODUCING, CueVerb

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


def cue_verb(token: Token) -> CueVerb | None:
    """What the lexicon says of ``token``, with its particle; None when it is no cue."""
    lemma = token.lemma_.lower()
    following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    phrase = PARTICLE_VERBS.get((lemma, following))
    return phrase or CUE_VERBS.get(lemma)


def is_passive(token: Token) -> bool:
    """Whether the verb is passive (or a past participle that modifies a noun)."""
    if (
        token.tag_ == "VBD"
        and token.dep_ == "advcl"
        and token.i
        and token.nbor(-1).lower_ == "when"
    ):
        return True  # "when asked about it" has no subject; whoever follows is asked
    if token.tag_ != "VBN":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in token.children):
        return True
    has_aux = any(c.dep_ == "aux" for c in token.children)
    if token.dep_ in ("acl", "amod") and not has_aux:
        return True
    if any(c.dep_ == "nsubj" for c in token.children):
        return False
    if token.dep_ == "conj" and not has_aux:
        return is_passive(token.head)
    return token.dep_ in ("advcl", "relcl") and not has_aux


def lifted_to(token: Token) -> Token | None:
    """The verb above, where a cue hangs inside reported speech that it does not belong to.

    "X said she liked it and added that ..." and "X said she liked it, noting that ..." are read by
    the parser as if the cue went on with what was said; it goes on with the saying.

    Returns:
        The cue verb (or main verb) whose subject speaks, or None where ``token`` is well placed.
    """
    if token.dep_ not in ("conj", "advcl") or any(c.dep_ in _SUBJECTS for c in token.children):
        return None
    head = token.head
    while head.dep_ in ("conj", "xcomp") and head.head.i != head.i:
        head = head.head
    if cue_verb(head) is not None or head.head.i == head.i:
        return None
    outer = head.head
    if head.dep_ == "ccomp" and outer.i < head.i and cue_verb(outer) is not None:
        same = token.tag_ == outer.tag_ if token.dep_ == "conj" else token.tag_ == "VBG"
        return outer if same else None
    participle = token.tag_ == "VBG" and token.dep_ == "advcl" and _after_comma(token)
    if participle and head.dep_ in ("acl", "ccomp", "advcl"):
        while outer.pos_ not in ("VERB", "AUX") and outer.head.i != outer.i:
            outer = outer.head
        if outer.pos_ in ("VERB", "AUX") and outer.i < head.i:
            return outer
    return None


def _after_comma(token: Token) -> bool:
    before = token.i - 1
    while before >= 0 and token.doc[before].pos_ in ("ADV", "SCONJ"):
        before -= 1
    return before >= 0 and token.doc[before].text == ","


def speaker_of(token: Token, *, passive: bool) -> Token | None:
    """Head of the phrase that names who speaks with the verb ``token``, or None."""
    if passive:
        for child in token.children:
            if child.dep_ == "agent":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        return None
    return _subject(token, 0)


def _subject(token: Token, depth: int) -> Token | None:
    """Subject of a verb, its own or the one it shares with the verb above it."""
    if depth > 6:
        return None
    own = [c for c in token.children if c.dep_ in _SUBJECTS]
    if own:
        return min(own, key=lambda c: abs(c.i - token.i))
    head, dep = token.head, token.dep_
    inverted = _inverted(token)
    if inverted is not None:
        return inverted
    if dep in ("ROOT", "relcl"):
        return _adjacent(token)
    if dep == "acl":
        return _noun_speaker(head)
    if dep in ("pcomp", "pobj"):
        governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            return _subject(governor, depth + 1)
        return _governed(governor, depth)
    if head.pos_ not in ("VERB", "AUX"):
        return _adjacent(token) or _governed(head, depth)
    if dep == "xcomp":
        objects = [c for c in head.children if c.dep_ == "dobj" and c.i < token.i]
        if objects and head.lemma_ not in ("use", "take", "make"):
            return objects[0]
    if dep in ("conj", "advcl", "xcomp", "ccomp", "dep", "prep", "parataxis"):
        if dep == "ccomp" and token.tag_ != "VBG" and _adjacent(token) is not None:
            return _adjacent(token)
        return _subject(head, depth + 1)
    return _adjacent(token)


def _governed(token: Token, depth: int) -> Token | None:
    """Subject of the nearest verb above ``token``."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return _subject(token, depth + 1) if token.pos_ in ("VERB", "AUX") else None


def _noun_speaker(noun: Token) -> Token:
    """Who speaks in "noun saying ...": the noun, or who put the document forth."""
    if noun.lemma_.lower() not in DOCUMENT_NOUNS:
        return noun
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ in ("in", "with"):
        above = above.head
    elif noun.dep_ != "dobj" or above.lemma_ not in PRODUCING:
        return noun
    if above.pos_ in ("VERB", "AUX"):
        return _subject(above, 1) or noun
    return noun


def _inverted(token: Token) -> Token | None:
    """Head of the noun phrase after a cue that follows a quotation: ", said another voter"."""
    doc = token.doc
    before = token.i - 1
    if before < 0 or token.tag_ not in ("VBD", "VBZ") or not doc[before].is_punct:
        return None
    if doc[before].text == ":" or not any(
        doc[i].is_quote for i in range(max(0, before - 1), token.i)
    ):
        return None
    for child in token.children:
        if child.i > token.i and child.dep_ in ("dobj", "attr", "oprd", "npadvmod", "dep"):
            near = all(t.i > token.i for t in child.subtree) and child.left_edge.i == token.i + 1
            if near and child.pos_ in ("PROPN", "NOUN", "PRON"):
                return child
    return None


def _adjacent(token: Token) -> Token | None:
    """A proper noun or pronoun right before a cue that the parser gave no subject."""
    doc = token.doc
    before_i = token.i - 1
    if before_i >= 0 and doc[before_i].pos_ in ("PROPN", "PRON"):
        found = doc[before_i]
        return found if found.lower_ not in ("it", "that", "this") else None
    return None
