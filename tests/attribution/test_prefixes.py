"""Prefixes: what stands before a name is a role only if it says what one person is."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def roles(analyze, text: str, name: str) -> tuple[str, ...]:
    found: tuple[str, ...]
    (found,) = (s.roles for s in analyze(text).speakers if s.name == name)
    return found


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Secretary-General", ("Secretary-General",)),
        ("Harbour Minister", ("Harbour Minister",)),
        ("Both Ms.", ()),
        ("Weary Mrs.", ()),
        ("Party leader Sen.", ("Party leader", "Sen.")),
        ("Harbour board member Dr.", ("Harbour board member", "Dr.")),
    ],
)
def test_a_form_of_address_is_told_from_a_role(analyze, before, expected):
    text = f"{before} Anna Lindberg said on Monday that the bridge was closed."
    assert roles(analyze, text, "Anna Lindberg") == expected


def test_each_of_several_holds_their_office_in_the_singular(analyze):
    text = "He met Sens. Anna Lindberg and Carl Voss. Lindberg said that the bridge was closed."
    assert roles(analyze, text, "Anna Lindberg") == ("Sen.",)


def test_another_and_the_word_for_both_are_no_part_of_a_role(analyze):
    text = "Voss and Arden Governor Anna Lindberg met. Lindberg said the bridge was closed."
    assert "Arden Governor" in roles(analyze, text, "Anna Lindberg")


def test_a_title_in_quotation_marks_is_no_part_of_a_role(analyze):
    text = "‘Bridge of Arden’ host Anna Lindberg said that the ferry was late."
    assert roles(analyze, text, "Anna Lindberg") == ("host",)


def test_the_capitals_of_a_heading_are_no_part_of_a_role(analyze):
    text = "FERRY RUNS INTO BRIDGE Arden Mayor Anna Lindberg said that it was closed."
    assert all("BRIDGE" not in role for role in roles(analyze, text, "Anna Lindberg"))


def test_a_photographs_credit_is_no_part_of_a_name(analyze):
    text = "Harbour Images Anna Lindberg said on Monday that the bridge was closed."
    assert [s.name for s in analyze(text).speakers] == ["Anna Lindberg"]
