"""Entities: one identity for the names that an article uses for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.attribution.lexicon import GENERATIONS, NAME_SUFFIXES
from index.identities import fold
from index.quotation import SpeakerKind


def words_of(name: str) -> tuple[str, ...]:
    """Folded words of a name without suffixes such as "Jr."."""
    words = [w for w in fold(name).split() if w not in NAME_SUFFIXES]
    return tuple(words or fold(name).split())


@dataclass(slots=True)
class Entity:
    """One identity in an article, while it is being put together.

    Attributes:
        name: the longest name.
        names: every name, with how often it stands in the article.
        roles: what the article says the entity is, with counts.
        person: votes for a person minus votes for an organisation.
        genders: votes by gender.
        kind: fixed kind, or None while votes decide.
        named: whether ``name`` is a proper name and not a description.
        full: offsets of mentions by more than the surname, in order.
        titled: gender by a title beside the full name ("Mrs. Anna Berg"), if any.
        words: folded words of ``name`` without suffixes.
        apart: whether the article has another of the same name but for a "Jr.".
    """

    name: str
    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    person: float = 0.0
    genders: Counter[str] = field(default_factory=Counter)
    kind: SpeakerKind | None = None
    named: bool = True
    full: list[int] = field(default_factory=list)
    titled: str | None = None
    words: tuple[str, ...] = ()
    apart: bool = False

    def __post_init__(self) -> None:
        self.words = words_of(self.name)

    def rename(self, name: str) -> None:
        """Gives the entity another longest name."""
        self.name = name
        self.words = words_of(name)

    @property
    def gender(self) -> str | None:
        """The gender with more votes, if any."""
        ranked = self.genders.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    @property
    def decided_kind(self) -> SpeakerKind:
        """The fixed kind, else what the votes say."""
        if self.kind is not None:
            return self.kind
        return SpeakerKind.PERSON if self.person > 0 else SpeakerKind.ORGANISATION


def generation(name: str) -> str:
    """The suffix that tells father and son apart ("jr"), or an empty string."""
    last = fold(name).split()[-1:]
    return last[0] if last and last[0] in GENERATIONS else ""


def compatible(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether two folded full names can be one person's: "john q smith" and "john smith"."""
    if longer[-1] != shorter[-1]:
        return False
    a, b = longer[0], shorter[0]
    if len(longer) == 1 or len(shorter) == 1:
        return True
    if a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]):
        middle_a = {w[0] for w in longer[1:-1]}
        middle_b = {w[0] for w in shorter[1:-1]}
        return not middle_a or not middle_b or bool(middle_a & middle_b)
    return b in longer[1:-1]


def best_name(entity: Entity) -> str:
    """The longest name that begins like the commonest full name.

    A longer name with other words in front ("Real John Smith" in a headline) is a slip.
    """
    full = [n for n in entity.names if len(words_of(n)) > 1]
    # "C.L. Berg" for Carla Berg is an abbreviation, or a firm that bears her name.
    full = [n for n in full if len(words_of(n)[0]) > 1] or full
    if not full:
        return entity.name
    common = max(full, key=lambda n: (entity.names[n], -len(n), n))
    first = words_of(common)[0]
    alike = [n for n in full if words_of(n)[0] == first]
    return max(alike, key=lambda n: (len(words_of(n)), len(n), n))
