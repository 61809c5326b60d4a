"""Numbers in the words of a person."""

from __future__ import annotations

import pytest

from index.wording import count, duration, size


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (1240, "1,240 articles")]
)
def test_a_noun_follows_its_number(number: int, words: str):
    assert count(number, "article") == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (9_949, "9.9 kB"),
        (12_345, "12 kB"),
        (999_400, "999 kB"),
        (999_600, "1.0 MB"),
        (91_500_000, "92 MB"),
        (1_500_000_000, "1.5 GB"),
        (2_000_000_000_000, "2.0 TB"),
    ],
)
def test_sizes_have_two_or_three_digits_and_a_unit(number: int, words: str):
    assert size(number) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (185, "3 min 5 s"),
        (7_440, "2 h 4 min"),
    ],
)
def test_durations_are_as_exact_as_they_need_to_be(seconds: float, words: str):
    assert duration(seconds) == words
