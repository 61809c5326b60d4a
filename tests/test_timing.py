"""Whether a sentence names a day or a time."""

import pytest

from bot.timing import names_a_time


@pytest.mark.parametrize(
    "text",
    [
        "She said so on Tuesday.",
        "He spoke on March 3.",
        "The minister said last week that it was over.",
        "Two days later he resigned.",
        "On 14 July the port closed.",
    ],
)
def test_days_and_times_are_recognised(text):
    """News names the day in a few ways."""
    assert names_a_time(text)


@pytest.mark.parametrize("text", ["He may resign.", "The second ferry sank.", "A march began."])
def test_other_words_are_not(text):
    """Months that are also words need a day beside them."""
    assert not names_a_time(text)
