"""One Settings, read once; a misspelt name or an unusable value is told in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.settings import PREFIX, Settings, load, variable_names
from index.errors import SettingsError

EXAMPLE = Path(__file__).parent.parent / ".env.example"
GIVEN = "123456:a-secret-that-must-not-be-shown"


@pytest.fixture(autouse=True)
def _no_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def refusal(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    """The message where this variable is set."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    return str(caught.value)


def test_the_example_names_every_setting_and_no_other() -> None:
    """.env.example and the settings have the same names."""
    assert set(dotenv_values(EXAMPLE)) == set(variable_names())


def test_the_example_holds_the_defaults() -> None:
    """A copy of .env.example changes nothing."""
    assert load(EXAMPLE) == Settings()


def test_every_setting_of_the_example_is_explained() -> None:
    """Above every line of .env.example stands a comment."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if line.startswith(PREFIX)]
    assert [lines[n] for n in settings if not lines[n - 1].startswith("# ")] == []


def test_the_documented_names_exist() -> None:
    """The names that are fixed by the design are settings."""
    assert {
        "ONRECORD_INDEX__DIR",
        "ONRECORD_INDEX__MODEL",
        "ONRECORD_TELEGRAM__TOKEN",
        "ONRECORD_TELEGRAM__ALLOWED_IDS",
        "ONRECORD_TELEGRAM__ADMIN_IDS",
        "ONRECORD_TELEGRAM__BASE_URL",
        "ONRECORD_TELEGRAM__WEBHOOK_URL",
        "ONRECORD_TELEGRAM__WEBHOOK_SECRET",
    } <= set(variable_names())


def test_the_index_is_in_data_index_by_default() -> None:
    """Without a setting the index folder is data/index."""
    assert load().index.dir == Path("data/index")


def test_the_environment_is_stronger_than_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A variable overrides .env; what only .env has is taken from there."""
    (tmp_path / ".env").write_text("ONRECORD_INDEX__DIR=a\nONRECORD_ANSWER__LIMIT=3\n")
    monkeypatch.setenv("ONRECORD_INDEX__DIR", "b")
    settings = load()
    assert (settings.index.dir, settings.answer.limit) == (Path("b"), 3)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """The first name after a byte order mark is read like the others."""
    (tmp_path / ".env").write_text("ONRECORD_ANSWER__LIMIT=3\n", encoding="utf-8-sig")
    assert load().answer.limit == 3


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable is as good as none."""
    monkeypatch.setenv("ONRECORD_ANSWER__LIMIT", "")
    assert load().answer.limit == 5


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("1,2,3", frozenset({1, 2, 3})),
        ("12", frozenset({12})),
        ("-100, 5", frozenset({-100, 5})),
        ("*", "*"),
        ("", frozenset()),
    ],
)
def test_allowed_ids(monkeypatch: pytest.MonkeyPatch, value: str, ids: object) -> None:
    """Ids are divided by commas; a star is everybody; empty is nobody."""
    monkeypatch.setenv("ONRECORD_TELEGRAM__ALLOWED_IDS", value)
    assert load().telegram.allowed_ids == ids


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ONRECORD_TELEGRAM__ALOWED_IDS", "ONRECORD_TELEGRAM__ALLOWED_IDS"),
        ("ONRECORD_INDEX_DIR", "ONRECORD_INDEX__DIR"),
        ("ONRECORD_INDX__DIR", "ONRECORD_INDEX__DIR"),
        ("ONRECORD_TOKEN", "ONRECORD_TELEGRAM__TOKEN"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_right_one(
    monkeypatch: pytest.MonkeyPatch, name: str, meant: str
) -> None:
    """An unknown name in or outside a section is named, with the setting that comes close."""
    assert refusal(monkeypatch, name, "x") == f"there is no setting {name}: did you mean {meant}?"


def test_a_name_like_no_other_is_refused_with_where_to_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where nothing comes close, the message tells where the settings are listed."""
    assert refusal(monkeypatch, "ONRECORD_ZZZZ", "x").endswith(".env.example lists the settings")


def test_a_misspelt_name_in_the_file_is_refused(tmp_path: Path) -> None:
    """.env is held to the same names as the environment."""
    (tmp_path / ".env").write_text("ONRECORD_ANSWER__LIMITS=3\n")
    with pytest.raises(SettingsError, match="did you mean ONRECORD_ANSWER__LIMIT"):
        load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ONRECORD_ANSWER__LIMIT", "many"),
        ("ONRECORD_ANSWER__LIMIT", "0"),
        ("ONRECORD_INDEX__KEEP", "0"),
        ("ONRECORD_TELEGRAM__ALLOWED_IDS", "1,ada"),
        ("ONRECORD_CONSOLE__KEEP_HISTORY", "perhaps"),
        ("ONRECORD_DEBUG", "perhaps"),
    ],
)
def test_an_unusable_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The message begins with the variable, shows the value and tells what to do."""
    message = refusal(monkeypatch, name, value)
    assert message.startswith(f"{name}: ")
    assert repr(value) in message
    assert message.endswith("correct it in the environment or in .env, or unset it")


def test_settings_that_do_not_go_together_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A webhook without its secret is refused, naming the section."""
    message = refusal(monkeypatch, "ONRECORD_TELEGRAM__WEBHOOK_URL", "https://bot.example/")
    assert message.startswith("ONRECORD_TELEGRAM__")
    assert "ONRECORD_TELEGRAM__WEBHOOK_SECRET" in message


@pytest.mark.parametrize("name", ["TOKEN", "WEBHOOK_SECRET"])
def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Settings that are printed or logged hide the token and the webhook's secret."""
    monkeypatch.setenv(f"ONRECORD_TELEGRAM__{name}", GIVEN)
    settings = load()
    assert isinstance(getattr(settings.telegram, name.lower()), SecretStr)
    assert GIVEN not in f"{settings!r} {settings}"


def test_an_error_beside_a_secret_does_not_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the message nor its traceback holds a secret that was set beside a bad value."""
    monkeypatch.setenv("ONRECORD_TELEGRAM__TOKEN", GIVEN)
    monkeypatch.setenv("ONRECORD_TELEGRAM__WEBHOOK_SECRET", f"{GIVEN} with blanks")
    monkeypatch.setenv("ONRECORD_TELEGRAM__WEBHOOK_URL", "https://bot.example/")
    with pytest.raises(SettingsError) as caught:
        load()
    assert GIVEN not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_file_that_is_no_text_is_refused_by_name(tmp_path: Path) -> None:
    """A .env in another encoding is named, with how to save it."""
    (tmp_path / ".env").write_bytes(b"ONRECORD_ANSWER__LIMIT=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env cannot be read .* as UTF-8 text"):
        load()


def test_history_is_in_the_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a setting the history is kept where the XDG specification says."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert load().console.history_file == tmp_path / "onrecord" / "history"


def test_a_relative_state_folder_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A relative XDG_STATE_HOME does not scatter histories over the working folders."""
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load().console.history_file == tmp_path / ".local" / "state" / "onrecord" / "history"


def test_the_history_may_be_put_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that is set is the file; ~ is the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ONRECORD_CONSOLE__HISTORY", "~/asked")
    assert load().console.history_file == tmp_path / "asked"


def test_history_may_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no history is wanted, there is no file."""
    monkeypatch.setenv("ONRECORD_CONSOLE__KEEP_HISTORY", "false")
    assert load().console.history_file is None
