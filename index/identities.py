"""Identities: the evidence that two speakers of different articles are one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from index.quotation import SpeakerKind


def _word_set(words: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(words.split())


# Two surnames, and two first names, are spellings of one when they are at least this close
# (RapidFuzz ratio, 0 to 100): one letter more or less in eight, or a doubled one.
_CLOSE_SURNAME = 88.0
_CLOSE_FIRST_NAME = 72.0
# How many times as many articles as any namesake a bearer must speak in for a surname alone to
# mean that one without further evidence: papers drop the first name of nobody else.
_DOMINANT = 8

# How many times as often the commonest name stands there than one that is taken for a slip.
_RARE = 25

# Role words that too many people share to be evidence.
_COMMON_ROLE_WORDS = _word_set(
    "the a an of and for to in at who former senior top chief deputy new first second mr mrs ms "
    "dr man woman person spokesman spokeswoman spokesperson official member"
)


@dataclass(slots=True)
class Identity:
    """One speaker while it is being put together.

    Attributes:
        order: number of the first member in its analysis.
        kind: what sort of source it is.
        names: the names by which articles call it, with counts.
        aliases: shorter names, with counts.
        roles: what articles say it is, with counts.
        genders: genders that articles give, with counts.
        members: (article id, number of the local speaker) of everyone joined in it.
        statements: how many statements those made.
        company: folded names of the others who speak in the same articles.
        words: folded words of the name, without suffixes or article.
        generation: the suffix that tells father and son apart, where the name has one.
        apart: whether an article names somebody else who differs by that suffix only.
    """

    order: int
    kind: SpeakerKind
    names: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    members: list[tuple[str, int]] = field(default_factory=list)
    statements: int = 0
    company: set[str] = field(default_factory=set)
    words: tuple[str, ...] = ()
    generation: str = ""
    apart: bool = False

    def take(self, other: Identity) -> None:
        """Takes over everything that is known of ``other``."""
        self.names.update(other.names)
        self.aliases.update(other.aliases)
        self.roles.update(other.roles)
        self.genders.update(other.genders)
        self.members.extend(other.members)
        self.statements += other.statements
        self.company |= other.company
        if len(other.words) > len(self.words):
            self.words = other.words

    @property
    def articles(self) -> int:
        """How many articles the speaker is heard in."""
        return len({article for article, _ in self.members})


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """``name`` in lower case without accents, possessive endings and punctuation."""
    flat = unicodedata.normalize("NFKD", name.replace("’", "'"))
    flat = "".join(c for c in flat if not unicodedata.combining(c)).casefold()
    flat = re.sub(r"'s\b|'(?!\w)", "", flat).replace(".", " ")
    return " ".join(re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", flat))


def longest(entry: Identity) -> str:
    """The longest name that begins like the commonest one.

    A name with other words in front is more often a slip of the parser than a fuller name, and so
    is one that hardly any of the statements have.
    """
    often = max(entry.names.values(), default=0) / _RARE
    kept = [n for n in entry.names if entry.names[n] >= often]
    full = [n for n in kept if " " in n] or kept
    common = max(full, key=lambda n: (entry.names[n], -len(n), n))
    first = fold(common).split()[:1]
    alike = [n for n in full if fold(n).split()[:1] == first]
    return max(alike, key=lambda n: (len(fold(n).split()), entry.names[n], n))


def described(entry: Identity) -> bool:
    """Whether the speaker has no name, only a description ("an aide", "Berg's lawyer")."""
    words = longest(entry).split()
    plain = words[0].lower() in ("the", "a", "an")
    return plain or not (words[0][:1].isupper() and words[-1][:1].isupper())


def role_words(entry: Identity) -> set[str]:
    """Words of the speaker's roles that are evidence."""
    return {w for role in entry.roles for w in fold(role).split()} - _COMMON_ROLE_WORDS


def genders_clash(a: Identity, b: Identity) -> bool:
    """Whether both genders are known and differ."""
    return bool(a.genders and b.genders) and (
        a.genders.most_common(1)[0][0] != b.genders.most_common(1)[0][0]
    )


def bearer(entry: Identity, bearers: Sequence[Identity]) -> Identity | None:
    """The one bearer of a surname that an article means, or None where it is not evident."""
    possible = [b for b in bearers if not genders_clash(entry, b)]
    if not possible:
        return None
    roles = role_words(entry)
    own_articles = {article for article, _ in entry.members}
    supported = [
        b
        for b in possible
        if (roles & role_words(b) or entry.company & b.company)
        and not own_articles & {article for article, _ in b.members}
    ]
    best = max(supported or possible, key=lambda b: b.articles)
    rivals = [b.articles for b in possible if b is not best]
    if len(supported) == 1 and all(n < _DOMINANT * best.articles for n in rivals):
        return best
    apart = own_articles & {article for article, _ in best.members}
    dominant = best.articles >= _DOMINANT * max(rivals, default=1)
    return best if dominant and not apart else None


def middles_fit(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether the middle names of the shorter name are (initials of) the longer one's."""
    left = list(longer[1:-1])
    for middle in shorter[1:-1]:
        match = next((w for w in left if w == middle or w[0] == middle or w == middle[0]), None)
        if match is None:
            return False
        left.remove(match)
    return True


def spelled_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names can be spellings of one: one half equal, the other close."""
    return (
        fuzz.ratio(a[-1], b[-1]) >= _CLOSE_SURNAME
        and fuzz.ratio(a[0], b[0]) >= _CLOSE_FIRST_NAME
        and (a[0] == b[0] or a[-1] == b[-1])
    )
