"""Names and descriptions of speakers as words: the same for a question and for what is stored."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import ftfy

from index.office_words import IDLE, SHORT_FORMS, one_form, written_out
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
_ARTICLES = frozenset({"the", "a", "an"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@lru_cache(maxsize=16_384)
def name_tokens(phrase: str) -> tuple[str, ...]:
    """The folded words of a name, without articles, forms of address and suffixes.

    A phrase that holds nothing else keeps its words ("the Pope").
    """
    # Articles are kept as they came; a name with broken letters is still that name.
    words = tokens(ftfy.fix_encoding(unicodedata.normalize("NFC", phrase)))
    words = [w.replace(".", "") for w in words if w not in _ARTICLES]
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
    parts = (part for word in tokens(written_out(phrase)) for part in word.rstrip(".").split("-"))
    words = (one_form(word) for word in parts if word)
    return tuple(stem(w) for w in words if w not in STOP_WORDS and w not in IDLE)


def written_as(stemmed: str) -> list[str]:
    """The stems of the words for which ``role_stems`` has this stem, this one among them."""
    return [stemmed, *(stem(short) for short, long in SHORT_FORMS if stem(long) == stemmed)]


def descriptions(speaker: Speaker) -> list[str]:
    """What describes a speaker: roles, offices before the name, a group's own name."""
    names = (speaker.name, *speaker.aliases)
    if speaker.kind is SpeakerKind.DOCUMENT:
        return []
    if speaker.kind is not SpeakerKind.PERSON:
        return [*speaker.roles, *names]
    offices: set[str] = set()
    surnames: set[str] = set()
    for name in names:
        words = [word.rstrip(".") for word in tokens(name) if word not in _ARTICLES]
        titled = HONORIFICS.issuperset(words)
        offices.update(HONORIFICS.intersection(words if titled else words[:-1]))
        surnames.update([] if titled else words[-1:])
    # "The Pope" is one; "Pope" for an Anna Pope is her surname.
    return [*speaker.roles, *sorted(offices - surnames)]


def described_by(speaker: Speaker) -> list[str]:
    """The stems of what the articles say a speaker is, and of the speaker's names."""
    words = (*speaker.roles, speaker.name, *speaker.aliases)
    return [stem for phrase in words for stem in role_stems(phrase)]
