"""What a button with a name or a suggestion asks."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.answer import Interpretation
from bot.telegram.asking_again import with_choice, with_suggestion
from bot.telegram.records import record_of
from tests.telegram.newsroom import Newsroom

RECORD = replace(
    record_of(Newsroom().answer("what did the Bergs say?")[0]),
    question="What did BERG say on boats since March?",
    interpretation=Interpretation("Berg", "boats", dt.date(2025, 3, 1), None),
    choices=("Ada Berg", "Otto Berg"),
    suggestions=("cranes", "who spoke about cranes?"),
)


def test_a_choice_takes_the_place_of_the_name_that_was_asked_for():
    """All else of the question stays, its dates too."""
    assert with_choice(RECORD, 1) == "What did Otto Berg say on boats since March?"


def test_a_choice_goes_on_where_the_name_does_not_stand_in_the_question():
    """A follow-up, for instance; topic and days are taken from how it was understood."""
    follow_up = replace(RECORD, question="and he?")
    assert with_choice(follow_up, 0) == "what did Ada Berg say about boats since 1 March 2025?"


def test_a_topic_is_asked_of_the_same_speaker():
    """That is whom the suggestion is about."""
    assert with_suggestion(RECORD, 0) == "what did Berg say about cranes?"


def test_a_question_is_asked_as_it_stands():
    """Some suggestions are whole questions."""
    assert with_suggestion(RECORD, 1) == "who spoke about cranes?"


def test_without_a_speaker_a_suggestion_is_asked_alone():
    """There is nobody to ask it of."""
    nobody = Interpretation(None, "boats", None, None)
    assert with_suggestion(replace(RECORD, interpretation=nobody), 0) == "cranes"


@pytest.mark.parametrize("ask", [with_choice, with_suggestion])
def test_a_number_out_of_range_asks_nothing(ask):
    """A button's data may be anything."""
    assert ask(RECORD, 9) is None
