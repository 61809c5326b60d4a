"""One remark in several outlets is one; two remarks of one person stay two."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from bot.corroboration import (
    _CONTAINED,
    Report,
    _may_be_contained,
    _read,
    independent,
    same_remark,
)

DAY = dt.date(2026, 7, 15)


def report(article, words, *, speaker=1, sentence=None, vector=(1.0, 0.0), published=DAY):
    """A report of the fifteenth, by one speaker."""
    return Report(
        article, speaker, words, sentence or words, np.array(vector, dtype=np.float32), published
    )


FERRY = "“The ferry will not sail before the inspectors have signed,”"


@pytest.mark.parametrize(
    "other",
    [
        '"The ferry will not sail before the inspectors have signed."',
        "the ferry will not sail before inspectors have signed",
        "“The ferry will not sail before the inspectors have signed, and nobody can change that,”",
    ],
)
def test_the_same_words_in_other_marks_or_cut_differently_are_one_remark(other):
    """Marks, an article lost, a longer cut: still the same remark."""
    assert same_remark(report("a", FERRY), report("b", other))


def test_one_meaning_in_other_words_within_days_is_one_remark():
    """Two translations of one sentence share their meaning and some of their words."""
    first = report("a", "We shall give nobody the harbour", vector=(1.0, 0.0))
    second = report("b", "The harbour we give to nobody, ever and ever, amen", vector=(0.9, 0.435))
    assert same_remark(first, second)


def test_one_meaning_weeks_apart_is_two_remarks():
    """Somebody may say the same again; that is another remark."""
    first = report("a", "We shall give nobody the harbour")
    later = report(
        "b",
        "The harbour we give to nobody, ever and ever, amen",
        published=DAY + dt.timedelta(days=20),
    )
    assert not same_remark(first, later)


def test_the_same_words_of_two_people_are_two_remarks():
    """Agreement is not corroboration."""
    assert not same_remark(report("a", FERRY), report("b", FERRY, speaker=2))


def test_the_same_words_twice_in_one_article_are_not_corroboration():
    """One outlet does not confirm itself."""
    assert not same_remark(report("a", FERRY), report("a", FERRY))


def test_different_remarks_on_one_topic_stay_two():
    """Near in meaning is not enough without shared words."""
    first = report("a", "The ferry will sail on time", vector=(1.0, 0.0))
    second = report("b", "Boats must be inspected every spring", vector=(0.8, 0.6))
    assert not same_remark(first, second)


def test_other_figures_make_another_remark():
    """The case: "12 boats" and "14 boats" in the same sentence are two statements."""
    first = report("a", "We shall send 12 boats to the northern harbour")
    second = report("b", "We shall send 14 boats to the northern harbour")
    assert not same_remark(first, second)


def test_a_figure_that_one_outlet_leaves_out_changes_nothing():
    """A shorter cut may have lost it."""
    first = report("a", "We shall send 12 boats to the northern harbour")
    second = report("b", "We shall send boats to the northern harbour")
    assert same_remark(first, second)


def test_a_word_or_two_must_be_the_same():
    """The case: "Never" and "No" are too short to be alike."""
    assert same_remark(report("a", "“Never,”"), report("b", '"Never."'))
    assert not same_remark(report("a", "“Never,”"), report("b", "“No,”"))


def test_words_without_content_are_no_remark():
    """Two outlets that both write "that" do not report one remark."""
    assert not same_remark(report("a", "that"), report("b", "that"))


def test_copies_of_a_wire_report_count_once():
    """The same sentence with its attribution clause is a copy; another clause is a report."""
    reports = [
        report("a", FERRY, sentence=f"{FERRY} the minister told reporters on Tuesday."),
        report("b", FERRY, sentence=f"{FERRY} the minister told reporters on Tuesday."),
        report("c", FERRY, sentence=f"At the pier Rosa Lind was blunt: {FERRY}"),
    ]
    assert independent(reports) == 2


@given(st.data())
def test_no_text_that_stands_in_another_is_passed_over(data):
    """What is cheap to ask lets through everything that the measure itself would."""
    letters = st.sampled_from("ab c")
    shorter = data.draw(st.text(letters, min_size=5, max_size=60))
    longer = list(data.draw(st.text(letters, max_size=20)) + shorter)
    for at in data.draw(st.lists(st.integers(0, len(longer) - 1), max_size=4)):
        longer[at] = data.draw(letters)
    one, other = _read(shorter), _read("".join(longer))
    if fuzz.partial_ratio(one.joined, other.joined) >= _CONTAINED:
        assert _may_be_contained(one, other)
        assert _may_be_contained(other, one)
