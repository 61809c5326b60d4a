"""Appositions: what follows a name is a role only if it says what that person is."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def roles(analyze, apposition: str) -> tuple[str, ...]:
    text = f"Anna Lindberg, {apposition}, said on Monday that the bridge was closed."
    found: tuple[str, ...]
    (found,) = (s.roles for s in analyze(text).speakers if s.name == "Anna Lindberg")
    return found


@pytest.mark.parametrize(
    ("apposition", "role"),
    [
        ("the well-known secretary general of the ferrymen", "secretary general of the ferrymen"),
        ("a harbour surveyor", "harbour surveyor"),
        ("Arden’s Assistant Managing Director", "Arden’s Assistant Managing Director"),
        ("the Arden Democrat", "Arden Democrat"),
        ("a former mayor elected after the flood", "former mayor"),
        ("an aide to Carl Voss who left last year", "aide to Carl Voss"),
        ("president of the Ferry Fund, a private company", "president of the Ferry Fund"),
        ("the author of “Bridges of Arden”", "author"),
    ],
)  # fmt: skip
def test_a_noun_for_a_person_is_a_role_without_its_clauses(analyze, apposition, role):
    (found,) = roles(analyze, apposition)
    assert found.endswith(role)


@pytest.mark.parametrize(
    "apposition",
    [
        "the worst flood in a decade",
        "a sign of the wide support among the ferrymen",
        "an uprising against the league",
        "a Republican",
    ],
)
def test_a_thing_or_a_mere_party_is_no_role(analyze, apposition):
    assert roles(analyze, apposition) == ()


def test_a_long_role_is_cut_and_two_in_one_are_parted(analyze):
    found = roles(
        analyze,
        "a professor of bridges at the University of Arden and the director of the Institute for "
        "Ferries, Rivers and Canals in Grey Harbour",
    )
    assert [role.split()[0] for role in found] == ["professor", "director"]
    assert all(len(role) <= 100 for role in found)


def test_a_role_of_somebody_named_in_between_is_not_the_first_ones(analyze):
    text = (
        "Carl Voss met the mayor’s chief aide, Anna Lindberg, on Monday. Voss said the bridge was "
        "closed. Lindberg said it was open."
    )
    by_name = {s.name: s.roles for s in analyze(text).speakers}
    assert by_name["Carl Voss"] == ()
    assert any(role.endswith("chief aide") for role in by_name["Anna Lindberg"])


def test_a_role_between_dashes_belongs_to_the_name_before(analyze):
    text = (
        "Anna Lindberg - Voss’s partner and co-host on the harbour channel - told us it was open."
    )
    (found,) = (s.roles for s in analyze(text).speakers if s.name == "Anna Lindberg")
    assert found
