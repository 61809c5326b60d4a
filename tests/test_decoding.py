"""Decoding: any bytes are a text or an error that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ArticleError
from index.reading.decoding import decode

# The detection of encodings takes its time; what it does with noise needs few examples.
FEW = settings(max_examples=40, deadline=None)


def text_or_none(data: bytes) -> str | None:
    """The text of some bytes, or None where they are said to be none."""
    try:
        return decode(data).text
    except ArticleError:
        return None


@FEW
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(b"\xff\xfe".__add__)))
def test_any_bytes_are_text_or_an_article_error(data):
    """Nothing else is raised, and no text holds a NUL, which a database may cut it at."""
    assert "\0" not in (text_or_none(data) or "")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_is_never_guessed(text):
    """Valid UTF-8 is read as such, character by character, one byte order mark aside."""
    decoded = decode(text.encode())
    assert decoded.guessed is None
    assert decoded.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("declared", ["rot13", "idna", "no-such-encoding", "utf-16"])
def test_a_useless_declaration_is_passed_over(declared):
    """What a page says about its encoding need not be true."""
    text = (
        "Die Brücke über den Fluß bleibt für längere Zeit geschlossen, erklärte der Bürgermeister."
    )
    assert decode(text.encode("cp1252"), declared).text == text


def test_the_declared_encoding_is_not_a_guess():
    """It is used where the bytes are not UTF-8."""
    decoded = decode("Łódź".encode("iso-8859-2"), "iso-8859-2")
    assert (decoded.text, decoded.guessed) == ("Łódź", None)


def test_a_mark_that_lies_is_an_error():
    """The message names the encoding that was announced."""
    with pytest.raises(ArticleError, match="UTF-16"):
        decode(b"\xff\xfea")
