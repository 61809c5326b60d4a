"""What a person reads in a terminal. Pure: everything here takes a result and returns a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from rich.style import Style
from rich.text import Text

from bot.answer import (
    Answer,
    Briefing,
    Citation,
    Context,
    Interpretation,
    Outcome,
    Snippet,
    SourceSummary,
)
from bot.rendering.differences import differing_words
from bot.rendering.sheet import Listing, Row, Sheet
from bot.rendering.terminal import link_target, visible
from bot.rendering.wording import (
    UNKNOWN_DATE,
    UNKNOWN_OUTLET,
    caveat,
    corroboration,
    day,
    understood,
)
from index.articles import Article
from index.spans import Span
from index.speakers import Speaker

_INDENT = "   "
_QUOTE = f"{_INDENT}│ "
_CONTEXT = f"{_INDENT}┆ "
_BLANK = Row()
_UNDERSTOOD = 160  # characters; a question of 2,000 must not push its answer off the screen
_NOT_UNDERSTOOD = Interpretation(None, None, None, None)


def answer_sheet(answer: Answer) -> Sheet:
    """An answer: how it was understood, then the remarks or why there are none."""
    rows = []
    if answer.outcome is Outcome.ANSWERED or answer.interpretation != _NOT_UNDERSTOOD:
        words = shorten(visible(understood(answer.interpretation)), _UNDERSTOOD, placeholder="…")
        rows += [Row(Text("Understood as: ", style="dim").append(words)), _BLANK]
    if answer.outcome is not Outcome.ANSWERED:
        rows += [Row(Text(visible(answer.message or "Nothing on record."), style="bold")), _BLANK]
    for snippet in answer.snippets:
        rows += [*_snippet_rows(snippet), _BLANK]
    choices = _beyond(answer.message, answer.choices)
    if choices:
        rows += [Row(Text("Ask again with one of:")), *_bullets(choices), _BLANK]
    suggestions = _beyond(answer.message, answer.suggestions)
    if suggestions:
        rows += [Row(Text("Try:")), *_bullets(suggestions), _BLANK]
    if answer.closest:
        rows += [Row(Text("Closest on record:")), _BLANK]
        for snippet in answer.closest:
            rows += [*_snippet_rows(snippet), _BLANK]
    return Sheet(tuple(rows[:-1]))


def briefing_sheet(briefing: Briefing) -> Sheet:
    """A briefing: under each speaker, what is on record."""
    title = visible(briefing.about) if briefing.about else "the whole collection"
    rows = [Row(Text("Briefing: ", style="dim").append(title))]
    if briefing.message:
        rows += [_BLANK, Row(Text(visible(briefing.message), style="bold"))]
    for entry in briefing.entries:
        rows += [_BLANK, Row(_named(entry.speaker, entry.role))]
        for number, snippet in enumerate(entry.snippets):
            rows += [_BLANK] if number else []
            rows += _remark_rows(snippet)
    return Sheet(tuple(rows))


def context_sheet(number: int, context: Context) -> Sheet:
    """The words of citation ``number`` where they stand, with the sentences around them."""
    article = context.article
    rows = [_source_row(number, article, lead=""), _BLANK]
    if context.before is not None:
        rows += _words_rows(article, context.before, lead="  ", style="dim")
    rows += _words_rows(article, context.cited, lead="> ", style="bold")
    if context.after is not None:
        rows += _words_rows(article, context.after, lead="  ", style="dim")
    return Sheet(tuple(rows))


def speakers_listing(speakers: Sequence[Speaker], *, limit: int | None = None) -> Listing:
    """The speakers on record, in the order given, with how often they are quoted.

    Args:
        speakers: all of them.
        limit: how many to list at most; a note tells how many were left out.
    """
    listed = speakers[:limit]
    rows = [
        (
            _with_detail(speaker.name, speaker.roles[:1]),
            Text(f"{speaker.statements:,}"),
            Text(f"{speaker.articles:,}"),
        )
        for speaker in listed
    ]
    left = len(speakers) - len(listed)
    note = f"and {left:,} more: /speakers NAME finds one" if left else None
    return Listing(("Speaker", "Statements", "Articles"), tuple(rows), note)


def sources_listing(sources: Sequence[SourceSummary]) -> Listing:
    """The outlets of the collection, with how many articles each has and from when."""
    rows = [
        (
            Text(visible(source.source) if source.source else UNKNOWN_OUTLET),
            Text(f"{source.articles:,}"),
            Text(_days(source)),
        )
        for source in sources
    ]
    return Listing(("Outlet", "Articles", "Published"), tuple(rows))


def citations_of(result: Answer | Briefing) -> dict[int, Citation]:
    """Every citation that a sheet shows, by its number."""
    if isinstance(result, Briefing):
        snippets = [snippet for entry in result.entries for snippet in entry.snippets]
    else:
        snippets = [*result.snippets, *result.closest]
    return {citation.number: citation for snippet in snippets for citation in snippet.citations}


def _snippet_rows(snippet: Snippet) -> Iterator[Row]:
    if snippet.speaker is None:
        source = snippet.citations[0].article.source
        who = Text(visible(source) if source else UNKNOWN_OUTLET, style="bold")
        who.append(", in its own words", style="dim not bold")
    else:
        who = _named(snippet.speaker, snippet.role)
    lead = f"{snippet.rank}. "
    yield Row(who, lead=lead, follow=" " * len(lead))
    yield from _remark_rows(snippet)


def _remark_rows(snippet: Snippet) -> Iterator[Row]:
    """The words and sources of a snippet: outlets with the same words stand under one quote."""
    warning = caveat(snippet)
    if warning is not None:
        yield Row(Text(f"({warning})", style="italic"), lead=_INDENT, follow=_INDENT)
    contexts = snippet.context or (None,) * len(snippet.citations)
    shown: set[str] = set()
    for citation in snippet.citations:
        words = visible(citation.quote)
        if words in shown:
            continue
        shown.add(words)
        same = [other for other in snippet.citations if visible(other.quote) == words]
        context = contexts[snippet.citations.index(citation)]
        before = context is not None and context < citation.span
        if context is not None and before:
            yield _context_row(citation.article, context)
        text = Text(words)
        for span in differing_words(visible(snippet.text), words):
            text.stylize("underline", span.start, span.end)
        yield Row(text, lead=_QUOTE, follow=_QUOTE)
        if context is not None and not before:
            yield _context_row(citation.article, context)
        for other in same:
            yield _source_row(other.number, other.article, lead=_INDENT)
    carried = corroboration(snippet)
    if carried is not None:
        yield Row(Text(carried, style="dim"), lead=_INDENT, follow=_INDENT)


def _source_row(number: int, article: Article, *, lead: str) -> Row:
    outlet = visible(article.source) if article.source else UNKNOWN_OUTLET
    date = day(article.published) if article.published else UNKNOWN_DATE
    target = link_target(article.url)
    mark = f"[{number}] "
    text = Text(f"{outlet}, {date}: ")
    text.append(visible(article.title), style=Style(link=target))
    lead += mark
    address = visible(article.url) if article.url else None
    return Row(text, lead=lead, follow=" " * len(lead), address=address)


def _context_row(article: Article, span: Span) -> Row:
    text = Text("context: ", style="dim").append(visible(span.of(article.text)), style="italic")
    return Row(text, lead=_CONTEXT, follow=_CONTEXT)


def _words_rows(article: Article, span: Span, *, lead: str, style: str) -> list[Row]:
    """The words of a span, a row for each paragraph they stand in."""
    return [
        Row(Text(visible(line), style=style), lead=lead, follow=lead)
        for line in span.of(article.text).splitlines()
        if line.strip()
    ]


def _named(name: str, role: str | None) -> Text:
    text = Text(visible(name), style="bold")
    return text.append(f", {visible(role)}", style="dim not bold") if role else text


def _with_detail(name: str, details: Sequence[str]) -> Text:
    text = Text(visible(name))
    for detail in details:
        text.append(f"\n{visible(detail)}", style="dim")
    return text


def _beyond(message: str | None, lines: Sequence[str]) -> list[str]:
    """The lines that ``message`` does not already say."""
    return [line for line in lines if line not in (message or "")]


def _bullets(lines: Sequence[str]) -> list[Row]:
    return [Row(Text(visible(line)), lead="  • ", follow="    ") for line in lines]


def _days(source: SourceSummary) -> str:
    if source.first is None or source.last is None:
        return UNKNOWN_DATE
    if source.first == source.last:
        return source.first.isoformat()
    return f"{source.first.isoformat()} to {source.last.isoformat()}"
