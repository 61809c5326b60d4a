"""Cues: which words of saying count, and whose speech they report."""

from __future__ import annotations

import pytest

from index.attribution.lexicon import CUE_VERBS, CueClass

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna Berg said the bridge was closed.", "Anna Berg"),
        ("The bridge was closed, Anna Berg said.", "Anna Berg"),
        ("The bridge, Anna Berg said, was closed.", "Anna Berg"),
        ("“The bridge is closed,” said Anna Berg, the harbour master.", "Anna Berg"),
        ("According to Anna Berg, the bridge was closed.", "Anna Berg"),
        ("The bridge was closed, according to Anna Berg.", "Anna Berg"),
        ("Anna Berg was quoted as saying that the bridge was closed.", "Anna Berg"),
        ("As Anna Berg said, the bridge was closed.", "Anna Berg"),
        ("Anna Berg on Tuesday said that the bridge was closed.", "Anna Berg"),
        ("Anna Berg, who runs the port, said the bridge was closed.", "Anna Berg"),
        ("Anna Berg, the harbour master, said the bridge was closed.", "Anna Berg"),
        ("A senior aide, Anna Berg, said the bridge was closed.", "Anna Berg"),
        ("The Admiralty says the bridge is closed.", "Admiralty"),
        ("Arden’s navy said the bridge was closed.", "Arden’s navy"),
        ("Protesters said the bridge was closed.", "Protesters"),
        ("A report said the bridge was closed.", "a report"),
    ],
)
def test_the_speaker_is_found_wherever_the_cue_stands(said, text, speaker):
    assert [s.speaker for s in said(text)] == [speaker]


def test_a_hearer_is_not_the_speaker(said):
    assert [s.speaker for s in said("Anna Berg told Carl Voss that the bridge was closed.")] == [
        "Anna Berg"
    ]


def test_what_is_asked_of_somebody_is_not_theirs(said):
    text = "Carl Voss was asked by Anna Berg whether the bridge was closed."
    assert [s.speaker for s in said(text)] == ["Anna Berg"]


def test_two_cues_of_one_speaker_are_two_statements(said):
    text = "Anna Berg said the bridge was closed but noted that the ferry was running."
    assert [(s.speaker, s.cue) for s in said(text)] == [
        ("Anna Berg", "said"),
        ("Anna Berg", "noted"),
    ]


def test_a_participle_takes_the_speaker_of_the_main_cue(said):
    text = "Anna Berg said she liked the bridge, adding that the ferry was slow."
    assert [(s.speaker, s.cue) for s in said(text)] == [
        ("Anna Berg", "said"),
        ("Anna Berg", "adding"),
    ]


def test_who_stands_for_the_one_before_it(said):
    text = "Anna Berg, who said the bridge was closed, left the port."
    assert [s.speaker for s in said(text)] == ["Anna Berg"]


def test_a_person_with_a_document_speaks_in_it(said):
    text = "Anna Berg issued a statement saying the bridge was closed."
    assert [s.speaker for s in said(text)] == ["Anna Berg"]


def test_declining_is_negated(said):
    [statement] = said("Anna Berg declined to say whether the bridge was closed.")
    assert statement.statement.negated


def test_not_saying_is_negated(said):
    [statement] = said("Anna Berg did not say that the bridge was closed.")
    assert statement.statement.negated


def test_plain_saying_is_not_negated(said):
    [statement] = said("Anna Berg said that the bridge was not closed.")
    assert not statement.statement.negated


def test_speech_that_need_not_happen_is_hypothetical(said):
    [statement] = said("Anna Berg would say that the bridge was closed.")
    assert statement.statement.hypothetical


def test_speech_under_if_is_hypothetical(said):
    text = "If Anna Berg says the bridge is closed, the ferry will run."
    assert [s.statement.hypothetical for s in said(text)] == [True]


def test_a_name_given_to_a_thing_is_no_statement(said):
    assert said("The group runs a ferry called The Grey Gull.") == []


def test_a_sentence_without_a_cue_has_no_statement(said):
    assert said("Anna Berg closed the bridge on Monday.") == []


def test_every_class_of_speech_act_has_cues():
    assert {verb.kind for verb in CUE_VERBS.values()} == set(CueClass)


def test_who_was_asked_does_not_ask(said):
    text = "When asked whether the bridge was closed, Anna Berg left the room."
    assert "Anna Berg" not in {s.speaker for s in said(text)}
