"""Whether a role that the articles give somebody is the one that a question describes."""

import pytest

from bot.role_fit import FITS, head_stem, is_office, role_fit


@pytest.mark.parametrize(
    ("role", "description"),
    [
        ("mayor", "the mayor"),
        ("Arden Mayor", "Arden's mayor"),
        ("lawyer and mayor of Arden", "the mayor of Arden who is a lawyer"),
        ("Port Minister", "the minister for the port"),
        ("vice president", "the vice president"),
    ],
)
def test_a_role_that_says_just_that_fits_best(role, description):
    """The order of the words does not matter."""
    assert role_fit(role, description, often=True).share == 1.0


@pytest.mark.parametrize(
    "role",
    [
        "friend of the mayor",
        "deputy mayor",
        "vice mayor of Arden",
        "mayoral candidate",
        "mayor's aide",
    ],
)
def test_another_office_does_not_fit(role):
    """A friend or a deputy of the mayor is no mayor."""
    assert role_fit(role, "the mayor", often=True).share == 0.0


@pytest.mark.parametrize(
    ("role", "often", "held"),
    [
        ("mayor of Arden", True, True),
        ("former mayor of Arden", True, False),
        ("former senator and mayor of Arden", True, False),
        ("senator and former mayor of Arden", True, False),
        ("mayor of Arden", False, False),
    ],
)
def test_an_office_is_held_or_was(role, often, held):
    """What somebody is called in passing is not what that person is."""
    fit = role_fit(role, "the mayor of Arden", often=often)
    assert (fit.share, fit.held) == (1.0, held)


def test_a_former_office_may_be_asked_for():
    """Then it is held."""
    assert role_fit("former mayor", "the former mayor", often=True).held


def test_a_role_that_says_more_scores_a_little_less():
    """And is told from one that holds only some of the words."""
    bare, more, less = (
        role_fit(role, "the port minister", often=True).score
        for role in ("port minister", "port minister of Arden", "minister")
    )
    assert bare == 1.0 > more == FITS > less


@pytest.mark.parametrize(
    ("role", "may_be"),
    [
        ("Secretary General of the Harbour League", True),
        ("Secretary General", True),
        ("River Council Secretary General", False),
    ],
)
def test_an_office_of_another_body_is_another_office(role, may_be):
    """Where each has a word that the other lacks."""
    fit = role_fit(role, "the Harbour League secretary general", often=True)
    assert fit.compatible == may_be


@pytest.mark.parametrize(
    ("description", "office"), [("Arden's mayor", True), ("her mother", False)]
)
def test_an_office_is_held_by_one_at_a_time(description, office):
    """Of mothers there are many."""
    assert is_office(description) == office


@pytest.mark.parametrize(
    ("description", "head"),
    [
        ("the mayor of Harbour Town", "mayor"),
        ("his lawyer", "lawyer"),
        ("the union's chief", "chief"),
    ],
)
def test_a_description_turns_on_its_noun(description, head):
    """What follows "of" tells which one."""
    assert head_stem(description) == head
