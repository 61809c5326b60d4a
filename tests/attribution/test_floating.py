"""Floating quotations: whose they are when no cue stands beside them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model

OPENING = "“The bridge is closed,” Anna Berg said."


def test_a_quotation_after_a_cue_goes_on_with_the_statement(said):
    assert [s.words for s in said(f"{OPENING} “The ferry runs until midnight.”")] == [
        ("“The bridge is closed,”", "“The ferry runs until midnight.”")
    ]


def test_a_quotation_in_its_own_paragraph_keeps_the_speaker(said):
    statements = said(f"{OPENING}\n“The ferry runs until midnight.”")
    assert [s.speaker for s in statements] == ["Anna Berg", "Anna Berg"]


def test_a_quotation_in_its_own_paragraph_is_a_statement_of_its_own(said):
    statements = said(f"{OPENING}\n“The ferry runs until midnight.”")
    assert statements[1].extent == "“The ferry runs until midnight.”"


def test_a_floating_quotation_is_less_sure_than_one_with_a_cue(said):
    first, second = said(f"{OPENING}\n“The ferry runs until midnight.”")
    assert second.statement.confidence < first.statement.confidence


def test_somebody_new_who_steps_in_takes_the_quotation(said):
    text = f"{OPENING}\nCarl Voss was not impressed. “The ferry never runs at night.”"
    assert said(text)[-1].speaker == "Carl Voss"


def test_a_quotation_over_two_paragraphs_is_one_statement(said):
    text = "Anna Berg said: “The bridge is closed.\n“The ferry runs until midnight.”"
    assert [s.words for s in said(text)] == [
        ("“The bridge is closed.", "“The ferry runs until midnight.”")
    ]


def test_a_quotation_with_nobody_before_it_has_no_speaker(said):
    assert [s.speaker for s in said("“The ferry runs until midnight.”")] == [None]


def test_a_quotation_after_an_adding_clause_goes_on_with_the_quotation(said):
    text = (
        "“The bridge is closed,” Anna Berg said, adding that repairs had begun. "
        "“The ferry runs until midnight.”"
    )
    assert said(text)[0].words == ("“The bridge is closed,”", "“The ferry runs until midnight.”")


def test_a_line_with_a_dash_under_a_quotation_says_whose_it_is(said):
    text = "“The ferry runs until midnight.”\n— Anna Berg, harbour master"
    assert [s.speaker for s in said(text)] == ["Anna Berg"]


def test_a_quotation_that_ends_with_a_question_is_the_one_who_asked(said):
    text = f"{OPENING}\n“Does the ferry run at night?” Carl Voss asked."
    assert [s.speaker for s in said(text)] == ["Anna Berg", "Carl Voss"]


def test_a_cue_after_a_question_is_shown_with_it(said):
    text = f"{OPENING}\n“Does the ferry run at night?” Carl Voss asked."
    assert said(text)[1].extent == "“Does the ferry run at night?” Carl Voss asked."


def test_a_cue_in_front_of_its_name_introduces_a_quotation(said):
    text = "Anna Berg runs the port.\nStated Berg:\n“The ferry runs until midnight.”"
    assert said(text)[-1].speaker == "Anna Berg"


def test_a_colon_leads_into_every_quoted_paragraph_after_it(said):
    text = (
        "Anna Berg runs the port.\nMs. Berg stated:\n"
        '"The “old bridge” is closed.\n'
        '"The ferry runs until midnight. It is late."'
    )
    assert said(text)[-1].speaker == "Anna Berg"


@pytest.mark.parametrize(
    "heading", ["‘Pretty nice on the river’", "“The Grey Gull”", "“NO FERRY.”"]
)
def test_a_heading_in_quotation_marks_is_nobodys_speech(said, heading):
    text = f"{OPENING}\n{heading}\nThe port lies on the river."
    assert [s.speaker for s in said(text)][1:] == [None]


def test_a_reporter_who_signs_has_not_spoken(said):
    text = "“The bridge is closed,' Berg said. “It is late.”\n– Dora Lind"
    assert "Dora Lind" not in {s.speaker for s in said(text)}
