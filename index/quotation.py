"""Statement: who is reported to have said what, and with which words of the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.spans import Span


class Kind(StrEnum):
    """How a statement is reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SpeakerKind(StrEnum):
    """What sort of source a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in an article.

    Attributes:
        kind: direct (in quotation marks), indirect (reported), mixed (reported, partly quoted).
        content: what was said, in order; several spans where the quotation is split.
        extent: the span to show: content with its attribution clause, and nothing of another
            speaker's where the sentence allows it.
        cue: the words of saying ("said", "according to"), or None for a floating quotation.
        speaker_mention: the words that name the speaker here, or None.
        speaker: number of the speaker in ``Analysis.speakers``, or None where it is unresolved.
        confidence: 0 to 1, how sure the attribution is.
        negated: the statement reports that something was not said ("declined to comment").
        hypothetical: the statement reports speech that need not have happened ("would say").
        nested_in: number of the statement (in ``Analysis.statements``) whose content holds this
            one, or None.
    """

    kind: Kind
    content: tuple[Span, ...]
    extent: Span
    cue: Span | None
    speaker_mention: Span | None
    speaker: int | None
    confidence: float
    negated: bool = False
    hypothetical: bool = False
    nested_in: int | None = None


@dataclass(frozen=True, slots=True)
class LocalSpeaker:
    """One identity within one article, before it is matched with other articles.

    Attributes:
        name: the longest name the article gives, without titles ("Rosa Lind").
        aliases: other names for the same speaker in the article ("Lind", "Ms. Lind").
        roles: what the article says the speaker is ("port minister", "secretary of state").
        kind: person, organisation, group or document.
        gender: "f", "m" or None, where the text gives it.
        apart: whether the article names somebody else who differs by a "Jr." only.
    """

    name: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    kind: SpeakerKind
    gender: str | None = None
    apart: bool = False
