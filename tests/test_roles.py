"""A description finds whoever the articles say it is."""

import pytest

from bot.role_fit import FITS
from bot.roles import RoleIndex
from index.quotation import SpeakerKind
from index.speakers import Speaker
from tests.on_record import on_record


def speaker(row, name, *roles, kind=SpeakerKind.PERSON, aliases=()):
    """A speaker with roles."""
    return Speaker(row, name, kind, aliases, roles, 1, 1)


SPEAKERS = (
    speaker(0, "Rosa Lindqvist", "port minister", "minister for the port"),
    speaker(1, "Tomas Berg", "spokesman for the Harbour Union"),
    speaker(2, "Anna Holm", "Sen."),
    speaker(3, "the port report", kind=SpeakerKind.DOCUMENT),
    speaker(4, "Karin Falk", aliases=("Mayor Falk",)),
)


@pytest.fixture
def roles():
    """The roles of a handful of speakers."""
    return RoleIndex(on_record(SPEAKERS))


@pytest.mark.parametrize(
    ("description", "row"),
    [("the port minister", 0), ("the minister for the port", 0), ("the senator", 2), ("mayor", 4)],
)
def test_a_role_is_found_by_its_noun_and_most_of_its_words(roles, description, row):
    """Short forms of offices and offices before the name count."""
    assert (row, 1.0) in roles.find(description)


def test_half_of_the_words_are_enough_and_scored_so(roles):
    """The old minister of the fishing port: one word more than the role has."""
    assert roles.find("the fishing minister") == [(0, pytest.approx(0.5 * FITS))]


def test_another_noun_is_another_role(roles):
    """The port's director is not the port's minister."""
    assert roles.find("the port director") == []


def test_a_document_holds_no_office(roles):
    """The port report is no reporter of the port."""
    assert 3 not in [row for row, _ in roles.find("the port report")]


def test_an_organisation_speaks_through_its_spokesman(roles):
    """Whose role names the organisation and the office."""
    assert roles.mouthpieces("the Harbour Union") == (1,)


def test_nobody_speaks_for_what_no_role_names(roles):
    """A minister of the port does not speak for the union."""
    assert roles.mouthpieces("the port") == ()


def test_a_role_is_known_by_the_noun_it_turns_on():
    """Also under a word that means the same."""
    index = RoleIndex(
        on_record([Speaker(0, "Ida Moe", SpeakerKind.PERSON, (), ("Holm's attorney",), 1, 1)])
    )
    assert index.is_role("holms lawyer")
    assert not index.is_role("holms dentist")


MAYORS = (
    speaker(0, "Ida Moe", "former mayor"),
    speaker(1, "Per Dahl", "deputy mayor"),
    speaker(2, "Eva Storm", "diver", "lawyer", "poet", "mayor"),
    speaker(3, "the mayors", kind=SpeakerKind.GROUP),
    speaker(4, "Ole Brandt", "mayor of Arden"),
)


def test_whoever_holds_an_office_comes_before_whoever_held_it():
    """Nor is it held by a group, by a deputy, or by who was called so once."""
    assert RoleIndex(on_record(MAYORS)).find("the mayor") == [(4, FITS)]


def test_where_nobody_holds_an_office_a_former_one_is_meant():
    """An article may speak of nobody else."""
    assert RoleIndex(on_record(MAYORS[:2])).find("the mayor") == [(0, FITS)]


def test_what_may_be_the_office_is_told_from_what_is_another():
    """The mayor of Arden is not that of Besan, nor is a former one."""
    mayor = speaker(5, "Per Dahl", "mayor")
    index = RoleIndex(on_record((*MAYORS, mayor)))
    assert index.compatible("the mayor of Besan") == {5}


def test_the_boss_of_something_is_found_by_what_is_led():
    """No role has the word."""
    leaders = (
        speaker(0, "Eva Storm", "Harbour Lines CEO"),
        speaker(1, "Ole Brandt", "River Lines CEO"),
    )
    assert RoleIndex(on_record(leaders)).find("the Harbour Lines boss") == [(0, FITS)]


def test_whoever_is_called_the_former_one_too_was_it():
    """Reports of other days call one person both."""
    both = speaker(6, "Nils Sunde", "mayor", "former mayor")
    assert RoleIndex(on_record((*MAYORS, both))).find("the mayor") == [(4, FITS)]
