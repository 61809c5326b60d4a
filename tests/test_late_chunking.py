"""Late chunking: which tokens make up a part, and what is known of a model."""

from __future__ import annotations

import numpy as np
import pytest

from index.embedding import SentenceTransformerEmbedder
from index.late_chunking import pools, shifted, sums, with_parts
from index.spans import Span

# "[begin] it rains here [end]", with a row of padding behind.
OFFSETS = [(0, 0), (0, 2), (3, 8), (9, 13), (0, 0)]
TOKENS = np.array([[9, 9], [1, 0], [0, 2], [4, 0], [9, 9], [9, 9]], dtype=np.float32)


def test_a_part_is_the_sum_of_its_tokens():
    found = sums(TOKENS, OFFSETS, [Span(0, 8), Span(9, 13)])
    assert found.tolist() == [[1, 2], [4, 0]]


def test_a_token_that_a_part_cuts_belongs_to_it():
    assert sums(TOKENS, OFFSETS, [Span(1, 4)]).tolist() == [[1, 2]]


def test_a_part_without_tokens_is_zeros():
    assert sums(TOKENS, OFFSETS, [Span(2, 3), Span(20, 30)]).tolist() == [[0, 0], [0, 0]]


def test_no_parts_are_a_matrix_without_rows():
    assert sums(TOKENS, OFFSETS, []).shape == (0, 2)


def test_the_text_stands_above_its_parts():
    whole = np.array([1, 0], dtype=np.float32)
    assert with_parts(whole, np.array([[0, 3]], dtype=np.float32)).tolist() == [[1, 0], [0, 3]]
    assert with_parts(whole, 2).tolist() == [[1, 0], [0, 0], [0, 0]]


def test_a_prompt_moves_the_parts():
    assert shifted([[Span(0, 2)], []], 9) == [[Span(9, 11)], []]


@pytest.mark.model
def test_only_a_mean_of_all_tokens_and_nothing_behind_it_is_pooled():
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Pooling

    transformer, mean, normalize = SentenceTransformerEmbedder()._model
    dimension = 384
    first = Pooling(dimension, pooling_mode="cls")
    dense = Dense(dimension, dimension)
    assert pools(SentenceTransformer(modules=[transformer, mean, normalize]))
    assert pools(SentenceTransformer(modules=[transformer, mean]))
    assert not pools(SentenceTransformer(modules=[transformer, first, normalize]))
    assert not pools(SentenceTransformer(modules=[transformer, mean, dense, normalize]))
    assert not pools(SentenceTransformer(modules=[transformer]))
