"""Mentions: the whole name of whoever is named, and nothing else."""

from __future__ import annotations

import pytest

from index.quotation import SpeakerKind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gov. Carl Arden Arden said the bridge was closed.", "Carl Arden"),
        (
            "The Arden Centers for Harbour Control and Prevention said the bridge was closed.",
            "Arden Centers for Harbour Control and Prevention",
        ),
        (
            "The Council on Arden-Lindish Relations said the bridge was closed.",
            "Council on Arden-Lindish Relations",
        ),
        (
            "The Grey County Sheriff’s Office said the bridge was closed.",
            "Grey County Sheriff’s Office",
        ),
        ("The county health department said it was open.", "the county health department"),
        ("Black Boats Matter issued a statement saying it took the action.", "Black Boats Matter"),
        ("“It is open,” said Will Lindstrom, a professor of bridges.", "Will Lindstrom"),
        ("Park Superintendent Carl Harbly told the paper it was open.", "Carl Harbly"),
    ],
)
def test_a_name_is_not_cut(said, text, name):
    assert [s.speaker for s in said(text)][-1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Comedian Sarah Lindt said the bridge was closed.", "Sarah Lindt"),
        ("“It is open,” said Lind & Company President and CEO Anna Berg.", "Anna Berg"),
        (
            "The Council on Arden-Lindish Relations Director Anna Berg says it is closed.",
            "Anna Berg",
        ),
        ("The envoy for Harbour Affairs Anna Berg said it was open.", "Anna Berg"),
        ("The ambassador to Japan Anna Berg said it was open.", "Anna Berg"),
        (
            "GREY HARBOUR, Arden (NW) — Gov. Carl Berg on Monday said the ferry was late.",
            "Carl Berg",
        ),
    ],
)
def test_what_stands_before_a_name_is_no_part_of_it(said, text, name):
    assert [s.speaker for s in said(text)] == [name]


def test_the_one_spoken_for_is_not_the_spokesman(said):
    assert [s.speaker for s in said("Spokesman for Mayor Anna Berg said it was open.")] != [
        "Anna Berg"
    ]


@pytest.mark.parametrize("title", ["the Attorney General", "the Crown Prince"])
def test_a_title_alone_is_no_name(said, title):
    (statement,) = said(f"{title.capitalize()[:3]}{title[3:]} said it was open.")
    assert statement.speaker == title


def test_two_people_remain_two(said):
    (statement,) = said("Carl Berg and Mayor Anna Lind said it was open.")
    assert statement.speaker == "Carl Berg and Mayor Anna Lind"


def test_somebody_of_a_party_is_not_all_of_them(analyze):
    analysis = analyze(
        "“It is open,” said one Vermont Democrat.\n\n“It is not,” a Vermont Democrat added."
    )
    assert len({s.speaker for s in analysis.statements}) == 2
    assert {s.kind for s in analysis.speakers} == {SpeakerKind.PERSON}


def test_a_member_of_a_party_is_whoever_is_said_to_be_from_there(said):
    text = (
        "Sen. Carl Lind, a Vermont Republican, left. Sen. Anna Berg, a Utah Republican, stayed. "
        "The Vermont Republican said that the bridge was closed."
    )
    assert {s.speaker for s in said(text)} <= {"Carl Lind", None}


def test_a_paper_with_a_title_for_its_name_is_a_paper(said):
    assert [s.speaker for s in said("The Arden Reporter said the bridge was closed.")] == [
        "Arden Reporter"
    ]


def test_a_member_of_another_party_is_somebody_else(said):
    text = "Carl Lind, the Democratic leader, spoke. The Arden Republican said it was open."
    assert [s.speaker for s in said(text)] == [None]


def test_she_is_no_storm(said):
    text = "Hurricane Olga came to Arden. As Olga came in, she said the bridge was closed."
    assert [s.speaker for s in said(text)] == [None]


def test_a_credit_before_a_prince_is_no_name(said):
    text = (
        "Prince Olaf came to Arden on Monday. Agency Images Olaf is seen. On Tuesday, Prince Olaf "
        "left. Olaf said the bridge was closed."
    )
    assert [s.speaker for s in said(text)] == ["Olaf"]


def test_he_is_no_paper_that_reported_it(said):
    text = (
        "Carl Lindstrom, a farmer, burnt the ferry, Right Harbour Watch first reported. "
        "He then said that the bridge was next."
    )
    assert [s.speaker for s in said(text)] == ["Right Harbour Watch", "Carl Lindstrom"]
