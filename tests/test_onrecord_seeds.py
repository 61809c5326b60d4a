"""The real program on the seed articles: commands and console as a person meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pseudo_terminal import PseudoTerminal, environment

pytestmark = pytest.mark.model

QUESTION = "what did Ushakov say about territory?"
CURLY = "“So far we haven’t found a compromise, but some American solutions can be discussed,”"
STRAIGHT = '"So far we haven\'t found a compromise, but some American solutions can be discussed,"'
HEAVY = ("torch", "transformers", "sentence_transformers", "spacy", "telegram")


def onrecord(
    cwd: Path, *arguments: str, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """``onrecord arguments`` as a process of its own."""
    return subprocess.run(  # noqa: S603 - the interpreter that runs the tests
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(cwd),
        check=False,
    )


def test_a_person_reads_both_wordings_and_their_sources(seed_index: Path, tmp_path: Path) -> None:
    """The answer stands under the speaker, in each outlet's own wording, with its source."""
    found = onrecord(tmp_path, "ask", QUESTION, "--index", str(seed_index))
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Understood as: what Yuri Ushakov said about territory\n")
    assert CURLY in found.stdout
    assert STRAIGHT in found.stdout
    assert "TRT, date unknown: Kremlin says Ukraine talks" in found.stdout


def test_every_quote_of_a_batch_is_a_slice_of_its_article(seed_index: Path, tmp_path: Path) -> None:
    """Offsets in the JSON are those of the file, and a follow-up is understood."""
    seeds = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (Path(__file__).parent.parent / "seeds").glob("*.txt")
    }
    turns = [{"question": QUESTION}, {"question": "and Dmitriev?"}]
    line = json.dumps({"id": "d", "turns": turns})
    found = onrecord(tmp_path, "ask", "--batch", "-", "--index", str(seed_index), stdin=line)
    first, second = json.loads(found.stdout)["turns"]
    citations = [
        citation
        for turn in (first, second)
        for snippet in (*turn["snippets"], *turn["closest"])
        for citation in snippet["citations"]
    ]
    assert citations
    assert [
        c for c in citations if seeds[c["article_id"]][c["start"] : c["end"]] != c["quote"]
    ] == []
    assert second["interpretation"]["speaker"] == "Kirill Dmitriev"


def test_asking_loads_no_library_of_building_or_chatting(seed_index: Path, tmp_path: Path) -> None:
    """A whole ``ask`` imports neither torch nor the parser nor Telegram."""
    code = (
        "import sys, bot.cli\n"
        f"sys.argv = ['onrecord', 'ask', {QUESTION!r}, '--index', {str(seed_index)!r}]\n"
        "try:\n    bot.cli.main()\n"
        f"finally:\n    print(*(m for m in {HEAVY} if m in sys.modules), file=sys.stderr)\n"
    )
    found = subprocess.run(  # noqa: S603 - the interpreter that runs the tests
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
    )
    assert (found.returncode, found.stderr.strip()) == (0, "")
    assert "Yuri Ushakov" in found.stdout


def test_a_conversation_in_the_console(seed_index: Path, tmp_path: Path) -> None:
    """A completed name, an answer, a follow-up, the source in its article, and out."""
    arguments = ("console", "--index", str(seed_index))
    with PseudoTerminal("bot", *arguments, cwd=tmp_path) as terminal:
        terminal.read_until("2 articles, ")
        terminal.read_until("\n>")
        terminal.type("what did usha\t")
        terminal.read_until("Yuri Ushakov")
        terminal.type(" say about territory?\r")
        terminal.read_until("Understood as: what Yuri Ushakov said about territory")
        terminal.read_until("haven’t found a compromise")
        terminal.read_until("\n>")
        terminal.type("and Putin?\r")
        terminal.read_until("Understood as: what Vladimir Putin said about territory")
        terminal.read_until("\n>")
        terminal.type("/brief\r")
        terminal.read_until("Briefing: the whole collection")
        terminal.read_until("\n>")
        terminal.type("/context 1\r")
        terminal.read_until("\n[1] ")
        terminal.read_until("\n\n>")
        terminal.type("\x04")
        assert terminal.status() == 0
