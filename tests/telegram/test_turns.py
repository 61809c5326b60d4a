"""Who comes next where several wait."""

import asyncio
import threading

import pytest

from bot.telegram.searching import Searches, TookTooLong
from bot.telegram.turns import Turns
from tests.telegram.newsroom import Newsroom


async def waiting(turns: Turns, person: str, served: list[str]) -> "asyncio.Task[None]":
    """Somebody who takes a place and notes it; has asked when this returns."""

    async def take() -> None:
        await turns.take(person)
        served.append(person)

    task = asyncio.create_task(take())
    await asyncio.sleep(0)
    return task


async def served_in_turn(turns: Turns, tasks: "list[asyncio.Task[None]]") -> None:
    for _ in tasks:
        turns.give_back()
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)


async def test_one_question_does_not_wait_behind_all_of_somebody_elses():
    """Whoever asked thirty at once is served in turn with whoever asked one."""
    turns = Turns(1)
    served: list[str] = []
    await turns.take("many")
    tasks = [await waiting(turns, "many", served) for _ in range(30)]
    tasks.append(await waiting(turns, "one", served))
    await served_in_turn(turns, tasks)
    assert served[:3] == ["many", "one", "many"]
    assert len(served) == 31


async def test_no_more_places_are_taken_than_there_are():
    """The others wait."""
    turns = Turns(2)
    served: list[str] = []
    tasks = [await waiting(turns, name, served) for name in "abcd"]
    assert served == ["a", "b"]
    await served_in_turn(turns, tasks[2:])
    turns.give_back()
    turns.give_back()
    assert served == ["a", "b", "c", "d"]


async def test_whoever_gives_up_waiting_is_passed_over():
    """And the place goes to the next, even where it was given in the moment of giving up."""
    turns = Turns(1)
    served: list[str] = []
    await turns.take("first")
    gone = await waiting(turns, "gone", served)
    late = await waiting(turns, "late", served)
    last = await waiting(turns, "last", served)
    gone.cancel()
    await asyncio.sleep(0)
    turns.give_back()  # to "late", who has not run yet
    late.cancel()
    await asyncio.gather(gone, late, return_exceptions=True)
    await last
    assert served == ["last"]


async def test_searches_serve_people_in_turn():
    """With one thread, thirty questions of one person, and one of another asked last."""
    searches = Searches(Newsroom(), workers=1, seconds=30)
    order: list[str] = []

    async def ask(person: str) -> None:
        await searches.run(lambda _: order.append(person), person)

    await asyncio.gather(*(ask(person) for person in ["many"] * 30 + ["one"]))
    assert order.index("one") <= 2
    searches.close()


async def test_a_search_that_was_given_up_frees_its_thread_when_it_ends():
    """Nobody waits for its result; whoever asks next is served."""
    searches, over = Searches(Newsroom(), workers=1, seconds=0.5), threading.Event()
    with pytest.raises(TookTooLong):
        await searches.run(lambda _: over.wait(30), "slow")
    over.set()
    assert await searches.run(lambda _: "served", "other") == "served"
    searches.close()
