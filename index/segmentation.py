"""Sentences and passages: the units that are searched, with their offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.articles import Article
from index.boundaries import bracketed, clause_ends
from index.paragraphs import paragraphs, trimmed
from index.quotes import Quotation, quotations
from index.spans import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One citable sentence. A quotation is never cut: full stops inside it do not end it.

    Attributes:
        span: where it stands in the article's text, without surrounding white space.
        paragraph: the number of its paragraph in the article, from 0.
        is_headline: whether it is the article's headline.
        clauses: the sentence cut at every full stop, those inside quotations included; what the
            parser reads as one sentence. In order, covering ``span`` but for white space.
    """

    span: Span
    paragraph: int
    is_headline: bool
    clauses: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of neighbouring sentences that fits the embedding model.

    Attributes:
        span: from the first sentence's start to the last one's end.
        first: number of the first sentence in the article, from 0.
        last: number of the last sentence, inclusive.
    """

    span: Span
    first: int
    last: int


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of ``article``, in order and disjoint.

    A sentence never leaves its paragraph (see :mod:`index.paragraphs`), so subheads, list items and
    lines without a full stop are sentences of their own. The headline is one
    sentence. Together they hold every character of the text that is neither white space nor in
    ``article.furniture``, except in lines that hold no letter or digit.
    """
    text = article.text
    blocks = paragraphs(text)
    quoted = quotations(text, blocks)
    whole = _kept_whole(quoted)
    cuts = _cuts(article)
    found: list[Sentence] = []
    for number, block in enumerate(blocks):
        for piece, is_headline in _pieces(text, block, cuts):
            ends = [*clause_ends(text, piece, quoted), piece.end]
            clauses = _spans(text, piece.start, ends)
            if is_headline:
                groups: Iterator[list[Span]] = iter([clauses])
            else:
                groups = _grouped(clauses, _Uncut(whole, bracketed(text, piece)))
            found.extend(
                Sentence(Span(group[0].start, group[-1].end), number, is_headline, tuple(group))
                for group in groups
            )
    return tuple(found)


def _kept_whole(quoted: Sequence[Quotation]) -> list[Span]:
    """Quotations whose end is known.

    One that is neither closed nor taken up again by the next paragraph is a slip of the pen; its
    paragraph is cut as if the mark were not there.
    """
    continued = {number - 1 for number, quotation in enumerate(quoted) if quotation.continues}
    return [q.span for number, q in enumerate(quoted) if q.closed or number in continued]


def _cuts(article: Article) -> list[tuple[Span, bool]]:
    """What interrupts the running text: furniture (False) and the headline (True), in order."""
    cuts = [(span, False) for span in article.furniture]
    if article.headline is not None:
        cuts.append((article.headline, True))
    return sorted(cuts)


def _pieces(
    text: str, block: Span, cuts: Sequence[tuple[Span, bool]]
) -> Iterator[tuple[Span, bool]]:
    """The parts of a paragraph between furniture that hold words, and whether each is headline."""
    start = block.start
    first = bisect_right(cuts, block.start, key=lambda cut: cut[0].end)
    for number in range(first, len(cuts)):
        cut, is_headline = cuts[number]
        if cut.start >= block.end:
            break
        yield from _piece(text, start, cut.start, False)
        if is_headline:
            yield from _piece(text, max(start, cut.start), min(cut.end, block.end), True)
        start = max(start, cut.end)
    yield from _piece(text, start, block.end, False)


def _piece(text: str, start: int, end: int, is_headline: bool) -> Iterator[tuple[Span, bool]]:
    piece = trimmed(text, start, end) if start < end else None
    if piece is not None and any(c.isalnum() for c in piece.of(text)):
        yield piece, is_headline


def _spans(text: str, start: int, ends: Sequence[int]) -> list[Span]:
    starts = [start, *ends]
    spans = (trimmed(text, *between) for between in zip(starts, ends, strict=False))
    return [span for span in spans if span is not None]


class _Uncut:
    """Spans that no sentence may end in: quotations and brackets."""

    def __init__(self, quoted: Sequence[Span], brackets: Sequence[Span]) -> None:
        self._quoted = quoted
        self._brackets = brackets

    def holds(self, offset: int) -> bool:
        return _inside(self._quoted, offset) or _inside(self._brackets, offset)


def _inside(spans: Sequence[Span], offset: int) -> bool:
    number = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return number >= 0 and spans[number].start < offset < spans[number].end


def _grouped(clauses: Sequence[Span], uncut: _Uncut) -> Iterator[list[Span]]:
    group: list[Span] = []
    for clause in clauses:
        group.append(clause)
        if not uncut.holds(clause.end):
            yield group
            group = []
    if group:
        yield group


def passages(
    text: str,
    sentences: Sequence[Sentence],
    *,
    count_tokens: Callable[[str], int],
    budget: int,
    overlap: int = 1,
) -> tuple[Passage, ...]:
    """Windows of whole neighbouring sentences within a budget of tokens.

    Each sentence is in at least one passage. A sentence that is longer than the budget is a
    passage of its own.

    Args:
        text: the article's text.
        sentences: its sentences, in order.
        count_tokens: how many tokens the model makes of a text, without those it adds around it.
        budget: the most tokens a passage may have, at least 1.
        overlap: how many sentences a passage repeats from the one before, where they fit.

    Raises:
        ValueError: the budget is not positive, or the overlap is negative.
    """
    if budget < 1 or overlap < 0:
        raise ValueError(f"no passages of {budget} tokens with an overlap of {overlap}")
    costs = [count_tokens(sentence.span.of(text)) for sentence in sentences]
    windows: list[Passage] = []
    first = 0
    while first < len(sentences):
        last, spent = first, costs[first]
        while last + 1 < len(sentences) and spent + costs[last + 1] <= budget:
            last += 1
            spent += costs[last]
        span = Span(sentences[first].span.start, sentences[last].span.end)
        windows.append(Passage(span, first, last))
        first = _next_first(costs, first, last, budget, overlap)
    return tuple(windows)


def _next_first(costs: Sequence[int], first: int, last: int, budget: int, overlap: int) -> int:
    """The next window's first sentence: as much overlap as leaves room for a new sentence."""
    new = last + 1
    if new >= len(costs):
        return new
    start, spent = new, costs[new]
    while start > first + 1 and new - start < overlap and spent + costs[start - 1] <= budget:
        start -= 1
        spent += costs[start]
    return start
