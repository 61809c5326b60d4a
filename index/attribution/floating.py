"""Floating quotations: speech without a cue of its own, attributed by where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.attribution.content import clause_content
from index.attribution.cues import find_cues
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
# Words in a heading or the name of a work that stands by itself in quotation marks.
_LONGEST_TITLE = 9
_ENDED = re.compile(r"[.!?…,;—–-]['\"’”»]*$")
# What a quotation with a mark left out holds; the name below it is then the reporter's.
_CUED = re.compile(r"\b(?:said|says|added|wrote)\b")
_MARKS = "\"“'‘«„…"
# A dash, a name, and at most some words on who that is.
_SIGNATURE = re.compile(r"[—–-]{1,2} ?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)*(?:,[^.!?;:]{1,80})?\.?$")


def float_quotations(
    text: str,
    sentences: Sequence[Sentence],
    number: int,
    here: Sequence[Quotation],
    new: list[Draft],
    drafts: Sequence[Draft],
    trees: Mapping[int, Parsed],
) -> None:
    """Attributes a sentence that is nothing but a quotation; extends ``new`` or a former draft.

    Args:
        text: the article's stored text.
        sentences: all sentences of the article.
        number: number of the sentence.
        here: quotations that touch it.
        new: drafts found in the sentence itself; a floating draft is added to them.
        drafts: drafts of the sentences before, in order.
        trees: trees of the article's sentences by number.
    """
    sentence = sentences[number]
    previous, tree = trees.get(number - 1), trees.get(number)
    if not new and drafts and tree is not None and _signs(text, sentence, drafts[-1], tree):
        return
    spoken = _whole(text, sentence, here)
    if new or spoken is None:
        return
    continues = any(q.continues for q in here)
    same_paragraph = number > 0 and sentences[number - 1].paragraph == sentence.paragraph
    after = trees.get(number + 1)
    if after is not None and after.sentence.paragraph == sentence.paragraph:
        said = _said_after(spoken, after)
        if said is not None:
            new.append(said)
            return
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
    if _is_title(text, sentences, number, spoken):
        pass
    elif last is not None and sentence.paragraph - sentences[last.last].paragraph <= 1:
        draft.inherits = True
    else:
        leading = _colon_before(text, sentences, number)
        if leading in trees:
            _introduces(draft, trees[leading])
    new.append(draft)


def _is_title(text: str, sentences: Sequence[Sentence], number: int, spoken: Span) -> bool:
    """Whether a paragraph is a heading or the name of a work, and nobody's speech.

    It is short, and lacks a full stop within its marks or stands in single ones.
    """
    alone = not any(
        0 <= n < len(sentences) and sentences[n].paragraph == sentences[number].paragraph
        for n in (number - 1, number + 1)
    )
    words = spoken.of(text)
    single = words[0] in "'‘" and not words.startswith("''")
    return (
        alone
        and word_count(text, spoken) <= _LONGEST_TITLE
        and (single or words.isupper() or not _ENDED.search(words))
    )


def _said_after(spoken: Span, after: Parsed) -> Draft | None:
    """A quotation that a mark of its own ended, and the cue that comes after it.

    "“Is it closed?” Berg asked." is two sentences where a name begins the second.
    """
    for cue in find_cues(after, []):
        if cue.mention is None or cue.mention.i > cue.token.i or clause_content(cue):
            return None
        leads = phrase(after, cue.mention, cue.token.i)
        follows = cue.token.i + 1 < len(after.doc) and after.doc[cue.token.i + 1]
        if leads[0].i or cue.token.i != leads[-1].i + 1 or any(t.is_quote for t in after.doc):
            return None
        if cue.token.dep_ != "ROOT" or not follows or follows.dep_ == "dobj":
            return None
        draft = Draft(after.number - 1, [spoken], quoted=True, last=after.number)
        draft.cue_span = cue.span
        draft.mention = mention_of(after, cue.mention, cue.token.i)
        draft.mention_span = after.span(leads[0], leads[-1])
        return draft
    return None


def _colon_before(text: str, sentences: Sequence[Sentence], number: int) -> int:
    """Number of the sentence with a colon that leads into the quoted paragraphs up to here."""
    n = number
    while n > 0 and text[sentences[n].span.start] in _MARKS:
        paragraph = sentences[n - 1].paragraph
        if text[: sentences[n - 1].span.end].endswith(":"):
            return n - 1
        while n > 0 and sentences[n - 1].paragraph == paragraph:
            n -= 1
    return -1


def _signs(text: str, sentence: Sentence, last: Draft, tree: Parsed) -> bool:
    """Whether the sentence is the line under a quotation that says whose it is: "- Anna Berg"."""
    words = sentence.span.of(text)
    if last.cue is not None or _CUED.search(last.content[-1].of(text)):
        return False
    if last.last != tree.number - 1 or not _SIGNATURE.match(words):
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
