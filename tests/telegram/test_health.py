"""Whether the bot still hears from Telegram."""

import asyncio

import pytest

from bot.telegram.health import Health


class Clock:
    """A clock that is turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_silence_is_counted_from_the_last_poll():
    """Not from the start."""
    clock = Clock()
    health = Health(clock)
    clock.now = 50
    health.beat()
    clock.now = 70
    assert health.silence == 20


async def test_too_long_a_silence_is_noticed():
    """At once, where it has been too long already."""
    clock = Clock()
    health = Health(clock)
    clock.now = 61
    await asyncio.wait_for(health.until_silent(60), 1)


async def test_a_silence_that_is_short_enough_is_not():
    """The wait goes on."""
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(Health(Clock()).until_silent(60), 0.05)


async def test_a_refused_token_is_noticed():
    """And stays so."""
    health = Health(Clock())
    assert not health.refused
    health.refuse()
    await asyncio.wait_for(health.until_refused(), 1)
    assert health.refused
