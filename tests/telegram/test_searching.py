"""Searches beside the event loop."""

import threading

import pytest

from bot.telegram.searching import Searches, TookTooLong
from tests.telegram.newsroom import Newsroom


async def test_a_search_is_done_by_another_thread():
    """The event loop goes on meanwhile."""
    searches = Searches(Newsroom(), workers=1, seconds=5)
    assert await searches.run(lambda _: threading.get_ident()) != threading.get_ident()
    searches.close()


async def test_a_search_that_takes_too_long_is_given_up():
    """With a message for the person who waits."""
    searches = Searches(Newsroom(), workers=1, seconds=0.05)
    over = threading.Event()
    with pytest.raises(TookTooLong, match=r"longer than 0\.05 seconds and was given up"):
        await searches.run(lambda _: over.wait(5))
    over.set()
    searches.close()


async def test_an_error_of_a_search_is_raised_where_it_is_awaited():
    """As if it had been called."""
    searches = Searches(Newsroom(), workers=1, seconds=5)
    with pytest.raises(ZeroDivisionError):
        await searches.run(lambda _: 1 / 0)
    searches.close()
