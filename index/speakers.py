"""Speaker: one identity for the many names a collection uses."""

from __future__ import annotations

from dataclasses import dataclass

from index.quotation import SpeakerKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker of the collection.

    Attributes:
        row: the number of the speaker in its generation, from 0.
        name: the longest name on record ("Yuri Ushakov").
        kind: person, organisation, group or document.
        aliases: other names, most frequent first.
        roles: what articles say the speaker is, most frequent first.
        statements: how many statements are attributed to the speaker.
        articles: how many articles those stand in.
    """

    row: int
    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    statements: int
    articles: int
