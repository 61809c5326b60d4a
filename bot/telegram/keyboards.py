"""The buttons under a message. Their data explains itself, so that they outlive a restart."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

_A_ROW = 4
_MOST_CONTEXTS = 8
_MOST_CHOICES = 8
_LABEL = 48

MORE = "more"
CONTEXT = "ctx"
CHOICE = "ask"
SUGGESTION = "try"
SPEAKERS = "speakers"
SOURCES = "sources"


def card_keyboard(
    identity: str,
    page: int,
    pages: int,
    numbers: Sequence[int],
    *,
    choices: Sequence[str] = (),
    suggestions: Sequence[str] = (),
) -> InlineKeyboardMarkup | None:
    """The buttons of one page of an answer, or None where it needs none.

    Args:
        identity: id of the answer.
        page: number of the page, from 0.
        pages: how many there are.
        numbers: citations on the page, the most important first.
        choices: names to choose from.
        suggestions: topics or questions to go on with.
    """
    rows = [
        [_button(name, f"{CHOICE}:{identity}:{place}")]
        for place, name in enumerate(choices[:_MOST_CHOICES])
    ]
    offered = [
        _button(words, f"{SUGGESTION}:{identity}:{place}")
        for place, words in enumerate(suggestions[:_A_ROW])
    ]
    short = sum(len(button.text) for button in offered) <= _LABEL
    rows += _rows(offered, _A_ROW if short else 1)
    shown = sorted(numbers[:_MOST_CONTEXTS])
    contexts = [
        _button("Context" if len(shown) == 1 else f"Context {n}", f"{CONTEXT}:{identity}:{n}")
        for n in shown
    ]
    rows += _rows(contexts, _A_ROW)
    rows += _turn(f"{MORE}:{identity}", page, pages)
    return InlineKeyboardMarkup(rows) if rows else None


def context_keyboard(
    identity: str, number: int, page: int, pages: int
) -> InlineKeyboardMarkup | None:
    """The buttons of one page of a context that is longer than a message."""
    rows = _turn(f"{CONTEXT}:{identity}:{number}", page, pages)
    return InlineKeyboardMarkup(rows) if rows else None


def list_keyboard(kind: str, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """The buttons of one page of the speakers or the sources."""
    rows = _turn(kind, page, pages)
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(buttons: list[InlineKeyboardButton], most: int) -> list[list[InlineKeyboardButton]]:
    """``buttons`` in as few rows as ``most`` a row allows, all about as long."""
    rows = -(-len(buttons) // most)
    length = -(-len(buttons) // rows) if rows else 1
    return [buttons[start : start + length] for start in range(0, len(buttons), length)]


def _turn(data: str, page: int, pages: int) -> list[list[InlineKeyboardButton]]:
    row = [_button("‹ Back", f"{data}:{page - 1}")] if page > 0 else []
    row += [_button("More ›", f"{data}:{page + 1}")] if page + 1 < pages else []
    return [row] if row else []


def _button(label: str, data: str) -> InlineKeyboardButton:
    label = " ".join(label.split()) or "…"
    if len(label) > _LABEL:
        label = label[: _LABEL - 1].rstrip() + "…"
    return InlineKeyboardButton(label, callback_data=data)
