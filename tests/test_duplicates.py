"""Duplicates: the same article under two ids, told from another article."""

from __future__ import annotations

from index.articles import Article
from index.duplicates import Duplicate, DuplicateFinder, duplicates
from index.spans import Span

WORDS = [f"word{number}" for number in range(400)]
TEXT = " ".join(WORDS)


def article(article_id: str, text: str, *furniture: Span) -> Article:
    """An article that is nothing but its text."""
    return Article(article_id, "Title", text, furniture=furniture)


def test_the_same_words_are_an_exact_duplicate():
    """Case, punctuation and line breaks do not count."""
    found = list(duplicates([article("a", "We go, now."), article("b", "“We go.\nNow”")]))
    assert found == [Duplicate("a", "b", exact=True, similarity=1.0)]


def test_furniture_does_not_tell_two_articles_apart():
    """Two outlets print one text with trailers of their own."""
    text = f"{TEXT}\nSource: Example Daily"
    found = list(duplicates([article("a", TEXT), article("b", text, Span(len(TEXT), len(text)))]))
    assert [(d.first_id, d.second_id, d.exact) for d in found] == [("a", "b", True)]


def test_a_shorter_cut_is_a_near_duplicate():
    """Its similarity is about the share of words both have."""
    (found,) = duplicates([article("a", TEXT), article("b", " ".join(WORDS[:320]))])
    assert not found.exact
    assert 0.65 < found.similarity < 0.95


def test_articles_that_share_a_quotation_are_no_duplicates():
    """Half of the words in common is not enough."""
    other = " ".join([*WORDS[:100], *(f"other{number}" for number in range(300))])
    assert list(duplicates([article("a", TEXT), article("b", other)])) == []


def test_each_further_copy_names_the_first():
    """Three copies are two duplicates of the first."""
    copies = [article(name, TEXT) for name in "abc"]
    assert [(d.first_id, d.second_id) for d in duplicates(copies)] == [("a", "b"), ("a", "c")]


def test_the_closest_earlier_article_is_named():
    """Not merely the first that is close."""
    finder = DuplicateFinder()
    finder.add(article("far", " ".join(WORDS[:320])))
    finder.add(article("near", " ".join(WORDS[:395])))
    found = finder.add(article("new", TEXT))
    assert found is not None
    assert found.first_id == "near"


def test_very_short_articles_are_compared_as_a_whole():
    """Fewer words than a run has are a run."""
    found = list(duplicates([article("a", "Go now"), article("b", "Stay here")]))
    assert found == []


def test_the_same_articles_give_the_same_duplicates():
    """Nothing depends on chance or on the process."""
    given = [article("a", TEXT), article("b", " ".join(WORDS[30:]))]
    assert list(duplicates(given)) == list(duplicates(given))
