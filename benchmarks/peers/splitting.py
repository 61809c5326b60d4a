"""Sentences as tutorials split them: at a full stop and white space, and at line ends."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"(?<=[.!?])\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; none is blank."""
    return [part.strip() for part in _BOUNDARY.split(text) if part.strip()]
