"""Recall: whom an article has named, and who has spoken in it, up to a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.attribution.drafts import main_subject
from index.attribution.entities import Entity
from index.attribution.lexicon import PERSON_NOUNS
from index.attribution.mentions import Mention, mention_of
from index.attribution.names import Names
from index.attribution.parsing import Parsed
from index.attribution.sightings import Sighting
from index.quotation import SpeakerKind

# Words by which a text brings in somebody of whom it has not spoken before.
_BRINGING_IN = frozenset({"a", "an", "one", "another"})


class Recall:
    """What the mentions of an article can go back to; grows as its statements are resolved.

    Attributes:
        trees: the sentences by number.
        spoken: the statements so far that a pronoun can go back to: sentence, offset, speaker.

    Args:
        names: the article's names.
        parsed: its sentences.
        quoted: quotations and other ranges whose inner names are nobody's subject.
    """

    def __init__(
        self, names: Names, parsed: Iterable[Parsed], quoted: Sequence[tuple[int, int]]
    ) -> None:
        self.trees: Mapping[int, Parsed] = {p.number: p for p in parsed}
        self.spoken: list[tuple[int, int, Entity | None]] = []
        self._spoken_in: dict[int, list[tuple[int, Entity | None]]] = {}
        self._named_in: dict[int, list[tuple[Sighting, Entity]]] = {}
        self._introduced = _introduced(self.trees.values())
        for s, entity in names.places:
            entity.roles.update(s.roles)
            if not any(a <= s.start < b for a, b in quoted):
                self._named_in.setdefault(s.sentence, []).append((s, entity))

    def speak(self, number: int, at: int, entity: Entity | None) -> None:
        """Notes who speaks in sentence ``number`` at offset ``at``."""
        self.spoken.append((number, at, entity))
        self._spoken_in.setdefault(number, []).append((at, entity))

    def named_in(self, number: int) -> Sequence[tuple[Sighting, Entity]]:
        """The names in a sentence, outside of quotations, in order."""
        return self._named_in.get(number, [])

    def spoken_in(self, number: int, before: int | None = None) -> list[Entity | None]:
        """Those who speak in a sentence, up to an offset, in order; None is somebody unknown."""
        return [e for at, e in self._spoken_in.get(number, []) if before is None or at < before]

    def last_speaker(self) -> Entity | None:
        """Who spoke last, if that is known."""
        return self.spoken[-1][2] if self.spoken else None

    def people_in(self, number: int, before: int | None = None) -> list[Entity]:
        """The people with a name whom a sentence names, or who speak in it, up to an offset."""
        here = [e for s, e in self.named_in(number) if before is None or s.start < before]
        here += [e for e in self.spoken_in(number, before) if e is not None]
        people: list[Entity] = []
        for e in here:
            if e.decided_kind is SpeakerKind.PERSON and e.named and e not in people:
                people.append(e)
        return people

    def people_before(self, number: int) -> list[Entity]:
        """The people named or heard up to a sentence, the last one first.

        The headline goes back to nobody, so that for it they are those of the whole article.
        """
        recent: list[Entity] = []
        tree = self.trees.get(number)
        if tree is not None and tree.sentence.is_headline:
            number = max(self._named_in, default=0)
        for n in range(number, -1, -1):
            here = [entity for _, entity in self.named_in(n)]
            here += [entity for entity in self.spoken_in(n) if entity is not None]
            for entity in reversed(here):
                if entity.decided_kind is SpeakerKind.PERSON and entity not in recent:
                    recent.append(entity)
        return recent

    def acts(self, entity: Entity, number: int) -> bool:
        """Whether somebody is the subject of anything, or speaks, up to a sentence."""
        return any(e is entity for _, _, e in self.spoken) or any(
            s.subject and e is entity for n in range(number + 1) for s, e in self.named_in(n)
        )

    def introduced(self, noun: str, number: int) -> bool:
        """Whether a sentence before ``number`` brings in somebody as "a surgeon"."""
        return self._introduced.get(noun, number) < number

    def subject(self, number: int, before: int | None = None) -> Mention | None:
        """The main subject of a sentence where it is no proper name, up to an offset."""
        tree = self.trees.get(number)
        if tree is None:
            return None
        subject = main_subject(tree, tree.sentence.span.end if before is None else before)
        if subject is None or subject.pos_ != "NOUN":
            return None
        mention = mention_of(tree, subject)
        return None if mention.name is not None else mention


def _introduced(parsed: Iterable[Parsed]) -> dict[str, int]:
    """By noun, the first sentence that brings in somebody without a name: "a surgeon"."""
    found: dict[str, int] = {}
    for p in parsed:
        for token in p.doc:
            if token.pos_ == "NOUN" and token.lower_ in PERSON_NOUNS and token.lower_ not in found:
                words = {c.lower_ for c in token.children if c.dep_ in ("det", "nummod")}
                if words & _BRINGING_IN:
                    found[token.lower_] = p.number
    return found
