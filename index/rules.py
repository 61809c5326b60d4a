"""The rules that turn articles into statements, as a version that no one has to remember."""

from __future__ import annotations

import hashlib
from pathlib import Path

OVERLAP = 1
"""Sentences that two neighbouring passages share."""

# What an analysis, the linked speakers, the passages and the stored words depend on, besides the
# articles.
_SOURCES = (
    "answer_types.py",
    "attribution",
    "boundaries.py",
    "duplicates.py",
    "identities.py",
    "naming.py",
    "office_words.py",
    "paragraphs.py",
    "quotation.py",
    "quotes.py",
    "role_order.py",
    "segmentation.py",
    "speakers.py",
    "unit_texts.py",
    "word_facts.py",
    "words.py",
)


def rules_digest() -> str:
    """Twelve hexadecimal digits over the source of the rules.

    A number raised by hand is forgotten sooner or later, and an analysis of other rules would then
    be taken from the cache.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in _SOURCES:
        path = here / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(f"{file.relative_to(here).as_posix()}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
