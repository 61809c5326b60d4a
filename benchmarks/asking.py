"""Measures asking: from a cold process, one question after another, and 50 chats at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

from benchmarks.building import Tell
from benchmarks.data import Questions
from benchmarks.process import Session, run
from benchmarks.results import Results, percentile
from benchmarks.systems import System

_ASKED_BEFORE_MEMORY = 50


def cold(
    systems: Sequence[System],
    indexes: Mapping[str, Path],
    questions: Questions,
    results: Results,
    *,
    runs: int,
    tell: Tell,
) -> None:
    """Starts a process for one question, with every system in turn, ``runs`` times."""
    for number in range(runs + 1):
        tell(f"cold start {number} of {runs}")
        question = questions.timed[number % len(questions.timed)]
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
) -> None:
    """Asks a running process all questions, with every system in turn, ``runs`` times."""
    for number in range(1, runs + 1):
        for system in systems:
            tell(f"questions {number} of {runs}: {system.name}")
            with Session(system.serve(indexes[system.name])) as session:
                _serving(session, questions, system.name, results)


def _serving(session: Session, questions: Questions, name: str, results: Results) -> None:
    for question in questions.warm_up:
        session.ask({"question": question})
    seconds = [session.ask({"question": question}) for question in questions.timed]
    for percent in (50, 95, 99):
        results.add(f"p{percent}", name, 1000 * percentile(seconds, percent))
    missing = _ASKED_BEFORE_MEMORY - len(questions.warm_up) - len(seconds)
    for question in islice(cycle(questions.timed), max(missing, 0)):
        session.ask({"question": question})
    results.add("memory", name, session.megabytes())
    seconds = session.ask_at_once([{"question": question} for question in questions.at_once])
    results.add("chats", name, 1000 * max(seconds))
    results.add("chats_p95", name, 1000 * percentile(seconds, 95))
