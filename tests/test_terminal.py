"""Text of articles made safe for a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.terminal import encodable, link_target, visible

ANY_TEXT = st.text(st.characters())  # lone surrogates and control characters included


@given(ANY_TEXT)
def test_no_control_character_survives(text: str) -> None:
    """Whatever an article holds, a terminal gets no control character."""
    assert not [char for char in visible(text) if unicodedata.category(char) == "Cc"]


@given(ANY_TEXT)
def test_no_change_of_direction_survives(text: str) -> None:
    """Whatever an article holds, no override, embedding, isolate or mark of direction is shown."""
    directions = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not [char for char in visible(text) if unicodedata.bidirectional(char) in directions]


@given(ANY_TEXT)
def test_everything_visible_can_be_encoded(text: str) -> None:
    """What is shown can be written as UTF-8."""
    assert visible(text).encode("utf-8").decode("utf-8") == visible(text)


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1)))
def test_words_are_unchanged(words: list[str]) -> None:
    """Letters, numbers, marks and emoji are shown as they are; white space becomes one blank."""
    assert visible(" \n\t".join(words)) == " ".join(words)


def test_an_escape_sequence_is_shown_as_text() -> None:
    """The escape character is shown as its picture, so that the sequence is only words."""
    assert visible("\x1b[31mred\x1b]0;title\x07") == "␛[31mred␛]0;title␇"


def test_a_c1_control_is_replaced() -> None:
    """U+009B, which begins a sequence in one character, is not passed on."""
    assert visible("\x9b31mred") == "�31mred"


def test_a_joined_emoji_stays_whole() -> None:
    """The joiner inside an emoji is not a control."""
    assert visible("👩‍🚀") == "👩‍🚀"


@pytest.mark.parametrize("url", ["https://herald.example/a?b=c#d", "http://localhost:8080/"])
def test_a_web_address_is_linked(url: str) -> None:
    """A plain web address may be given to a terminal."""
    assert link_target(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://a.example/\x1b\\\x1b[31m",
        "https://a.example/ b",
        "https://a.example/\n",
        "https://bücher.example/",
    ],
)
def test_anything_else_is_not_linked(url: str | None) -> None:
    """Other schemes, blanks, controls and letters beyond ASCII make no link."""
    assert link_target(url) is None


@given(ANY_TEXT)
def test_typed_text_becomes_encodable(text: str) -> None:
    """Any text that came in can be written as UTF-8 afterwards."""
    assert encodable(text).encode("utf-8").decode("utf-8") == encodable(text)


def test_valid_text_is_left_alone() -> None:
    """Text that is already valid stays as it was typed."""
    assert encodable("was sagte Łukasz? 🙂") == "was sagte Łukasz? 🙂"
