"""Clues beside the topic: a description of the speaker, and the story under discussion."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.engine import Engine
from bot.roles import head_stem
from bot.selection import Hit, moved, shifted
from bot.understanding import Pull, Reading
from index.naming import role_stems
from index.vectors import Unit
from index.words import code

# Log-odds that a clue adds, and takes away where it is missing.
_SAME_STORY = {Pull.FULL: 4.0, Pull.SOME: 1.5, Pull.LOOSE: 3.0}
_DESCRIBED = 3.0
_HAS_ROLE = 1.0
# How much a word of a description counts that stands elsewhere in the article.
_ELSEWHERE = 0.6
# Where the words themselves are asked for ("which analyst said that ...?"), it counts so much.
_ASIDE = 0.5
# Of a description that stands for a name, so much must be borne out.
_BORNE_OUT = 0.5


def of_the_story(engine: Engine, hits: Sequence[Hit], reading: Reading) -> list[Hit]:
    """The hits with those from the story under discussion raised, as ``reading`` belongs to it.

    The fewer articles there are, the less it says to come from one of them; of two it says
    nothing.
    """
    if reading.near is None:
        return list(hits)
    articles = engine.collection.manifest.counts.articles
    raise_by = _SAME_STORY[reading.pull] * max(0.0, 1 - 2 / articles)

    def shift(hit: Hit) -> float:
        if hit.candidate.article_id != reading.near:
            return 0.0
        # A complete question may have left the story; its words tell.
        held = hit.candidate.features.article_coverage if reading.pull is Pull.LOOSE else 1.0
        return raise_by * held

    return shifted(hits, shift)


def of_the_described(
    engine: Engine, hits: Sequence[Hit], description: str, *, required: bool
) -> list[Hit]:
    """The hits with those raised whose speaker a description fits.

    The words of the description may stand in the speaker's roles and names, or in the title and
    the sentences around the statement; the noun it turns on counts most in the roles.

    Args:
        engine: the generation.
        hits: statements.
        description: "the port minister", "mayor", "a fisherman from the north".
        required: drop the hits of speakers whom nothing connects with the description.
    """
    weights = _rarity(engine, description)
    if not weights or not hits:
        return list(hits)
    head = code(head_stem(description))
    near = _words_near(engine, hits)
    stems = engine.collection.article_stems(list({h.candidate.article_id for h in hits}))
    described = engine.speakers.words_of(h.speaker for h in hits if h.speaker is not None)
    kept: list[tuple[Hit, float]] = []
    for hit in hits:
        roles = described.get(hit.speaker, frozenset()) if hit.speaker is not None else frozenset()
        article = stems[hit.candidate.article_id]
        close = roles | near[hit.candidate.sentences] | set(article.title.tolist())
        anywhere = set(article.everything.tolist())
        share = sum(
            weight * (1.0 if word in close else _ELSEWHERE if word in anywhere else 0.0)
            for word, weight in weights.items()
        )
        has_role = head in roles
        if not required or has_role or share > _BORNE_OUT:
            by_role = _HAS_ROLE if has_role else -_HAS_ROLE
            clue = _DESCRIBED * (share - _BORNE_OUT) + by_role
            kept.append((hit, clue if required else _ASIDE * clue))
    return moved(kept)


def _rarity(engine: Engine, description: str) -> dict[int, float]:
    """The words of a description as codes, each with its share of their rarity.

    "The mother of the Norholm victim" is told from other mothers by the town.
    """
    total = engine.collection.count(Unit.SENTENCE)
    frequency = engine.collection.document_frequency(role_stems(description))
    rarity = {code(word): math.log(1 + total / (n + 0.5)) for word, n in frequency.items()}
    everything = sum(rarity.values())
    return {word: value / everything for word, value in rarity.items()}


def _words_near(engine: Engine, hits: Sequence[Hit]) -> dict[tuple[int, int], set[int]]:
    """For the place of each hit the stems from two sentences before to one after, as codes."""
    total = engine.collection.count(Unit.SENTENCE)
    around = {
        (first, last): range(max(0, first - 2), min(total, last + 2))
        for first, last in (h.candidate.sentences for h in hits)
    }
    rows = sorted({row for some in around.values() for row in some})
    wording = dict(zip(rows, engine.collection.wording(Unit.SENTENCE, rows), strict=True))
    return {
        place: {
            stem
            for row in some
            if wording[row].article == wording[place[0]].article
            for stem in wording[row].stems.tolist()
        }
        for place, some in around.items()
    }
