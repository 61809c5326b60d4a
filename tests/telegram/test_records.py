"""Answers kept by reference: the same again, or a plain word that they have moved."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from bot.answer import Answer, Briefing, Interpretation, Snippet
from bot.rendering.telegram import answer_pages, briefing_pages
from bot.telegram.records import (
    Record,
    Reference,
    Remark,
    record_of,
    record_of_briefing,
    resolve,
    restore,
)
from index.errors import CitationError
from tests.telegram.newsroom import NO_DEAL, Newsroom

QUESTIONS = [
    "what did Berg say?",
    "which boats are there?",
    "what did Berg say about sanctions?",
    "what did the Bergs say?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_restored_as_it_was_shown(question):
    """Through JSON and back, every page of it."""
    desk = Newsroom()
    answer, _ = desk.answer(question, limit=10)
    again = restore(Record.from_json(record_of(answer).to_json()), desk)
    assert isinstance(again, Answer)
    assert answer_pages(again) == answer_pages(answer)
    assert again.choices == answer.choices


def test_how_a_question_was_understood_is_kept_whole():
    """With days and kind: the card says the same on every page."""
    answer, _ = Newsroom().answer("what did Berg say?")
    days = dt.date(2025, 3, 4), dt.date(2025, 5, 6)
    answer = replace(answer, interpretation=Interpretation("Ada", "boats", *days, kind="fact"))
    record = Record.from_json(record_of(answer).to_json())
    assert record.interpretation == answer.interpretation


def test_every_attribute_of_a_snippet_is_kept():
    """One that is added to snippets must be added to what is kept of them."""
    kept = {field.name for field in fields(Remark)} | {field.name for field in fields(Reference)}
    assert {field.name for field in fields(Snippet)} - {"citations"} <= kept


def test_a_briefing_is_restored_as_it_was_shown():
    """By speaker."""
    desk = Newsroom()
    briefing = desk.brief("the harbour")
    again = restore(Record.from_json(record_of_briefing(briefing).to_json()), desk)
    assert isinstance(again, Briefing)
    assert briefing_pages(again) == briefing_pages(briefing)


def test_no_words_of_articles_are_kept():
    """Only where they stand."""
    answer, _ = Newsroom().answer("what did Berg say?")
    assert NO_DEAL[:12] not in record_of(answer).to_json()


def test_words_that_have_changed_are_not_shown():
    """Though the place still exists in the rebuilt article."""
    record = record_of(Newsroom().answer("what did Berg say?")[0])
    rebuilt = Newsroom(rebuilt=True)
    with pytest.raises(CitationError, match="ask again"):
        restore(record, rebuilt)
    reference = record.reference(1)
    assert reference is not None
    with pytest.raises(CitationError, match="ask again"):
        resolve(reference, rebuilt)


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"briefing": true}', "null"])
def test_a_line_that_is_no_record_is_a_value_error(line):
    """Written by another version, or damaged."""
    with pytest.raises(ValueError, match=r"not a stored answer|Expecting value"):
        Record.from_json(line)
