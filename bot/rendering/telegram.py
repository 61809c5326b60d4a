"""Answers, briefings and contexts as Telegram messages. Pure: a result in, pages of HTML out.

A page is one message. It holds whole results only: a result that does not fit starts the next
page. One that does not fit a page by itself gives up, in this order, its context, the wordings of
other outlets, their titles, and the end of its words; what was left out is said, outside the
quotation, and stands behind the button Context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Briefing, Citation, Context, Outcome, Snippet
from bot.rendering.differences import differing_words
from bot.rendering.telegram_markup import (
    ELLIPSIS,
    MESSAGE_UNITS,
    escape,
    fit,
    fits,
    line,
    link,
    units,
)
from bot.rendering.wording import (
    UNKNOWN_DATE,
    UNKNOWN_OUTLET,
    caveat,
    corroboration,
    count,
    day,
    understood,
)
from index.articles import Article
from index.spans import Span

RESULTS_A_PAGE = 4
STATEMENTS_A_PAGE = 6

# Units of markup that a part may take at most. Together with the shortest quotation they fit one
# message, so that there is always something to show.
_UNDERSTOOD = 500
_MESSAGE = 900
_SUGGESTION = 100
_SUGGESTIONS = 4
_NAME = 120
_ROLE = 160
_OUTLET = 80
_TITLE = 160
_QUOTES = (3000, 2200, 1500, 900, 400)
_LONG_QUOTE = 600  # a longer one is folded even where it stands first
_NEIGHBOURS = 700  # of the sentences on either side, in a context
_MOST_OUTLETS = 40
_LONG_COMPARED = 1500  # longer wordings are shown without marks: comparing them takes too long


@dataclass(frozen=True, slots=True)
class Page:
    """One message.

    Attributes:
        html: its text, as Telegram's HTML; never empty.
        numbers: the citations on it, the first one of each result before the others.
    """

    html: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Room:
    """What a result may show where not all of it fits; None is no limit."""

    context: bool = True
    wordings: int | None = None
    sources: int | None = None
    words: int | None = None


_Compose = Callable[[int, Sequence[Snippet], _Room], str]


def answer_pages(answer: Answer) -> tuple[Page, ...]:
    """An answer: how it was understood, the best result open, the others folded, the sources."""
    head = f"<i>Understood as: {line(understood(answer.interpretation), _UNDERSTOOD)}</i>"
    if answer.outcome is Outcome.ANSWERED:
        return _pages(
            answer.snippets,
            RESULTS_A_PAGE,
            lambda first, shown, room: _join(
                head,
                _result(shown[0], room),
                _folded(shown[1:], room, shown[0].speaker),
                _sources(shown, room),
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
        lambda first, shown, room: _join(
            head,
            said if first == 0 else "",
            "Closest on record:\n" + _folded(shown, room),
            _sources(shown, room),
        ),
    ) or (Page(_join(head, said), ()),)


def briefing_pages(briefing: Briefing) -> tuple[Page, ...]:
    """A briefing: under each speaker the most telling statements, then the sources."""
    about = line(briefing.about, _UNDERSTOOD) if briefing.about else "the whole collection"
    head = f"<i>Briefing: {about}</i>"
    if briefing.message:
        head += f"\n\n{line(briefing.message, _MESSAGE)}"
    snippets = [snippet for entry in briefing.entries for snippet in entry.snippets]
    speakers = [
        _named(entry.speaker, entry.role) for entry in briefing.entries for _ in entry.snippets
    ]

    def compose(first: int, shown: Sequence[Snippet], room: _Room) -> str:
        parts = [head]
        for place, snippet in enumerate(shown, start=first):
            new = place == first or speakers[place] != speakers[place - 1]
            parts.append((f"{speakers[place]}\n" if new else "") + _remark(snippet, room))
        return _join(*parts, _sources(shown, room))

    return _pages(snippets, STATEMENTS_A_PAGE, compose) or (Page(head, ()),)


def context_pages(context: Context, number: int) -> tuple[str, ...]:
    """The words of citation ``number`` where they stand, marked, with their neighbours.

    Returns:
        At least one page; more where the cited words alone are longer than a message.
    """
    article, text = context.article, context.article.text
    head = _source((number,), article)
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
        if len(shown) == size and fits(html := compose(first, shown, _Room())):
            return html, shown
    single = snippets[first : first + 1]
    for room in _rooms(len(single[0].citations)):
        html = compose(first, single, room)
        if fits(html):
            break
    return html, single


def _rooms(citations: int) -> Iterator[_Room]:
    """From everything to the least that is shown of one result."""
    most = min(citations, _MOST_OUTLETS)
    yield _Room(sources=most)
    for wordings in range(most, 0, -1):
        yield _Room(context=False, wordings=wordings, sources=most)
    for sources in range(most - 1, 2, -1):
        yield _Room(context=False, wordings=1, sources=sources)
    for words in _QUOTES:
        yield _Room(context=False, wordings=1, sources=min(most, 3), words=words)
    for words in _QUOTES:
        yield _Room(context=False, wordings=1, sources=1, words=words)


def _result(snippet: Snippet, room: _Room) -> str:
    rank = f"{snippet.rank}. " if snippet.rank > 1 else ""
    return f"{rank}{_who(snippet)}\n{_remark(snippet, room)}"


def _remark(snippet: Snippet, room: _Room) -> str:
    """The words of a result in block quotations, each with its outlets below it."""
    lines = [_aside(f"({warning})")] if (warning := caveat(snippet)) else []
    shown, others = _wordings(snippet, room)
    for group in shown:
        quote, cut = _quote(snippet, group[0], room)
        folded = " expandable" if units(quote) > _LONG_QUOTE else ""
        block = f"<blockquote{folded}>{quote}</blockquote>"
        lines += [*_surrounded(snippet, group[0], room, [block]), *_cut_note(cut, group[0])]
        lines.append(_outlets(group))
    return "\n".join([*lines, *_rest(snippet, others)])


def _folded(snippets: Sequence[Snippet], room: _Room, named: str | None = None) -> str:
    """Results in one expandable quotation, where block quotations cannot stand in each other.

    A speaker's role is not repeated below a result of the same speaker (``named``: the one above).
    """
    if not snippets:
        return ""
    entries = []
    for snippet in snippets:
        lines = [f"{snippet.rank}. {_who(snippet, with_role=snippet.speaker != named)}"]
        named = snippet.speaker
        if warning := caveat(snippet):
            lines.append(_aside(f"({warning})"))
        shown, others = _wordings(snippet, room)
        for group in shown:
            quote, cut = _quote(snippet, group[0], room)
            lines += [*_surrounded(snippet, group[0], room, [quote]), *_cut_note(cut, group[0])]
            lines.append(_outlets(group))
        entries.append("\n".join([*lines, *_rest(snippet, others)]))
    return f"<blockquote expandable>{_join(*entries)}</blockquote>"


def _wordings(snippet: Snippet, room: _Room) -> tuple[list[list[Citation]], list[Citation]]:
    """Citations grouped by their words, as many groups as there is room for; and the others."""
    groups: dict[str, list[Citation]] = {}
    for citation in snippet.citations:
        groups.setdefault(citation.quote, []).append(citation)
    ordered = list(groups.values())
    kept = len(ordered) if room.wordings is None else room.wordings
    return ordered[:kept], [citation for group in ordered[kept:] for citation in group]


def _quote(snippet: Snippet, citation: Citation, room: _Room) -> tuple[str, bool]:
    """The words of a citation; those that the first outlet does not have are underlined."""
    words, cut = citation.quote, False
    if room.words is not None or len(words) > MESSAGE_UNITS:
        words, cut = fit(words, room.words or MESSAGE_UNITS)
    if cut or citation is snippet.citations[0] or len(words) > _LONG_COMPARED:
        return escape(words), cut
    marked, end = "", 0
    for span in differing_words(snippet.text, words)[:6]:
        marked += f"{escape(words[end : span.start])}<u>{escape(span.of(words))}</u>"
        end = span.end
    return marked + escape(words[end:]), cut


def _cut_note(cut: bool, citation: Citation) -> list[str]:
    note = f"{ELLIPSIS} cut here; Context {citation.number} shows all of it"
    return [_aside(note)] if cut else []


def _surrounded(snippet: Snippet, citation: Citation, room: _Room, quoted: list[str]) -> list[str]:
    """``quoted`` with the neighbouring words that are needed to understand it, marked as such."""
    contexts = dict(zip([c.number for c in snippet.citations], snippet.context, strict=False))
    context = contexts.get(citation.number)
    if context is None or not room.context:
        return quoted
    aside = _aside(f"context: {context.of(citation.article.text)}")
    return [aside, *quoted] if context < citation.span else [*quoted, aside]


def _outlets(citations: Sequence[Citation]) -> str:
    return "— " + ", ".join(f"{_outlet(c.article)} [{c.number}]" for c in citations[:_MOST_OUTLETS])


def _rest(snippet: Snippet, others: Sequence[Citation]) -> list[str]:
    lines = []
    if others:
        some = ", ".join(f"{_outlet(c.article)} [{c.number}]" for c in others[:8])
        more = f" and {count(len(others) - 8, 'more article')}" if len(others) > 8 else ""
        lines.append(f"also in {some}{more}, in other words")
    if carried := corroboration(snippet):
        lines.append(_aside(carried))
    return lines


def _sources(snippets: Sequence[Snippet], room: _Room) -> str:
    """The articles cited, each once, with all its numbers."""
    articles: dict[str, tuple[Article, list[int]]] = {}
    for snippet in snippets:
        for citation in snippet.citations:
            found = articles.setdefault(citation.article.id, (citation.article, []))
            found[1].append(citation.number)
    listed = list(articles.values())
    kept = len(listed) if room.sources is None else room.sources
    lines = [_source(numbers, article) for article, numbers in listed[:kept]]
    if len(listed) > kept:
        lines.append(f"and {count(len(listed) - kept, 'more article')}")
    return "\n".join(lines)


def _source(numbers: Sequence[int], article: Article) -> str:
    marks = "".join(f"[{number}]" for number in numbers[:8])
    title = link(article.url, line(article.title, _TITLE))
    date = day(article.published) if article.published else UNKNOWN_DATE
    return f"{marks} {title} · {_outlet(article)}, {date}"


def _who(snippet: Snippet, *, with_role: bool = True) -> str:
    if snippet.speaker is None:
        return f"<b>{_outlet(snippet.citations[0].article)}</b>, in its own words"
    return _named(snippet.speaker, snippet.role if with_role else None)


def _named(speaker: str, role: str | None) -> str:
    return f"<b>{line(speaker, _NAME)}</b>" + (f", {line(role, _ROLE)}" if role else "")


def _outlet(article: Article) -> str:
    return line(article.source, _OUTLET) if article.source else UNKNOWN_OUTLET


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


def _aside(text: str) -> str:
    return f"<i>{escape(text)}</i>"


def _join(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


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
