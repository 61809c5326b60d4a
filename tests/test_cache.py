"""The caches of the next build: what is new is made, damage is never fatal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.analysis_cache import AnalysisCache
from index.articles import Article
from index.cache import Cache
from index.digest import digest
from index.errors import IndexUnwritable
from index.spans import Span
from index.vector_cache import VectorCache
from index.vectors import FloatArray
from tests.fakes import FakeAnalyzer, FakeEmbedder

ARTICLES = [
    Article(id=f"a{n}", title="Rain", text=f'"It rains {n}," said Ana Lind.') for n in range(3)
]


def nobody(_: object) -> None:
    """Is told, and does nothing."""


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "cache" / "x.db", warn=pytest.fail)) as cache:
        yield cache


def test_what_was_put_is_found_again(cache: Cache):
    cache.put([("a", b"1"), ("b", b"2")])
    assert cache.get(["b", "c"]) == {"b": b"2"}


def test_a_cache_outlives_its_process(tmp_path: Path):
    with closing(Cache(tmp_path / "x.db", warn=pytest.fail)) as first:
        first.put([("a", b"1")])
    with closing(Cache(tmp_path / "x.db", warn=pytest.fail)) as second:
        assert second.get(["a"]) == {"a": b"1"}


def test_thousands_of_keys_are_asked_for_at_once(cache: Cache):
    keys = [f"k{n}" for n in range(3500)]
    cache.put((key, key.encode()) for key in keys)
    assert cache.get(keys) == {key: key.encode() for key in keys}


def test_pruning_forgets_what_no_kept_generation_uses(cache: Cache):
    cache.put([("old", b""), ("both", b""), ("new", b""), ("killed", b"")])
    cache.use("g1", ["old", "both"])
    cache.use("g2", ["both", "new"])
    cache.prune(["g2"])
    assert sorted(cache.get(["old", "both", "new", "killed"])) == ["both", "new"]


@pytest.mark.parametrize("damage", ["garbage", "truncated", "other tables"])
def test_a_damaged_cache_is_discarded_with_a_warning_that_names_it(tmp_path: Path, damage: str):
    path = tmp_path / "x.db"
    with closing(Cache(path, warn=pytest.fail)) as cache:
        cache.put((f"k{n}", bytes(3000)) for n in range(50))
    content = path.read_bytes()
    if damage == "garbage":
        path.write_bytes(b"no database " * 1000)
    elif damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(
            content.replace(b"key TEXT PRIMARY KEY, value", b"kex TEXT PRIMARY KEY, value")
        )
    warnings: list[str] = []
    with closing(Cache(path, warn=warnings.append)) as cache:
        assert len(warnings) == 1
        assert str(path) in warnings[0]
        assert cache.get(["k1"]) == {}
        cache.put([("k1", b"again")])
        assert cache.get(["k1"]) == {"k1": b"again"}


def test_a_cache_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnwritable, match=r"file/x\.db.*--index"):
        Cache(tmp_path / "file" / "x.db", warn=nobody)


# --- vectors


def encode(
    cache: Cache, embedder: FakeEmbedder, texts: list[str], generation: str = "g"
) -> FloatArray:
    return np.concatenate(VectorCache(cache, embedder, generation=generation).encode(texts))


def test_vectors_come_in_the_order_of_the_texts(cache: Cache):
    texts = ["a much longer text about rain", "rain", "go"]
    np.testing.assert_allclose(
        encode(cache, FakeEmbedder(), texts), FakeEmbedder().encode(texts), atol=1e-6
    )


def test_only_new_texts_are_encoded_and_each_once(cache: Cache):
    encode(cache, FakeEmbedder(), ["rain", "go"])
    embedder = FakeEmbedder()
    encode(cache, embedder, ["go", "away", "rain", "away"])
    assert embedder.encoded == ["away"]


def test_a_known_text_has_the_same_vector_from_the_cache(cache: Cache):
    first = encode(cache, FakeEmbedder(), ["rain rain go"])
    np.testing.assert_array_equal(encode(cache, FakeEmbedder(), ["rain rain go"]), first)


def test_vectors_of_other_weights_are_not_used(cache: Cache):
    encode(cache, FakeEmbedder(), ["rain"])
    other = FakeEmbedder(weights_hash="1" * 64)
    encode(cache, other, ["rain"])
    assert other.encoded == ["rain"]


@pytest.mark.parametrize("value", [b"", b"short", bytes(4 * 97), b"\xff" * 4 * 97])
def test_a_value_that_cannot_be_a_vector_is_made_anew(cache: Cache, value: bytes):
    embedder = FakeEmbedder()
    encode(cache, embedder, ["rain"])
    key = VectorCache(cache, embedder, generation="g")._key("rain", ())
    cache.put([(key, value)])
    np.testing.assert_array_equal(
        encode(cache, embedder, ["rain"]), FakeEmbedder().encode(["rain"])
    )


def test_a_text_with_its_parts_is_known_by_both(cache: Cache):
    texts, parts = ["rain and snow"] * 2, [[Span(0, 4)], [Span(9, 13)]]
    made = VectorCache(cache, FakeEmbedder(), generation="g").encode(texts, parts)
    embedder = FakeEmbedder()
    known = VectorCache(cache, embedder, generation="g").encode(texts, parts)
    for one, other, word in zip(made, known, ["rain", "snow"], strict=True):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(one[1:], FakeEmbedder().encode([word]))
    assert embedder.encoded == []


def test_the_tally_tells_encoded_from_known(cache: Cache):
    encode(cache, FakeEmbedder(), ["rain"])
    vectors = VectorCache(cache, FakeEmbedder(), generation="g")
    vectors.encode(["rain", "go", "away"])
    assert (vectors.tally.encoded, vectors.tally.cached) == (2, 1)


def test_vectors_encoded_before_a_kill_are_kept(cache: Cache):
    class Killed(FakeEmbedder):
        def encode(self, texts: Sequence[str]) -> FloatArray:
            if "snow" in texts:
                raise KeyboardInterrupt
            return super().encode(texts)

    vectors = VectorCache(cache, Killed(), generation="g")
    vectors.encode(["rain"])
    with pytest.raises(KeyboardInterrupt):
        vectors.encode(["snow"])
    embedder = FakeEmbedder()
    encode(cache, embedder, ["rain", "snow"])
    assert embedder.encoded == ["snow"]


# --- analyses


def analyses(cache: Cache, analyzer: FakeAnalyzer, articles: list[Article], version: str = "1"):
    stream = ((digest(article), article) for article in articles)
    made = AnalysisCache(cache, analyzer, version=version, generation="g")
    return list(made.analyze(stream, advance=nobody))


def test_analyses_come_in_the_order_of_the_articles(cache: Cache):
    analyses(cache, FakeAnalyzer(), ARTICLES[1:2])
    found = analyses(cache, FakeAnalyzer(), ARTICLES)
    assert found == list(FakeAnalyzer().analyze(ARTICLES))


def test_only_new_articles_are_analyzed(cache: Cache):
    analyses(cache, FakeAnalyzer(), ARTICLES[:2])
    analyzer = FakeAnalyzer()
    analyses(cache, analyzer, ARTICLES)
    assert analyzer.analyzed == ["a2"]


def test_analyses_of_another_version_are_not_used(cache: Cache):
    analyses(cache, FakeAnalyzer(), ARTICLES, version="1")
    analyzer = FakeAnalyzer()
    analyses(cache, analyzer, ARTICLES, version="2")
    assert analyzer.analyzed == ["a0", "a1", "a2"]


def test_an_altered_analysis_is_made_anew(cache: Cache):
    made = AnalysisCache(cache, FakeAnalyzer(), version="1", generation="g")
    cache.put([(made._key(digest(ARTICLES[0])), b'{"article_id": 7}')])
    assert made.read(digest(ARTICLES[0]), ARTICLES[0]).article_id == "a0"
    assert analyses(cache, FakeAnalyzer(), ARTICLES[:1])[0].article_id == "a0"


def test_an_analyzer_that_mixes_up_articles_is_found_out(cache: Cache):
    class Mixed(FakeAnalyzer):
        def analyze(self, articles):
            return super().analyze(reversed(list(articles)))

    with pytest.raises(ValueError, match="wanted the analysis of 'a0'"):
        analyses(cache, Mixed(), ARTICLES)
