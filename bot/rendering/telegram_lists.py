"""The speakers, the sources and the help as Telegram messages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer import SourceSummary
from bot.rendering.telegram_markup import MESSAGE_UNITS, line, units
from bot.rendering.wording import UNKNOWN_DATE, UNKNOWN_OUTLET, count, day
from index.speakers import Speaker

LINES_A_PAGE = 20

_NAME = 120
_ROLE = 100

COMMANDS = (
    ("ask", "ask who said what"),
    ("brief", "the most telling statements, of all or on a topic or speaker"),
    ("speakers", "who is on record"),
    ("sources", "the outlets and their dates"),
    ("help", "how to ask"),
)
"""The bot's commands with what they do, for the menu and the help."""

ASK_EXAMPLE = "Put the question behind the command: <code>/ask what did the minister say?</code>"


def speakers_pages(speakers: Sequence[Speaker]) -> tuple[str, ...]:
    """The speakers in the order given, with role and number of statements; at least one page."""
    lines = (
        f"<b>{line(speaker.name, _NAME)}</b>"
        + (f", {line(speaker.roles[0], _ROLE)}" if speaker.roles else "")
        + f" · {count(speaker.statements, 'statement')}"
        for speaker in speakers
    )
    head = f"<i>{count(len(speakers), 'speaker')} on record</i>"
    return _pages(head, lines)


def sources_pages(sources: Sequence[SourceSummary]) -> tuple[str, ...]:
    """The outlets in the order given, with number and dates of articles; at least one page."""
    lines = (
        f"<b>{line(source.source, _NAME) if source.source else UNKNOWN_OUTLET}</b>"
        f" · {count(source.articles, 'article')} · {_days(source)}"
        for source in sources
    )
    return _pages(f"<i>{count(len(sources), 'outlet')}</i>", lines)


def help_text(speaker: str | None, *, greeting: bool = False) -> str:
    """What the bot does and how to ask it.

    Args:
        speaker: a name on record for the examples, or None.
        greeting: whether it is the first message of a chat.
    """
    name = line(speaker, _NAME) if speaker else "the minister"
    commands = "\n".join(f"/{command} – {line(does, 200)}" for command, does in COMMANDS)
    opening = "<b>On Record</b>: who said what in the news, in the words of the articles.\n\n"
    return (
        f"{opening if greeting else ''}"
        f"Ask in plain words:\n"
        f"• <code>what did {name} say?</code>\n"
        f"• then <code>and about prices?</code> or <code>since Monday?</code>\n"
        f"• <code>who spoke about the talks?</code>\n\n"
        f"Every line is quoted word for word, with its outlet and date; where nothing is on "
        f"record, I say so. <b>More</b> shows further results, <b>Context</b> the sentences "
        f"around a quotation. An edited question is not answered again: send it anew.\n\n"
        f"{commands}\n\n"
        f"In a group: /ask, mention me, or reply to me."
    )


def _pages(head: str, lines: Iterable[str]) -> tuple[str, ...]:
    pages: list[str] = []
    page, held = head, 0
    for text in lines:
        if held == LINES_A_PAGE or units(page) + units(text) + 2 > MESSAGE_UNITS:
            pages.append(page)
            page, held = head, 0
        page += ("\n" if held else "\n\n") + text
        held += 1
    return (*pages, page)


def _days(source: SourceSummary) -> str:
    if source.first is None or source.last is None:
        return UNKNOWN_DATE
    if source.first == source.last:
        return day(source.first)
    return f"{day(source.first)} to {day(source.last)}"
