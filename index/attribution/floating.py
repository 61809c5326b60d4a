"""Floating quotations: speech without a cue of its own, attributed by where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.attribution.drafts import Draft, main_subject, word_count
from index.attribution.mentions import mention_of
from index.attribution.parsing import Parsed
from index.attribution.phrases import phrase
from index.quotation import SpeakerKind
from index.quotes import Quotation
from index.segmentation import Sentence
from index.spans import Span

# A sentence is a quotation when no more than this many characters stand outside the marks.
_LOOSE_CHARACTERS = 6
_SHORTEST = 2
# A dash, a name, and at most some words on who that is.
_SIGNATURE = re.compile(r"[—–-]{1,2} ?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)*(?:,[^.!?;:]{1,80})?\.?$")


def float_quotations(
    text: str,
    sentences: Sequence[Sentence],
    number: int,
    here: Sequence[Quotation],
    new: list[Draft],
    drafts: Sequence[Draft],
    previous: Parsed | None,
    tree: Parsed | None,
) -> None:
    """Attributes a sentence that is nothing but a quotation; extends ``new`` or a former draft.

    Args:
        text: the article's stored text.
        sentences: all sentences of the article.
        number: number of the sentence.
        here: quotations that touch it.
        new: drafts found in the sentence itself; a floating draft is added to them.
        drafts: drafts of the sentences before, in order.
        previous: tree of the sentence before.
        tree: tree of the sentence.
    """
    sentence = sentences[number]
    if not new and drafts and tree is not None and _signs(text, sentence, drafts[-1], tree):
        return
    spoken = _whole(text, sentence, here)
    if new or spoken is None:
        return
    continues = any(q.continues for q in here)
    same_paragraph = number > 0 and sentences[number - 1].paragraph == sentence.paragraph
    last = _carrier([d for d in drafts if d.last == number - 1]) or (drafts[-1] if drafts else None)
    adjacent = last is not None and last.last == number - 1
    if last is not None and adjacent and (same_paragraph or continues):
        last.content.append(spoken)
        last.marked = True
        last.last = number
        return
    if not continues and word_count(text, spoken) < _SHORTEST:
        return
    draft = Draft(number, [spoken], quoted=True, weak=True)
    colon = number > 0 and text[: sentences[number - 1].span.end].endswith(":")
    introduced = previous is not None and not adjacent and (same_paragraph or colon)
    if introduced and previous is not None and _introduces(draft, previous):
        new.append(draft)
        return
    if last is not None and sentence.paragraph - sentences[last.last].paragraph <= 1:
        draft.inherits = True
    new.append(draft)


def _signs(text: str, sentence: Sentence, last: Draft, tree: Parsed) -> bool:
    """Whether the sentence is the line under a quotation that says whose it is: "- Anna Berg"."""
    words = sentence.span.of(text)
    if last.cue is not None or last.last != tree.number - 1 or not _SIGNATURE.match(words):
        return False
    names = [t for t in tree.doc if t.pos_ == "PROPN"]
    if not names:
        return False
    name = names[0]
    while name.i + 1 < len(tree.doc) and tree.doc[name.i + 1].pos_ == "PROPN":
        name = name.nbor(1)
    last.mention = mention_of(tree, name)
    last.mention_span = last.mention.span
    last.last = tree.number
    last.inherits = False
    return True


def _carrier(before: Sequence[Draft]) -> Draft | None:
    """The statement of a sentence that a quotation after it goes on with.

    Speech in quotation marks goes on first, then the statement that is in none of the others.
    """
    quoted = [d for d in before if d.quoted]
    outer = [
        d
        for d in before
        if not any(
            c.contains(d.cue_span or d.content[0]) for o in before if o is not d for c in o.content
        )
    ]
    return quoted[-1] if quoted else outer[0] if outer else None


def _introduces(draft: Draft, previous: Parsed) -> bool:
    subject = main_subject(previous, previous.sentence.span.end)
    if subject is None:
        return False
    mention = mention_of(previous, subject)
    personal = mention.name is not None or mention.pronoun in ("he", "she")
    if not personal or mention.kind is not SpeakerKind.PERSON:
        return False
    tokens = phrase(previous, subject)
    draft.mention = mention
    draft.mention_span = previous.span(tokens[0], tokens[-1])
    return True


def _whole(text: str, sentence: Sentence, here: Sequence[Quotation]) -> Span | None:
    """The quotation that a sentence consists of, or None."""
    if not here:
        return None
    start, end = (
        max(here[0].span.start, sentence.span.start),
        min(here[-1].span.end, sentence.span.end),
    )
    if start >= end:
        return None
    outside = text[sentence.span.start : start] + text[end : sentence.span.end]
    between = "".join(text[a.span.end : b.span.start] for a, b in pairwise(here))
    if sum(c.isalnum() for c in outside + between) > _LOOSE_CHARACTERS:
        return None
    return Span(start, end)
