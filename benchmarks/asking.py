"""Measures asking: from a cold process, one question after another, and 50 chats at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

from benchmarks.building import Tell
from benchmarks.data import Questions
from benchmarks.process import Reply, Session, run
from benchmarks.results import Results, percentile
from benchmarks.systems import System

_ASKED_BEFORE_MEMORY = 50


def cold(
    systems: Sequence[System],
    indexes: Mapping[str, Path],
    questions: Sequence[str],
    results: Results,
    *,
    runs: int,
    tell: Tell,
) -> None:
    """Starts a process for one question, with every system in turn, ``runs`` times.

    The questions should be ones that On Record answers: to decline may need no model.
    """
    for number in range(runs + 1):
        tell(f"cold start {number} of {runs}")
        question = questions[number % len(questions)]
        for system in systems:
            asked = run(system.ask(indexes[system.name], question))
            if number > 0:  # the first fills the disk cache
                results.add("cold", system.name, asked.first)
                results.add("cold_memory", system.name, asked.megabytes)


def serving(
    systems: Sequence[System],
    indexes: Mapping[str, Path],
    questions: Questions,
    results: Results,
    *,
    runs: int,
    tell: Tell,
) -> list[str]:
    """Asks a running process all questions, with every system in turn, ``runs`` times.

    Returns:
        The questions that the first system answers, rather than to say that there is nothing.
    """
    answered: list[int] = []
    for number in range(1, runs + 1):
        for system in systems:
            tell(f"questions {number} of {runs}: {system.name}")
            with Session(system.serve(indexes[system.name])) as session:
                replies = _serving(session, questions, system.name, results)
            if system is systems[0]:
                answered = [at for at, reply in enumerate(replies) if reply.body["texts"]]
            if answered:
                _latencies(
                    "answered_", (50, 95), [replies[at] for at in answered], system.name, results
                )
    return [questions.timed[at] for at in answered]


def _serving(session: Session, questions: Questions, name: str, results: Results) -> list[Reply]:
    for question in questions.warm_up:
        session.ask({"question": question})
    replies = [session.ask({"question": question}) for question in questions.timed]
    _latencies("", (50, 95, 99), replies, name, results)
    missing = _ASKED_BEFORE_MEMORY - len(questions.warm_up) - len(replies)
    for question in islice(cycle(questions.timed), max(missing, 0)):
        session.ask({"question": question})
    results.add("memory", name, session.megabytes())
    at_once = session.ask_at_once([{"question": question} for question in questions.at_once])
    results.add("chats", name, 1000 * max(reply.seconds for reply in at_once))
    _latencies("chats_", (95,), at_once, name, results)
    return replies


def _latencies(
    prefix: str, percents: Sequence[int], replies: Sequence[Reply], name: str, results: Results
) -> None:
    for percent in percents:
        seconds = percentile([reply.seconds for reply in replies], percent)
        results.add(f"{prefix}p{percent}", name, 1000 * seconds)
