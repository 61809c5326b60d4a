"""The words of questions and articles are folded and stemmed alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import content_stems, content_words, fold, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Zürich", "zurich"), ("ÉTAT", "etat"), ("Straße", "strasse"), ("it’s", "it's")],
)
def test_case_accents_and_curly_apostrophes_are_folded(text, folded):
    """A name typed without its accents finds the one printed with them."""
    assert fold(text) == folded


def test_a_possessive_is_the_name_itself():
    """The case: "Moscow's" and "Moscow’s" are "moscow"."""
    assert tokens("Moscow's and Moscow’s") == ["moscow", "and", "moscow"]


def test_words_that_only_ask_carry_no_topic():
    """What is left of a question is what it is about."""
    assert content_words("What did he say about the ferry?") == ["say", "ferry"]


@pytest.mark.parametrize("word", ["territory", "territories", "territorial"])
def test_forms_of_one_word_share_a_stem(word):
    """A question for the territory finds territories."""
    assert content_stems(word) == ["territori"]


@pytest.mark.parametrize(("past", "verb"), [("met", "meet"), ("sold", "sells"), ("won", "winning")])
def test_an_irregular_past_has_the_stem_of_its_verb(past, verb):
    """A question whom she did meet finds whom she met."""
    assert content_stems(past) == content_stems(verb)


@given(st.text())
def test_any_text_can_be_folded(text):
    """No text breaks the folding, and folded tokens hold no capitals."""
    assert all(token == token.casefold() for token in tokens(text))
