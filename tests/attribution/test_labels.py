"""Labels: transcripts, interviews and headlines."""

from __future__ import annotations

import pytest

from index.articles import Article
from index.attribution.labels import bearer, labelled
from index.attribution.names import Names
from index.attribution.sightings import Sighting
from index.segmentation import sentences
from index.spans import Span


def labels(text: str, headline: Span | None = None) -> list[tuple[str, str]]:
    found = labelled(text, sentences(Article("a", "A title", text, headline=headline)))
    return [(label.label.of(text), label.content.of(text)) for label in found]


INTRODUCTION = "The port asked Anna Berg about it.\n"


def test_a_name_in_capitals_that_the_text_knows_is_a_label():
    assert labels(f"{INTRODUCTION}BERG: The bridge is closed. Take the ferry.") == [
        ("BERG", "The bridge is closed. Take the ferry.")
    ]


def test_capitals_that_the_text_does_not_know_are_no_label():
    assert labels(f"{INTRODUCTION}WOW: The bridge is closed.") == []


def test_a_surname_goes_on_where_a_full_name_began():
    text = "Anna Berg: The bridge is closed.\nBerg: Take the ferry."
    assert [name for name, _ in labels(text)] == ["Anna Berg", "Berg"]


def test_a_note_in_brackets_is_no_part_of_the_label():
    assert labels(f"{INTRODUCTION}BERG (laughing): The bridge is closed.") == [
        ("BERG", "The bridge is closed.")
    ]


def test_a_name_in_ordinary_letters_needs_to_come_again():
    assert labels("Anna Berg: The bridge is closed.\nThat was all.") == []


def test_a_name_that_comes_again_is_a_label():
    text = f"{INTRODUCTION}Anna Berg: The bridge is closed.\nAnna Berg: Take the ferry."
    assert [name for name, _ in labels(text)] == ["Anna Berg", "Anna Berg"]


def test_a_name_before_a_colon_is_a_label_in_a_headline():
    text = "Berg: Bridge will not open\nThe bridge is closed, says Anna Berg."
    assert labels(text, Span(0, 26)) == [("Berg", "Bridge will not open")]


def test_questions_and_answers_are_labels_together():
    text = "Q: Is the bridge closed?\nA: It is."
    assert labels(text) == [("Q", "Is the bridge closed?"), ("A", "It is.")]


def test_a_lone_letter_is_no_label():
    assert labels("A: the first of three bridges.") == []


def test_a_word_that_only_heads_the_items_of_a_list_is_no_label():
    assert labels("Incumbent: Anna Berg.\nIncumbent: Carl Voss.") == []


def test_places_that_end_alike_are_no_surname():
    text = "Grey Falls: The bridge is closed.\nMore.\nSalt Falls: The ferry is late."
    assert labels(text) == []


def test_prices_and_titles_after_a_word_are_nobody_s_speech():
    assert labels("DIESEL: $5.02\nPETROL: $4.10\nDIESEL: $5.10\nPETROL: $4.20") == []


def test_a_heading_that_comes_again_is_no_label_where_nobody_answers_and_nobody_is_called_so():
    text = "Truth First: The bridge is open.\nMore.\nTruth First: The ferry is on time."
    assert labels(text) == []


def test_initials_that_take_turns_are_labels():
    text = "AB: The bridge is closed.\nCD: Is it?\nAB: It is.\nCD: I see."
    assert [name for name, _ in labels(text)] == ["AB", "CD", "AB", "CD"]


def test_an_address_is_no_speech():
    assert labels(f"{INTRODUCTION}BERG: https://port.example/berg") == []


def test_a_section_word_is_no_label():
    assert labels("NOTE: The bridge is closed.") == []


def test_a_colon_inside_a_sentence_is_no_label():
    assert labels("There is one way over the river: the bridge.") == []


def names_of(text: str) -> Names:
    """A body in which a full name and a surname stand."""
    found = [
        Sighting(text.index(name), 1, name, None, 2.0, True, True) for name in ("Anna Berg", "Berg")
    ]
    return Names(found)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Anna Berg", "Anna Berg"),
        ("Berg", "Berg"),
        ("Harbour Rival Anna Berg", "Anna Berg"),
        ("Carl Voss Endorses Anna Berg", None),
        ("Big Win For Berg", None),
        ("The Latest", None),
    ],
)
def test_a_label_in_a_headline_is_somebody_whom_the_article_names(label, name):
    assert bearer(label, names_of("Anna Berg runs the port. Berg closed the bridge.")) == name
