"""The settings of the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import IndexSettings, from_environment


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another folder than the checkout's, which may hold somebody's ``.env``."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_an_environment_the_documented_defaults_hold():
    assert from_environment() == IndexSettings(dir=Path("data/index"), model=None, keep=2)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ONRECORD_INDEX__DIR", "/srv/index")
    monkeypatch.setenv("ONRECORD_INDEX__MODEL", "models/other")
    monkeypatch.setenv("ONRECORD_INDEX__KEEP", "3")
    assert from_environment() == IndexSettings(dir=Path("/srv/index"), model="models/other", keep=3)


def test_the_env_file_is_read_and_the_bots_own_settings_in_it_are_left_alone(elsewhere: Path):
    (elsewhere / ".env").write_text("ONRECORD_INDEX__DIR=there\nONRECORD_TELEGRAM__TOKEN=x\n")
    assert from_environment().dir == Path("there")


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("ONRECORD_INDEX__DIR", "~/index")
    assert from_environment().dir == Path("/home/somebody/index")


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ONRECORD_INDEX__MODEL", "")
    assert from_environment().model is None


def test_an_unknown_name_in_the_section_is_refused_by_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ONRECORD_INDEX__DIRECTORY", "x")
    with pytest.raises(SettingsError, match="ONRECORD_INDEX__DIRECTORY"):
        from_environment()


def test_keeping_no_generation_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ONRECORD_INDEX__KEEP", "0")
    with pytest.raises(SettingsError, match=r"ONRECORD_INDEX__KEEP.*unset ONRECORD_INDEX__KEEP"):
        from_environment()
