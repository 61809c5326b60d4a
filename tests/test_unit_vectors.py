"""The vectors of a build's units: each in its row, each out of its passage, none left without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.article_units import ArticleUnits, windows
from index.articles import Article
from index.cache import Cache
from index.embedding import FloatArray
from index.late_chunking import with_parts
from index.segmentation import Passage
from index.spans import Span
from index.unit_vectors import unit_vectors
from index.vector_cache import VectorCache
from index.vectors import Unit, unit_length
from tests.fakes import FakeEmbedder

TEXT = "Rain fell. Snow lay. Wind blew. Hail came."
SENTENCES = (Span(0, 10), Span(11, 20), Span(21, 31), Span(32, 42))
# The second sentence is in both passages, and what was said reaches from one into the other.
WEATHER = ArticleUnits(
    Article(id="weather", title="Weather", text=TEXT),
    SENTENCES,
    ((Span(0, 4),), (Span(16, 19), Span(21, 25))),
    (Passage(Span(0, 20), 0, 1), Passage(Span(11, 42), 1, 3)),
)
EMPTY = ArticleUnits(Article(id="empty", title="Empty", text="…"), (), (), ())


class NotPooling(FakeEmbedder):
    """Knows nothing of parts."""

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """Zeros for each part."""
        vectors = zip(self.encode(texts), parts, strict=True)
        return [with_parts(vector, len(some)) for vector, some in vectors]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "x.db", warn=pytest.fail)) as cache:
        yield cache


def test_a_part_is_where_its_window_has_it():
    first, second = windows(WEATHER)
    assert first.text == "Weather. Rain fell. Snow lay."
    assert [part.of(first.text) for part in first.parts] == [
        "Rain fell.",
        "Snow lay.",
        "Rain",
        "lay",
    ]
    assert [part.of(second.text) for part in second.parts] == ["Wind blew.", "Hail came.", "Wind"]


def test_a_sentence_in_two_passages_is_a_part_of_the_first():
    first, second = windows(WEATHER)
    assert first.units == (
        (Unit.SENTENCE, 0),
        (Unit.SENTENCE, 1),
        (Unit.STATEMENT, 0),
        (Unit.STATEMENT, 1),
    )
    assert second.units == ((Unit.SENTENCE, 2), (Unit.SENTENCE, 3), (Unit.STATEMENT, 1))


def test_every_row_is_its_own_words_without_some_of_its_passage(cache: Cache):
    vectors = VectorCache(cache, FakeEmbedder(), generation="g")
    found = unit_vectors([WEATHER, EMPTY, WEATHER], vectors)
    encode = FakeEmbedder().encode
    passages = encode([window.text for window in windows(WEATHER)])
    np.testing.assert_allclose(found[Unit.PASSAGE], [*passages, *passages])
    alone = encode([span.of(TEXT) for span in SENTENCES])
    wanted = alone - 0.4 * passages[[0, 0, 1, 1]]
    np.testing.assert_allclose(found[Unit.SENTENCE], [*wanted, *wanted], atol=1e-6)


def test_what_was_said_in_two_passages_is_put_together(cache: Cache):
    vectors = VectorCache(cache, FakeEmbedder(), generation="g")
    said = unit_length(unit_vectors([WEATHER], vectors)[Unit.STATEMENT])
    lay, wind = FakeEmbedder().encode(["lay", "wind"])
    assert said[1] @ lay > 0.5
    assert said[1] @ wind > 0.5


def test_where_the_passages_tell_nothing_each_text_is_encoded_by_itself(cache: Cache):
    vectors = VectorCache(cache, NotPooling(), generation="g")
    found = unit_vectors([EMPTY, WEATHER], vectors)
    encode = FakeEmbedder().encode
    sentences = [span.of(TEXT) for span in SENTENCES]
    np.testing.assert_allclose(found[Unit.SENTENCE], encode(sentences))
    np.testing.assert_allclose(found[Unit.STATEMENT], encode(["Rain", "lay Wind"]))


def test_articles_without_units_have_no_rows(cache: Cache):
    vectors = VectorCache(cache, FakeEmbedder(), generation="g")
    assert {
        unit: some.shape for unit, some in unit_vectors([EMPTY], vectors).items()
    } == dict.fromkeys(Unit, (0, FakeEmbedder.dimension))
