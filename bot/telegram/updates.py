"""Updates from Telegram, where one that cannot be read costs only itself."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import Bot, Update

_LOG = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
"""What the bot asks Telegram for. Edited messages are not among it: an edit asks nothing anew."""


def read_updates(raw: Sequence[object], bot: Bot) -> tuple[Update, ...]:
    """The readable ones of ``raw``, in order; the others are logged by number and left out."""
    updates = []
    for item in raw:
        try:
            if not isinstance(item, dict):
                raise TypeError(f"an update is an object, not {type(item).__name__}")
            updates.append(Update.de_json(item, bot))
        except Exception as exc:  # noqa: BLE001  whatever the library makes of a strange update
            kinds = sorted(str(key) for key in item) if isinstance(item, dict) else []
            # No traceback: it would hold what a person wrote.
            _LOG.warning(
                "skipped update %s, which cannot be read (%s; it has %s)",
                update_number(item),
                f"{type(exc).__name__}: {exc}",
                ", ".join(kinds) or "nothing",
            )
    return tuple(updates)


def update_number(item: object) -> int | None:
    """The number by which an update is acknowledged, or None where it has none."""
    number = item.get("update_id") if isinstance(item, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
