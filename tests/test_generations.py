"""Opening what was published, and refusing what is not whole."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from index.collection import Collection
from index.errors import IndexDamaged, IndexIncompatible, NoIndex, OnRecordError
from index.layout import published_id, published_manifest
from index.manifest import MANIFEST_FILE
from index.verification import verify
from tests.fakes import FakeEmbedder, open_fake_encoder
from tests.newsroom import build_fake, library, write_articles


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("generations")
    build_fake(write_articles(base / "articles"), base / "index")
    return base / "index"


@pytest.fixture
def index_dir(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def folder_of(index_dir: Path) -> Path:
    return index_dir / "generations" / published_id(index_dir)


def check(index_dir: Path) -> None:
    folder, manifest = published_manifest(index_dir)
    verify(folder, manifest, open_encoder=open_fake_encoder)


def test_without_an_index_the_message_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(NoIndex) as caught:
        library(tmp_path / "none").current()
    assert str(caught.value) == f"no index in {tmp_path / 'none'}: run `onrecord index build`"


def test_a_folder_without_a_published_generation_is_no_index(tmp_path: Path):
    (tmp_path / "generations" / "g").mkdir(parents=True)
    with pytest.raises(NoIndex):
        library(tmp_path).current()


def test_the_same_collection_is_returned_while_nothing_is_published(index_dir: Path):
    shelf = library(index_dir)
    assert shelf.current() is shelf.current()


def test_a_new_generation_is_opened_and_the_old_one_stays_valid(index_dir: Path, tmp_path: Path):
    shelf = library(index_dir)
    old = shelf.current()
    articles = write_articles(tmp_path / "articles", fog="Fog\n\nThe fog lifted. Ships left.\n")
    build_fake(articles, index_dir)
    new = shelf.current()
    assert len(new.articles()) == 3
    assert len(old.articles()) == 2
    assert old.article("ferry") == new.article("ferry")


def test_a_collection_answers_after_its_generation_was_pruned(index_dir: Path, tmp_path: Path):
    old = library(index_dir).current()
    for n in range(2):
        articles = write_articles(tmp_path / "articles", **{f"fog{n}": "Fog\n\nThe fog lifted.\n"})
        build_fake(articles, index_dir, keep=1)
    assert not (index_dir / "generations" / old.generation).exists()
    assert old.article("ferry").title == "The ferry to Norholm is late again"
    assert old.lexical(["bridge"], unit=next(iter(old.manifest.counts.units())), limit=1)
    assert old.encode(["fog"]).shape == (1, 97)


def test_many_threads_open_one_collection(index_dir: Path):
    shelf = library(index_dir)
    found: list[Collection] = []
    threads = [threading.Thread(target=lambda: found.append(shelf.current())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(collection) for collection in found}) == 1


def test_opening_and_asking_write_nothing(index_dir: Path):
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_size)
            for path in index_dir.rglob("*")
        }

    before = state()
    shelf = library(index_dir)
    shelf.current().article("ferry")
    shelf.current().speakers()
    shelf.close()
    assert state() == before


def test_the_model_it_was_built_with_is_accepted(index_dir: Path):
    assert library(index_dir, model=FakeEmbedder().model_id).current()


def test_another_model_is_refused_and_both_are_named(index_dir: Path):
    with pytest.raises(IndexIncompatible, match=r"fake/words.*other/model.*onrecord index build"):
        library(index_dir, model="other/model").current()


def test_another_format_version_is_refused_and_both_are_named(index_dir: Path):
    path = folder_of(index_dir) / MANIFEST_FILE
    content = json.loads(path.read_text())
    content["format_version"] = 99
    content["something_new"] = True
    path.write_text(json.dumps(content))
    with pytest.raises(IndexIncompatible, match=r"format 99.*format 5.*onrecord index build"):
        library(index_dir).current()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"format_version": 5}', "\x00\xff"])
def test_a_manifest_that_is_none_is_damage(index_dir: Path, content: str):
    path = folder_of(index_dir) / MANIFEST_FILE
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(IndexDamaged, match=r"manifest\.json.*onrecord index build"):
        library(index_dir).current()


@pytest.mark.parametrize("content", ["", "../../etc", "a b", "\xff"])
def test_a_pointer_that_names_no_generation_is_damage(index_dir: Path, content: str):
    (index_dir / "CURRENT").write_bytes(content.encode("latin-1"))
    with pytest.raises(IndexDamaged, match=r"CURRENT.*onrecord index build"):
        library(index_dir).current()


def test_a_pointer_to_a_generation_that_is_gone_is_damage(index_dir: Path):
    (index_dir / "CURRENT").write_text("20200101T000000-00000000\n")
    with pytest.raises(IndexDamaged, match=r"20200101T000000-00000000.*onrecord index build"):
        library(index_dir).current()


FILES = ["articles.db", "vectors.faiss"]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_at_opening(index_dir: Path, name: str):
    (folder_of(index_dir) / name).unlink()
    with pytest.raises(IndexDamaged, match=rf"{name} is missing.*onrecord index build"):
        library(index_dir).current()


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_named_at_opening(index_dir: Path, name: str):
    path = folder_of(index_dir) / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match=rf"{name} has \d+ bytes instead of"):
        library(index_dir).current()


@pytest.mark.parametrize("name", FILES)
def test_one_altered_byte_is_found_by_verifying(index_dir: Path, name: str):
    path = folder_of(index_dir) / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match=rf"{name} was altered.*onrecord index build"):
        check(index_dir)


def test_a_whole_index_passes(index_dir: Path):
    check(index_dir)


@pytest.mark.parametrize("damage", ["pointer", "manifest", "store", "vectors", "byte"])
def test_the_command_that_the_message_names_mends_the_damage(
    index_dir: Path, built: Path, damage: str
):
    folder = folder_of(index_dir)
    if damage == "pointer":
        (index_dir / "CURRENT").write_text("???")
    elif damage == "manifest":
        (folder / MANIFEST_FILE).write_text("{}")
    elif damage == "store":
        (folder / "articles.db").write_bytes(b"x" * 5000)
    elif damage == "vectors":
        (folder / "vectors.faiss").unlink()
    else:
        content = bytearray((folder / "vectors.faiss").read_bytes())
        content[-1] ^= 1
        (folder / "vectors.faiss").write_bytes(content)
    report = build_fake(built.parent / "articles", index_dir)
    assert not report.unchanged
    check(index_dir)
    assert library(index_dir).current().generation == report.generation


def test_every_error_of_opening_is_one_that_people_see(index_dir: Path):
    for path in sorted(folder_of(index_dir).iterdir()):
        content = path.read_bytes()
        path.unlink()
        path.mkdir()
        with pytest.raises(OnRecordError, match="onrecord index build"):
            library(index_dir).current()
        path.rmdir()
        path.write_bytes(content)
