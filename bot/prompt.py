"""The console at a terminal: line editing, history, completion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.console import COMMANDS, Session
from bot.rendering.terminal import encodable
from bot.screen import Screen
from index.errors import OnRecordError

_PROMPT = "> "
_MENU = 4  # lines kept free below the prompt for completions
_WORDS = 4  # a name is completed from up to this many typed words


class NameCompleter(Completer):
    """Completes the commands, and the names of speakers anywhere in a line.

    Args:
        names: gives the names, best first; asked each time, since an index may be rebuilt.
    """

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        self._names = names

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """The completions of what stands before the cursor."""
        before = document.text_before_cursor
        if before.startswith("/") and " " not in before:
            for command in COMMANDS:
                if command.name.startswith(before):
                    yield Completion(
                        command.name, start_position=-len(before), display_meta=command.help
                    )
            return
        words = before.split(" ")
        for taken in range(min(_WORDS, len(words)), 0, -1):
            typed = " ".join(words[-taken:])
            found = [name for name in self._names() if _begins(name, typed)]
            for name in found:
                yield Completion(name, start_position=-len(typed))
            if found:
                return


def open_history(path: Path | None, screen: Screen) -> History:
    """The history kept in ``path``, or one that ends with the session.

    A file that cannot be written costs the history, with a message, and never the console.

    Args:
        path: the file, made with its folders where it is missing, readable by nobody else; None
            to keep nothing.
        screen: where the message goes.
    """
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        with path.open("ab"):
            return _KeptHistory(path)
    except OSError as exc:
        screen.message(
            f"questions are not kept for the next time ({exc}): set ONRECORD_CONSOLE__HISTORY to "
            f"a file that can be written, or ONRECORD_CONSOLE__KEEP_HISTORY=false"
        )
        return InMemoryHistory()


def run_at_terminal(session: Session, history: History, screen: Screen) -> None:
    """Prompts, answers, and prompts again until the person leaves.

    Ctrl-C clears the line or gives up the question being answered; Ctrl-D leaves.

    Args:
        session: the conversation.
        history: what the arrow keys bring back.
        screen: where results and messages go.
    """
    prompts: PromptSession[str] = PromptSession(
        history=history,
        completer=NameCompleter(session.names),
        complete_while_typing=False,
        reserve_space_for_menu=_MENU,
        auto_suggest=AutoSuggestFromHistory(),
    )
    while not session.is_over:
        try:
            result = session.reply(prompts.prompt(_PROMPT))
            if result is not None:
                screen.show(result)
                screen.line("")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        except OnRecordError as exc:
            screen.message(str(exc))
            screen.line("")


class _KeptHistory(FileHistory):
    """A history file that loses a line rather than the conversation."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))

    def store_string(self, string: str) -> None:
        try:
            super().store_string(encodable(string))
        except OSError:  # the disk is full, or the folder is gone
            return


def _begins(name: str, typed: str) -> bool:
    """Whether ``typed`` begins the name, or the name from one of its words on."""
    wanted = typed.casefold()
    if not wanted.strip():
        return False
    words = name.casefold().split()
    return any(" ".join(words[start:]).startswith(wanted) for start in range(len(words)))
