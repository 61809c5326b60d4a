"""Telegram's HTML: what is escaped, how it is measured, where it is cut."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.telegram_markup import entities, escape, fit, line, plain, units


@given(st.text())
def test_units_are_utf_16_code_units(text):
    """As Telegram counts."""
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(st.text())
def test_escaped_text_can_be_recovered(text):
    """Unescaping gives the words back, and no tag can be made of them."""
    assert "<" not in escape(text)
    # Only what was escaped is taken back: html.unescape would also read an article's "&copy".
    back = escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text
    assert unescape(escape(text)) == text


def test_a_lone_surrogate_is_replaced():
    """It could not be sent at all."""
    assert escape("a\ud800b") == "a�b"


@given(st.text(), st.integers(0, 60))
def test_what_fits_is_a_beginning_within_the_limit(text, limit):
    """Measured as markup; nothing is cut where everything fits."""
    kept, cut = fit(text, limit)
    assert text.startswith(kept)
    assert units(escape(kept)) <= limit
    assert cut == (kept != text)
    assert cut == (units(escape(text)) > limit) or not text[len(kept) :].strip()


@given(st.text(min_size=1), st.integers(12, 60))
def test_something_always_fits(text, limit):
    """Cutting a long text piece by piece comes to an end."""
    assert fit(text, limit)[0]


def test_a_text_is_cut_between_words():
    """The word that does not fit is left out whole."""
    assert fit("one two three", 9) == ("one two", True)
    assert fit("one two three", 7) == ("one two", True)


def test_a_word_without_end_is_cut_inside():
    """There is no better place."""
    assert fit("x" * 50, 10) == ("x" * 10, True)


def test_a_combining_mark_stays_with_its_letter():
    """The cut goes before the letter."""
    assert fit("aaaae\u0301", 5) == ("aaaa", True)


@given(st.text(), st.integers(2, 80))
def test_a_line_is_one_line_within_its_limit(text, limit):
    """Whatever breaks or controls a line is left out."""
    shown = line(text, limit)
    assert len(shown.splitlines()) <= 1
    assert units(shown) <= limit


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>a</b> &amp; <i>b</i>", "a & b"),
        ('<a href="https://x.org/?a=1&amp;b=2">title</a>', "title (https://x.org/?a=1&b=2)"),
        ("<blockquote expandable>&lt;b&gt;</blockquote>", "<b>"),
    ],
)
def test_plain_text_has_no_markup_and_keeps_addresses(markup, text):
    """For when Telegram cannot read the markup."""
    assert plain(markup) == text


def test_a_pair_of_tags_is_one_entity():
    """As Telegram counts them."""
    assert entities("<b>a</b><blockquote expandable><i>b</i></blockquote>") == 3
