"""The commands about the collection, as processes and in a pseudo-terminal."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from index.cli import _ended_in_order, app, main
from index.report import _listed
from index.settings import IndexSettings
from tests.newsroom import build_fake, write_articles

ROOT = Path(__file__).parent.parent


class Sections:
    """Settings of a host program."""

    def __init__(self, index_dir: Path) -> None:
        self.index = IndexSettings(dir=index_dir)


class Host:
    """A program that mounts the commands."""

    def __init__(self, index_dir: Path) -> None:
        self.settings = Sections(index_dir)


@dataclass(frozen=True)
class Done:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """``python -m index`` without the cost of a process, and away from the checkout's ``.env``."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["index", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Done(code or 0, captured.out, captured.err)

    return run


def process(*arguments: str) -> Done:
    """``python -m index`` in a process of its own."""
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "index", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def at_a_terminal(arguments: Sequence[str]) -> str:
    """What ``python -m index`` shows on a terminal of 100 columns."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "index", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:  # the terminal is gone with its process
                break
            if not part:
                break
            shown += part
    os.close(leader)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("cli")
    build_fake(write_articles(base / "articles"), base / "index")
    return base / "index"


def test_info_shows_what_the_index_holds(run: Run, index_dir: Path):
    done = run("info", "--index", str(index_dir))
    assert done.returncode == 0
    facts = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert facts["articles"] == "2"
    assert facts["statements"] == "3"
    assert facts["outlets"] == "1 outlet: The Bay Herald"
    assert facts["dates"] == "none"
    assert facts["model"].startswith("fake/words (000000000000, 97 dimensions")


def test_speakers_are_tab_separated_where_nobody_looks(run: Run, index_dir: Path):
    done = run("speakers", "--index", str(index_dir))
    assert done.stdout == ("Ana Lind\tperson\t2\t1\tLind\t\nOle Brandt\tperson\t1\t1\tBrandt\t\n")


def test_speakers_are_a_table_at_a_terminal(index_dir: Path):
    shown = at_a_terminal(["speakers", "--index", str(index_dir)])
    assert "also called" in shown
    assert "\t" not in shown
    assert shown.index("Ana Lind") < shown.index("Ole Brandt")


def test_statements_are_exported_in_the_documented_form(run: Run, index_dir: Path):
    done = run("export", "--statements", "--index", str(index_dir))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 3
    assert lines[0] == {
        "article": "bridge",
        "speaker": "Ole Brandt",
        "speaker_mention": {"start": 143, "end": 153, "text": "Ole Brandt"},
        "cue": {"start": 138, "end": 142, "text": "said"},
        "content": [{"start": 105, "end": 135, "text": "A bridge does not wait for fog"}],
        "kind": "direct",
        "confidence": 0.9,
    }


def test_every_exported_text_is_the_slice_of_the_file(run: Run, index_dir: Path):
    done = run("export", "--statements", "--index", str(index_dir))
    for line in map(json.loads, done.stdout.splitlines()):
        text = (index_dir.parent / "articles" / f"{line['article']}.txt").read_text("utf-8")
        for span in (line["speaker_mention"], line["cue"], *line["content"]):
            assert text[span["start"] : span["end"]] == span["text"]


def test_export_of_nothing_is_wrong_usage(run: Run, index_dir: Path):
    done = run("export", "--index", str(index_dir))
    assert (done.returncode, done.stdout) == (2, "")
    assert "--statements" in done.stderr


@pytest.mark.parametrize("command", ["info", "verify", "speakers", "export --statements"])
def test_without_an_index_each_command_says_how_to_make_one(run: Run, command: str, tmp_path: Path):
    done = run(*command.split(), "--index", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"no index in {tmp_path / 'none'}: run `onrecord index build`\n"


def test_the_index_folder_comes_from_the_environment(
    run: Run, index_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ONRECORD_INDEX__DIR", str(index_dir))
    done = run("speakers")
    assert done.stdout.startswith("Ana Lind")


def test_a_setting_that_cannot_be_used_is_an_error_that_names_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ONRECORD_INDEX__KEEP", "many")
    done = run("info")
    assert done.returncode == 1
    assert "ONRECORD_INDEX__KEEP" in done.stderr


def test_a_closed_pipe_ends_quietly(index_dir: Path):
    command = f"{sys.executable} -m index export --statements --index {index_dir} | true"
    done = subprocess.run(  # noqa: S603  # our own module
        ["bash", "-c", command],  # noqa: S607  # the bash of the machine
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_as_a_process_it_says_the_same_with_the_same_exit_code(run: Run, tmp_path: Path):
    arguments = ["info", "--index", str(tmp_path / "none")]
    assert process(*arguments) == run(*arguments)


def test_a_program_that_mounts_the_commands_gives_the_settings(index_dir: Path):
    host = typer.Typer()
    host.add_typer(app, name="index")

    @host.callback()
    def start() -> None:
        """A host."""

    found = CliRunner().invoke(host, ["index", "info"], obj=Host(index_dir))
    assert found.exit_code == 0
    assert "fake/words" in found.output


def test_building_from_an_empty_folder_says_what_to_give(run: Run, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    done = run("build", str(tmp_path / "empty"), "--index", str(tmp_path / "index"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"no readable article in {tmp_path / 'empty'}" in done.stderr
    assert "Traceback" not in done.stderr


def test_building_with_a_model_that_is_not_there_says_how_to_get_it(run: Run, tmp_path: Path):
    articles = write_articles(tmp_path / "articles")
    done = run(
        "build", str(articles), "--index", str(tmp_path / "index"), "--model", "nobody/no-model"
    )
    assert done.returncode == 1
    assert "hf download nobody/no-model" in done.stderr
    assert not (tmp_path / "index" / "CURRENT").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_build_says_what_stays_and_ends_with_the_signals_code(
    number: signal.Signals, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(typer.Exit) as ended, _ended_in_order():
        os.kill(os.getpid(), number)
    assert ended.value.exit_code == 128 + number
    assert capsys.readouterr().err == "stopped; the index that was there stays in use\n"


def test_a_long_list_of_skipped_files_is_cut_and_counted():
    assert list(_listed(["a", "b", "c"], most=2)) == ["  a", "  b", "  and 1 more"]


# --- with the real models


@pytest.mark.model
def test_the_seed_index_is_whole(run: Run, seed_index: Path):
    done = run("verify", "--index", str(seed_index))
    assert (done.returncode, done.stderr) == (0, "")
    assert "is whole: 2 articles" in done.stdout


@pytest.mark.model
def test_building_the_seeds_again_changes_nothing_and_says_so(
    run: Run, seed_index: Path, tmp_path: Path
):
    index_dir = shutil.copytree(seed_index, tmp_path / "index")
    done = run("build", str(ROOT / "seeds"), "--index", str(index_dir))
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 articles from 1 named outlet" in done.stderr
    assert "nothing changed since the last build" in done.stderr


@pytest.mark.model
def test_one_altered_byte_is_an_error_that_names_the_file(
    run: Run, seed_index: Path, tmp_path: Path
):
    index_dir = Path(shutil.copytree(seed_index, tmp_path / "index"))
    (path,) = index_dir.glob("generations/*/encoder.onnx")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = run("verify", "--index", str(index_dir))
    assert done.returncode == 1
    assert f"{path} was altered" in done.stderr
    assert "onrecord index build" in done.stderr
