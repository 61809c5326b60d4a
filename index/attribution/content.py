"""Content by the tree: which words of a sentence a cue reports, before quotations have a say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from index.attribution.cues import Cue
from index.attribution.lexicon import Frame
from index.attribution.parsing import Parsed
from index.attribution.subjects import cue_verb, lifted_to
from index.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_EDGE = frozenset(",;:.-–—…()[]")
_TRAILING_SIBLINGS = ("advcl", "prep", "npadvmod", "advmod")
_TERMS = frozenset({"terms", "words", "language", "tones", "colours", "colors"})


def clause_content(cue: Cue) -> list[Span]:
    """The words that ``cue`` reports, as the dependency tree has them.

    Returns:
        Spans in order (several where the cue interrupts them), trimmed of punctuation at the
        edges; empty where the tree gives the cue no content.
    """
    return spans_of(cue.parsed, _reported(cue))


def spans_of(parsed: Parsed, indices: Iterable[int]) -> list[Span]:
    """Runs of neighbouring tokens as spans, without punctuation and blanks at the edges."""
    doc = parsed.doc
    found: list[Span] = []
    run: list[Token] = []
    ordered = sorted(indices)
    for position, i in enumerate(ordered):
        run.append(doc[i])
        if position + 1 == len(ordered) or ordered[position + 1] != i + 1:
            while run and (run[0].is_space or run[0].text in _EDGE):
                run.pop(0)
            while run and (run[-1].is_space or run[-1].text in _EDGE):
                run.pop()
            if any(t.is_alpha or t.like_num for t in run):
                found.append(parsed.span(run[0], run[-1]))
            run = []
    return found


def _subtree(token: Token) -> set[int]:
    return {t.i for t in token.subtree}


def _filled(indices: set[int]) -> set[int]:
    return set(range(min(indices), max(indices) + 1)) if indices else set()


def _clause_of(cue: Cue) -> set[int]:
    """The cue's own clause: the verb, its speaker and its adverbials, without its content."""
    own = {cue.token.i}
    for child in cue.token.children:
        if child.dep_ not in ("ccomp", "conj", "cc", "parataxis", "punct", "xcomp", "dep"):
            own |= _subtree(child)
    return own


def _reported(cue: Cue) -> set[int]:
    if cue.verb is None:
        return _according(cue)
    frames, verb = cue.verb.frames, cue.token
    if Frame.COMPLEMENT in frames:
        return _complement(cue)
    found: set[int] = set()
    if Frame.CLAUSE in frames:
        found = _clausal(cue)
    if not found and Frame.INFINITIVE in frames:
        found = _infinitive(verb)
    if not found and Frame.OBJECT in frames and not cue.passive:
        found = _object(verb)
    if not found and Frame.TOPIC in frames:
        about = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("of", "about")]
        if about:
            found = _subtree(about[0])
    return found


def _clausal(cue: Cue) -> set[int]:
    verb = cue.token
    clauses = [c for c in verb.children if _is_clause(c, verb)]
    if clauses:
        right = [c for c in clauses if c.i > verb.i]
        chosen = right[0] if right else clauses[-1]
        found = _filled(_subtree(chosen)) - _lifted(chosen, verb)
        if verb.i in found:
            return found - _filled(_clause_of(cue))
        if chosen.i > verb.i:
            found |= _following(verb, chosen, found)
        return found
    return _surrounding(cue)


def _lifted(clause: Token, verb: Token) -> set[int]:
    """Later cues that hang in the clause but are no part of it, with all that follows.

    They go on with ``verb``, or set another speaker against it ("while Berg said ...").
    """
    for token in clause.subtree:
        if (
            token.i > clause.i
            and token.tag_.startswith("VB")
            and token.dep_ in ("conj", "advcl")
            and cue_verb(token) is not None
            and (_goes_on_with(token, verb) or _set_against(token))
        ):
            first = token.left_edge.i
            doc = token.doc
            while first > clause.i and (doc[first - 1].dep_ == "cc" or doc[first - 1].is_punct):
                first -= 1
            return set(range(first, clause.right_edge.i + 1))
    return set()


def _set_against(token: Token) -> bool:
    """Whether a cue has a speaker of its own and stands beside the one before."""
    named = any(c.dep_ == "nsubj" and c.pos_ in ("PROPN", "NOUN") for c in token.children)
    marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
    return named and (token.dep_ == "conj" or bool(marks & {"while", "whereas"}))


def _goes_on_with(token: Token, verb: Token) -> bool:
    outer = lifted_to(token)
    return outer is not None and outer.i in {verb.i, *(a.i for a in verb.ancestors)}


def _is_clause(child: Token, verb: Token) -> bool:
    if child.dep_ != "ccomp":
        return False
    # "said in a statement": a clause before the verb with the speaker's relative pronoun is not it
    return child.i > verb.i or verb.dep_ != "relcl"


def _following(verb: Token, clause: Token, found: set[int]) -> set[int]:
    """Adverbials after the clause, which the parser likes to hang on the cue instead of on it."""
    extra: set[int] = set()
    for child in verb.children:
        if child.i > clause.i and child.dep_ in _TRAILING_SIBLINGS and child.i not in found:
            if child.tag_ == "VBG" or any(cue_verb(t) for t in child.subtree if t.pos_ == "VERB"):
                break
            extra |= _subtree(child)
    return set(range(max(found) + 1, max(extra) + 1)) if extra and found else set()


def _surrounding(cue: Cue) -> set[int]:
    """The clause that a parenthetical cue stands in or after: "The plan, he said, is dead"."""
    verb = cue.token
    head = verb.head
    if head.dep_ in ("aux", "auxpass"):
        head = head.head
    if head.i == verb.i or head.pos_ not in ("VERB", "AUX"):
        return set()
    as_clause = verb.dep_ == "advcl" and any(
        c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in verb.children
    )
    loose = verb.dep_ == "parataxis" or (verb.dep_ == "ccomp" and _set_off(cue))
    if not (as_clause or loose):
        return set()
    if cue.mention is None:
        return set()
    return _filled(_subtree(head)) - _filled(_subtree(verb))


def _set_off(cue: Cue) -> bool:
    """Whether the cue's clause stands between commas (or a comma and the end)."""
    own = _clause_of(cue)
    doc = cue.parsed.doc
    before, after = min(own) - 1, max(own) + 1
    return (
        before >= 0
        and doc[before].text in (",", '"', "''", "-")
        and (after >= len(doc) or doc[after].is_punct)
    )


def _infinitive(verb: Token) -> set[int]:
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and child.i > verb.i:
            return _filled(_subtree(child))
    return set()


def _object(verb: Token) -> set[int]:
    found: set[int] = set()
    for child in verb.children:
        if (child.i > verb.i and child.dep_ == "dobj") or (
            found and child.dep_ == "prep" and child.lower_ in ("of", "for", "over", "as")
        ):
            found |= _subtree(child)
    return _filled(found)


def _complement(cue: Cue) -> set[int]:
    """Object and predicate of a describing verb; empty without a predicate."""
    verb = cue.token
    if cue.passive and cue.mention is None:
        return set()
    named: set[int] = set()
    said: set[int] = set()
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ == "dobj":
            (said if named else named).update(_subtree(child))
            said |= _called_as(child)
        elif child.dep_ in ("oprd", "ccomp", "xcomp", "acomp", "attr") or (
            child.dep_ == "prep"
            and (
                child.lower_ == "as"
                or (child.lower_ == "in" and any(c.lower_ in _TERMS for c in child.children))
            )
        ):
            said |= _subtree(child)
    if not said:
        return _in_object(cue, named)
    first = cue.parsed.doc[min(named)] if named else None
    if first is not None and not (len(named) == 1 and first.pos_ == "PRON"):
        said |= named
    return _filled(said)


def _called_as(thing: Token) -> set[int]:
    """The predicate of "described the talks as useful", where it was read into the object."""
    for token in thing.subtree:
        if token.lower_ == "as" and token.i > thing.i and token.head.i != thing.i:
            return set(range(token.i, thing.right_edge.i + 1))
    return set()


def _in_object(cue: Cue, named: set[int]) -> set[int]:
    """The object of a describing verb, where object and predicate were read as one phrase.

    A quotation mark in it is the sign: called the plan "a mistake".
    """
    doc = cue.parsed.doc
    return _filled(named) if any(doc[i].is_quote for i in named) else set()


def _according(cue: Cue) -> set[int]:
    """The clause that "according to" stands with."""
    token = cue.token
    phrase = _filled(_subtree(token) | _subtree(cue.parsed.doc[token.i + 1]))
    head = token.head
    while head.dep_ not in ("ROOT", "ccomp", "relcl", "advcl", "parataxis") and not (
        head.dep_ == "conj" and any(c.dep_.startswith("nsubj") for c in head.children)
    ):
        head = head.head
    clause = _filled(_subtree(head)) if head.i != token.i else {t.i for t in token.sent}
    return clause - phrase
