"""Paragraphs: a line each, unless lines are wrapped."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paragraphs import paragraphs

ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="ab .\n\r\v\x85\u2028\xa0\U0001f600", max_size=200),
    st.lists(st.sampled_from(["word " * 12, "word " * 11, "", "end."]), max_size=12).map("\n".join),
)


@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_is_a_paragraph(separator):
    """News text files have a paragraph a line, whatever separates lines."""
    text = separator.join([" One line. ", "", "Another line."])
    assert [p.of(text) for p in paragraphs(text)] == ["One line.", "Another line."]


WRAPPED = """The council met on Tuesday to talk about the bridge, which has been
closed since the flood of last spring and is not expected to open
again before the winter.

Its chair said that the money was there but that the stones were not,
and that nobody could say when the quarry would send the next ones to
the city."""


def test_hard_wrapped_lines_are_joined():
    """Full lines between blank lines are one paragraph."""
    starts = [p.of(WRAPPED)[:11] for p in paragraphs(WRAPPED)]
    assert starts == ["The council", "Its chair s"]


def test_a_long_line_by_itself_does_not_hide_the_wrapping():
    """A headline or an address may be longer than the lines of the text."""
    text = f"{'A headline that nobody wrapped ' * 5}\n\n{WRAPPED}\n\nhttps://{'x' * 200}"
    assert len(paragraphs(text)) == 4


def test_short_lines_of_a_list_are_not_joined():
    """Lines that had room for the next word are paragraphs of their own."""
    text = (
        "The teams:\n\nNorth\nSouth\nEast\nWest\n\nThat was the list of all the teams in the cup."
    )
    assert [p.of(text) for p in paragraphs(text)][1:5] == ["North", "South", "East", "West"]


def test_long_lines_are_not_joined():
    """A paragraph a line stays so, with and without blank lines between."""
    line = "The council met on Tuesday to talk about the bridge over the river. " * 3
    assert len(paragraphs(f"{line}\n{line}\n\n{line}\n{line}\n\n{line}")) == 5


@given(ANY_TEXT)
def test_paragraphs_are_trimmed_ordered_and_hold_all_words(text):
    """Paragraphs of any text hold everything but white space, once, in order."""
    spans = paragraphs(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
