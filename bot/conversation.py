"""The state of a conversation: what a follow-up may leave out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the last question of a conversation was about. Immutable; one turn makes the next.

    Attributes:
        speaker: name of the last speaker asked for, on record or not, or None.
        topic: words of the last topic, or None.
        since: first day last asked for, or None.
        until: last day last asked for, or None.
        kind: value of the last question's kind, or None.
        cited: (article id, start, end) of the best snippet shown last, or None; "when did he say
            that?" and "who else?" refer to it.
        seen: (article id, start, end) of every snippet shown for the question; "more" leaves them
            out.
        shown: names of the speakers shown in the last answer, best first; "who else?" leaves
            them out.
    """

    speaker: str | None = None
    topic: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    kind: str | None = None
    cited: tuple[str, int, int] | None = None
    shown: tuple[str, ...] = ()
    seen: tuple[tuple[str, int, int], ...] = ()

    def to_json(self) -> str:
        """The state as one line of JSON, for storing between messages."""
        return json.dumps(asdict(self), default=dt.date.isoformat, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Conversation:
        """The state that ``to_json`` wrote.

        Raises:
            ValueError: the line is not such a state.
        """
        try:
            raw = json.loads(line)
            return cls(
                speaker=raw["speaker"],
                topic=raw["topic"],
                since=dt.date.fromisoformat(raw["since"]) if raw["since"] else None,
                until=dt.date.fromisoformat(raw["until"]) if raw["until"] else None,
                kind=raw["kind"],
                cited=_place(raw["cited"]) if raw["cited"] else None,
                shown=tuple(raw["shown"]),
                seen=tuple(map(_place, raw.get("seen", ()))),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as exc:
            raise ValueError(f"not a stored conversation: {line[:80]!r}") from exc


def _place(raw: tuple[str, int, int]) -> tuple[str, int, int]:
    article, start, end = raw
    return str(article), int(start), int(end)
