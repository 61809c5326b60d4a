"""Content: which words are the speaker's."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Anna Berg said that the bridge was closed.",
            ("that the bridge was closed",),
        ),
        ("Anna Berg said the bridge was closed.", ("the bridge was closed",)),
        ("The bridge was closed, Anna Berg said.", ("The bridge was closed",)),
        ("The bridge, Anna Berg said, was closed.", ("The bridge", "was closed")),
        ("The bridge was closed, according to Anna Berg.", ("The bridge was closed",)),
        (
            "Anna Berg told Carl Voss that the bridge was closed.",
            ("that the bridge was closed",),
        ),
        (
            "Anna Berg described the talks as “productive.”",
            ("the talks as “productive.”",),
        ),
        ("Anna Berg described the talks as useful.", ("the talks as useful",)),
        ("Anna Berg called the plan a mistake.", ("the plan a mistake",)),
        (
            "Anna Berg accused the port of hiding the report.",
            ("the port of hiding the report",),
        ),
        (
            "Anna Berg said the meeting had been “long and useful.”",
            ("the meeting had been “long and useful.”",),
        ),
    ],
)
def test_the_content_is_what_was_said(said, text, words):
    assert [s.words for s in said(text)] == [words]


def test_a_described_pronoun_is_no_content(said):
    text = "Anna Berg criticised the plans, calling them “not acceptable.”"
    assert said(text)[-1].words == ("“not acceptable.”",)


def test_a_later_cue_ends_the_content_of_the_first(said):
    text = "Anna Berg said she liked the bridge, adding that the ferry was slow."
    assert said(text)[0].words == ("she liked the bridge",)


def test_words_after_a_whole_quotation_are_not_content(said):
    text = "Anna Berg said, “The bridge is closed,” the agency quoted Berg."
    assert said(text)[0].words == ("“The bridge is closed,”",)


def test_what_somebody_warns_of_is_content(said):
    assert said("Anna Berg warned of long delays.")[0].words == ("of long delays",)
