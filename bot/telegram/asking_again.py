"""The questions that buttons with a name or a suggestion stand for."""

from __future__ import annotations

import re

from bot.answer import Interpretation
from bot.rendering.wording import period
from bot.telegram.records import Record


def with_choice(record: Record, place: int) -> str | None:
    """The question of ``record`` with its choice number ``place`` as the speaker, or None."""
    if place >= len(record.choices):
        return None
    understood, name = record.interpretation, record.choices[place]
    asked = understood.speaker
    if asked and (found := re.search(re.escape(asked), record.question, re.IGNORECASE)):
        return record.question[: found.start()] + name + record.question[found.end() :]
    return f"what did {name} say{_about(understood.topic)}{_days(understood)}?"


def with_suggestion(record: Record, place: int) -> str | None:
    """The suggestion number ``place`` as a question to the same speaker, or None."""
    if place >= len(record.suggestions):
        return None
    suggestion, speaker = record.suggestions[place], record.interpretation.speaker
    if speaker is None or suggestion.rstrip().endswith("?"):
        return suggestion
    return f"what did {speaker} say{_about(suggestion)}?"


def _about(topic: str | None) -> str:
    return f" about {topic}" if topic else ""


def _days(understood: Interpretation) -> str:
    days = period(understood.since, understood.until)
    return f" {days}" if days else ""
