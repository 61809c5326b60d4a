"""Cues: the words of saying in a sentence, and the phrase whose speech they report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.attribution.lexicon import HYPOTHETICAL_MODALS, PROSPECTIVE, WITHHOLDING, CueVerb
from index.attribution.parsing import Parsed
from index.attribution.phrases import past_dateline
from index.attribution.subjects import cue_verb, is_passive, lifted_to, speaker_of
from index.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES = frozenset({"who", "which", "that", "whom"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue and where its speaker is named.

    Attributes:
        parsed: the sentence it stands in.
        token: the verb, or "according".
        verb: what the lexicon says of it; None for "according to".
        span: the words of saying, with auxiliaries.
        mention: head of the phrase that names the speaker here (may be a pronoun), or None.
        referent: head of the phrase a relative pronoun stands for; else the same as ``mention``.
        passive: the verb is passive; its subject is no speaker.
        negated: the cue is denied ("did not say", "declined to comment").
        hypothetical: the speech need not have happened ("would say", "if he says").
    """

    parsed: Parsed
    token: Token
    verb: CueVerb | None
    span: Span
    mention: Token | None
    referent: Token | None
    passive: bool = False
    negated: bool = False
    hypothetical: bool = False


def find_cues(parsed: Parsed, quoted: list[Span]) -> Iterator[Cue]:
    """The cues of one sentence, in order.

    Args:
        parsed: the sentence.
        quoted: quotations; what stands in them is the outer speaker's and yields no cue.

    Yields:
        Every verb of saying and every "according to" outside of quotations.
    """
    for token in parsed.doc:
        at = parsed.start(token)
        if any(q.start <= at < q.end for q in quoted):
            continue
        if token.lower_ == "according":
            cue = _according(parsed, token)
            if cue:
                yield cue
        elif token.tag_.startswith("VB"):
            verb = cue_verb(token)
            if verb:
                yield _verb_cue(parsed, token, verb)


def _according(parsed: Parsed, token: Token) -> Cue | None:
    doc = parsed.doc
    if token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    to = doc[token.i + 1]
    objects = [c for c in to.children if c.dep_ in ("pobj", "pcomp")] or [
        c for c in token.children if c.dep_ == "pobj"
    ]
    if not objects:
        return None
    who = objects[0]
    return Cue(parsed, token, None, parsed.span(token, to), who, who)


def _verb_cue(parsed: Parsed, token: Token, verb: CueVerb) -> Cue:
    passive = is_passive(token)
    outer = None if passive else lifted_to(token)
    mention = speaker_of(outer or token, passive=is_passive(outer) if outer else passive)
    if mention is not None and mention.i == token.i:
        mention = None
    if mention is not None and mention.i < token.i:
        mention = past_dateline(mention, token.i)
    referent = mention
    if mention is not None and mention.lower_ in _RELATIVES:
        clause = mention.head
        while clause.dep_ == "conj":
            clause = clause.head
        while clause.dep_ in ("ccomp", "xcomp") and clause.head.dep_ != "ROOT":
            clause = clause.head
        if clause.dep_ == "relcl":
            referent = clause.head
    return Cue(
        parsed,
        token,
        verb,
        _cue_span(parsed, token),
        mention,
        referent,
        passive=passive,
        negated=_negated(token),
        hypothetical=_hypothetical(token),
    )


def _negated(token: Token) -> bool:
    if any(c.dep_ == "neg" for c in token.children):
        return True
    above = token
    while above.dep_ in ("xcomp", "conj", "pcomp", "prep") and above.head.i != above.i:
        above = above.head
        if above.lemma_ in WITHHOLDING:
            return True
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    return subject is not None and (
        subject.lower_ in ("nobody", "none", "neither")
        or any(c.lower_ == "no" for c in subject.children)
    )


def _hypothetical(token: Token) -> bool:
    verb = token
    for _ in range(4):
        for child in verb.children:
            if child.dep_ == "aux" and child.tag_ == "MD" and child.lower_ in HYPOTHETICAL_MODALS:
                return True
            if child.dep_ == "mark" and child.lower_ in ("if", "unless"):
                return True
        if verb.dep_ == "xcomp" and verb.head.lemma_ in PROSPECTIVE:
            return True
        if verb.dep_ not in ("xcomp", "conj"):
            return False
        verb = verb.head
    return False


def _cue_span(parsed: Parsed, token: Token) -> Span:
    first = last = token
    doc = parsed.doc
    while first.i > 0:
        before = doc[first.i - 1]
        helps = before.head.i == token.i and before.dep_ in ("aux", "auxpass", "neg", "advmod")
        if not helps or before.tag_ == "WRB":
            break
        first = before
    if last.i + 1 < len(doc) and doc[last.i + 1].dep_ == "prt":
        last = doc[last.i + 1]
    return parsed.span(first, last)
