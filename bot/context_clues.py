"""Clues beside the topic: a description of the speaker, and the story under discussion."""

from __future__ import annotations

from collections.abc import Sequence

from bot.engine import Engine
from bot.roles import head_stem
from bot.selection import Hit, moved, shifted
from index.features import title_stems
from index.naming import role_stems
from index.vectors import Unit
from index.words import content_stems

# Log-odds that a clue adds, and takes away where it is missing.
_SAME_STORY = 2.0
_DESCRIBED = 2.0
_HAS_ROLE = 1.0
# Of a description that stands for a name, so much must be borne out.
_BORNE_OUT = 0.5


def of_the_story(engine: Engine, hits: Sequence[Hit], article_id: str | None) -> list[Hit]:
    """The hits with those from one article raised: a follow-up is mostly about the same story.

    The fewer articles there are, the less it says to come from one of them; of two it says
    nothing.
    """
    if article_id is None:
        return list(hits)
    articles = engine.collection.manifest.counts.articles
    raise_by = _SAME_STORY * max(0.0, 1 - 2 / articles)
    return shifted(hits, lambda h: raise_by * (h.candidate.article_id == article_id))


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
    wanted = set(role_stems(description))
    if not wanted:
        return list(hits)
    head = head_stem(description)
    kept: list[tuple[Hit, float]] = []
    for hit in hits:
        roles = _role_words(engine, hit)
        share = len(wanted & (roles | _words_around(engine, hit))) / len(wanted)
        has_role = head in roles
        if not required or has_role or share > _BORNE_OUT:
            by_role = _HAS_ROLE if has_role else -_HAS_ROLE
            kept.append((hit, _DESCRIBED * (share - _BORNE_OUT) + by_role))
    return moved(kept)


def _role_words(engine: Engine, hit: Hit) -> set[str]:
    """The stems of what the articles say the speaker is, and of the speaker's names."""
    if hit.speaker is None:
        return set()
    speaker = engine.speakers[hit.speaker]
    return {
        s for words in (*speaker.roles, speaker.name, *speaker.aliases) for s in role_stems(words)
    }


def _words_around(engine: Engine, hit: Hit) -> set[str]:
    """The stems of the title, of two sentences before a statement, of itself, and of one after."""
    first, last = hit.candidate.sentences
    total = engine.collection.count(Unit.SENTENCE)
    rows = range(max(0, first - 2), min(total, last + 2))
    article = engine.collection.article(hit.candidate.article_id)
    stems = title_stems(article)
    for stored in engine.collection.sentences(rows):
        if stored.article_id == article.id:
            stems.update(content_stems(stored.span.of(article.text)))
    return stems
