"""Numbers in the words of a person, for what the command line reports."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """``1 article``, ``1,240 articles``; the noun takes an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def size(number: int) -> str:
    """Bytes as ``340 bytes``, ``12 kB``, ``90 MB``, ``1.5 GB``; 1 kB is 1,000 bytes."""
    if number < 1000:
        return count(number, "byte")
    amount = float(number)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5:
            return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"
    return f"{amount / 1000:,.1f} TB"


def duration(seconds: float) -> str:
    """``0.4 s``, ``24 s``, ``3 min 5 s``, ``2 h 4 min``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
