"""A name in a question finds the speaker on record, and nobody else."""

import pytest

from bot.names import MatchedBy, SpeakerLookup
from index.naming import name_tokens
from index.quotation import SpeakerKind
from index.speakers import Speaker
from tests.on_record import on_record


def speaker(row, name, *aliases, roles=(), statements=1, kind=SpeakerKind.PERSON):
    """A speaker of one article."""
    return Speaker(row, name, kind, aliases, roles, statements, 1)


SPEAKERS = (
    speaker(0, "Rosa Lindqvist", "Lindqvist", roles=("port minister",), statements=9),
    speaker(1, "Tomas Berg", "Berg", roles=("mayor of Harbour Town",), statements=4),
    speaker(2, "Anna Berg", "Berg", statements=2),
    speaker(3, "the Harbour Union", "Harbour Union", kind=SpeakerKind.ORGANISATION),
    speaker(4, "J. M. Osei", "Osei"),
    speaker(5, "Norholm's fire brigade", kind=SpeakerKind.ORGANISATION),
    speaker(6, "both Norholm and Sundby", kind=SpeakerKind.GROUP),
)


@pytest.fixture
def lookup():
    """A lookup in a collection where Lindquist is named."""
    return SpeakerLookup(on_record(SPEAKERS), occurs=lambda word: word == "lindquist")


def names(matches):
    """The names of the matches."""
    return [match.speaker.name for match in matches]


@pytest.mark.parametrize(
    "phrase",
    [
        "Rosa Lindqvist",
        "rosa lindqvist",
        "Lindqvist",
        "Ms. Lindqvist",
        "Minister Lindqvist's",
        "Rosa",
    ],
)
def test_a_name_or_part_of_it_finds_the_speaker(lookup, phrase):
    """Case, forms of address and possessives do not matter."""
    assert names(lookup.find(phrase)) == ["Rosa Lindqvist"]


@pytest.mark.parametrize("phrase", ["Lindqvst", "Rosa Lindkvist", "lindqvistt"])
def test_a_slip_of_spelling_is_forgiven(lookup, phrase):
    """One letter, or two in a long name."""
    matches = lookup.find(phrase)
    assert names(matches) == ["Rosa Lindqvist"]
    assert matches[0].by is MatchedBy.SPELLING


def test_a_name_that_stands_in_the_articles_is_not_a_misspelling(lookup):
    """Lindquist is somebody else, who is named and not quoted."""
    assert lookup.find("Lindquist") == []


@pytest.mark.parametrize("phrase", ["Lundkvast", "Bird", "Marsha Quell", "Dosa Lindqvist"])
def test_another_name_is_not_a_misspelling(lookup, phrase):
    """Beyond a slip or two, or with another first letter, it is another person."""
    assert lookup.find(phrase) == []


def test_two_people_of_one_surname_are_both_found(lookup):
    """The more often quoted one comes first; the question decides, or the bot asks."""
    assert names(lookup.find("Berg")) == ["Tomas Berg", "Anna Berg"]


def test_a_given_name_tells_them_apart(lookup):
    """The full name is one person."""
    assert names(lookup.find("Anna Berg")) == ["Anna Berg"]


@pytest.mark.parametrize("phrase", ["J.M. Osei", "JM Osei", "Osei"])
def test_initials_fit_however_they_are_written(lookup, phrase):
    """With or without dots and blanks."""
    assert names(lookup.find(phrase)) == ["J. M. Osei"]


@pytest.mark.parametrize("phrase", ["the port minister", "the mayor of Harbour Town", "the mayor"])
def test_a_role_finds_whoever_holds_it(lookup, phrase):
    """Roles stand in the articles beside the names."""
    assert lookup.find(phrase)[0].by is MatchedBy.ROLE


def test_a_role_nobody_holds_finds_nobody(lookup):
    """The finance minister is not the port minister's town."""
    assert lookup.find("the finance chief") == []


def test_an_organisation_is_found_with_or_without_its_article(lookup):
    """The case: "the Harbour Union" and "harbour union" are one."""
    assert names(lookup.find("harbour union")) == ["the Harbour Union"]


def test_whose_it_is_is_not_who_it_is(lookup):
    """Norholm spoke together with Sundby; its fire brigade is somebody else."""
    assert names(lookup.find("Norholm")) == ["both Norholm and Sundby"]


def test_the_longest_name_at_the_start_is_taken(lookup):
    """In "Rosa Lindqvist leave office" the name ends before the verb."""
    found, rest = lookup.leading("Rosa Lindqvist leave office")
    assert (names(found), rest) == (["Rosa Lindqvist"], "leave office")


def test_where_no_name_leads_all_is_the_rest(lookup):
    """A name further on does not lead."""
    assert lookup.leading("whatever Lindqvist does") == ([], "whatever Lindqvist does")


def test_a_title_alone_is_its_own_name():
    """The case: "the Pope" is not an empty name."""
    assert name_tokens("the Pope") == ("pope",)


@pytest.mark.parametrize("phrase", ["", "   ", "🙂", "...", "the"])
def test_a_phrase_without_a_name_finds_nobody(lookup, phrase):
    """Nothing to look for, nobody found, no error."""
    assert lookup.find(phrase) == []


OFFICES = (
    speaker(0, "Council Chair Ann Field", statements=3),
    speaker(1, "Ann Field", statements=2),
    speaker(2, "Jacob R. Holm", "Holm", statements=4),
    speaker(3, "Nils Sunde", "Sunde", statements=4),
    speaker(4, "Ferrygram", kind=SpeakerKind.ORGANISATION),
    speaker(5, "Ida Moe", roles=("head of safety at Ferrygram",)),
    speaker(6, "Per Dahl", roles=("former head of safety at Ferrygram",)),
    speaker(7, "the budget office", kind=SpeakerKind.ORGANISATION),
    speaker(8, "a spokeswoman for the mayor of Harbour Town", roles=("spokeswoman for the mayor",)),
    speaker(9, "Enrique NuÃ±ez", statements=1),
    speaker(10, "Actress Who Met Ann Field", statements=1),
)


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("Ann Field", ["Council Chair Ann Field", "Ann Field"]),
        ("Jack Holm", ["Jacob R. Holm"]),
        ("Karin Sunde", []),
        ("Karin Sundee", []),
        ("Ferrygram", ["Ferrygram", "Ida Moe"]),
        ("the mayor's office", ["a spokeswoman for the mayor of Harbour Town"]),
        ("Nuñez", ["Enrique NuÃ±ez"]),
    ],
    ids=[
        "an office before the full name",
        "a short form of the only bearer's given name",
        "another given name",
        "another given name, misspelt, that stands in the articles",
        "those who lead an organisation, not those who did",
        "who speaks for the holder of an office, and no other office",
        "letters broken on the way",
    ],
)
def test_whom_a_name_means_beside_its_bearer(phrase, found):
    """A name finds its bearer under any description, and nobody of another given name."""
    lookup = SpeakerLookup(on_record(OFFICES), occurs=lambda words: words == "karin sunde")
    assert names(lookup.find(phrase)) == found


@pytest.mark.parametrize("phrase", ["Rosa Lindqvist", "Christine Vik", "christine vik"])
def test_a_given_name_and_a_surname_are_a_person(lookup, phrase):
    """On record or not."""
    assert lookup.is_persons_name(phrase)


@pytest.mark.parametrize("phrase", ["Europe", "Harbour Union", "the strike", "tolls in June"])
def test_other_words_may_be_a_topic(lookup, phrase):
    """A body, a thing, a single name."""
    assert not lookup.is_persons_name(phrase)


PEOPLE = (
    speaker(0, "Ann Field", "Field", statements=5, roles=("keeper",)),
    speaker(1, "Marie Field", statements=1),
    speaker(2, "Nils Sunde", statements=4),
    speaker(3, "Sundby", kind=SpeakerKind.ORGANISATION),
)


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("goalie Nils Sunde", ["Nils Sunde"]),
        ("the goalie Nils Sunde", ["Nils Sunde"]),
        ("keeper ann field", ["Ann Field"]),
        ("swimmer nils sunde", ["Nils Sunde"]),
        ("Karl Nils Sunde", []),
        ("Field", ["Ann Field", "Marie Field"]),
    ],
    ids=[
        "a common noun before a name",
        "with an article",
        "a role on record, all in small letters",
        "as it stands in the articles, all in small letters",
        "another given name",
        "a surname is that of everybody who bears it",
    ],
)
def test_what_stands_before_a_name_may_say_what_its_bearer_is(phrase, found):
    """A given name is no such word."""
    stands = {"swimmer nils sunde", "karl nils sunde"}
    lookup = SpeakerLookup(on_record(PEOPLE), occurs=lambda words: words.lower() in stands)
    assert names(lookup.find(phrase)) == found


HOLDERS = (
    speaker(0, "Ida Moe", roles=("Harbour Council director",), statements=5),
    speaker(1, "the Harbour Council", kind=SpeakerKind.ORGANISATION, statements=9),
    speaker(2, "Per Harbour", statements=2),
    speaker(3, "Eva Storm", roles=("president",), statements=3),
    speaker(4, "the president"),
    speaker(5, "the River House", kind=SpeakerKind.ORGANISATION, statements=2),
    speaker(6, "Ole Brandt", roles=("River House",)),
)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("the Harbour Council director", ["Ida Moe"]),
        ("the harbour council director", ["Ida Moe"]),
        ("the president", ["Eva Storm", "the president"]),
        ("the River House", ["the River House"]),
        ("the Harbour Council", ["the Harbour Council", "Ida Moe"]),
        ("the harbour secretary", []),
    ],
    ids=["office", "small letters", "unnamed too", "a body", "who leads it", "no surname"],
)
def test_an_office_is_that_of_its_holder(phrase, expected):
    """Not the words of the body, nor of whoever has a word of it for a surname."""
    lookup = SpeakerLookup(on_record(HOLDERS), occurs=lambda _: False)
    assert names(lookup.find(phrase)) == expected


def test_who_speaks_for_a_body_comes_with_whoever_is_not_named():
    """A council spokesman is no person called Council."""
    unnamed = speaker(0, "a Tidewatch spokesman")
    named = speaker(1, "Ida Moe", roles=("Tidewatch spokeswoman",))
    lookup = SpeakerLookup(on_record((unnamed, named)), occurs=lambda _: False)
    assert names(lookup.find("the Tidewatch")) == ["a Tidewatch spokesman", "Ida Moe"]
