"""Speaker labels: transcripts ("BERG: ..."), interviews (Q. / A.) and headlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.attribution.lexicon import PERSON_NOUNS, TITLES, word_set
from index.attribution.names import Names
from index.segmentation import Sentence
from index.spans import Span

# A name in capitals, or one to four capitalised words, perhaps with a note in brackets.
_NOTE = r"(?: ?[(\[][^)\]\n]{1,40}[)\]])?(?P<colon>:)\s"
_CAPITALS = re.compile(r"(?P<name>[A-Z][A-Z.'’-]*[A-Z.](?: [A-Z][A-Z.'’-]*){0,4})" + _NOTE)
_MIXED = re.compile(r"(?P<name>[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|of|de|van|von)){0,4})" + _NOTE)
_QUESTION = re.compile(r"[*_]{0,3}(?P<name>Q|A|Question|Answer)(?P<colon>[.:])[*_]{0,3}\s+(?=\S)")
# A bold "Q" that lost its mark when the page became text: "QWhat happened?"
_GLUED = re.compile(r"(?P<colon>(?P<name>Q))(?=[A-Z][a-z'’]|I['’ ]|A ) ?")
_ANSWERS = frozenset({"A", "Answer"})

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
# The end of a sentence, with the marks that close around it.
_SENTENCE = re.compile(r"[.!?…—]['\"’”)\]*_]*(?:\s|$)")
_NAMING = ("capitals", "mixed")
_PATTERNS = (("part", _QUESTION), ("glued", _GLUED), ("capitals", _CAPITALS), ("mixed", _MIXED))


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
        answer: whether that part is the one who answers.
        continues: the paragraph has no label and goes on with the one before.
    """

    label: Span
    colon: Span
    content: Span
    first: int
    last: int
    anonymous: bool
    answer: bool = False
    continues: bool = False


def bearer(label: str, names: Names) -> str | None:
    """The name in the label of a headline, or None where it is nobody whom the article names.

    What stands before the name must end with a title or role: "Harbour Rival Anna Berg".
    """
    words = label.split()
    roles = [w.lower().rstrip(".") in TITLES | PERSON_NOUNS for w in words]
    for cut in range(len(words)):
        if roles[cut] and cut + 1 < len(words):
            continue
        name = " ".join(words[cut:])
        owners = names.called(name)
        if any(
            s.name.endswith(words[-1]) and not s.headline for s, e in names.places if e in owners
        ):
            return name if not cut or roles[cut - 1] else None
    return None


def _known(text: str, match: re.Match[str]) -> bool:
    """Whether the last word of a label stands in the text as a name, beyond the label itself."""
    word = match["name"].split()[-1].strip(".")
    forms = {re.escape(word), re.escape(word.title())}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(forms))})(?!\w)")
    return any(not match.start() <= m.start() < match.end() for m in pattern.finditer(text))


def _borne(word: str, text: str, labels: Counter[str]) -> bool:
    """Whether a single word is a name in the text, or ends the full name in another label."""
    full = any(" " in label and label.split()[-1] == word for label in labels)
    return full or re.search(rf"(?<!\w){re.escape(word)}(?![\w:])", text) is not None


def _come_again(names: Sequence[str]) -> set[str]:
    """The labels that stand there more than once: alike, or the full name and its end.

    "Grey Falls" and "Salt Falls" are two places and no surname.
    """
    counts = Counter(names)
    words = {name: _untitled(name) for name in counts}
    return {
        name
        for name in counts
        if counts[name] >= _REPEATED
        or any(
            _ends(words[name], other) or _ends(other, words[name])
            for label, other in words.items()
            if label != name
        )
    }


def _untitled(name: str) -> tuple[str, ...]:
    words = name.casefold().split()
    while len(words) > 1 and words[0].rstrip(".") in TITLES:
        words.pop(0)
    return tuple(words)


def _ends(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return longer[-len(shorter) :] == shorter


def _unheard(
    text: str, sentences: Sequence[Sentence], openings: Sequence[tuple[int, re.Match[str], str]]
) -> set[str]:
    """The labels in the text that head the items of a list ("Diesel: $5") and nobody's words.

    What comes after most of them is no sentence; or they take turns with no other label, and the
    text knows nobody of that name.
    """
    spoken: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    turns: set[str] = set()
    before: tuple[int, str] | None = None
    for number, match, kind in openings:
        name, paragraph = match["name"], sentences[number].paragraph
        counts[name] += 1
        end = sentences[_last_of_paragraph(sentences, number)].span.end
        spoken[name] += _SENTENCE.search(text, match.end(), end) is not None
        if before is not None and before[0] == paragraph - 1 and before[1] != name:
            turns |= {name, before[1]}
        before = (paragraph, name) if kind != "glued" else None
    return {
        name
        for name, n in counts.items()
        if 2 * spoken[name] < n or (name not in turns and not _named(text, name))
    }


def _named(text: str, label: str) -> bool:
    """Whether the last word of a label stands in the text as a name and not as a label."""
    word = label.split()[-1].strip(".")
    forms = "|".join(sorted({re.escape(word), re.escape(word.title())}))
    return re.search(rf"(?<![\w“\"])(?:{forms})(?!\w| ?[(\[][^)\]\n]*[)\]]:|:)", text) is not None


def _last_of_paragraph(sentences: Sequence[Sentence], number: int) -> int:
    last = number
    while (
        last + 1 < len(sentences) and sentences[last + 1].paragraph == sentences[number].paragraph
    ):
        last += 1
    return last


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
        for kind, pattern in _PATTERNS:
            match = pattern.match(text, sentence.span.start, sentence.span.end)
            if match:
                openings.append((number, match, kind))
                break
    counts = Counter(m["name"] for _, m, _ in openings)
    again = _come_again([m["name"] for _, m, _ in openings])
    unheard = _unheard(text, sentences, openings)
    asked = sum(
        text[s.span.end - 1] == "?"
        for s, after in zip(sentences, [*sentences[1:], None], strict=False)
        if after is None or after.paragraph != s.paragraph
    )
    found: list[Labelled] = []
    for number, match, kind in openings:
        name = match["name"]
        sentence = sentences[number]
        if name.split()[0].lower().rstrip(".") in _NO_LABEL and kind in _NAMING:
            continue
        if kind == "glued" and counts["A"] + counts["Answer"] < _REPEATED:
            continue
        part = kind in ("part", "glued")
        if part and not (
            (counts["Q"] and counts["A"])
            or (counts["Question"] and counts["Answer"])
            or (name in _ANSWERS and counts[name] >= _REPEATED and asked >= _REPEATED)
        ):
            continue
        if not part and not sentence.is_headline and name in unheard:
            continue
        if not part and name not in again:
            named = kind == "capitals" or sentence.is_headline
            if not named or not _known(text, match):
                continue
        alone = " " not in name and kind == "mixed" and not sentence.is_headline
        if alone and (name.lower() in PERSON_NOUNS | TITLES or not _borne(name, text, counts)):
            continue  # "Incumbent: ...", "Result: ..." in a list
        if text.startswith("http", match.end()):
            continue
        last = _last_of_paragraph(sentences, number)
        start, end = match.end(), sentences[last].span.end
        if start < end:
            found.append(
                Labelled(
                    Span(match.start("name"), match.end("name")),
                    Span(match.start("colon"), match.end("colon")),
                    Span(start, end),
                    number,
                    last,
                    part,
                    name in _ANSWERS,
                )
            )
    return found
