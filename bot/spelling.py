"""Spelling: words of a question that stand nowhere, as the articles may spell them."""

from __future__ import annotations

import re

from rapidfuzz.distance import DamerauLevenshtein

from index.collection import Collection
from index.vectors import Unit
from index.words import STOP_WORDS, fold, stem

# Shorter words have too many others within one slip of them.
_SHORTEST = 6
# Of how many sentences that hold a word its spelling is taken.
_LOOKED_AT = 5
_WORD = re.compile(r"[^\W\d_]+")


def respelled(question: str, collection: Collection) -> str | None:
    """A question with the words that stand in no article spelled as a word there is.

    A word is taken for one that differs by one slip (a letter too many, too few, wrong or changed
    for its neighbour; Damerau, 1964), and not in its first letter; of several for the one that
    stands in most sentences.

    Args:
        question: as it was typed.
        collection: the articles.

    Returns:
        The question in the articles' spelling, or None where no word of it is respelled.
    """
    typed = [word for word in _WORD.findall(question) if len(word) >= _SHORTEST]
    typed = [word for word in typed if fold(word) not in STOP_WORDS]
    counts = collection.document_frequency(typed)
    meant = {word: _as_written(word, collection) for word in typed if not counts[word]}
    if not any(meant.values()):
        return None
    return _WORD.sub(lambda m: meant.get(m[0]) or m[0], question)


def _as_written(typed: str, collection: Collection) -> str | None:
    """The word of the articles that is meant by one that stands in none of them."""
    own = stem(fold(typed))
    near = [found for found in collection.words_like(typed) if _one_slip(own, found[0])]
    for other, _ in sorted(near, key=lambda found: (-found[1], found[0])):
        rows = [row for row, _ in collection.lexical([other], unit=Unit.SENTENCE, limit=_LOOKED_AT)]
        for stored in collection.sentences(rows):
            words = stored.span.of(collection.article(stored.article_id).text)
            for match in _WORD.finditer(words):
                if _one_slip(fold(typed), fold(match[0])):
                    return match[0]
    return None


def _one_slip(one: str, other: str) -> bool:
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1
