"""The commands: what they print where, and their exit codes."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest
from typer.testing import CliRunner, Result

from bot.answering import Answerer
from bot.cli import app
from bot.program import Program
from bot.scoring import Sort
from bot.scoring import load as load_scoring
from tests.fake_desk import FakeDesk, open_fake_desk
from tests.newsroom import build_fake, library, write_articles
from tests.pseudo_terminal import environment

QUESTION = '{"id": "q1", "question": "is the bridge safe?"}\n'


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No ``.env`` of the repository is read."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, stdin: str | None = None) -> Result:
    """``onrecord arguments`` with the fake desk behind it."""
    program = Program(open_fake_desk)
    return CliRunner().invoke(app, arguments, input=stdin, obj=program, prog_name="onrecord")


def start(cwd: Path, *arguments: str, **env: str) -> subprocess.Popen[bytes]:
    """The same as a process of its own, with pipes."""
    return subprocess.Popen(  # noqa: S603 - the interpreter that runs the tests
        [sys.executable, "-m", "tests.fake_onrecord", *arguments],
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=cwd,
        env=environment(cwd, env),
    )


def test_a_question_is_answered_on_standard_output() -> None:
    """The answer is data, nothing is said beside it, and the exit code is 0."""
    result = run("ask", "is the bridge safe?")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Understood as: what Ada Quill said about the bridge\n")


def test_an_honest_nothing_is_done() -> None:
    """A declined question is answered on standard output with exit code 0."""
    result = run("ask", "taxes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "nothing on taxes" in result.stdout


def test_json_is_one_line() -> None:
    """--json prints the answer as one line of JSON without an id."""
    result = run("ask", "--json", "bridge")
    assert result.stdout.count("\n") == 1
    assert json.loads(result.stdout)["id"] is None


@pytest.mark.parametrize(
    ("arguments", "limit"), [(["--limit", "2"], 2), ([], 5)], ids=["option", "default"]
)
def test_the_limit_reaches_the_desk(
    arguments: list[str], limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--limit, or else the setting, is what the desk is asked for."""
    desk = FakeDesk()
    program = Program(lambda index_dir, model: desk)
    result = CliRunner().invoke(app, ["ask", "bridge", *arguments], obj=program)
    assert result.exit_code == 0
    assert [asked for _, _, asked in desk.asked] == [limit]


def test_the_limit_may_be_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """ONRECORD_ANSWER__LIMIT is the limit where no option is given."""
    monkeypatch.setenv("ONRECORD_ANSWER__LIMIT", "3")
    desk = FakeDesk()
    CliRunner().invoke(app, ["ask", "bridge"], obj=Program(lambda index_dir, model: desk))
    assert [asked for _, _, asked in desk.asked] == [3]


@pytest.mark.parametrize("command", [["ask", "bridge"], ["brief"], ["console"]])
@pytest.mark.parametrize(
    ("arguments", "setting", "folder"),
    [([], None, "data/index"), ([], "elsewhere", "elsewhere"), (["--index", "here"], "x", "here")],
    ids=["default", "setting", "option"],
)
def test_the_index_folder(
    command: list[str],
    arguments: list[str],
    setting: str | None,
    folder: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """--index is stronger than ONRECORD_INDEX__DIR, which is stronger than data/index."""
    if setting is not None:
        monkeypatch.setenv("ONRECORD_INDEX__DIR", setting)
    opened: list[Path] = []

    def open_desk(index_dir: Path, model: str | None) -> FakeDesk:
        opened.append(index_dir)
        return FakeDesk()

    CliRunner().invoke(app, [*command, *arguments], obj=Program(open_desk))
    assert opened == [Path(folder)]


@pytest.mark.parametrize("many", [False, True], ids=["question", "batch"])
def test_a_question_may_be_asked_on_another_day(many: bool, tmp_path: Path) -> None:
    """--asked-on is the day of a question, and of a file of questions; without it, today is."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "bridge"}\n', encoding="utf-8")
    what = ["--batch", str(file)] if many else ["bridge"]
    desk = FakeDesk()
    for more in (["--asked-on", "2026-03-04"], []):
        CliRunner().invoke(app, ["ask", *what, *more], obj=Program(lambda *_: desk))
    assert desk.asked_on == [dt.date(2026, 3, 4), None]


def test_a_batch_is_one_line_for_one_line(tmp_path: Path) -> None:
    """Questions in a file are answered on standard output, a line of JSON each."""
    (tmp_path / "set.jsonl").write_text(QUESTION * 3)
    result = run("ask", "--batch", "set.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["q1"] * 3


def test_a_batch_may_come_through_a_pipe() -> None:
    """- is standard input."""
    assert json.loads(run("ask", "--batch", "-", stdin=QUESTION).stdout)["id"] == "q1"


def test_a_batch_with_a_bad_line_answers_the_others(tmp_path: Path) -> None:
    """A bad line is named on standard error, the others are answered, the exit code is 1."""
    (tmp_path / "set.jsonl").write_text(QUESTION + "{\n" + QUESTION)
    result = run("ask", "--batch", "set.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("onrecord: set.jsonl, line 2: not JSON")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["q1", None, "q1"]


def test_a_bad_line_of_a_pipe_is_named_as_such() -> None:
    """A bad line that came through a pipe is one of standard input."""
    assert run("ask", "--batch", "-", stdin="{\n").stderr.startswith(
        "onrecord: standard input, line 1: not JSON"
    )


def test_a_batch_file_that_is_not_there_is_named() -> None:
    """A file that cannot be opened is an error that names it."""
    result = run("ask", "--batch", "nowhere.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("onrecord: nowhere.jsonl cannot be read")


@pytest.mark.parametrize("command", [["ask", "bridge"], ["console"]])
def test_a_missing_index_is_an_error_with_what_mends_it(command: list[str]) -> None:
    """Without an index nothing is printed but how to get one, with exit code 1."""
    result = run(*command, "--index", "missing", stdin="bridge\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "onrecord: no index in data/index: run `onrecord index build`\n"


def test_a_blank_question_is_an_error() -> None:
    """A question without words has exit code 1."""
    result = run("ask", "  ")
    assert (result.exit_code, result.stderr) == (1, "onrecord: the question is blank: type one\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "bridge", "--batch", "set.jsonl"],
        ["ask", "--limit", "0", "bridge"],
        ["ask", "--limit", "many", "bridge"],
        ["ask", "--nonsense", "bridge"],
        ["nonsense"],
        ["eval"],
        ["console", "extra"],
    ],
)
def test_wrong_usage_has_exit_code_2(arguments: list[str]) -> None:
    """Wrong usage is told on standard error and prints no data."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: onrecord" in result.stderr


def test_a_question_without_its_command_gets_the_command() -> None:
    """A question in the place of a command is wrong usage, with the command to use."""
    result = run("is the bridge safe?")
    assert result.exit_code == 2
    assert 'write: onrecord ask "..."' in result.stderr


def test_a_misspelt_setting_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that does not exist stops the command, naming the one that comes close."""
    monkeypatch.setenv("ONRECORD_ANSWER__LIMITS", "3")
    result = run("ask", "bridge")
    assert result.exit_code == 1
    assert "did you mean ONRECORD_ANSWER__LIMIT?" in result.stderr


def test_a_fault_is_one_line_with_how_to_report_it() -> None:
    """An unexpected error is one plain line without a traceback."""
    result = run("ask", "bridge", "--index", "broken")
    assert result.exit_code == 1
    assert result.stderr.startswith("onrecord: unexpected error, ZeroDivisionError: a fault.")
    assert result.stderr.count("\n") == 1
    assert "onrecord --debug ask" in result.stderr


@pytest.mark.parametrize("how", ["option", "setting"])
def test_debugging_shows_the_traceback(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --debug, or ONRECORD_DEBUG, the traceback stands above that line."""
    if how == "setting":
        monkeypatch.setenv("ONRECORD_DEBUG", "true")
    debug = ["--debug"] if how == "option" else []
    result = run(*debug, "ask", "bridge", "--index", "broken")
    assert result.stderr.startswith("Traceback (most recent call last)")


def test_a_briefing_is_printed() -> None:
    """The command prints the briefing on what follows it."""
    assert run("brief", "the bridge").stdout.startswith("Briefing: the bridge\n\nAda Quill")


def test_the_console_reads_a_pipe() -> None:
    """Without a terminal the console answers the lines of standard input, without a prompt."""
    result = run("console", stdin="is the bridge safe?\n/sources\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Understood as:")
    assert "> " not in result.stdout


def test_a_piped_line_that_fails_shows_in_the_exit_code() -> None:
    """The other lines are answered, and the exit code is 1."""
    result = run("console", stdin="/nonsense\nbridge\n")
    assert result.exit_code == 1
    assert "The bridge is safe" in result.stdout


def test_the_commands_of_the_index_are_mounted() -> None:
    """The commands about the collection are those of ``onrecord index``."""
    assert run("index", "build", "--help").exit_code == 0


def test_an_error_of_a_mounted_command_is_told_alike(tmp_path: Path) -> None:
    """Errors of ``onrecord index`` reach the same edge."""
    result = run("index", "info", "--index", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.startswith("onrecord: ")


def test_serving_without_a_token_is_an_error() -> None:
    """Without a token the message names the setting."""
    result = run("serve")
    assert result.exit_code == 1
    assert "ONRECORD_TELEGRAM__TOKEN" in result.stderr


def test_serving_without_an_index_is_told_at_the_start() -> None:
    """Whoever starts the bot is told that there is nothing to answer from yet."""
    first = run("serve", "--index", "missing").stderr.splitlines()[0]
    assert first == (
        "onrecord: no index in data/index: run `onrecord index build`; until then no question can "
        "be answered"
    )


@pytest.mark.parametrize("command", ["ask", "brief", "console", "serve", "eval"])
def test_every_command_that_needs_an_index_takes_its_folder(command: str) -> None:
    """--index stands in the help of every such command."""
    assert "--index DIR" in run(command, "--help").stdout


@pytest.mark.parametrize("command", ["ask", "brief", "console", "eval"])
def test_help_shows_an_example(command: str) -> None:
    """The help of a command shows how it is used, on a line of its own."""
    lines = run(command, "--help").stdout.splitlines()
    assert [line for line in lines if line.startswith(f"    onrecord {command} ")]


def test_the_version_is_printed() -> None:
    """--version prints name and version."""
    result = run("--version")
    assert (result.exit_code, result.stdout.split()[0]) == (0, "onrecord")


def test_a_set_is_scored(tmp_path: Path) -> None:
    """A labelled set is asked and a table printed; --misses lists what was missed."""
    labelled = {
        "id": "q1",
        "question": "is the bridge safe?",
        "answerable": True,
        "speaker": "Ada Quill",
        "gold": [{"article": "herald-1", "start": 73, "end": 94}],
    }
    missed = {"id": "q2", "question": "bridge toll?", "answerable": False}
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(labelled)}\n{json.dumps(missed)}\n")
    lines = run("eval", "set.jsonl", "--misses").stdout.splitlines()
    assert lines[1].startswith("question\t2\t100.0 %\t100.0 %")
    assert lines[-1] == "q2 answered: bridge toll?"


def real(index_dir: Path, *arguments: str) -> Result:
    """``onrecord arguments`` over a real index, encoded with the stand-in."""
    program = Program(lambda folder, model: Answerer(library(folder, model), load_scoring()))
    return CliRunner().invoke(
        app, [*arguments, "--index", str(index_dir)], obj=program, prog_name="onrecord"
    )


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    """Two invented articles, built with the stand-ins."""
    build_fake(write_articles(tmp_path / "articles"), tmp_path / "index")
    return tmp_path / "index"


def test_examples_of_one_set_are_calibrated_on_with_another(
    tmp_path: Path, index_dir: Path
) -> None:
    """Both sets are in the evidence; too few to decline by are told, and the exit code is 1."""
    for name, asked in (("one", "how late was the ferry?"), ("two", "what would a bridge cost?")):
        line = {"id": name, "question": asked, "answerable": False}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line), encoding="utf-8")
    written = real(index_dir, "eval", "one.jsonl", "--examples", "examples.jsonl")
    assert (written.exit_code, written.stdout) == (0, "1 examples written to examples.jsonl\n")
    result = real(
        index_dir, "eval", "two.jsonl", "--with", "examples.jsonl", "--calibrate", "out.json"
    )
    assert result.exit_code == 1
    assert "no threshold is set for fact questions" in result.stderr
    fitted = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert fitted["evidence"]["fact"]["questions"] == 2
    assert fitted["models"]["fact"]["threshold"] == load_scoring().threshold(Sort.FACT)


def test_examples_from_before_are_for_calibrating() -> None:
    """--with alone is wrong usage."""
    assert run("eval", "set.jsonl", "--with", "examples.jsonl").exit_code == 2


def test_statements_of_the_index_are_scored(tmp_path: Path, index_dir: Path) -> None:
    """A set of statements is recognised by its lines."""
    collection = library(index_dir).current()
    stored = collection.statements([0])[0]
    (said,) = stored.statement.content
    label = {
        "article": stored.article_id,
        "content": [{"start": said.start, "end": said.end}],
        "tier": "wide",
    }
    (tmp_path / "set.jsonl").write_text(json.dumps(label), encoding="utf-8")
    lines = real(index_dir, "eval", "set.jsonl").stdout.splitlines()
    assert lines[1] == "overlap 0.3\t1\t3\t33.3 %\t100.0 %\t50.0 %\t-"
    core = real(index_dir, "eval", "set.jsonl", "--tier", "core").stdout.splitlines()
    assert core[1] == "overlap 0.3\t0\t2\t0.0 %\t-\t0.0 %\t-"


def test_a_baseline_takes_the_place_of_the_answers(tmp_path: Path, index_dir: Path) -> None:
    """It declines nothing, where the program would."""
    line = {"id": "q", "question": "what did the bishop say of ferry fares?", "answerable": False}
    (tmp_path / "set.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert "\t100.0 %\n" in real(index_dir, "eval", "set.jsonl").stdout
    ranked = real(index_dir, "eval", "set.jsonl", "--baseline", "bm25", "--misses")
    assert ranked.stdout.splitlines()[-1] == f"q answered: {line['question']}"


def test_a_reader_that_leaves_ends_the_program_quietly(tmp_path: Path) -> None:
    """After ``| head`` nothing is said, and the exit code is that of a closed pipe."""
    (tmp_path / "set.jsonl").write_text(QUESTION * 2000)
    with start(tmp_path, "ask", "--batch", "set.jsonl") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_a_reader_that_was_never_there_is_met_quietly(tmp_path: Path) -> None:
    """A pipe that is closed before the help is printed is no error to read about."""
    with start(tmp_path, "--help") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_ctrl_c_ends_the_program_quietly(tmp_path: Path) -> None:
    """An interrupt ends a command with 130 and without a traceback."""
    with start(tmp_path, "ask", "--batch", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(QUESTION.encode())
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == b""


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    """An output that cannot be written is an error about the disk, not a fault."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            [sys.executable, "-m", "tests.fake_onrecord", "ask", "bridge"],
            stdout=full,
            stderr=PIPE,
            cwd=tmp_path,
            env=environment(tmp_path),
            check=False,
        )
    assert found.returncode == 1
    assert b"No space left on device" in found.stderr
    assert b"Traceback" not in found.stderr


def test_json_is_utf_8_in_any_locale(tmp_path: Path) -> None:
    """A locale without curly quotes changes nothing in the JSON."""
    with start(tmp_path, "ask", "--json", "bridge", PYTHONIOENCODING="ascii") as process:
        out, _ = process.communicate()
    quote = json.loads(out.decode("utf-8"))["snippets"][0]["citations"][1]["quote"]
    assert quote == "“The old bridge is safe.”"


def test_a_locale_without_a_letter_is_no_error(tmp_path: Path) -> None:
    """What a terminal cannot show is shown as a question mark."""
    with start(tmp_path, "ask", "bridge", PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"?The old bridge is safe.?" in out


def test_a_question_that_is_no_text_reaches_the_desk_as_text(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 become question marks instead of an error."""
    with subprocess.Popen(  # noqa: S603 - the interpreter that runs the tests
        [sys.executable, "-m", "tests.fake_onrecord", "ask", "--json", b"bridge \xff"],
        stdin=DEVNULL,
        stdout=PIPE,
        cwd=tmp_path,
        env=environment(tmp_path),
    ) as process:
        out, _ = process.communicate()
    assert json.loads(out)["question"] == "bridge ?"


def test_a_pipe_gets_no_colour(tmp_path: Path) -> None:
    """Not even where the environment asks for colours."""
    with start(tmp_path, "ask", "bridge", FORCE_COLOR="1") as process:
        out, _ = process.communicate()
    assert b"\x1b" not in out


@pytest.mark.parametrize(
    ("imports", "heavy"),
    [
        ("bot.cli", "numpy faiss onnxruntime rich prompt_toolkit telegram"),
        (
            "bot.cli, bot.answering, bot.batch, bot.console, bot.prompt, index.generations",
            "torch transformers sentence_transformers spacy telegram",
        ),
    ],
    ids=["help", "asking"],
)
def test_nothing_heavy_is_loaded(tmp_path: Path, imports: str, heavy: str) -> None:
    """Help loads almost nothing; asking loads neither the models' libraries nor Telegram's."""
    code = f"import sys, {imports}; print(*(m for m in {heavy.split()} if m in sys.modules))"
    found = subprocess.run(  # noqa: S603 - the interpreter that runs the tests
        [sys.executable, "-c", code],
        stdout=PIPE,
        cwd=tmp_path,
        env=environment(tmp_path),
        check=True,
    )
    assert found.stdout.split() == []
