"""Answers, briefings and contexts as Telegram messages. Pure: a result in, pages of HTML out.

A page is one message. It holds whole results only: a result that does not fit starts the next
page. One that does not fit a page by itself gives up, in this order, its context, the wordings of
other outlets, their titles, and the end of its words; what was left out is said, outside the
quotation, and stands behind the button Context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Briefing, Context, Outcome, Snippet
from bot.rendering.telegram_markup import ELLIPSIS, MESSAGE_UNITS, escape, fit, fits, line, units
from bot.rendering.telegram_results import (
    Room,
    folded,
    joined,
    named,
    remark,
    source_line,
    source_list,
    who,
)
from bot.rendering.wording import understood
from index.spans import Span

RESULTS_A_PAGE = 4
STATEMENTS_A_PAGE = 6

# Units of markup that a part may take at most. Together with the shortest quotation they fit one
# message, so that there is always something to show.
_UNDERSTOOD = 400
_MESSAGE = 800
_SUGGESTION = 100
_SUGGESTIONS = 4
_QUOTES = (3000, 2200, 1500, 900, 400)
_NEIGHBOURS = 700  # of the sentences on either side, in a context
_MOST_OUTLETS = 40


@dataclass(frozen=True, slots=True)
class Page:
    """One message.

    Attributes:
        html: its text, as Telegram's HTML; never empty.
        numbers: the citations on it, the first one of each result before the others.
    """

    html: str
    numbers: tuple[int, ...]


_Compose = Callable[[int, Sequence[Snippet], Room], str]


def answer_pages(answer: Answer) -> tuple[Page, ...]:
    """An answer: how it was understood, the best result open, the others folded, the sources."""
    head = f"<i>Understood as: {line(understood(answer.interpretation), _UNDERSTOOD)}</i>"
    if answer.outcome is Outcome.ANSWERED:
        return _pages(
            answer.snippets,
            RESULTS_A_PAGE,
            lambda first, shown, room: joined(
                head,
                _result(shown[0], room),
                folded(shown[1:], room, shown[0].speaker),
                source_list(shown, room),
            ),
        ) or (Page(head, ()),)
    said = "\n".join(
        [
            line(answer.message or "Nothing on record.", _MESSAGE),
            *_suggestions(answer),
        ]
    )
    return _pages(
        answer.closest,
        RESULTS_A_PAGE,
        lambda first, shown, room: joined(
            head,
            said if first == 0 else "",
            "Closest on record:\n" + folded(shown, room),
            source_list(shown, room),
        ),
    ) or (Page(joined(head, said), ()),)


def briefing_pages(briefing: Briefing) -> tuple[Page, ...]:
    """A briefing: under each speaker the most telling statements, then the sources."""
    about = line(briefing.about, _UNDERSTOOD) if briefing.about else "the whole collection"
    head = f"<i>Briefing: {about}</i>"
    if briefing.message:
        head += f"\n\n{line(briefing.message, _MESSAGE)}"
    snippets = [snippet for entry in briefing.entries for snippet in entry.snippets]
    speakers = [
        named(entry.speaker, entry.role) for entry in briefing.entries for _ in entry.snippets
    ]

    def compose(first: int, shown: Sequence[Snippet], room: Room) -> str:
        parts = [head]
        for place, snippet in enumerate(shown, start=first):
            new = place == first or speakers[place] != speakers[place - 1]
            parts.append((f"{speakers[place]}\n" if new else "") + remark(snippet, room))
        return joined(*parts, source_list(shown, room))

    return _pages(snippets, STATEMENTS_A_PAGE, compose) or (Page(head, ()),)


def context_pages(context: Context, number: int) -> tuple[str, ...]:
    """The words of citation ``number`` where they stand, marked, with their neighbours.

    Returns:
        At least one page; more where the cited words alone are longer than a message.
    """
    article, text = context.article, context.article.text
    head = source_line((number,), article)
    before, after = "", ""
    if context.before is not None:
        before = _tail(context.before.of(text)) + _gap(text, context.before, context.cited)
    if context.after is not None:
        kept, cut = fit(context.after.of(text), _NEIGHBOURS)
        after = _gap(text, context.cited, context.after) + kept + (f" {ELLIPSIS}" if cut else "")
    pages: list[str] = []
    opening = escape(before)
    rest = context.cited.of(text)
    while rest:
        room = MESSAGE_UNITS - units(head) - units(opening) - len("\n\n<b></b>" + ELLIPSIS)
        kept, cut = fit(rest, room)
        rest = rest[len(kept) :]
        pages.append(f"{head}\n\n{opening}<b>{escape(kept)}</b>{ELLIPSIS if cut else ''}")
        opening = ELLIPSIS
    closing = escape(after)
    if fits(pages[-1] + closing):
        pages[-1] += closing
    elif closing.strip():
        pages.append(f"{head}\n\n{ELLIPSIS}{closing}")
    return tuple(pages)


def _pages(snippets: Sequence[Snippet], most: int, compose: _Compose) -> tuple[Page, ...]:
    pages: list[Page] = []
    first = 0
    while first < len(snippets):
        html, shown = _largest(snippets, first, most, compose)
        pages.append(Page(html, _numbers(shown)))
        first += len(shown)
    return tuple(pages)


def _largest(
    snippets: Sequence[Snippet], first: int, most: int, compose: _Compose
) -> tuple[str, Sequence[Snippet]]:
    """The page from ``first`` with as many whole results as fit."""
    for size in range(most, 1, -1):
        shown = snippets[first : first + size]
        if len(shown) == size and fits(html := compose(first, shown, Room())):
            return html, shown
    single = snippets[first : first + 1]
    for room in _rooms(len(single[0].citations)):
        html = compose(first, single, room)
        if fits(html):
            break
    return html, single


def _rooms(citations: int) -> Iterator[Room]:
    """From everything to the least that is shown of one result."""
    most = min(citations, _MOST_OUTLETS)
    yield Room(sources=most)
    for wordings in range(most, 0, -1):
        yield Room(context=False, wordings=wordings, sources=most)
    for sources in range(most - 1, 2, -1):
        yield Room(context=False, wordings=1, sources=sources)
    for words in _QUOTES:
        yield Room(context=False, wordings=1, sources=min(most, 3), words=words)
    for words in _QUOTES:
        yield Room(context=False, wordings=1, sources=1, words=words)


def _result(snippet: Snippet, room: Room) -> str:
    rank = f"{snippet.rank}. " if snippet.rank > 1 else ""
    return f"{rank}{who(snippet)}\n{remark(snippet, room)}"


def _suggestions(answer: Answer) -> list[str]:
    """Those that the message does not name already."""
    said = (answer.message or "").casefold()
    new = [s for s in answer.suggestions if s.casefold() not in said][:_SUGGESTIONS]
    return (
        [f"Try: {' · '.join(line(suggestion, _SUGGESTION) for suggestion in new)}"] if new else []
    )


def _numbers(snippets: Sequence[Snippet]) -> tuple[int, ...]:
    firsts = [snippet.citations[0].number for snippet in snippets]
    others = [c.number for snippet in snippets for c in snippet.citations[1:]]
    return (*firsts, *others)


def _gap(text: str, left: Span, right: Span) -> str:
    """What stands between two neighbours: white space as it is, left out words as a mark."""
    between = text[left.end : right.start]
    return between if not between.strip() else f" [{ELLIPSIS}] "


def _tail(text: str) -> str:
    """The end of ``text`` that there is room for, cut at a word."""
    if units(escape(text)) <= _NEIGHBOURS:
        return text
    words: list[str] = []
    room = _NEIGHBOURS
    for word in reversed(text[-_NEIGHBOURS:].split()[1:]):
        room -= units(escape(word)) + 1
        if room < 0:
            break
        words.append(word)
    return f"{ELLIPSIS} {' '.join(reversed(words))}"
