"""The questions that buttons with a name or a suggestion stand for."""

from __future__ import annotations

import re

from bot.rendering.wording import period
from bot.telegram.records import Record


def with_choice(record: Record, place: int) -> str | None:
    """The question of ``record`` with its choice number ``place`` as the speaker, or None."""
    if place >= len(record.choices):
        return None
    name, asked = record.choices[place], record.speaker
    if asked and (found := re.search(re.escape(asked), record.question, re.IGNORECASE)):
        return record.question[: found.start()] + name + record.question[found.end() :]
    return f"what did {name} say{_about(record.topic)}{_days(record)}?"


def with_suggestion(record: Record, place: int) -> str | None:
    """The suggestion number ``place`` as a question to the same speaker, or None."""
    if place >= len(record.suggestions):
        return None
    suggestion = record.suggestions[place]
    if record.speaker is None or suggestion.rstrip().endswith("?"):
        return suggestion
    return f"what did {record.speaker} say{_about(suggestion)}?"


def _about(topic: str | None) -> str:
    return f" about {topic}" if topic else ""


def _days(record: Record) -> str:
    days = period(*record.days)
    return f" {days}" if days else ""
