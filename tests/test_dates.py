"""Days in a question limit the articles; days of an event do not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import DateRange, take_dates

WEDNESDAY = dt.date(2026, 7, 15)


def day(month, number, year=2026):
    """A day of 2026."""
    return dt.date(year, month, number)


@pytest.mark.parametrize(
    ("text", "rest", "since", "until"),
    [
        ("the ferry since Monday", "the ferry", day(7, 13), None),
        ("the ferry after 3 May 2026", "the ferry", day(5, 4), None),
        ("the ferry before 2026-05-03", "the ferry", None, day(5, 2)),
        ("the ferry until yesterday", "the ferry", None, day(7, 14)),
        ("the ferry yesterday", "the ferry", day(7, 14), day(7, 14)),
        ("the ferry last week", "the ferry", day(7, 6), day(7, 12)),
        ("the ferry this month", "the ferry", day(7, 1), WEDNESDAY),
        ("the ferry in March 2025", "the ferry", day(3, 1, 2025), day(3, 31, 2025)),
        ("the ferry in 2025", "the ferry", day(1, 1, 2025), day(12, 31, 2025)),
        ("the ferry in the last 3 days", "the ferry", day(7, 12), WEDNESDAY),
        ("between 3 May and 5 June 2026 about tolls", "about tolls", day(5, 3), day(6, 5)),
        ("last week about the ferry", "about the ferry", day(7, 6), day(7, 12)),
    ],
)
def test_an_expression_of_days_is_taken_out(text, rest, since, until):
    """The days become bounds, the other words stay."""
    assert take_dates(text, WEDNESDAY, bounds_only=False) == (rest, DateRange(since, until))


@pytest.mark.parametrize(
    "text", ["the march on the capital", "what may happen", "the second vote", "the 2026 election"]
)
def test_words_that_only_look_like_days_stay(text):
    """A topic is not cut because it holds "March" or a year."""
    assert take_dates(text, WEDNESDAY, bounds_only=False) == (text, DateRange())


@pytest.mark.parametrize(
    "text", ["how many closed since 2006", "who won in March", "closed in 2025"]
)
def test_the_days_of_an_event_do_not_limit_the_articles(text):
    """In a question for a plain fact a year or month belongs to the fact."""
    assert take_dates(text, WEDNESDAY, bounds_only=True) == (text, DateRange())


def test_a_recent_bound_limits_a_plain_fact_as_well():
    """The case: "since Monday" can only mean the articles since then."""
    rest, days = take_dates("what happened since Monday", WEDNESDAY, bounds_only=True)
    assert (rest, days) == ("what happened", DateRange(since=day(7, 13)))


@given(st.text())
def test_no_text_breaks_the_reading_of_days(text):
    """Any text comes back, with or without days."""
    rest, _ = take_dates(text, WEDNESDAY, bounds_only=False)
    assert isinstance(rest, str)
