"""Sheets and listings, for a terminal and for a pipe."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.rendering.sheet import Listing, Rendered, Row, Sheet
from bot.rendering.terminal import visible

NARROW = 40


def shown(result: Rendered, width: int = NARROW) -> str:
    """What a terminal of ``width`` columns shows, without styles."""
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        console.print(result, crop=False)
    return capture.get()


def test_lines_hang_under_the_first() -> None:
    """A wrapped paragraph goes on under its own words, not under its number."""
    sheet = Sheet((Row(Text("one two three four five six"), lead="1. ", follow="   "),))
    assert shown(sheet, 17) == "1. one two three\n   four five six\n"


def test_plain_paragraphs_are_not_wrapped() -> None:
    """In a pipe a paragraph is one line, however long."""
    assert Sheet((Row(Text("word " * 100), lead="> "),)).plain() == ("> " + "word " * 100).rstrip()


def test_a_pipe_gets_the_address_written_out() -> None:
    """Where there are no links, the address stands below, indented alike."""
    row = Row(Text("Title"), lead="[1] ", address="https://a.example")
    assert Sheet((row,)).plain() == "[1] Title\n    https://a.example"


@pytest.mark.parametrize(
    "words", ["桥梁是安全的" * 12, "🌉" * 50, "x" * 200, "https://a.example/" * 9]
)
def test_nothing_is_wider_than_a_narrow_terminal(words: str) -> None:
    """Wide signs, emoji and long words are folded at 40 columns, and nothing is lost."""
    text = shown(Sheet((Row(Text(words), lead="   │ ", follow="   │ "),)))
    assert max(cell_len(line) for line in text.splitlines()) <= NARROW
    assert "".join(line.removeprefix("   │ ") for line in text.splitlines()) == words


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_no_word_is_lost_at_any_width(text: str, width: int) -> None:
    """Whatever the words and the width are, every sign but white space is shown."""
    words = visible(text)
    wrapped = shown(Sheet((Row(Text(words)),)), width)
    assert "".join(wrapped.split()) == "".join(words.split())


def test_a_plain_table_divides_cells_by_tabulators() -> None:
    """In a pipe a table can be cut at the tabulators."""
    listing = Listing(("Outlet", "Articles"), ((Text("Herald\ndaily"), Text("2")),), note="more")
    assert listing.plain() == "Outlet\tArticles\nHerald; daily\t2\nmore"


def test_a_table_fits_a_narrow_terminal() -> None:
    """A long name is folded in its column, and the numbers stay readable."""
    listing = Listing(("Speaker", "Statements"), ((Text("a very long name " * 4), Text("12,345")),))
    text = shown(listing)
    assert max(cell_len(line) for line in text.splitlines()) <= NARROW
    assert "12,345" in text
