"""Sheet and Listing: what is shown, laid out for a terminal or as plain text for a pipe.

Both forms are made from the same rows, so that they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

_LEAST_ROOM = 8  # columns; a terminal narrower than this plus the indent is not wrapped for


class Rendered(Protocol):
    """Something that can be shown in a terminal (by Rich) and written into a pipe."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The form for a terminal, wrapped to its width."""

    def plain(self) -> str:
        """The form for a pipe: no styles, no wrapping, without a line break at the end."""


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph.

    Attributes:
        text: its words, already safe for a terminal.
        lead: what stands before its first line.
        follow: what stands before its other lines; as wide as ``lead``.
        address: a web address that the words link to; written out where links are impossible.
    """

    text: Text = field(default_factory=Text)
    lead: str = ""
    follow: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paragraphs, one below the other."""

    rows: tuple[Row, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The paragraphs, wrapped with hanging indents."""
        for row in self.rows:
            room = max(_LEAST_ROOM, options.max_width - cell_len(row.lead))
            lines = row.text.wrap(console, room, overflow="fold") or [Text()]
            for number, line in enumerate(lines):
                line.rstrip()
                lead = Text(row.follow if number else row.lead, style="dim")
                yield Text("", no_wrap=True, overflow="ignore").append_text(lead).append_text(line)

    def plain(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for row in self.rows:
            yield f"{row.lead}{row.text.plain}".rstrip()
            if row.address is not None:
                yield f"{' ' * cell_len(row.lead)}{row.address}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A table.

    Attributes:
        columns: the headings; the first column takes the room that the others leave.
        rows: the cells, as many in each row as there are columns; safe for a terminal.
        note: a line below the table, or None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: str | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table, as wide as the terminal at most."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column(self.columns[0], overflow="fold")
        for heading in self.columns[1:]:
            table.add_column(heading, justify="right", overflow="fold")
        for cells in self.rows:
            table.add_row(*cells)
        yield table
        if self.note is not None:
            yield Text(self.note, style="dim")

    def plain(self) -> str:
        """A line a row, the cells divided by tabulators, with a line of headings."""
        lines = ["\t".join(self.columns)]
        lines += ["\t".join(cell.plain.replace("\n", "; ") for cell in row) for row in self.rows]
        return "\n".join([*lines, *([self.note] if self.note is not None else [])])
