"""Speaker labels: transcripts ("BERG: ..."), interviews (Q. / A.) and headlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.attribution.lexicon import word_set
from index.segmentation import Sentence
from index.spans import Span

# A name in capitals, or one to four capitalised words, perhaps with a note in brackets.
_NOTE = r"(?: ?[(\[][^)\]\n]{1,40}[)\]])?(?P<colon>:)\s"
_CAPITALS = re.compile(r"(?P<name>[A-Z][A-Z.'’-]*[A-Z.](?: [A-Z][A-Z.'’-]*){0,4})" + _NOTE)
_MIXED = re.compile(r"(?P<name>[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|of|de|van|von)){0,4})" + _NOTE)
_QUESTION = re.compile(r"(?P<name>Q|A|Question|Answer)(?P<colon>[.:])\s+(?=\S)")

# Capitalised words that open a line without being anybody's name.
_NO_LABEL = word_set(
    "note update updated correction source related watch read video photo photos image more "
    "transcript analysis opinion editorial breaking exclusive review fact myth question answer "
    "published contact address phone email tags topics subject re here location date time when "
    "where what who why how plus also first second third finally bottom verdict result results "
    "live background example warning tip step part chapter editor's advertisement credit "
    "copyright caption summary headline report by from to cc ps disclaimer disclosure"
)
_REPEATED = 2


@dataclass(frozen=True, slots=True)
class Labelled:
    """Speech after a label.

    Attributes:
        label: the name, without the colon.
        colon: the mark after it.
        content: what is said, to the end of the paragraph.
        first: number of the sentence that opens with the label.
        last: number of the last sentence of the paragraph.
        anonymous: the label names a part in an interview and nobody by name.
    """

    label: Span
    colon: Span
    content: Span
    first: int
    last: int
    anonymous: bool


def _known(text: str, match: re.Match[str]) -> bool:
    """Whether the last word of a label stands in the text as a name, beyond the label itself."""
    word = match["name"].split()[-1].strip(".")
    forms = {re.escape(word), re.escape(word.title())}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(forms))})(?!\w)")
    return any(not match.start() <= m.start() < match.end() for m in pattern.finditer(text))


def labelled(text: str, sentences: Sequence[Sentence]) -> list[Labelled]:
    """The labelled paragraphs of an article, in order.

    A label in capitals, or before the colon of a headline, needs the name a second time, as a
    label or in the text; one in ordinary letters needs a second label with the same last word;
    Q. and A. need each other.
    """
    openings: list[tuple[int, re.Match[str], str]] = []
    for number, sentence in enumerate(sentences):
        if number and sentences[number - 1].paragraph == sentence.paragraph:
            continue
        for kind, pattern in (("part", _QUESTION), ("capitals", _CAPITALS), ("mixed", _MIXED)):
            match = pattern.match(text, sentence.span.start, sentence.span.end)
            if match:
                openings.append((number, match, kind))
                break
    counts = Counter(m["name"] for _, m, _ in openings)
    surnames = Counter(m["name"].split()[-1].casefold() for _, m, _ in openings)
    found: list[Labelled] = []
    for number, match, kind in openings:
        name = match["name"]
        sentence = sentences[number]
        if name.split()[0].lower().rstrip(".") in _NO_LABEL and kind != "part":
            continue
        if kind == "part" and not (
            (counts["Q"] and counts["A"]) or (counts["Question"] and counts["Answer"])
        ):
            continue
        if kind != "part" and surnames[name.split()[-1].casefold()] < _REPEATED:
            named = kind == "capitals" or sentence.is_headline
            if not named or not _known(text, match):
                continue
        last = number
        while last + 1 < len(sentences) and sentences[last + 1].paragraph == sentence.paragraph:
            last += 1
        start, end = match.end(), sentences[last].span.end
        if start < end:
            found.append(
                Labelled(
                    Span(match.start("name"), match.end("name")),
                    Span(match.start("colon"), match.end("colon")),
                    Span(start, end),
                    number,
                    last,
                    kind == "part",
                )
            )
    return found
