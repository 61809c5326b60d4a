"""Interviews: whose answers they are when a label says no more than "A", or nothing at all."""

from __future__ import annotations

import pytest

from index.articles import Article
from index.attribution.interviews import with_answers
from index.attribution.labels import labelled
from index.segmentation import sentences
from index.spans import Span

pytestmark = pytest.mark.model

LEAD = "Anna Berg has run the port since spring. Questions and answers were edited for length."
TALK = "Q: Is the bridge closed?\nA: It is. I closed it.\nQ: Why?\nA: It was old."


def speech(text: str) -> list[str]:
    found = sentences(Article("a", "A title", text))
    return [label.content.of(text) for label in with_answers(text, found, labelled(text, found))]


def by_speaker(statements) -> list[tuple[str | None, str]]:
    return [(s.speaker, s.words[0]) for s in statements]


def test_answers_are_those_of_the_only_person_in_the_introduction(said):
    assert by_speaker(said(f"{LEAD}\n{TALK}")) == [
        (None, "Is the bridge closed?"),
        ("Anna Berg", "It is. I closed it."),
        (None, "Why?"),
        ("Anna Berg", "It was old."),
    ]


def test_answers_are_those_of_the_person_in_the_headline(said):
    headline = "Anna Berg sees hope for the port"
    text = f"{headline}\nAnna Berg runs it. Carl Voss built the bridge, and it broke.\n{TALK}"
    answers = [s for s in said(text, Span(0, len(headline))) if s.words[0].startswith("It ")]
    assert [s.speaker for s in answers] == ["Anna Berg", "Anna Berg"]


def test_answers_are_those_of_the_one_whom_the_reporter_spoke_with(said):
    text = f"Carl Voss built the bridge. The Gazette spoke with engineer Anna Berg.\n{TALK}"
    assert said(text)[-1].speaker == "Anna Berg"


def test_a_reporter_gives_no_answers(said):
    text = f"Anna Berg runs the port. She spoke with Gazette reporter Carl Voss.\n{TALK}"
    assert said(text)[-1].speaker == "Anna Berg"


def test_questions_that_the_paper_answers_itself_have_nobody(said):
    text = f"{LEAD}\nQ: Is the bridge closed?\nA: It is.\nQ: Why?\nA: It was old."
    assert {s.speaker for s in said(text)} == {None}


def test_answers_of_one_of_two_people_are_open(said):
    text = f"Anna Berg and Carl Voss run the port.\n{TALK}"
    assert {s.speaker for s in said(text) if s.words[0].startswith("It ")} == {None}


def test_answers_in_an_article_without_a_name_are_open(said):
    assert {s.speaker for s in said(TALK)} == {None}


def test_a_paragraph_between_two_labels_goes_on_with_the_answer(said):
    text = (
        f"{LEAD}\nQ: Is the bridge closed?\nA: It is.\nThe ferry runs until midnight.\n"
        "Q: Why?\nA: I closed it."
    )
    assert ("Anna Berg", "The ferry runs until midnight.") in by_speaker(said(text))


def test_a_paragraph_after_the_last_answer_is_an_answer_only_in_the_first_person():
    ours = "\nWe run a ferry until midnight."
    theirs = "\nThe port lies on the river."
    assert speech(TALK + ours)[-1] == ours.strip()
    assert speech(TALK + theirs)[-1] == "It was old."


def test_a_note_in_brackets_is_no_answer():
    text = "Q: Is it closed?\nA: It is.\n(Laughs and looks at my map.)\nQ: Why?\nA: It was old."
    assert "(Laughs and looks at my map.)" not in speech(text)


def test_a_question_whose_mark_was_lost_is_a_question():
    text = "QIs the bridge closed?\nA: It is.\nQYou closed it.\nA: I did."
    assert speech(text) == ["Is the bridge closed?", "It is.", "You closed it.", "I did."]


def test_answers_among_bold_questions_are_answers_by_themselves():
    text = "Is the bridge closed?\nA: It is.\nWhy?\nA: It was old."
    assert speech(text) == ["It is.", "It was old."]


def test_a_transcript_goes_on_in_the_first_person(said):
    text = (
        "Anna Berg met Carl Voss.\nVOSS: Is the bridge closed?\nBERG: It is.\n"
        "I closed it myself.\nVOSS: Why?"
    )
    assert ("Anna Berg", "I closed it myself.") in by_speaker(said(text))


def test_a_surname_in_a_transcript_is_the_one_who_was_called_by_the_full_name(said):
    text = "ANNA BERG: The bridge is closed.\nBERG: Take the ferry."
    assert [s.speaker for s in said(text)] == ["Anna Berg", "Anna Berg"]


UNLABELLED = (
    "Anna Berg sat down with the Gazette to talk about the port.\n"
    "Is the bridge closed?\nI closed it in spring.\n"
    "What about the ferry?\nWe run it until midnight.\n"
    "Will it stay?\nI hope so."
)


def test_questions_without_any_label_are_answered_by_the_one_interviewed(said):
    assert by_speaker(said(UNLABELLED))[-3:] == [
        ("Anna Berg", "I closed it in spring."),
        ("Anna Berg", "We run it until midnight."),
        ("Anna Berg", "I hope so."),
    ]


def test_questions_without_an_introduction_are_no_interview():
    assert speech(UNLABELLED.partition("\n")[2]) == []


def test_a_column_that_answers_its_own_questions_is_no_interview():
    text = (
        "The Gazette had a conversation about the port with its readers.\n"
        "Is the bridge closed?\nIt is.\nWhat about the ferry?\nIt runs.\n"
        "Will it stay?\nNobody knows."
    )
    assert speech(text) == []


def test_a_label_of_somebody_else_ends_an_answer():
    text = "Q: Is it closed?\nA: It is.\nCarl Voss: I like our bridge.\nQ: Why?\nA: It was old."
    assert "Carl Voss: I like our bridge." not in speech(text)
