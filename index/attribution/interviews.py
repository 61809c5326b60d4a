"""Interviews: which paragraphs are answers, and who it is that answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.attribution.entities import Entity
from index.attribution.labels import Labelled
from index.attribution.lexicon import word_set
from index.attribution.names import Names
from index.attribution.sightings import Sighting
from index.identities import fold
from index.quotation import SpeakerKind
from index.segmentation import Sentence
from index.spans import Span

# Words by which an introduction says that a talk follows; the other side comes after the first.
_WITH = re.compile(
    r"\b(?:interview(?:s|ed)?(?: with)?|(?:sp(?:oke|eaks|oken)|talk(?:s|ed)?|chat(?:s|ted)?|"
    r"s[ai]t(?:s)? down|caught up|conversation|Q ?& ?A)"
    r"(?: (?!to\b|with\b)[\w']+){0,4} (?:to|with))\b",
    re.IGNORECASE,
)
_TALK = re.compile(
    rf"{_WITH.pattern}|\b(?:interview\w*|Q ?& ?A|answer(?:s|ed)? (?:\w+ )?questions|"
    r"questions and answers|"
    r"(?:transcript|conversation|edited)\b.{0,40}\b(?:edited|clarity|length|brevity))\b",
    re.IGNORECASE,
)
# Those who ask the questions for a living.
_ASKERS = word_set(
    "reporter reporters writer correspondent editor columnist host anchor journalist moderator "
    "interviewer"
)
_OWN_VOICE = re.compile(r"\b(?:I|my|me|We|we|our|us|myself|My|Our)\b")
_LABEL = re.compile(r"[A-Z][\w.'’ -]{0,40}:\s")
# Fewer questions than this without labels are rhetoric, and fewer labels no transcript.
_FEWEST = 3
# Who answers says "I" or "we" in one answer of so many at least.
_SELDOM = 4
# A question without a label is no longer than this (sentences).
_LONGEST_QUESTION = 4
# Whom questions and answers name as often as this is spoken of.
_TOPIC = 3
_OPENINGS = ("(", "[", "“", '"', "''", "‘", "—", "–", "-", "…", "*")


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph: numbers of its first and last sentence, and its range."""

    first: int
    last: int
    span: Span


def with_answers(
    text: str, sentences: Sequence[Sentence], labels: Sequence[Labelled]
) -> list[Labelled]:
    """The labelled paragraphs and those without a label that are speech nevertheless, in order.

    Between two labels a paragraph in the first person goes on with the one before; with Q. and A.
    every paragraph does. Where an interview has no labels at all, paragraphs that ask and
    paragraphs in the first person take turns, and the introduction says that it is one.

    Args:
        text: the article's stored text.
        sentences: its sentences.
        labels: the labelled paragraphs, in order.
    """
    blocks = _blocks(sentences)
    running = [label for label in labels if not sentences[label.first].is_headline]
    if len(running) >= _FEWEST or any(label.anonymous for label in running):
        more = _continued(text, blocks, running)
    elif running:
        more = []
    else:
        more = _unlabelled(text, blocks)
    return sorted([*labels, *more], key=lambda label: label.first)


def _blocks(sentences: Sequence[Sentence]) -> list[_Block]:
    blocks: list[_Block] = []
    for number, sentence in enumerate(sentences):
        if sentence.is_headline:
            continue
        if blocks and sentences[blocks[-1].first].paragraph == sentence.paragraph:
            start = blocks[-1].span.start
            blocks[-1] = _Block(blocks[-1].first, number, Span(start, sentence.span.end))
        else:
            blocks.append(_Block(number, number, sentence.span))
    return blocks


def _continued(text: str, blocks: Sequence[_Block], labels: Sequence[Labelled]) -> list[Labelled]:
    """The paragraphs without a label that go on with a labelled one."""
    opening = {label.first: label for label in labels}
    last = max(opening)
    asked = any(label.anonymous and not label.answer for label in labels)
    found: list[Labelled] = []
    current: Labelled | None = None
    for block in blocks:
        words = block.span.of(text)
        if block.first in opening:
            current = opening[block.first]
        elif _LABEL.match(words):
            current = None
        elif current is None or words.startswith(_OPENINGS):
            continue
        elif (
            (block.first < last and current.anonymous and (asked or not _asks(text, block)))
            or _OWN_VOICE.search(words)
        ) and (asked or not current.anonymous or not _asks(text, block)):
            found.append(
                replace(
                    current,
                    content=block.span,
                    first=block.first,
                    last=block.last,
                    continues=True,
                )
            )
        else:
            current = None
    return found


def _unlabelled(text: str, blocks: Sequence[_Block]) -> list[Labelled]:
    """Answers in an interview that marks its questions by nothing but their form."""
    asking = [b for b in blocks if _asks(text, b)]
    if len(asking) < _FEWEST or not _TALK.search(text[: asking[0].span.start]):
        return []
    found: list[Labelled] = []
    for block in blocks:
        words = block.span.of(text)
        if block.first > asking[0].first and block not in asking and _OWN_VOICE.search(words):
            found.append(
                Labelled(
                    block.span, block.span, block.span, block.first, block.last,
                    anonymous=True, answer=True, continues=True,
                )
            )  # fmt: skip
    answered = [
        a
        for a, b in pairwise(blocks)
        if a in asking and any(label.first == b.first for label in found)
    ]
    # A column that asks and answers itself does not speak in the first person all along.
    rest = sum(b.first > asking[0].first and b not in asking for b in blocks)
    return found if len(answered) >= _FEWEST and 2 * len(found) > rest else []


def _asks(text: str, block: _Block) -> bool:
    words = block.span.of(text)
    return (
        words.endswith("?")
        and not words.startswith(_OPENINGS)
        and block.last - block.first < _LONGEST_QUESTION
    )


def interviewee(
    title: str, text: str, sentences: Sequence[Sentence], labels: Sequence[Labelled], names: Names
) -> Entity | None:
    """Who answers where nothing but "A" stands before the answers, or None where it is not clear.

    It is the person whom the introduction says the talk is with, or the only one in the title,
    or the only one in the introduction; nobody who asks for a living, and no one whom questions
    and answers keep naming, where another is left.
    """
    parts = [label for label in labels if label.anonymous]
    if not parts:
        return None
    answered = [p for p in parts if p.answer]
    own = sum(bool(_OWN_VOICE.search(p.content.of(text))) for p in answered)
    if not own or own * _SELDOM < len(answered):
        return None  # questions that the paper answers itself
    start = parts[0].content.start
    before = [
        (s, e)
        for s, e in names.places
        if s.start < start and e.decided_kind is SpeakerKind.PERSON and not _asks_for_a_living(e)
    ]
    # A single capitalised word is a person only where nobody has a full name.
    before = [(s, e) for s, e in before if len(e.words) > 1] or before
    people = _distinct(e for _, e in before)
    spoken_of = Counter(
        id(e)
        for s, e in names.places
        if any(p.content.start <= s.start < p.content.end for p in parts)
    )
    topics = [e for e in people if spoken_of[id(e)] >= _TOPIC]
    titled = [e for e in people if _stands_in(title, e)]
    bound = _talked_with(text, sentences, before, start)
    if bound is not None and (bound in titled or all(e in topics for e in titled)):
        return bound
    if len(titled) > 1:
        titled = [e for e in titled if e not in topics]
    if titled:
        return titled[0] if len(titled) == 1 else None
    return people[0] if len(people) == 1 else None


def _asks_for_a_living(entity: Entity) -> bool:
    return any(w in _ASKERS for role in entity.roles for w in fold(role).split())


def _distinct(entities: Iterable[Entity]) -> list[Entity]:
    found: list[Entity] = []
    for entity in entities:
        if not any(entity is known for known in found):
            found.append(entity)
    return found


def _stands_in(title: str, entity: Entity) -> bool:
    words = fold(title).split()
    return bool(entity.words) and entity.words[-1] in words


def _talked_with(
    text: str,
    sentences: Sequence[Sentence],
    people: Sequence[tuple[Sighting, Entity]],
    end: int,
) -> Entity | None:
    """The first person after "spoke with", else the last one before it in the sentence."""
    for sentence in sentences:
        if sentence.span.start >= end:
            break
        match = _WITH.search(text, sentence.span.start, sentence.span.end)
        if match is None:
            continue
        here = [(s, e) for s, e in people if sentence.span.start <= s.start < sentence.span.end]
        after = [e for s, e in here if s.start >= match.end()]
        earlier = [e for s, e in here if s.start < match.start()]
        if after or earlier:
            return after[0] if after else earlier[-1]
    return None
