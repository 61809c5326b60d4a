"""Names and descriptions of speakers as words: the same for a question and for what is stored."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import ftfy

from index.quotation import SpeakerKind
from index.speakers import Speaker
from index.words import STOP_WORDS, stem, tokens

# Forms of address and of office before a name; they tell people apart only where names do not.
_TITLES = """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister pastor imam
    rabbi president vice prime minister chancellor premier king queen prince princess senator sen
    representative rep congressman congresswoman governor gov mayor secretary ambassador judge
    justice chief general gen colonel col captain capt lieutenant lt major maj sergeant sgt admiral
    adm commander officer detective sheriff pope cardinal archbishop bishop chairman chairwoman
    director attorney deputy former ex
    """
HONORIFICS = frozenset(_TITLES.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# Short forms of offices, so that "senator" finds "Sen.".
_LONG_FORMS = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "adm": "admiral",
    "col": "colonel",
    "lt": "lieutenant",
    "prof": "professor",
    "dr": "doctor",
    "congressman": "representative",
    "congresswoman": "representative",
    "lawmaker": "representative",
    "attorney": "lawyer",
    "counsel": "lawyer",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chairwoman": "chairman",
}


@lru_cache(maxsize=16_384)
def name_tokens(phrase: str) -> tuple[str, ...]:
    """The folded words of a name, without articles, forms of address and suffixes.

    A phrase that holds nothing else keeps its words ("the Pope").
    """
    # Articles are kept as they came; a name with broken letters is still that name.
    words = tokens(ftfy.fix_encoding(unicodedata.normalize("NFC", phrase)))
    words = [w.replace(".", "") for w in words if w not in {"the", "a", "an"}]
    kept = tuple(w for w in words if w not in HONORIFICS and w not in _SUFFIXES)
    return kept or tuple(words)


def names_of(speaker: Speaker) -> list[tuple[str, ...]]:
    """The words of each name of a speaker that has any."""
    names = (name_tokens(name) for name in (speaker.name, *speaker.aliases))
    return [name for name in names if name]


def role_stems(phrase: str) -> list[str]:
    """The stems of the content words of a role or description, short forms written out."""
    return list(_role_stems(phrase))


@lru_cache(maxsize=16_384)
def _role_stems(phrase: str) -> tuple[str, ...]:
    words = (_LONG_FORMS.get(w.rstrip("."), w.rstrip(".")) for w in tokens(phrase))
    return tuple(stem(w) for w in words if w not in STOP_WORDS and w not in {"new", "old"})


def written_as(stemmed: str) -> list[str]:
    """The stems of the words for which ``role_stems`` has this stem, this one among them."""
    short = [word for word, long in _LONG_FORMS.items() if stem(long) == stemmed]
    return [stemmed, *map(stem, short)]


def descriptions(speaker: Speaker) -> list[str]:
    """What describes a speaker: roles, offices before the name, a group's own name."""
    names = (speaker.name, *speaker.aliases)
    if speaker.kind is SpeakerKind.DOCUMENT:
        return []
    if speaker.kind is not SpeakerKind.PERSON:
        return [*speaker.roles, *names]
    offices = {word for name in names for word in tokens(name) if word in HONORIFICS}
    return [*speaker.roles, *sorted(offices)]


def described_by(speaker: Speaker) -> list[str]:
    """The stems of what the articles say a speaker is, and of the speaker's names."""
    words = (*speaker.roles, speaker.name, *speaker.aliases)
    return [stem for phrase in words for stem in role_stems(phrase)]
