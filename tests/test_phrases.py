"""Names at the start of what was typed, or in it, are told from what is beside them."""

import pytest

from bot.names import SpeakerLookup
from bot.phrases import name_and_topic, people_in
from index.quotation import SpeakerKind
from index.speakers import Speaker
from tests.on_record import on_record

LOOKUP = SpeakerLookup(
    on_record(
        (
            Speaker(0, "Ida Moe", SpeakerKind.PERSON, ("Moe",), (), 4, 2),
            Speaker(1, "Nils Sunde", SpeakerKind.PERSON, (), (), 2, 1),
            Speaker(2, "the Harbour Union", SpeakerKind.ORGANISATION, ("Harbour Union",), (), 2, 1),
        )
    ),
    occurs=lambda _: False,
)


@pytest.mark.parametrize(
    ("phrase", "before", "topic"),
    [
        ("Moe tunnel", None, "tunnel"),
        ("moe tunnel", None, "tunnel"),
        ("Moe promise", "fares", "promise fares"),
        ("Moe of the union", "fares", "fares"),
        ("Harbour Union tolls", None, "tolls"),
    ],
)
def test_a_name_with_something_behind_it(phrase, before, topic):
    """It is a topic, a word of one, or tells which one is meant."""
    read = name_and_topic(LOOKUP, phrase, before)
    assert read is not None
    assert read[1] == topic


@pytest.mark.parametrize(
    ("phrase", "topic"),
    [
        ("Moe Dahl", None),
        ("Moe's lawyer", None),
        ("the Moe tunnel", None),
        ("moe of food", "the station"),
        ("moe promise", "fares"),
        ("Moe and all the others", "fares"),
        ("whales", None),
        ("Moe", None),
    ],
    ids=["longer name", "owned", "definite", "small", "small word", "long", "no name", "bare name"],
)
def test_what_is_no_name_with_something_behind_it(phrase, topic):
    """Another name, a description, or words that may be anything."""
    assert name_and_topic(LOOKUP, phrase, topic) is None


def test_people_are_found_in_a_topic():
    """By their whole names, in any case; bodies and single words are none."""
    assert people_in(LOOKUP, "what nils sunde of the harbour union told moe") == ["nils sunde"]
