"""Drafts: quotations joined with cues, within one sentence."""

from __future__ import annotations

import pytest

from index.quotation import Kind

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The bridge is closed,” Anna Berg said.", Kind.DIRECT),
        ("Anna Berg said the bridge was closed.", Kind.INDIRECT),
        ("Anna Berg said the bridge was “closed for good.”", Kind.MIXED),
    ],
)
def test_the_kind_tells_how_it_is_reported(said, text, kind):
    assert [s.statement.kind for s in said(text)] == [kind]


def test_a_split_quotation_is_one_statement(said):
    text = "“The bridge,” Anna Berg said, “is closed for good.”"
    assert [s.words for s in said(text)] == [("“The bridge,”", "“is closed for good.”")]


def test_full_stops_inside_a_quotation_do_not_cut_it(said):
    text = "“The bridge is closed. The ferry runs. Take it,” Anna Berg said."
    assert [s.words for s in said(text)] == [("“The bridge is closed. The ferry runs. Take it,”",)]


def test_a_colon_leads_into_a_quotation(said):
    text = "Anna Berg added: “The ferry runs until midnight.”"
    assert [(s.speaker, s.words) for s in said(text)] == [
        ("Anna Berg", ("“The ferry runs until midnight.”",))
    ]


def test_any_verb_with_a_colon_leads_into_a_quotation(said):
    text = "Anna Berg would have none of it: “The ferry runs until midnight.”"
    assert [s.speaker for s in said(text)] == ["Anna Berg"]


def test_a_nickname_is_no_statement(said):
    assert said("Carl “The Anchor” Voss left the port on Monday.") == []


def test_a_scare_quote_is_no_statement(said):
    assert said("The “reform” cost the port a million.") == []


def test_a_title_in_quotation_marks_is_no_statement(said):
    assert said("The choir sang “The Grey Gull” in the harbour.") == []


def test_guillemets_are_quotation_marks(said):
    assert [s.words for s in said("«The bridge is closed,» Anna Berg said.")] == [
        ("«The bridge is closed,»",)
    ]


def test_an_unclosed_quotation_disturbs_nothing_after_it(said):
    text = "“The bridge is closed, Anna Berg said.\nCarl Voss said the ferry was running."
    assert said(text)[-1].words == ("the ferry was running",)


def test_speech_inside_speech_is_recorded_under_the_outer_speaker(said):
    text = "Anna Berg said Carl Voss had claimed that the bridge was closed."
    statements = said(text)
    assert [(s.speaker, s.statement.nested_in) for s in statements] == [
        ("Anna Berg", None),
        ("Carl Voss", 0),
    ]


def test_speech_inside_quotation_marks_is_the_outer_speakers_alone(said):
    text = "“My father said the bridge was closed,” Anna Berg said."
    assert [s.speaker for s in said(text)] == ["Anna Berg"]


def test_a_sentence_with_one_statement_is_shown_whole(said):
    text = "On Tuesday, Anna Berg said the bridge was closed for repairs."
    assert said(text)[0].extent == text


def test_the_snippet_leaves_out_what_another_speaker_says(said):
    text = "Anna Berg said the bridge was closed, while Carl Voss said the ferry was running."
    assert "Voss" not in said(text)[0].extent


def test_a_snippet_with_a_split_quotation_reaches_over_both_halves(said):
    text = "“The bridge is closed,” Anna Berg said. “The ferry runs.”"
    assert said(text)[0].extent == text
