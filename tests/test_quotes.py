"""Quotations: which marks open, which close, and what a missing one does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paragraphs import paragraphs
from index.quotes import Quotation, quotations

MARKS = st.text(alphabet="ab sS.,!?\n\r —-“”„‟\"«»‹›‘’'`″()5é\u2028\U0001f600", max_size=80)
ANY_TEXT = st.one_of(st.text(max_size=200), MARKS)


def found(text: str) -> list[Quotation]:
    """The quotations of a whole text."""
    return list(quotations(text, paragraphs(text)))


def quoted(text: str) -> list[str]:
    """The words of the quotations, with their marks."""
    return [quotation.span.of(text) for quotation in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He said “we go” and left.", ["“we go”"], id="curly"),
        pytest.param('He said "we go" and left.', ['"we go"'], id="straight"),
        pytest.param("He said ''we go'' and left.", ["''we go''"], id="two straight singles"),
        pytest.param("He said ``we go'' and left.", ["``we go''"], id="backticks"),
        pytest.param("Il a dit « on part » hier.", ["« on part »"], id="guillemets with spaces"),
        pytest.param("»Ja«, sagte sie.", ["»Ja«"], id="guillemets inward"),
        pytest.param("„So ist es“, sagte er.", ["„So ist es“"], id="low marks"),
        pytest.param('It “works out" in the end.', ['“works out"'], id="curly, then straight"),
        pytest.param('It "works out” in the end.', ['"works out”'], id="straight, then curly"),
        pytest.param("It ‘works out’ in the end.", ["‘works out’"], id="curly single"),
        pytest.param("It was 'useful,' but long.", ["'useful,'"], id="straight single"),
        pytest.param("It “works out“ in the end.", ["“works out“"], id="closed by an opening mark"),
        pytest.param('"Go," she said. "Now."', ['"Go,"', '"Now."'], id="split"),
        pytest.param("—“Go”—", ["“Go”"], id="between dashes"),
        pytest.param('He said "we go ", and left.', ['"we go "'], id="space before closing"),
        pytest.param('("Go")', ['"Go"'], id="in brackets"),
        pytest.param('He said ". . . we go" too.', ['". . . we go"'], id="spaced ellipsis"),
        pytest.param("“He is 6’2” tall,” she said.", ["“He is 6’2” tall,”"], id="feet inside"),
    ],
)
def test_a_pair_of_marks_is_a_quotation(text, expected):
    """A pair of marks of any usual kind, mixed pairs included, is one quotation."""
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It's the boys' turn, isn't it?", id="contractions and a possessive"),
        pytest.param("The voters' choice and the players' hopes.", id="two possessives"),
        pytest.param("Tell 'em that the '90s and rock 'n' roll live.", id="elisions"),
        pytest.param("Tell ’em that the ’90s and rock ’n’ roll live.", id="curly elisions"),
        pytest.param("The city 's mayor and the port 's head.", id="detached possessives"),
        pytest.param("He is 6'2\" tall and jumps 5'10\" high.", id="feet and inches"),
        pytest.param("Anna Example left.” Then she came.", id="stray closing curly"),
        pytest.param('Anna Example left." Then she came.', id="stray closing straight"),
        pytest.param("Home » News » Politics", id="breadcrumbs"),
        pytest.param("No marks at all.", id="none"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_pair_of_marks_is_no_quotation(text):
    """Apostrophes, primes and stray marks open nothing."""
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He said ‘go’ to me,” she said.", ["“He said ‘go’ to me,”"]),
        ("\"He said 'go' to me,\" she said.", ["\"He said 'go' to me,\""]),
        ("“He told me “go” twice,” she said.", ["“He told me “go” twice,”"]),
        ('“He told me "go" twice,” she said.', ['“He told me "go" twice,”']),
        ("‘He said “it’s the boys’ turn” to me,’ she said.", None),
        ("''He said 'go.''' She left.", ["''He said 'go.'''"]),
    ],
)
def test_only_the_outermost_quotation_counts(text, expected):
    """A quotation within a quotation is not reported by itself."""
    assert quoted(text) == (expected or ["‘He said “it’s the boys’ turn” to me,’"])


def test_a_possessive_does_not_close_a_single_quotation():
    """A mark that may be a possessive closes only where no better one follows."""
    assert quoted("They want 'the voters' choice' back.") == ["'the voters' choice'"]


def test_a_doubtful_mark_closes_where_no_better_one_follows():
    """A word in s can end a single quotation."""
    assert quoted("It calls them 'heroes' and 'villains' now.") == ["'heroes'", "'villains'"]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    """A missing mark harms nothing in the next paragraph."""
    text = "“We go, she said.\nHe said “no” to it."
    assert [(q.span.of(text), q.closed) for q in found(text)] == [
        ("“We go, she said.", False),
        ("“no”", True),
    ]


def test_a_missing_closing_mark_leaves_later_quotations_whole():
    """Where nesting does not come out even, the first closing mark ends the quotation."""
    text = "“We go, she said. “Now,” she said. “At once.”"
    assert quoted(text)[-1] == "“At once.”"


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''"])
def test_a_reopened_quotation_continues(marks):
    """A quotation over paragraphs is re-opened by each and closed by the last."""
    opening, closing = marks
    text = f"{opening}We go.\n\n{opening}And we stay.{closing} She left."
    assert [(q.closed, q.continues) for q in found(text)] == [(False, False), (True, True)]


def test_a_quotation_after_a_closed_one_does_not_continue():
    """Only a quotation that was left open can be continued."""
    text = "“We go.”\n“And we stay.”"
    assert [q.continues for q in found(text)] == [False, False]


def test_a_quotation_inside_the_next_paragraph_does_not_continue():
    """A continued quotation stands at the beginning of its paragraph."""
    text = "“We go, she said.\nHe said “no” to it."
    assert [q.continues for q in found(text)] == [False, False]


def test_the_inner_span_leaves_out_marks_and_white_space():
    """``inner`` is what was said, without marks."""
    text = "« on part » hier"
    (quotation,) = found(text)
    assert quotation.inner is not None
    assert quotation.inner.of(text) == "on part"


def test_an_empty_quotation_has_no_inner_span():
    """There are no words between two marks that touch."""
    assert [q.inner for q in found("He said “” to it.")] == [None]


@given(ANY_TEXT)
def test_quotations_are_inside_ordered_and_disjoint(text):
    """Whatever marks a text holds, quotations stay inside paragraphs and apart."""
    blocks = paragraphs(text)
    spans = [quotation.span for quotation in quotations(text, blocks)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(any(block.contains(span) for block in blocks) for span in spans)


@given(ANY_TEXT)
def test_inner_spans_are_inside_their_quotation(text):
    """``inner`` lies within the quotation and has no white space around it."""
    for quotation in found(text):
        if quotation.inner is not None:
            assert quotation.span.contains(quotation.inner)
            assert quotation.inner.of(text) == quotation.inner.of(text).strip()


@given(ANY_TEXT)
def test_an_open_quotation_is_the_last_of_its_paragraph(text):
    """A quotation without a closing mark ends where its paragraph ends."""
    ends = {block.end for block in paragraphs(text)}
    assert all(quotation.closed or quotation.span.end in ends for quotation in found(text))
