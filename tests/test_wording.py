"""The words that every way in uses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.answer import Interpretation
from bot.rendering.wording import caveat, corroboration, count, period, understood
from tests.fake_desk import safe_bridge

MARCH = dt.date(2025, 3, 4)
APRIL = dt.date(2025, 4, 30)


@pytest.mark.parametrize(
    ("interpretation", "words"),
    [
        (Interpretation("Ada Quill", "taxes", None, None), "what Ada Quill said about taxes"),
        (Interpretation("Ada Quill", None, None, None), "what Ada Quill said"),
        (Interpretation(None, "taxes", None, None), "what is on record about “taxes”"),
        (Interpretation(None, None, None, None), "what is on record"),
        (Interpretation("Ada Quill", None, MARCH, None), "what Ada Quill said, since 4 March 2025"),
    ],
)
def test_how_a_question_was_understood(interpretation: Interpretation, words: str) -> None:
    """The interpretation is said in a few words, with what is missing left out."""
    assert understood(interpretation) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (None, None, None),
        (MARCH, MARCH, "on 4 March 2025"),
        (MARCH, APRIL, "from 4 March 2025 to 30 April 2025"),
        (MARCH, None, "since 4 March 2025"),
        (None, APRIL, "until 30 April 2025"),
    ],
)
def test_periods(since: dt.date | None, until: dt.date | None, words: str | None) -> None:
    """Both ends are optional, and one day is one day."""
    assert period(since, until) == words


def test_a_remark_of_one_article_claims_no_corroboration() -> None:
    """Nothing is said of corroboration where one article carries the remark."""
    one = replace(safe_bridge(), citations=safe_bridge().citations[:1], independent=1)
    assert corroboration(one) is None


def test_copies_of_one_report_are_not_counted_as_independent() -> None:
    """Two articles with one wire report are said to be one independent report."""
    assert (
        corroboration(replace(safe_bridge(), independent=1))
        == "carried by 2 articles, 1 independent report"
    )


def test_independent_articles_are_only_counted() -> None:
    """Where all are independent, the number says everything."""
    assert corroboration(safe_bridge()) == "carried by 2 articles"


def test_a_denial_carries_its_caveat() -> None:
    """What was reported as not said is never shown as said."""
    assert caveat(replace(safe_bridge(), negated=True)) == "reported as not said"


def test_speech_that_may_not_have_happened_carries_its_caveat() -> None:
    """Hypothetical speech is never shown as fact."""
    assert "may not have been said" in (caveat(replace(safe_bridge(), hypothetical=True)) or "")


def test_a_plain_remark_carries_no_caveat() -> None:
    """An ordinary remark stands without a warning."""
    assert caveat(safe_bridge()) is None


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (1200, "1,200 articles")]
)
def test_counts_agree_with_their_nouns(number: int, words: str) -> None:
    """One is singular, everything else plural, thousands are divided."""
    assert count(number, "article") == words


def test_an_irregular_plural_is_given() -> None:
    """A noun may bring its own plural."""
    assert count(2, "company", "companies") == "2 companies"
