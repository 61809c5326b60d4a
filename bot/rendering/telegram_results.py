"""The parts of a card: a result in the open, results folded away, the list of sources. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Citation, Snippet
from bot.rendering.differences import differing_words
from bot.rendering.telegram_markup import ELLIPSIS, MESSAGE_UNITS, escape, fit, line, link, units
from bot.rendering.wording import UNKNOWN_DATE, UNKNOWN_OUTLET, caveat, corroboration, count, day
from index.articles import Article

# Units of markup that a part may take at most.
_NAME = 120
_ROLE = 160
_OUTLET = 80
_TITLE = 160
_LONG_QUOTE = 600  # a longer one is folded even where it stands first
_LONG_COMPARED = 1500  # longer wordings are shown without marks: comparing them takes too long
_OUTLETS_NAMED = 12
_FEW = 3


@dataclass(frozen=True, slots=True)
class Room:
    """What a result may show where not all of it fits; None is no limit.

    Attributes:
        context: whether needed neighbours are shown.
        wordings: how many different wordings.
        sources: how many articles in the list of sources.
        words: units of markup of one quotation.
    """

    context: bool = True
    wordings: int | None = None
    sources: int | None = None
    words: int | None = None

    @property
    def outlets(self) -> int:
        """How many outlets are named in one place."""
        return _OUTLETS_NAMED if self.words is None else _FEW


def remark(snippet: Snippet, room: Room) -> str:
    """The words of a result in block quotations, each with its outlets below it."""
    lines = [_aside(f"({warning})")] if (warning := caveat(snippet)) else []
    shown, others = _wordings(snippet, room)
    for group in shown:
        quote, cut = _quote(snippet, group[0], room)
        folded = " expandable" if units(quote) > _LONG_QUOTE else ""
        block = f"<blockquote{folded}>{quote}</blockquote>"
        lines += [*_surrounded(snippet, group[0], room, [block]), *_cut_note(cut, group[0])]
        lines.append(f"— {_outlets(group, room)}")
    return "\n".join([*lines, *_rest(snippet, others, room)])


def folded(snippets: Sequence[Snippet], room: Room, above: str | None = None) -> str:
    """Results in one expandable quotation, where block quotations cannot stand in each other.

    A speaker's role is not repeated below a result of the same speaker (``above``).
    """
    if not snippets:
        return ""
    entries = []
    for snippet in snippets:
        lines = [f"{snippet.rank}. {who(snippet, with_role=snippet.speaker != above)}"]
        above = snippet.speaker
        if warning := caveat(snippet):
            lines.append(_aside(f"({warning})"))
        shown, others = _wordings(snippet, room)
        for group in shown:
            quote, cut = _quote(snippet, group[0], room)
            lines += [*_surrounded(snippet, group[0], room, [quote]), *_cut_note(cut, group[0])]
            lines.append(f"— {_outlets(group, room)}")
        entries.append("\n".join([*lines, *_rest(snippet, others, room)]))
    return f"<blockquote expandable>{joined(*entries)}</blockquote>"


def _wordings(snippet: Snippet, room: Room) -> tuple[list[list[Citation]], list[Citation]]:
    """Citations grouped by their words, as many groups as there is room for; and the others."""
    groups: dict[str, list[Citation]] = {}
    for citation in snippet.citations:
        groups.setdefault(citation.quote, []).append(citation)
    ordered = list(groups.values())
    kept = len(ordered) if room.wordings is None else room.wordings
    return ordered[:kept], [citation for group in ordered[kept:] for citation in group]


def _quote(snippet: Snippet, citation: Citation, room: Room) -> tuple[str, bool]:
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


def _surrounded(snippet: Snippet, citation: Citation, room: Room, quoted: list[str]) -> list[str]:
    """``quoted`` with the neighbouring words that are needed to understand it, marked as such."""
    contexts = dict(zip([c.number for c in snippet.citations], snippet.context, strict=False))
    context = contexts.get(citation.number)
    if context is None or not room.context:
        return quoted
    aside = _aside(f"context: {context.of(citation.article.text)}")
    return [aside, *quoted] if context < citation.span else [*quoted, aside]


def _outlets(citations: Sequence[Citation], room: Room) -> str:
    named = ", ".join(f"{_outlet(c.article)} [{c.number}]" for c in citations[: room.outlets])
    more = len(citations) - room.outlets
    return f"{named} and {count(more, 'more article')}" if more > 0 else named


def _rest(snippet: Snippet, others: Sequence[Citation], room: Room) -> list[str]:
    lines = [f"also in {_outlets(others, room)}, in other words"] if others else []
    carried = corroboration(snippet)
    return [*lines, _aside(carried)] if carried else lines


def source_list(snippets: Sequence[Snippet], room: Room) -> str:
    """The articles cited, each once, with all its numbers."""
    articles: dict[str, tuple[Article, list[int]]] = {}
    for snippet in snippets:
        for citation in snippet.citations:
            found = articles.setdefault(citation.article.id, (citation.article, []))
            found[1].append(citation.number)
    listed = list(articles.values())
    kept = len(listed) if room.sources is None else room.sources
    lines = [source_line(numbers, article) for article, numbers in listed[:kept]]
    if len(listed) > kept:
        lines.append(f"and {count(len(listed) - kept, 'more article')}")
    return "\n".join(lines)


def source_line(numbers: Sequence[int], article: Article) -> str:
    """An article with the numbers of its citations: title, outlet, date, address."""
    marks = "".join(f"[{number}]" for number in numbers[:8])
    title = link(article.url, line(article.title, _TITLE))
    date = day(article.published) if article.published else UNKNOWN_DATE
    return f"{marks} {title} · {_outlet(article)}, {date}"


def who(snippet: Snippet, *, with_role: bool = True) -> str:
    """Who speaks: the speaker, or the outlet where it speaks itself."""
    if snippet.speaker is None:
        return f"<b>{_outlet(snippet.citations[0].article)}</b>, in its own words"
    return named(snippet.speaker, snippet.role if with_role else None)


def named(speaker: str, role: str | None) -> str:
    """A speaker with the role that articles give."""
    return f"<b>{line(speaker, _NAME)}</b>" + (f", {line(role, _ROLE)}" if role else "")


def _outlet(article: Article) -> str:
    return line(article.source, _OUTLET) if article.source else UNKNOWN_OUTLET


def _aside(text: str) -> str:
    return f"<i>{escape(text)}</i>"


def joined(*parts: str) -> str:
    """Parts with an empty line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)
