"""A collection made larger for measuring is as whole as a built one."""

from pathlib import Path

import pytest

from benchmarks.enlarged import enlarge, folder_of
from index.collection import Collection
from index.layout import generation_dir, published_manifest
from index.vectors import Unit
from index.verification import verify
from tests.fakes import open_fake_encoder
from tests.newsroom import build_fake, library, write_articles


@pytest.fixture(scope="module")
def collections(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Collection, Path]:
    """The real one, three copies of it, and the folder of those."""
    folder = tmp_path_factory.mktemp("enlarged")
    build_fake(write_articles(folder / "articles"), folder / "real")
    real = library(folder / "real").current()
    wanted = 3 * real.count(Unit.SENTENCE)
    assert enlarge(real, folder_of(folder / "real", real), folder / "larger", wanted) == 3
    return real, library(folder / "larger").current(), folder / "larger"


def test_it_passes_the_verification(collections):
    """Spans in their articles, checksums, rows and vectors one for one."""
    _, _, folder = collections
    path, manifest = published_manifest(folder)
    assert path == generation_dir(folder, manifest.generation)
    verify(path, manifest, open_encoder=open_fake_encoder)


def test_the_first_copy_is_the_collection_itself(collections):
    real, larger, _ = collections
    for header in real.articles():
        assert larger.article(header.id) == real.article(header.id)
    assert larger.count(Unit.SENTENCE) == 3 * real.count(Unit.SENTENCE)


def test_a_further_copy_has_other_words_of_the_same_length(collections):
    """So that every offset of the real one holds in it."""
    real, larger, _ = collections
    for header in real.articles():
        copy = larger.article(f"{header.id}-1").text
        assert copy != real.article(header.id).text
        assert len(copy) == len(real.article(header.id).text)
