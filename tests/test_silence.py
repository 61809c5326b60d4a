"""A sentence that says that somebody did not speak."""

import pytest

from bot.silence import keeps_silent


@pytest.mark.parametrize(
    "text",
    [
        "The mayor declined to comment.",
        "Ida Moe did not immediately respond to a request for comment.",
        "The union hasn't commented on the vote.",
        "A spokesman was unavailable for comment.",
        "The owner refused to discuss the sale.",
        "The keeper could not be reached on Monday.",
    ],
)
def test_silence_is_recognised(text):
    """The news says it in a few ways."""
    assert keeps_silent(text)


@pytest.mark.parametrize(
    "text", ["The mayor commented on it.", "Ida Moe declined the prize.", "It did not rain."]
)
def test_other_sentences_are_not(text):
    """To decline a prize is not to decline to speak."""
    assert not keeps_silent(text)
