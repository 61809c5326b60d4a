"""Naming: what describes a speaker, and words that are one in questions and roles."""

from __future__ import annotations

import pytest

from index.naming import descriptions, role_stems, written_as
from index.quotation import SpeakerKind
from index.speakers import Speaker
from index.words import stem


def person(name: str, *aliases: str) -> Speaker:
    return Speaker(0, name, SpeakerKind.PERSON, aliases, (), 1, 1)


@pytest.mark.parametrize(
    ("speaker", "offices"),
    [
        (person("Anna Pope", "Pope"), []),
        (person("Pope Olaf", "Olaf"), ["pope"]),
        (person("the Pope"), ["pope"]),
        (person("Carl Judge", "Mayor Judge"), ["mayor"]),
        (person("Gov. Anna Berg"), ["gov"]),
    ],
)
def test_an_office_stands_before_the_surname_and_is_none(speaker, offices):
    assert descriptions(speaker) == offices


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Secretary-General", "secretary general"),
        ("vice-president", "Vice President"),
        ("UN envoy", "U.N. envoy"),
        ("US ambassador", "U.S. ambassador"),
        ("WHO chief", "the World Health Organization's chief"),
        ("the who chief", "World Health Organization chief"),
        ("Ukraine's defence minister", "Ukrainian Defense Minister"),
        ("President and Chief Executive Officer", "president and CEO"),
        ("Harbour chair", "the current harbour chairwoman"),
        ("harbour-19 coordinator", "harbour 19 coordinator"),
        ("British PM", "the UK prime minister"),
    ],
)
def test_two_ways_to_write_an_office_are_one(a, b):
    assert role_stems(a) == role_stems(b)


def test_a_pronoun_is_no_country():
    assert role_stems("the mayor told us") == role_stems("the mayor told")


def test_a_word_with_full_stops_is_looked_for_in_both_forms():
    for stemmed in role_stems("U.N."):
        assert {stem("un"), stem("u.n")} <= set(written_as(stemmed))
