"""Where two outlets word one remark differently."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.differences import differing_words


def words(first: str, other: str) -> list[str]:
    """The marked words of ``other``."""
    return [span.of(other) for span in differing_words(first, other)]


def test_the_words_that_differ_are_marked() -> None:
    """A word added and a word replaced are found, the common ones are not."""
    assert words("the bridge is safe now", "the old bridge is secure now") == ["old", "secure"]


def test_neighbouring_words_are_one_mark() -> None:
    """Two different words in a row are marked together."""
    assert words("we open the bridge in May", "we open the bridge in late June") == ["late June"]


def test_the_form_of_marks_is_no_difference() -> None:
    """Curly and straight apostrophes, quotation marks and case do not count."""
    assert words('"We haven\'t closed it," he said', "“WE haven’t closed it,” he said") == []


def test_a_wholly_different_sentence_is_not_marked() -> None:
    """Where less than half is shared, marks would only disturb."""
    assert words("the bridge is safe", "taxes will rise in autumn") == []


@given(st.text(), st.text())
def test_marks_lie_inside_the_text_and_in_order(first: str, other: str) -> None:
    """Whatever the texts are, the marks are words of the second one, in order."""
    spans = differing_words(first, other)
    assert all(span.end <= len(other) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """The same words have nothing to mark."""
    assert differing_words(text, text) == ()
