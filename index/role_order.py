"""The order of roles: what a reader sees after a speaker's name, and what comes after that.

The first role is shown. A form of address or an office without its place ("Sen.", "Secretary")
says little, so that one that names the place and is held by some reports comes before it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from index.attribution.lexicon import PARTY_MEMBERS, word_set
from index.attribution.people_nouns import ROLE_WORDS
from index.attribution.roles import ABBREVIATED
from index.identities import fold

# What changes nothing of which office it is.
_PAST = word_set("former formerly ex then late onetime")
_IDLE = _PAST | word_set(
    "the a an now current currently sitting longtime veteran embattled incumbent new newly elected "
    "fellow outgoing incoming mr mrs ms"
)
# "Prime minister" has no place, "Democratic senator" tells more than "senator".
_OFFICES = (ROLE_WORDS - PARTY_MEMBERS - {"democratic"}) | {"of"}
_ADDRESS = word_set("doctor professor reverend sir dame lord lady hon honorable honourable father")
# What follows the noun that a role turns on.
_OF = re.compile(r" (?:of|for|to|at|in|from|with|on|under|and) ")
# What somebody is to somebody else.
_RELATIVE = word_set(
    "rival opponent critic supporter friend ally fan counterpart colleague favorite favourite"
)
# What a report counts of an office without its place, or of what one is to somebody else, and of
# a form of address or a party.
_ALONE = 1 / 3
_ADDRESSED = 1 / 10
# How many times as many reports may have an office alone as have it with its place, for the
# reports of the first to count for the second.
_AS_OFTEN = 15
# Words that name a place or a body beside an office; more are another role.
_OF_PLACE = 2


def in_order(roles: Mapping[str, int]) -> list[str]:
    """The roles of one speaker, the one to show first.

    Roles that differ only in case, full stops or an abbreviation are one, written as most reports
    have it; with and without "former" they are counted together and stand side by side.

    Args:
        roles: how many articles have each.
    """
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for role, reports in roles.items():
        written[tuple(_words(role))][role] += reports
    offices: dict[frozenset[str], list[tuple[int, str]]] = defaultdict(list)
    for words, ways in written.items():
        role = min(ways, key=lambda way: (-ways[way], sum(map(str.isupper, way)), way))
        offices[frozenset(words) - _IDLE].append((ways.total(), role))
    reports_of = {office: sum(n for n, _ in held) for office, held in offices.items()}
    first = {office: min(held, key=_rank)[1] for office, held in offices.items()}
    scores = {o: _score(o, reports_of, placed=_placed(first[o])) for o in offices}
    # Of equals the one whose noun most reports have: three ways to say whose speaker one is.
    alike = Counter[str]()
    for office, role in first.items():
        alike[_head(role)] += reports_of[office]
    ranked = sorted(
        offices,
        key=lambda o: (
            -scores[o],
            -alike[_head(first[o])],
            -reports_of[o],
            not _placed(first[o]),
            len(first[o]),
            first[o],
        ),
    )
    return [role for office in ranked for _, role in sorted(offices[office], key=_rank)]


def _head(role: str) -> str:
    """The noun that a role turns on, folded: "speaker" of "Speaker of the House"."""
    return (list(_words(_OF.split(role, maxsplit=1)[0])) or [""])[-1]


def _rank(held: tuple[int, str]) -> tuple[int, str]:
    return -held[0], held[1]


def _words(role: str) -> Iterator[str]:
    return (ABBREVIATED.get(word, word) for word in fold(role.replace(".", "")).split())


def _score(
    office: frozenset[str], reports_of: Mapping[frozenset[str], int], *, placed: bool
) -> float:
    own = reports_of[office]
    if not office or office <= _ADDRESS | PARTY_MEMBERS:
        return own * _ADDRESSED
    if _alone(office) or office & _RELATIVE:
        return own * _ALONE
    bare = (
        n
        for other, n in reports_of.items()
        if _alone(other) and other < office and len(office) <= len(other) + _OF_PLACE
    )
    return own + sum(n for n in bare if placed and n <= _AS_OFTEN * own)


def _alone(office: frozenset[str]) -> bool:
    """Whether an office is one word, or only words of offices: "prime minister"."""
    return len(office) == 1 or office <= _OFFICES


def _placed(role: str) -> bool:
    """Whether a role says where or whose: "Arden Mayor", "mayor of Arden", not "tall mayor"."""
    if " and " in role:
        return False  # of two offices nobody knows whose place it is
    return any(w[:1].isupper() for w in role.split()[:-1]) or " of " in role or " for " in role
