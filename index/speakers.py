"""Speaker: one identity for the many names a collection uses.

Within an article the analyzer has already brought a speaker's names together. Across articles
the rule is: never join two speakers unless the texts say so. Full names join when they are equal
but for accents, middle names and suffixes, and then only if the shorter fits no second person;
spellings that differ by a letter or two join only with the same initials and a role in common; a
surname alone joins a full name only where one bearer of it, and no other, is supported by a
role or by the company in which the article names them. What stays apart keeps its own row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from index.analysis import Analysis
from index.quotation import LocalSpeaker, SpeakerKind


def _word_set(words: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(words.split())


# Two surnames, and two first names, are spellings of one when they are at least this close
# (RapidFuzz ratio, 0 to 100): one letter more or less in eight, or a doubled one.
_CLOSE_SURNAME = 88.0
_CLOSE_FIRST_NAME = 72.0
# In how many articles a bearer of a surname must speak for the surname alone to mean that one,
# where nobody else in the collection bears it and no role or company supports it.
_WELL_KNOWN = 2
# How many times as many articles as any namesake a bearer must speak in for a surname alone to
# mean that one: papers drop the first name of nobody else.
_DOMINANT = 8

_SUFFIXES = _word_set("jr sr ii iii iv md phd esq")
_ARTICLES = _word_set("the a an")
# Role words that too many people share to be evidence.
_COMMON_ROLE_WORDS = _word_set(
    "the a an of and for to in at who former senior top chief deputy new first second mr mrs ms "
    "dr man woman person spokesman spokeswoman spokesperson official member"
)


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


@dataclass(frozen=True, slots=True)
class Linked:
    """The speakers of a collection, and which local speaker is which of them.

    Attributes:
        speakers: in row order: most statements first, then by name.
        rows: row by (article id, number of the local speaker in its analysis).
    """

    speakers: tuple[Speaker, ...]
    rows: Mapping[tuple[str, int], int]

    def row(self, article_id: str, local: int) -> int | None:
        """The row of local speaker ``local`` of an article, or None when there is none."""
        return self.rows.get((article_id, local))


@dataclass(slots=True)
class _Identity:
    """One speaker while it is being put together."""

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

    def take(self, other: _Identity) -> None:
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
        return len({article for article, _ in self.members})


def link(analyses: Iterable[Analysis]) -> Linked:
    """One identity for each speaker of a collection.

    Args:
        analyses: the analyses of all articles; read once, in any order. The result depends on
            their content and not on their order, as long as article ids differ.

    Returns:
        The speakers that have at least one statement, and the row of each local speaker.
    """
    entries = sorted(_identities(analyses), key=lambda e: e.members[0])
    people = [e for e in entries if e.kind is SpeakerKind.PERSON and not _described(e)]
    others = [e for e in entries if e.kind is not SpeakerKind.PERSON or _described(e)]
    linked = [*_link_people(people), *_link_others(others)]
    linked.sort(key=lambda e: (-e.statements, fold(_longest(e)), min(e.members)))
    rows = {member: row for row, e in enumerate(linked) for member in e.members}
    return Linked(tuple(_speaker(row, e) for row, e in enumerate(linked)), rows)


def fold(name: str) -> str:
    """``name`` in lower case without accents, possessive endings and punctuation."""
    flat = unicodedata.normalize("NFKD", name.replace("’", "'"))
    flat = "".join(c for c in flat if not unicodedata.combining(c)).casefold()
    flat = re.sub(r"'s\b|'(?!\w)", "", flat).replace(".", " ")
    return " ".join(re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", flat))


def _identities(analyses: Iterable[Analysis]) -> Iterator[_Identity]:
    for analysis in analyses:
        counts = Counter(s.speaker for s in analysis.statements if s.speaker is not None)
        company = {
            fold(s.name)
            for s in analysis.speakers
            if s.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)
        }
        for number, speaker in enumerate(analysis.speakers):
            if not counts[number]:
                continue
            entry = _Identity(number, speaker.kind)
            entry.names[speaker.name] += counts[number]
            entry.aliases.update(dict.fromkeys(speaker.aliases, 1))
            entry.roles.update(speaker.roles)
            if speaker.gender:
                entry.genders[speaker.gender] += 1
            entry.members.append((analysis.article_id, number))
            entry.statements = counts[number]
            entry.company = company - {fold(speaker.name)}
            entry.words = _words(speaker)
            yield entry


def _words(speaker: LocalSpeaker) -> tuple[str, ...]:
    words = fold(speaker.name).split()
    if speaker.kind is SpeakerKind.PERSON:
        return tuple([w for w in words if w not in _SUFFIXES] or words)
    return tuple([w for w in words if w not in _ARTICLES] or words)


def _longest(entry: _Identity) -> str:
    """The longest name that begins like the commonest one.

    A name with other words in front is more often a slip of the parser than a fuller name.
    """
    full = [n for n in entry.names if " " in n] or list(entry.names)
    common = max(full, key=lambda n: (entry.names[n], -len(n), n))
    first = fold(common).split()[:1]
    alike = [n for n in full if fold(n).split()[:1] == first]
    return max(alike, key=lambda n: (len(fold(n).split()), entry.names[n], n))


def _described(entry: _Identity) -> bool:
    """Whether the speaker has no name, only a description ("an aide")."""
    name = _longest(entry)
    return not name[:1].isupper() or name.split()[0].lower() in _ARTICLES


def _role_words(entry: _Identity) -> set[str]:
    return {w for role in entry.roles for w in fold(role).split()} - _COMMON_ROLE_WORDS


def _link_people(people: Sequence[_Identity]) -> list[_Identity]:
    full: dict[tuple[str, ...], _Identity] = {}
    alone: dict[str, list[_Identity]] = defaultdict(list)
    for entry in people:
        if len(entry.words) < 2:
            alone[" ".join(entry.words)].append(entry)
        elif entry.words in full:
            full[entry.words].take(entry)
        else:
            full[entry.words] = entry
    joined = _join_spellings(_join_variants(list(full.values())))
    by_surname: dict[str, list[_Identity]] = defaultdict(list)
    for entry in joined:
        by_surname[entry.words[-1]].append(entry)
    # Evidence is what full names brought along: decided for all, then taken over.
    rest: list[_Identity] = []
    decided: list[tuple[_Identity, _Identity]] = []
    for surname in sorted(alone):
        apart: _Identity | None = None
        for entry in alone[surname]:
            bearer = _bearer(entry, by_surname.get(surname, []))
            if bearer is not None:
                decided.append((bearer, entry))
            elif apart is None:
                apart = entry
                rest.append(entry)
            else:
                apart.take(entry)
    for bearer, entry in decided:
        words = bearer.words
        bearer.take(entry)
        bearer.words = words
    return [*joined, *rest]


def _genders_clash(a: _Identity, b: _Identity) -> bool:
    return bool(a.genders and b.genders) and (
        a.genders.most_common(1)[0][0] != b.genders.most_common(1)[0][0]
    )


def _bearer(entry: _Identity, bearers: Sequence[_Identity]) -> _Identity | None:
    """The one bearer of a surname that an article means, or None where it is not evident."""
    possible = [b for b in bearers if not _genders_clash(entry, b)]
    if not possible:
        return None
    roles = _role_words(entry)
    own_articles = {article for article, _ in entry.members}
    supported = [
        b
        for b in possible
        if (roles & _role_words(b) or entry.company & b.company)
        and not own_articles & {article for article, _ in b.members}
    ]
    if len(bearers) == 1:
        only = possible[0]
        known = only.articles >= _WELL_KNOWN or bool(supported)
        apart = own_articles & {article for article, _ in only.members}
        return only if known and not apart else None
    if len(supported) == 1:
        return supported[0]
    by_fame = sorted(possible, key=lambda b: -b.articles)
    first, second = by_fame[0], by_fame[1] if len(by_fame) > 1 else None
    dominant = second is None or first.articles >= _DOMINANT * second.articles
    apart = own_articles & {article for article, _ in first.members}
    return first if dominant and first.articles >= _DOMINANT and not apart else None


def _join_variants(entries: list[_Identity]) -> list[_Identity]:
    """Joins "John Q. Smith" and "John Smith" where the shorter fits one longer name only."""
    groups: dict[tuple[str, str], list[_Identity]] = defaultdict(list)
    for entry in entries:
        groups[entry.words[0], entry.words[-1]].append(entry)
    kept: list[_Identity] = []
    for key in sorted(groups):
        group = sorted(groups[key], key=lambda e: (-len(e.words), e.words))
        base: list[_Identity] = []
        for entry in group:
            fitting = [b for b in base if _middles_fit(b.words, entry.words)]
            if len(fitting) == 1 and not _genders_clash(fitting[0], entry):
                fitting[0].take(entry)
            else:
                base.append(entry)
        kept.extend(base)
    return kept


def _middles_fit(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether the middle names of the shorter name are (initials of) the longer one's."""
    left = list(longer[1:-1])
    for middle in shorter[1:-1]:
        match = next((w for w in left if w == middle or w[0] == middle or w == middle[0]), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _join_spellings(entries: list[_Identity]) -> list[_Identity]:
    """Joins close spellings (transliterations) that share initials and a role."""
    blocks: dict[tuple[str, str], list[_Identity]] = defaultdict(list)
    kept: list[_Identity] = []
    for entry in sorted(entries, key=lambda e: (-e.statements, e.words)):
        block = blocks[entry.words[0][:1], entry.words[-1][:2]]
        roles = _role_words(entry)
        close = [
            other
            for other in block
            if roles & _role_words(other)
            and not _genders_clash(entry, other)
            and _spelled_alike(entry.words, other.words)
        ]
        if len(close) == 1:
            words = close[0].words
            close[0].take(entry)
            close[0].words = words
        else:
            block.append(entry)
            kept.append(entry)
    return kept


def _spelled_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return (
        fuzz.ratio(a[-1], b[-1]) >= _CLOSE_SURNAME
        and fuzz.ratio(a[0], b[0]) >= _CLOSE_FIRST_NAME
        and (a[0] == b[0] or a[-1] == b[-1])
    )


def _link_others(entries: Sequence[_Identity]) -> list[_Identity]:
    """Joins organisations and named groups by their folded names; nobody without a name."""
    known: dict[tuple[SpeakerKind, str], _Identity] = {}
    kept: list[_Identity] = []
    for entry in entries:
        name = _longest(entry)
        proper = any(w[:1].isupper() for w in name.split()[1:]) or name[:1].isupper()
        nameless = not proper or (entry.kind is SpeakerKind.PERSON)
        key = (entry.kind, " ".join(entry.words))
        if nameless or key not in known:
            kept.append(entry)
            if not nameless:
                known[key] = entry
        else:
            known[key].take(entry)
    return _join_acronyms(kept)


def _join_acronyms(entries: list[_Identity]) -> list[_Identity]:
    """Joins "WHO" with the organisation that a text says it stands for, if only one is."""
    owners: dict[str, list[_Identity]] = defaultdict(list)
    for entry in entries:
        if entry.kind is SpeakerKind.ORGANISATION and len(entry.words) > 1:
            for alias in entry.aliases:
                if alias.isupper() and " " not in alias:
                    owners[alias].append(entry)
    kept: list[_Identity] = []
    for entry in entries:
        name = _longest(entry)
        owner = owners.get(name, [])
        if entry.kind is SpeakerKind.ORGANISATION and len(owner) == 1 and owner[0] is not entry:
            owner[0].take(entry)
        else:
            kept.append(entry)
    return kept


def _speaker(row: int, entry: _Identity) -> Speaker:
    name = _longest(entry)
    others = entry.names + entry.aliases
    aliases = sorted((n for n in others if n != name), key=lambda n: (-others[n], n))
    roles = sorted(entry.roles, key=lambda r: (-entry.roles[r], r))
    return Speaker(
        row, name, entry.kind, tuple(aliases), tuple(roles), entry.statements, entry.articles
    )
