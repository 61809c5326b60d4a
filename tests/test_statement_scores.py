"""Statements on record are paired with labelled ones, on spans one can count by hand."""

import pytest

from bot.labelled import LabelledStatement, Place
from bot.rendering.scores import statements_listing
from bot.statement_scores import score_statements
from index.quotation import Kind, Statement
from index.records import StoredStatement
from index.spans import Span


def label(start, end, *, mention=None, tier="core", article="a"):
    """A labelled statement of one span."""
    named = Place(start=mention[0], end=mention[1]) if mention else None
    content = (Place(start=start, end=end),)
    return LabelledStatement(article=article, content=content, speaker_mention=named, tier=tier)


def stored(start, end, *, mention=None, article="a"):
    """A statement on record of one span."""
    said = Span(start, end)
    named = Span(*mention) if mention else None
    statement = Statement(Kind.INDIRECT, (said,), said, None, named, None, 0.9)
    return StoredStatement(0, article, statement, None, 0, 0, None)


def matched(labels, statements, **more):
    """How many pairs there are at 0.3 and at 0.8."""
    return [score.matched for score in score_statements(labels, statements, **more)]


@pytest.mark.parametrize(
    ("span", "pairs"),
    [
        ((0, 100), [1, 1]),
        ((0, 80), [1, 1]),
        ((0, 79), [1, 0]),
        ((0, 30), [1, 0]),
        ((0, 29), [0, 0]),
        ((0, 333), [1, 1]),
        ((0, 334), [0, 0]),
    ],
)
def test_a_pair_shares_enough_of_both(span, pairs):
    """Of the label's 100 characters 30 or 80; of those on record 30 per cent."""
    assert matched([label(0, 100)], [stored(*span)]) == pairs


def test_the_same_place_in_another_article_is_no_pair():
    """Offsets are of one article."""
    assert matched([label(0, 10)], [stored(0, 10, article="b")]) == [0, 0]


def test_each_is_in_one_pair_and_the_closest_goes_first():
    """Two statements on one label are one pair; the exact one takes it."""
    labels, on_record = [label(0, 10, mention=(20, 25))], [stored(0, 9), stored(0, 10)]
    score = score_statements(labels, on_record)[0]
    assert (score.matched, score.labelled, score.on_record) == (1, 1, 2)
    assert score.f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("mention", "right"), [((20, 24), 1), ((22, 40), 1), ((23, 40), 0), ((30, 34), 0), (None, 0)]
)
def test_a_mention_is_right_where_half_of_the_shorter_is_shared(mention, right):
    """A missing one is wrong."""
    score = score_statements([label(0, 9, mention=(20, 24))], [stored(0, 9, mention=mention)])[0]
    assert (score.with_mention, score.right_mentions) == (1, right)


def test_core_labels_alone_leave_what_finds_the_others_aside():
    """A statement on record that finds another act of speech is neither right nor wrong."""
    labels = [label(0, 10), label(20, 30, tier="wide")]
    score = score_statements(labels, [stored(0, 10), stored(20, 30)], core_only=True)[1]
    assert (score.labelled, score.on_record, score.matched) == (1, 1, 1)


def test_nothing_on_record_scores_nothing():
    """No division by nothing."""
    assert [s.f1 for s in score_statements([], [])] == [0.0, 0.0]
    plain = statements_listing(score_statements([label(0, 9)], [])).plain().splitlines()
    assert plain[1] == "overlap 0.3\t1\t0\t-\t0.0 %\t0.0 %\t-"
