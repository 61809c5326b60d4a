"""Unit: what is searched; by itself, so that naming one loads no library."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """What is searched. The order is that of the ranges in the file of vectors."""

    SENTENCE = "sentence"
    STATEMENT = "statement"
    PASSAGE = "passage"
