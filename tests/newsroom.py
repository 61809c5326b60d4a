"""Invented articles on disk, and a build of them with the stand-ins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from index.build import build
from index.build_report import BuildReport
from index.candidates import Candidates
from index.collection import Collection
from index.features import Query
from index.generations import Library
from index.retrieval import Retriever
from tests.fakes import FakeAnalyzer, FakeEmbedder, open_fake_encoder

ARTICLES = {
    "ferry": """The ferry to Norholm is late again

The ferry to Norholm left two hours late on Monday, for the third time this week.
"We are sorry for every minute," said Ana Lind, who runs the line.
"A second ship comes in June," said Ana Lind of the summer timetable.

Source: The Bay Herald
""",
    "bridge": """Norholm wants a bridge

The council of Norholm voted for a bridge on Tuesday. It would cost 40 million.
"A bridge does not wait for fog," said Ole Brandt after the vote.
Fishermen fear for the harbour.
""",
}


def write_articles(folder: Path, **more: str) -> Path:
    """Puts the articles, and any others given, into a folder as plain text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**ARTICLES, **more}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def build_fake(articles: Path, index_dir: Path, **options: Any) -> BuildReport:
    """A build with the stand-ins; any argument of ``build`` may be given."""
    return build(
        [articles],
        index_dir,
        options.pop("embedder", None) or FakeEmbedder(),
        options.pop("analyzer", None) or FakeAnalyzer(),
        open_encoder=open_fake_encoder,
        **options,
    )


def library(index_dir: Path, model: str | None = None) -> Library:
    """A library whose serving encoder is the stand-in."""
    return Library(index_dir, model=model, open_encoder=open_fake_encoder)


def statements_of(collection: Collection, speaker: str) -> Candidates:
    """Every statement of a speaker as candidates, in the order of the articles."""
    row = next(s.row for s in collection.speakers() if s.name == speaker)
    found = Retriever(collection).statements(Query("", ""), [row])
    order = sorted(range(len(found)), key=lambda at: (found[at].article_id, found[at].span))
    return found.kept(np.array(order))
