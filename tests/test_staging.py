"""One builder, staged beside, published in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import IndexLocked, IndexUnwritable
from index.layout import generation_dir, published_id
from index.staging import link_or_copy, locked, prune, prune_encoders, publish, staged


def published(index_dir: Path, generation: str) -> None:
    with staged(index_dir, generation) as folder:
        (folder / "file").write_text(generation)
        publish(index_dir, folder, generation)


def test_the_lock_makes_the_folder(tmp_path: Path):
    with locked(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()


def test_a_second_builder_is_turned_away_with_the_name_of_the_folder(tmp_path: Path):
    with (
        locked(tmp_path),
        pytest.raises(IndexLocked, match=rf"{tmp_path}.*wait.*--index"),
        locked(tmp_path),
    ):
        pass


def test_the_lock_is_free_after_a_failure(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    with locked(tmp_path):
        pass


def test_what_killed_builds_left_is_removed(tmp_path: Path):
    (tmp_path / "staging" / "dead").mkdir(parents=True)
    (tmp_path / "staging" / "dead" / "articles.db").write_text("half")
    with locked(tmp_path):
        assert not (tmp_path / "staging").exists()


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(IndexUnwritable, match=r"file.*--index"),
        locked(tmp_path / "file" / "index"),
    ):
        pass


def test_a_full_disk_while_building_is_an_error_that_names_the_folder(tmp_path: Path):
    with pytest.raises(IndexUnwritable, match=r"No space left.*--index"), staged(tmp_path, "g"):
        raise OSError(28, "No space left on device")


def test_what_was_not_published_is_removed(tmp_path: Path):
    with staged(tmp_path, "g") as folder:
        (folder / "file").write_text("half")
    assert list(tmp_path.iterdir()) == []


def test_publishing_moves_the_files_and_the_pointer(tmp_path: Path):
    published(tmp_path, "g1")
    assert published_id(tmp_path) == "g1"
    assert (generation_dir(tmp_path, "g1") / "file").read_text() == "g1"
    assert not (tmp_path / "staging").exists()


def test_a_publication_that_fails_at_the_last_step_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    published(tmp_path, "g1")
    replace = Path.replace

    def fail_at_the_pointer(self: Path, target: Path) -> Path:
        if target.name == "CURRENT":
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_pointer)
    with pytest.raises(IndexUnwritable):
        published(tmp_path, "g2")
    assert published_id(tmp_path) == "g1"


def test_pruning_keeps_the_published_and_the_newest_others(tmp_path: Path):
    for generation in ("g1", "g2", "g4", "g3"):
        published(tmp_path, generation)
    assert prune(tmp_path, 2) == ["g3", "g4"]
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["g3", "g4"]


def test_keeping_one_keeps_the_published_one(tmp_path: Path):
    for generation in ("g2", "g1"):
        published(tmp_path, generation)
    assert prune(tmp_path, 1) == ["g1"]


def test_encoders_of_other_models_and_of_killed_exports_are_removed(tmp_path: Path):
    encoders = tmp_path / "cache" / "encoders"
    for name in ("aaa", "bbb", ".export-x"):
        (encoders / name).mkdir(parents=True)
    prune_encoders(tmp_path, {"bbb"})
    assert [path.name for path in encoders.iterdir()] == ["bbb"]


def test_a_file_is_linked_where_that_is_possible(tmp_path: Path):
    (tmp_path / "a").write_text("weights")
    link_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a").samefile(tmp_path / "b")


def test_a_file_is_copied_where_it_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", refuse)
    (tmp_path / "a").write_text("weights")
    link_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "weights"
