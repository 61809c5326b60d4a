"""What may import what: proved on the source, and in processes of their own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.new_process import printed_by
from tests.newsroom import build_fake, write_articles

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "transformers", "sentence_transformers", "spacy")


def imports(path: Path) -> set[str]:
    """The top-level packages that a file imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def loaded_by(code: str) -> set[str]:
    """The top-level packages that a new process has loaded after running ``code``."""
    tail = "\nimport sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    return set(printed_by(code + tail).splitlines()[-1].split())


def test_index_imports_neither_the_bot_nor_telegram():
    files = sorted((ROOT / "index").rglob("*.py"))
    assert files
    wrong = {path.name: imports(path) & {"bot", "telegram"} for path in files}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("module", ["index.collection", "index.generations", "index.encoder"])
def test_what_serves_loads_no_training_library(module: str):
    assert loaded_by(f"import {module}").isdisjoint(HEAVY)


def test_the_command_line_loads_nothing_heavy_before_a_command_runs():
    loaded = loaded_by("import index.cli")
    assert loaded.isdisjoint({*HEAVY, "faiss", "onnxruntime", "numpy", "trafilatura"})


def test_opening_and_searching_loads_no_training_library(tmp_path: Path):
    build_fake(write_articles(tmp_path / "articles"), tmp_path / "index")
    loaded = loaded_by(
        "from pathlib import Path\n"
        "from tests.fakes import FakeEmbedder\n"
        "from index.generations import Library\n"
        "from index.vectors import Unit\n"
        f"found = Library(Path({str(tmp_path / 'index')!r})).current()\n"
        "found.lexical(['fog'], unit=Unit.SENTENCE, limit=3)\n"
        "found.dense(FakeEmbedder().encode(['fog'])[0], unit=Unit.PASSAGE, limit=3)\n"
        "found.speakers(); found.statement_rows_by([0]); found.article('ferry')\n"
    )
    assert loaded.isdisjoint(HEAVY)
    assert "faiss" in loaded


@pytest.mark.model
def test_encoding_a_question_loads_no_training_library(seed_index: Path):
    loaded = loaded_by(
        "from pathlib import Path\n"
        "from index.generations import Library\n"
        f"Library(Path({str(seed_index)!r})).current().encode(['territory'])\n"
    )
    assert loaded.isdisjoint(HEAVY)
    assert loaded & {"openvino", "onnxruntime"}


def test_a_build_with_nothing_to_do_loads_no_reader_of_pages_and_no_index(tmp_path: Path):
    articles, index = write_articles(tmp_path / "articles"), tmp_path / "index"
    build_fake(articles, index)
    loaded = loaded_by(
        "from pathlib import Path\n"
        "from index.build import build\n"
        "class Model: model_id, weights_hash = 'fake/words', '0' * 64\n"
        "class Analyzer: version = 'fake 1'\n"
        f"assert build([Path({str(articles)!r})], Path({str(index)!r}), Model(), Analyzer())"
        ".unchanged\n"
    )
    assert loaded.isdisjoint({*HEAVY, "faiss", "numpy", "trafilatura", "dateparser"})
