"""Drafts: the statements of one sentence, cues joined with quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.attribution.content import clause_content
from index.attribution.cues import Cue, find_cues
from index.attribution.lexicon import CueClass, Frame, word_set
from index.attribution.mentions import Mention, mention_of
from index.attribution.parsing import Parsed
from index.attribution.phrases import phrase
from index.quotes import Quotation
from index.spans import Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

# A quotation with fewer words that nothing introduces is a nickname, a title or a scare quote.
_SHORTEST_SPEECH = 3
# A verb of manner with a shorter quotation right behind it has an object and no speech: it sang
# "The Grey Gull".
_SHORTEST_BARE = 5
# Verbs that papers put in front: "Added Berg: ...".
_OPENING = word_set("said stated added continued wrote asked replied explained noted concluded")
_ENDS_SENTENCE = re.compile(r"[.!?…,—-]\W*$")


@dataclass(slots=True)
class Draft:
    """A statement in the making.

    Attributes:
        number: number of its sentence in the article.
        content: what was said so far, in order.
        cue: the cue, or None where only position attributes the words.
        cue_span: the words of saying, or None.
        mention: how the speaker is named, or None.
        mention_span: the words that name the speaker here, or None.
        quoted: whether the content is quotations and nothing else.
        marked: whether any of the content is in quotation marks.
        inherits: the speaker is the previous statement's.
        last: number of the last sentence that the content reaches.
        weak: found by position, not by grammar.
        answers: an answer in an interview; the speaker is the one who is interviewed.
        label: a label before the words names the speaker.
    """

    number: int
    content: list[Span]
    cue: Cue | None = None
    cue_span: Span | None = None
    mention: Mention | None = None
    mention_span: Span | None = None
    quoted: bool = False
    marked: bool = False
    inherits: bool = False
    last: int = field(default=-1)
    weak: bool = False
    negated: bool = False
    hypothetical: bool = False
    answers: bool = False
    label: bool = False

    def __post_init__(self) -> None:
        self.last = max(self.last, self.number)


def word_count(text: str, span: Span | None) -> int:
    """How many words of ``text`` stand in ``span``."""
    return len(re.findall(r"\w[\w'’-]*", span.of(text))) if span else 0


def draft_sentence(
    text: str, parsed: Parsed, quotations: Sequence[Quotation], taken: Sequence[Span]
) -> list[Draft]:
    """The statements of one sentence.

    Args:
        text: the article's stored text.
        parsed: the sentence with its tree.
        quotations: quotations that stand in the sentence, in order.
        taken: parts that already belong to a labelled speaker and yield no statement.

    Returns:
        Drafts in the order of their cues, each with content.
    """
    spans = [q.span for q in quotations]
    cues = [c for c in find_cues(parsed, [*spans, *taken]) if not _only_meant(c)]
    drafts = [_from_cue(text, cue, quotations) for cue in cues]
    free = [
        q
        for q in quotations
        if not any(q.span.overlap(c) for d in drafts for c in d.content)
        and not any(t.contains(q.span) for t in taken)
    ]
    _attach(text, parsed, drafts, free)
    kept = [d for d in drafts if d.content]
    left = [q for q in free if not any(q.span.overlap(c) for d in kept for c in d.content)]
    if left:
        kept.extend(_by_position(text, parsed, left))
    for draft in kept:
        draft.content.sort()
        draft.marked = any(q.span.overlap(c) for c in draft.content for q in quotations)
        draft.quoted = all(any(q.span.contains(c) for q in quotations) for c in draft.content)
    return kept


def _only_meant(cue: Cue) -> bool:
    """Whether a verb of judging is an infinitive: "to praise him" reports no praise."""
    verb = cue.verb
    return verb is not None and verb.kind is CueClass.JUDGING and cue.token.tag_ == "VB"


def _from_cue(text: str, cue: Cue, quotations: Sequence[Quotation]) -> Draft:
    draft = Draft(
        cue.parsed.number,
        [],
        cue=cue,
        cue_span=cue.span,
        negated=cue.negated,
        hypothetical=cue.hypothetical,
    )
    if cue.mention is not None:
        stop = cue.token.i
        tokens = phrase(cue.parsed, cue.mention, stop)
        draft.mention_span = cue.parsed.span(tokens[0], tokens[-1])
        referent = cue.referent or cue.mention
        draft.mention = mention_of(cue.parsed, referent, stop if referent is cue.mention else None)
    only_quoted = cue.verb is not None and cue.verb.frames == frozenset({Frame.QUOTED})
    if not only_quoted:
        draft.content = _with_quotations(text, clause_content(cue), quotations, draft)
    return draft


def _with_quotations(
    text: str, content: list[Span], quotations: Sequence[Quotation], draft: Draft
) -> list[Span]:
    """Content with whole quotations: a span that enters a quotation takes all of it."""
    grown: list[Span] = []
    for span in content:
        for q in quotations:
            if not span.overlap(q.span):
                continue
            if q.span.start <= span.start:
                outside = Span(q.span.end, span.end) if span.end > q.span.end else None
                full = _is_full(text, q)
                cut = (
                    outside is not None
                    and full
                    and (_other_clause(draft, outside) or _introduced(text, draft, q, outside))
                )
                span = q.span if cut else Span(q.span.start, max(span.end, q.span.end))
            elif span.end <= q.span.end or (
                _is_full(text, q) and not text[q.span.end : span.end].strip(" .,")
            ):
                span = Span(span.start, q.span.end)
        if draft.cue_span is None or not span.overlap(draft.cue_span):
            grown.append(span)
        else:
            grown.extend(
                Span(a, b)
                for a, b in ((span.start, draft.cue_span.start), (draft.cue_span.end, span.end))
                if a < b and text[a:b].strip(" ,.;:")
            )
    merged: list[Span] = []
    for span in sorted(grown):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _is_full(text: str, q: Quotation) -> bool:
    return bool(_ENDS_SENTENCE.search(q.span.of(text)))


def _other_clause(draft: Draft, outside: Span) -> bool:
    """Whether what follows a quotation belongs to the cue's clause and not to the speech."""
    return bool(
        (draft.cue_span and outside.overlap(draft.cue_span))
        or (draft.mention_span and outside.overlap(draft.mention_span))
    )


def _introduced(text: str, draft: Draft, q: Quotation, outside: Span) -> bool:
    """Whether a cue and a comma lead into a whole quotation; what follows it is not speech."""
    place = _clause_hull(draft)
    if place is None or place.end > q.span.start or any(m in outside.of(text) for m in '"“«„'):
        return False
    return text[place.end : q.span.start].strip() in (",", ":")


def _clause_hull(draft: Draft) -> Span | None:
    spans = [s for s in (draft.cue_span, draft.mention_span) if s]
    if not spans:
        return None
    # A shared subject far away is no part of the place where the cue stands.
    near = [s for s in spans if draft.cue_span is None or _gap(s, draft.cue_span) < 80]
    return hull(*near)


def _gap(a: Span, b: Span) -> int:
    return max(a.start, b.start) - min(a.end, b.end)


def _attach(text: str, parsed: Parsed, drafts: list[Draft], free: Sequence[Quotation]) -> None:
    """Gives each free quotation to the cue beside it."""
    for q in free:
        if q.inner is None:
            continue
        best: tuple[int, Draft] | None = None
        for draft in drafts:
            place = _clause_hull(draft)
            if place is None or draft.cue is None:
                continue
            only_quoted = draft.cue.verb is not None and draft.cue.verb.frames == {Frame.QUOTED}
            if q.span.overlap(place) or (only_quoted and draft.mention is None):
                continue
            if q.span.end <= place.start:
                between = text[q.span.end : place.start]
                fits = len(between.split()) <= (3 if _is_full(text, q) else 0)
            else:
                between = text[place.end : q.span.start]
                fits = _leads_in(between, q, text) and not (
                    only_quoted
                    and not between.strip()
                    and word_count(text, q.inner) < _SHORTEST_BARE
                )
            if draft.content and not _adds(text, draft, q):
                fits = False
            if fits:
                score = len(between)
                if best is None or score < best[0]:
                    best = (score, draft)
        if best is not None:
            best[1].content.append(q.span)


def _leads_in(between: str, q: Quotation, text: str) -> bool:
    words = len(between.split())
    if words == 0:
        return True
    closing = between.rstrip()[-1:]
    if closing in (":", ","):
        return words <= 25
    return _is_full(text, q) and words <= 4


def _adds(text: str, draft: Draft, q: Quotation) -> bool:
    """Whether a cue that has content may take a further quotation: the other half of a split."""
    if draft.cue is None:
        return False
    if draft.cue.verb is not None and draft.cue.verb.kind is CueClass.DESCRIBING:
        return False
    quoted = all(text[c.start] in "\"“‘'«„`" for c in draft.content)
    place = _clause_hull(draft)
    if place is None or not quoted:
        return False
    before = any(c.end <= place.start for c in draft.content)
    return before == (q.span.start >= place.end)


def _by_position(text: str, parsed: Parsed, left: Sequence[Quotation]) -> list[Draft]:
    """Speech that punctuation introduces, whatever the verb: "X would have none of it: ..."."""
    found: list[Draft] = []
    for q in left:
        if word_count(text, q.inner) < _SHORTEST_SPEECH:
            continue
        before = text[parsed.sentence.span.start : q.span.start].rstrip()
        if not before.endswith(":") or q.inner is None:
            continue
        subject = main_subject(parsed, q.span.start)
        draft = Draft(parsed.number, [q.span], weak=True)
        if subject is not None:
            tokens = phrase(parsed, subject)
            draft.mention_span = parsed.span(tokens[0], tokens[-1])
            draft.mention = mention_of(parsed, subject)
        if found:
            found[-1].content.append(q.span)
        else:
            found.append(draft)
    return found


def main_subject(parsed: Parsed, before: int) -> Token | None:
    """Subject of the sentence's main verb, if it stands before offset ``before``."""
    for token in parsed.doc:
        verb = token.head
        if token.dep_ != "nsubj" or parsed.end(token) > before:
            continue
        # What stands before a colon is often read as a clause of the verb behind it.
        leads_in = verb.dep_ == "ccomp" and parsed.start(verb.head) >= before
        if verb.dep_ in ("ROOT", "conj") or leads_in:
            return token
    return _after_opening(parsed, before)


def _after_opening(parsed: Parsed, before: int) -> Token | None:
    """The last word of the name in "Stated Anna Berg:"."""
    words = [t for t in parsed.doc if parsed.end(t) <= before and not (t.is_punct or t.is_space)]
    if not words[1:] or words[0].lower_ not in _OPENING:
        return None
    return words[-1] if all(t.pos_ == "PROPN" for t in words[1:]) else None
