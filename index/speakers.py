"""Speaker: one identity for the many names a collection uses.

Within an article the analyzer has already brought a speaker's names together. Across articles
the rule is: never join two speakers unless the texts say so. Full names join when they are equal
but for accents, middle names and suffixes, and then only if the shorter fits no second person;
spellings that differ by a letter or two join only with the same initials and a role in common; a
surname alone joins a full name only where one bearer of it, and no other, is supported by a
role or by the company in which the article names them. What stays apart keeps its own row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import Analysis
from index.attribution.lexicon import GENERATIONS, PERSON_NOUNS, TITLES
from index.identities import (
    Identity,
    bearer,
    described,
    fold,
    genders_clash,
    longest,
    middles_fit,
    role_words,
    spelled_alike,
)
from index.quotation import LocalSpeaker, SpeakerKind
from index.role_order import in_order

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker of the collection.

    Attributes:
        row: the number of the speaker in its generation, from 0.
        name: the longest name on record ("Rosa Lind").
        kind: person, organisation, group or document.
        aliases: other names, most frequent first.
        roles: what articles say the speaker is, in the order of `in_order`.
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


def link(analyses: Iterable[Analysis]) -> Linked:
    """One identity for each speaker of a collection.

    Args:
        analyses: the analyses of all articles; read once, in any order. The result depends on
            their content and not on their order, as long as article ids differ.

    Returns:
        The speakers that have at least one statement, and the row of each local speaker.
    """
    entries = sorted(_identities(analyses), key=lambda e: e.members[0])
    _settle_kinds(entries)
    _tell_generations(entries)
    _cut_roles(entries)
    people = [e for e in entries if e.kind is SpeakerKind.PERSON and not described(e)]
    others = [e for e in entries if e.kind is not SpeakerKind.PERSON or described(e)]
    linked = [*_link_people(people), *_link_others(others)]
    linked.sort(key=lambda e: (-e.statements, fold(longest(e)), min(e.members)))
    rows = {member: row for row, e in enumerate(linked) for member in e.members}
    return Linked(tuple(_speaker(row, e) for row, e in enumerate(linked)), rows)


def _settle_kinds(entries: Sequence[Identity]) -> None:
    """Gives a name one kind where some articles take it for a person and some for a body.

    A single word only where it is no part of anybody's full name.
    """
    borne = {
        word
        for e in entries
        if e.kind is SpeakerKind.PERSON and len(e.words) > 1 and not described(e)
        for word in (e.words[0], e.words[-1])
    }
    kinds: dict[tuple[str, ...], Counter[SpeakerKind]] = defaultdict(Counter)
    either = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)
    for entry in entries:
        alone = len(entry.words) == 1 and entry.words[0] in borne
        if entry.words and not alone and entry.kind in either and not described(entry):
            kinds[entry.words][entry.kind] += 1
    for entry in entries:
        votes = kinds.get(entry.words)
        if votes and entry.kind in either and len(votes) > 1:
            person, body = votes[SpeakerKind.PERSON], votes[SpeakerKind.ORGANISATION]
            if person != body:
                entry.kind = SpeakerKind.PERSON if person > body else SpeakerKind.ORGANISATION


def _tell_generations(entries: Sequence[Identity]) -> None:
    """Keeps "Carl Berg Jr." apart from "Carl Berg" where any article knows both."""
    apart = {(e.words[0], e.words[-1]) for e in entries if e.apart and e.words}
    for entry in entries:
        if entry.generation and (entry.words[0], entry.words[-1]) in apart:
            entry.words = (*entry.words, entry.generation)


def _cut_roles(entries: Sequence[Identity]) -> None:
    """Makes "Harbour Whip Anna Berg" an Anna Berg with a role, where one is known by that name."""
    people = [e for e in entries if e.kind is SpeakerKind.PERSON and not described(e)]
    known = {e.words for e in people}
    for entry in people:
        for cut in range(1, len(entry.words) - 1):
            name = longest(entry).split()
            titled = entry.words[cut - 1] in TITLES or entry.words[cut - 1] in PERSON_NOUNS
            # "A rival of Anna Berg", "Rival, aide to Anna Berg" is somebody else.
            plain = all(w[:1].isupper() and w[-1] != "," for w in name[:cut])
            if not (titled and plain and len(name) == len(entry.words)):
                continue
            if entry.words[cut:] in known:
                entry.words = entry.words[cut:]
                entry.names = Counter({" ".join(name[cut:]): entry.statements})
                entry.roles[" ".join(name[:cut])] += 1
                break


def _identities(analyses: Iterable[Analysis]) -> Iterator[Identity]:
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
            entry = Identity(number, speaker.kind)
            entry.names[speaker.name] += counts[number]
            entry.aliases.update(dict.fromkeys(speaker.aliases, 1))
            entry.roles.update(speaker.roles)
            if speaker.gender:
                entry.genders[speaker.gender] += 1
            entry.members.append((analysis.article_id, number))
            entry.statements = counts[number]
            entry.company = company - {fold(speaker.name)}
            entry.words = _words(speaker)
            last = fold(speaker.name).split()[-1:]
            entry.generation = last[0] if last and last[0] in GENERATIONS else ""
            entry.apart = speaker.apart
            yield entry


def _words(speaker: LocalSpeaker) -> tuple[str, ...]:
    words = fold(speaker.name).split()
    if speaker.kind is SpeakerKind.PERSON:
        return tuple([w for w in words if w not in _SUFFIXES] or words)
    return tuple([w for w in words if w not in _ARTICLES] or words)


def _link_people(people: Sequence[Identity]) -> list[Identity]:
    full: dict[tuple[str, ...], Identity] = {}
    alone: dict[str, list[Identity]] = defaultdict(list)
    for entry in people:
        if len(entry.words) < 2:
            alone[" ".join(entry.words)].append(entry)
        elif entry.words in full:
            full[entry.words].take(entry)
        else:
            full[entry.words] = entry
    joined = _join_spellings(_join_variants(list(full.values())))
    by_surname: dict[str, list[Identity]] = defaultdict(list)
    for entry in joined:
        by_surname[entry.words[-1]].append(entry)
    # Evidence is what full names brought along: decided for all, then taken over.
    rest: list[Identity] = []
    decided: list[tuple[Identity, Identity]] = []
    for surname in sorted(alone):
        apart: Identity | None = None
        for entry in alone[surname]:
            meant = bearer(entry, by_surname.get(surname, []))
            if meant is not None:
                decided.append((meant, entry))
            elif apart is None:
                apart = entry
                rest.append(entry)
            else:
                apart.take(entry)
    for meant, entry in decided:
        words = meant.words
        meant.take(entry)
        meant.words = words
    return [*joined, *rest]


def _join_variants(entries: list[Identity]) -> list[Identity]:
    """Joins "John Q. Smith" and "John Smith" where the shorter fits one longer name only."""
    groups: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    for entry in entries:
        groups[entry.words[0], entry.words[-1]].append(entry)
    kept: list[Identity] = []
    for key in sorted(groups):
        group = sorted(groups[key], key=lambda e: (-len(e.words), e.words))
        base: list[Identity] = []
        for entry in group:
            fitting = [b for b in base if middles_fit(b.words, entry.words)]
            if len(fitting) == 1 and not genders_clash(fitting[0], entry):
                fitting[0].take(entry)
            else:
                base.append(entry)
        kept.extend(base)
    return kept


def _join_spellings(entries: list[Identity]) -> list[Identity]:
    """Joins close spellings (transliterations) that share initials and a role."""
    blocks: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    kept: list[Identity] = []
    for entry in sorted(entries, key=lambda e: (-e.statements, e.words)):
        block = blocks[entry.words[0][:1], entry.words[-1][:2]]
        roles = role_words(entry)
        close = [
            other
            for other in block
            if roles & role_words(other)
            and not genders_clash(entry, other)
            and spelled_alike(entry.words, other.words)
        ]
        if len(close) == 1:
            words = close[0].words
            close[0].take(entry)
            close[0].words = words
        else:
            block.append(entry)
            kept.append(entry)
    return kept


def _link_others(entries: Sequence[Identity]) -> list[Identity]:
    """Joins organisations and named groups by their folded names; nobody without a name."""
    known: dict[tuple[SpeakerKind, str], Identity] = {}
    kept: list[Identity] = []
    for entry in entries:
        name = longest(entry)
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


def _join_acronyms(entries: list[Identity]) -> list[Identity]:
    """Joins "WHO" with the organisation that a text says it stands for, if only one is."""
    owners: dict[str, list[Identity]] = defaultdict(list)
    for entry in entries:
        if entry.kind is SpeakerKind.ORGANISATION and len(entry.words) > 1:
            for alias in entry.aliases:
                if alias.isupper() and " " not in alias:
                    owners[alias].append(entry)
    kept: list[Identity] = []
    for entry in entries:
        name = longest(entry)
        owner = owners.get(name, [])
        if entry.kind is SpeakerKind.ORGANISATION and len(owner) == 1 and owner[0] is not entry:
            owner[0].take(entry)
        else:
            kept.append(entry)
    return kept


def _speaker(row: int, entry: Identity) -> Speaker:
    name = longest(entry)
    others = entry.names + entry.aliases
    aliases = sorted((n for n in others if n != name), key=lambda n: (-others[n], n))
    roles = in_order(entry.roles)
    return Speaker(
        row, name, entry.kind, tuple(aliases), tuple(roles), entry.statements, entry.articles
    )
