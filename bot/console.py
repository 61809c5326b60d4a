"""The console: one conversation, typed or piped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rich.text import Text

from bot.answer import Citation
from bot.conversation import Conversation
from bot.desk import Desk
from bot.rendering.console import (
    answer_sheet,
    briefing_sheet,
    citations_of,
    context_sheet,
    sources_listing,
    speakers_listing,
)
from bot.rendering.sheet import Rendered, Row, Sheet
from bot.rendering.terminal import encodable, visible
from bot.rendering.wording import count
from bot.screen import Screen
from index.errors import CollectionError, OnRecordError, QuestionError

_LISTED = 30  # speakers that fit a screen
_ECHOED = 40  # characters of a line that an error repeats


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the console.

    Attributes:
        name: its name, with the slash.
        argument: what may follow it, or "".
        help: what it does.
    """

    name: str
    argument: str
    help: str


COMMANDS = (
    Command("/help", "", "this list"),
    Command("/brief", "[ABOUT]", "who said what: on a topic, by a speaker, or altogether"),
    Command("/speakers", "[NAME]", "who is on record, most quoted first"),
    Command("/sources", "", "the outlets of the collection"),
    Command("/context", "[N]", "source N of the last answer, where it stands in its article"),
    Command("/quit", "", "leave (also Ctrl-D)"),
)


class Session:
    """One conversation: takes lines, gives what to show.

    Args:
        desk: where questions are answered.
        limit: how many snippets an answer has at most.
    """

    def __init__(self, desk: Desk, *, limit: int) -> None:
        self._desk = desk
        self._limit = limit
        self._conversation = Conversation()
        self._citations: dict[int, Citation] = {}
        self._handlers: Mapping[str, Callable[[str], Rendered | None]] = {
            "/help": self._help,
            "/brief": self._brief,
            "/speakers": self._speakers,
            "/sources": self._sources,
            "/context": self._context,
            "/quit": self._quit,
        }
        self.is_over = False

    def reply(self, line: str) -> Rendered | None:
        """What to show for one line: a question, or a command with its argument.

        Returns:
            None where there is nothing to show (a blank line, ``/quit``).

        Raises:
            OnRecordError: the line cannot be answered; the conversation stands as before.
        """
        line = " ".join(encodable(line).split())
        if not line:
            return None
        if line.startswith("/"):
            name, _, argument = line.partition(" ")
            return self._handlers[_full_name(name)](argument)
        answer, self._conversation = self._desk.answer(line, self._conversation, limit=self._limit)
        self._citations = citations_of(answer)
        return answer_sheet(answer)

    def names(self) -> tuple[str, ...]:
        """The speakers on record, most statements first; empty where they cannot be read."""
        try:
            return tuple(visible(speaker.name) for speaker in self._desk.speakers())
        except OnRecordError:
            return ()

    def greeting(self) -> Rendered:
        """What the collection holds, and how to go on.

        Raises:
            CollectionError: there is nothing to answer from.
        """
        sources = self._desk.sources()
        articles = count(sum(source.articles for source in sources), "article")
        speakers = count(len(self._desk.speakers()), "speaker")
        return Sheet(
            (
                Row(Text(f"On Record: {articles}, {speakers} on record.")),
                Row(Text("Ask what somebody said. /help lists the commands, Ctrl-D leaves.")),
                Row(),
            )
        )

    def _help(self, _: str) -> Rendered:
        return Sheet((Row(Text("Ask what somebody said, then go on asking.")), *_command_rows()))

    def _brief(self, about: str) -> Rendered:
        briefing = self._desk.brief(about or None, limit=self._limit)
        self._citations = citations_of(briefing)
        return briefing_sheet(briefing)

    def _speakers(self, name: str) -> Rendered:
        wanted = name.casefold()
        found = [
            speaker
            for speaker in self._desk.speakers()
            if any(wanted in known.casefold() for known in (speaker.name, *speaker.aliases))
        ]
        if name and not found:
            raise QuestionError(
                f"no speaker on record is called {_shortened(name)}: /speakers lists them"
            )
        return speakers_listing(found, limit=_LISTED)

    def _sources(self, _: str) -> Rendered:
        return sources_listing(self._desk.sources())

    def _context(self, argument: str) -> Rendered:
        if not self._citations:
            raise QuestionError("the last answer has no sources: ask a question, then /context 1")
        number = argument.strip("[]") or "1"
        citation = self._citations.get(int(number)) if number.isdecimal() else None
        if citation is None:
            last = max(self._citations)
            raise QuestionError(
                f"the last answer has no source {_shortened(argument)}: /context 1"
                + (f" to /context {last}" if last > 1 else "")
            )
        span = citation.span
        context = self._desk.context(citation.article.id, span.start, span.end)
        return context_sheet(citation.number, context)

    def _quit(self, _: str) -> None:
        self.is_over = True


def run_piped(session: Session, lines: Iterable[str], screen: Screen) -> bool:
    """Answers each line in turn, without a prompt, until the lines end.

    Args:
        session: the conversation.
        lines: a question or a command each.
        screen: where results and messages go.

    Returns:
        Whether every line could be answered.

    Raises:
        CollectionError: there is nothing to answer from; no other line could be answered either.
    """
    well = True
    first = True
    for line in lines:
        try:
            result = session.reply(line)
        except CollectionError:
            raise
        except OnRecordError as exc:
            screen.message(str(exc))
            well = False
            continue
        if session.is_over:
            break
        if result is not None:
            if not first:
                screen.line("")
            screen.show(result)
            first = False
    return well


def _full_name(name: str) -> str:
    """The command that ``name`` is, or is the beginning of."""
    matches = [command.name for command in COMMANDS if command.name.startswith(name.casefold())]
    if len(matches) != 1:
        known = ", ".join(command.name for command in COMMANDS)
        raise QuestionError(f"there is no command {_shortened(name)}: {known}")
    return matches[0]


def _shortened(typed: str) -> str:
    """What was typed, in a message: a pasted page must not fill the screen again."""
    return typed if len(typed) <= _ECHOED else f"{typed[:_ECHOED]}…"


def _command_rows() -> list[Row]:
    usages = [f"{command.name} {command.argument}".strip() for command in COMMANDS]
    width = max(map(len, usages)) + 4
    return [
        Row(Text(command.help), lead=f"  {usage}".ljust(width), follow=" " * width)
        for usage, command in zip(usages, COMMANDS, strict=True)
    ]
