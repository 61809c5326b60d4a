"""Late chunking: the vectors of parts of a text, out of the model's one pass over the whole text.

The vector of a part is the mean of its tokens' vectors as they are in the whole (Günther et al.,
2024, arXiv:2409.04701). So a sentence costs no pass of its own, and "it was closed" is near what
the sentence before is about. It takes a model whose vector of a text is the mean of its tokens'.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.spans import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FloatArray = NDArray[np.float32]


def pools(model: SentenceTransformer) -> bool:
    """Whether the model's vector of a text is the mean of its tokens' vectors, prompt included."""
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    transformer, pooling, *rest = [*model, None, None][: max(2, len(model))]
    return (
        isinstance(transformer, Transformer)
        and isinstance(pooling, Pooling)
        and pooling.pooling_mode == "mean"
        and pooling.include_prompt
        and all(isinstance(module, Normalize) for module in rest)
    )


def sums(
    tokens: FloatArray, offsets: Sequence[tuple[int, int]], parts: Sequence[Span]
) -> FloatArray:
    """The sum of the vectors of each part's tokens; zeros for a part without any.

    Sums of a text that was cut in two can be added; only their direction counts.

    Args:
        tokens: the tokens' vectors, shape ``(n, dimension)``, perhaps with more rows behind.
        offsets: where each token starts and ends in the text; a special one is empty.
        parts: where the parts stand in the text.

    Returns:
        Shape ``(len(parts), dimension)``.
    """
    starts, ends = np.array(offsets, dtype=np.int64).reshape(-1, 2).T
    some = starts < ends
    found = np.zeros((len(parts), tokens.shape[1]), dtype=np.float32)
    # A product of matrices would wake the threads of the library for algebra, which then spin
    # beside those that encode: half as much again of a build's encoding.
    for row, part in zip(found, parts, strict=True):
        inside = np.flatnonzero(some & (starts < part.end) & (ends > part.start))
        row += tokens[inside].sum(axis=0)
    return found


def with_parts(whole: FloatArray, parts: FloatArray | int) -> FloatArray:
    """The vector of a text above those of its parts; shape ``(1 + parts, dimension)``.

    Args:
        whole: shape ``(dimension,)``.
        parts: shape ``(parts, dimension)``; or how many there are of unknown vectors, then zeros.
    """
    if isinstance(parts, int):
        parts = np.zeros((parts, len(whole)), dtype=np.float32)
    return np.concatenate([whole[np.newaxis], parts])


def shifted(parts: Sequence[Sequence[Span]], by: int) -> list[list[Span]]:
    """The parts of each text behind a prompt of ``by`` characters."""
    return [[Span(part.start + by, part.end + by) for part in some] for some in parts]
