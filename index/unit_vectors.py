"""The vectors of all units of articles, by one pass over each passage where the model allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.article_units import ArticleUnits, Window, windows
from index.unit_texts import sentence_text, statement_text
from index.vector_cache import VectorCache
from index.vectors import FloatArray, Unit

# How much of its passage's vector is taken from a part's: what a sentence shares with all around it
# does not tell it from them (docs/evaluation.md has the shares tried).
_COMMON = 0.4


def unit_vectors(some: Sequence[ArticleUnits], vectors: VectorCache) -> dict[Unit, FloatArray]:
    """The vectors of the articles' units, of any length; a row each, in the order of the rows.

    A sentence or statement of which the passages give no vector is encoded by itself: one that is
    cut off, or all of them where the model does not pool its tokens (``index/late_chunking.py``).

    Args:
        some: articles that are encoded together; some dozens fill the model's batches.
        vectors: encodes.
    """
    texts = {
        Unit.SENTENCE: [sentence_text(u.article, span) for u in some for span in u.sentences],
        Unit.STATEMENT: [statement_text(u.article, said) for u in some for said in u.statements],
    }
    found = {
        unit: np.zeros((len(of_unit), vectors.dimension), dtype=np.float32)
        for unit, of_unit in texts.items()
    }
    placed = _placed(some)
    read = vectors.encode([w.text for w, _ in placed], [w.parts for w, _ in placed])
    for (_, places), (whole, *parts) in zip(placed, read, strict=True):
        for (unit, row), part in zip(places, parts, strict=True):
            found[unit][row] += part - _COMMON * np.linalg.norm(part) * whole
    for unit, of_unit in texts.items():
        unknown = np.flatnonzero(~found[unit].any(axis=1))
        alone = vectors.encode([of_unit[row] for row in unknown])
        found[unit][unknown] = np.reshape(alone, (-1, vectors.dimension))
    passages = [vector for vector, *_ in read]
    found[Unit.PASSAGE] = np.array(passages, dtype=np.float32).reshape(-1, vectors.dimension)
    return found


def by_article(
    some: Sequence[ArticleUnits], found: Mapping[Unit, FloatArray]
) -> Iterator[dict[Unit, FloatArray]]:
    """The vectors of ``unit_vectors``, article by article."""
    at = dict.fromkeys(Unit, 0)
    for units in some:
        own: dict[Unit, FloatArray] = {}
        for unit, count in units.counts().items():
            own[unit] = found[unit][at[unit] : at[unit] + count]
            at[unit] += count
        yield own


def _placed(some: Sequence[ArticleUnits]) -> list[tuple[Window, list[tuple[Unit, int]]]]:
    """The windows of all articles, and for each part of one the row its vector goes to."""
    placed = []
    first = {Unit.SENTENCE: 0, Unit.STATEMENT: 0}
    for units in some:
        for window in windows(units):
            rows = [(unit, first[unit] + number) for unit, number in window.units]
            placed.append((window, rows))
        first[Unit.SENTENCE] += len(units.sentences)
        first[Unit.STATEMENT] += len(units.statements)
    return placed
