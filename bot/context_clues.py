"""Clues beside the topic: a description of the speaker, and the story under discussion."""

from __future__ import annotations

import math
import re

import numpy as np

from bot.engine import Engine
from bot.hits import Hits, texts
from bot.name_forms import is_description
from bot.quantities import quantity
from bot.question import Question
from bot.role_fit import head_stem, is_office
from bot.understanding import Pull, Reading
from index.column_store import UNDATED
from index.columns import Flags
from index.naming import role_stems
from index.quotation import SpeakerKind
from index.speakers import Speaker
from index.vectors import Unit
from index.words import Codes, code, codes, content_stems

# Log-odds that a clue adds, and takes away where it is missing.
_SAME_STORY = {Pull.FULL: 4.0, Pull.SOME: 1.5, Pull.LOOSE: 3.0}
_DESCRIBED = 3.0
_HAS_ROLE = 1.0
# How much a word of a description counts that stands elsewhere in the article.
_ELSEWHERE = 0.6
# Where the words themselves are asked for ("which analyst said that ...?"), it counts so much.
_ASIDE = 0.5
# What it takes away that no name of the topic stands near.
_UNNAMED = 1.5
# Log-odds that it adds to be news; what is so many days old still is, and each further stretch of
# so many days halves what is added (docs/evaluation.md).
_NEWS = 1.0
_STILL_NEWS = 7
_HALVED = 7.0
# Log-odds that it adds to give the number asked for, and how many hits are looked at for it.
_GIVES_IT = 1.0
_LOOKED_AT = 40
# Two letters are rather an abbreviation, which the text may write with full stops; and for a people
# ("the French") the text may have its country.
_NAME = re.compile(r"\b[A-Z][\w-]{2,}\b(?<!an)(?<!ans)(?<!ish)(?<!ese)(?<!ch)(?<!i)(?<!is)")
_SPOKEN_OF = re.compile(r"(?:the|her|his|their|its|that|this|those|these)\b", re.IGNORECASE)
# Of a description that stands for a name, so much must be borne out.
_BORNE_OUT = 0.5


def of_the_story(engine: Engine, hits: Hits, reading: Reading) -> Hits:
    """The hits with those from the story under discussion raised, as ``reading`` belongs to it.

    The fewer articles there are, the less it says to come from one of them; of two it says
    nothing.
    """
    if reading.near is None:
        return hits
    articles = engine.collection.manifest.counts.articles
    raise_by = _SAME_STORY[reading.pull] * max(0.0, 1 - 2 / articles)
    # A complete question may have left the story; its words tell.
    loose = reading.pull is Pull.LOOSE
    held = hits.candidates.feature("article_coverage") if loose else np.ones(len(hits))
    return hits.shifted(np.where(hits.of_article(reading.near), raise_by * held, 0.0))


def unless_unnamed(engine: Engine, hits: Hits, topic: str) -> Hits:
    """The hits, with those lowered near which none of the names in the topic stands.

    Whoever asks what the mayor said of Norholm is not answered by what she said of other towns. A
    topic typed without capitals has no names.

    Args:
        engine: the generation.
        hits: statements of a named speaker, best first.
        topic: as it was typed, without the speaker.
    """
    return _unless_near(engine, hits, " ".join(_NAME.findall(topic)))


def unless_off_topic(engine: Engine, hits: Hits, reading: Reading) -> Hits:
    """The hits, with those lowered near which no word of a follow-up's own topic stands.

    "Anything on ferries?" after a question on tolls takes over the tolls, and is no question on
    tolls only. "The lawsuit" or "her lawsuit" is one that was spoken of, in whatever words.
    """
    own = reading.topic or ""
    if reading.background is None or _SPOKEN_OF.match(own):
        return hits
    return _unless_near(engine, hits, own)


def _unless_near(engine: Engine, hits: Hits, text: str) -> Hits:
    """The hits, with those lowered near which, and in whose title, no word of ``text`` stands."""
    words = codes(content_stems(text))
    if not len(words) or not len(hits):
        return hits
    near = hits.candidates.articles_holding("title", words) | _stands_near(engine, hits, words)
    return hits.shifted(np.where(near.any(axis=1), 0.0, -_UNNAMED))


def of_the_day(engine: Engine, hits: Hits, question: Question) -> Hits:
    """The hits with those raised that were printed about the day on which the question is asked.

    Who asks what happened asks for news. How likely it is that anything found is an answer stays
    as it was: what is new answers no better than what is old, it only comes first.

    Args:
        engine: the generation.
        hits: sentences of the outlets, best first.
        question: what is asked, and when.
    """
    if question.asked is None or not len(hits):
        return hits
    articles = hits.candidates.articles
    published = engine.collection.columns.articles.holding(articles)["published"][articles]
    days = np.abs(question.asked.toordinal() - published)
    news = _NEWS * 0.5 ** (np.maximum(0, days - _STILL_NEWS) / _HALVED)
    return hits.reordered(np.where(published == UNDATED, 0.0, news))


def with_the_number(engine: Engine, hits: Hits, question: str) -> Hits:
    """The hits with those raised that give the number asked for; they are no likelier for it.

    Args:
        engine: the generation.
        hits: best first.
        question: "how many members does it have?"; any other leaves the hits as they are.
    """
    fit = quantity(question)
    if fit is None or not len(hits):
        return hits
    first = hits.kept(np.arange(min(_LOOKED_AT, len(hits))))
    raise_by = np.zeros(len(hits))
    raise_by[: len(first)] = [_GIVES_IT * fit(text) for text in texts(engine.collection, first)]
    return hits.reordered(raise_by)


def of_the_described(engine: Engine, hits: Hits, description: str, *, required: bool) -> Hits:
    """The hits with those raised whose speaker a description fits.

    The words of the description may stand in the speaker's roles and names, or in the title and
    the sentences around the statement; the noun it turns on counts most in the roles.

    Args:
        engine: the generation.
        hits: statements of known speakers.
        description: "the port minister", "mayor", "a fisherman from the north".
        required: drop the hits of speakers whom nothing connects with the description.
    """
    rarity = _rarity(engine, description)
    if not rarity or not len(hits):
        return hits
    columns, found = engine.collection.columns, hits.candidates
    words = np.array(list(rarity), dtype=np.uint32)
    weights = np.array(list(rarity.values()))
    roles = columns.speakers.holding(found.speakers).lists("words", found.speakers)
    close = (
        roles.holding(words)
        | found.articles_holding("title", words)
        | _stands_near(engine, hits, words)
    )
    anywhere = found.articles_holding("everything", words)
    share = np.where(close, 1.0, np.where(anywhere, _ELSEWHERE, 0.0)) @ weights
    head = np.array([code(head_stem(description))], dtype=np.uint32)
    has_role = roles.holding(head)[:, 0]
    clue = _DESCRIBED * (share - _BORNE_OUT) + np.where(has_role, _HAS_ROLE, -_HAS_ROLE)
    if not required:
        return hits.shifted(_ASIDE * clue)
    kept = has_role | (share > _BORNE_OUT)
    if is_office(description):
        # Of what somebody is whose role is known the text around tells nothing; nor of a body.
        known = engine.speakers.some(set(found.speakers.tolist()))
        holders = engine.understanding.lookup.roles.compatible(description)
        kept &= hits.of_speakers({s.row for s in known if _may_hold_any(s)} | holders)
    return hits.kept(kept).shifted(clue[kept])


def _may_hold_any(speaker: Speaker) -> bool:
    """Whether nothing is known of what a person is; "Arden's mayor" says it without a name."""
    named = not is_description(speaker.name)
    return speaker.kind is SpeakerKind.PERSON and not speaker.roles and named


def _rarity(engine: Engine, description: str) -> dict[int, float]:
    """The words of a description as codes, each with its share of their rarity.

    "The mother of the Norholm victim" is told from other mothers by the town.
    """
    total = engine.collection.count(Unit.SENTENCE)
    frequency = engine.collection.document_frequency(role_stems(description))
    rarity = {code(word): math.log(1 + total / (n + 0.5)) for word, n in frequency.items()}
    everything = sum(rarity.values())
    return {word: value / everything for word, value in rarity.items()}


def _stands_near(engine: Engine, hits: Hits, words: Codes) -> Flags:
    """Which words stand from two sentences before each hit to one after it, in its article."""
    rows, lengths = hits.candidates.around(before=2, after=1)
    sentences, at = np.unique(rows, return_inverse=True)
    of = engine.collection.columns.sentences.holding(sentences)
    held = of.lists("stems", sentences).holding(words)[at]
    return np.asarray(np.logical_or.reduceat(held, np.cumsum(lengths) - lengths, axis=0))
