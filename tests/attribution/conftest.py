"""One loaded pipeline for all tests that need it, and a short way to ask who said what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from index.analysis import Analysis
from index.articles import Article
from index.attribution.analyzer import SpacyAnalyzer
from index.attribution.parsing import load_pipeline
from index.quotation import Statement
from index.spans import Span


@dataclass(frozen=True)
class Said:
    """A statement with the words its offsets stand for."""

    speaker: str | None
    words: tuple[str, ...]
    mention: str | None
    cue: str | None
    extent: str
    statement: Statement


@pytest.fixture(scope="session")
def analyzer() -> SpacyAnalyzer:
    """The analyzer with the real model, loaded once."""
    return SpacyAnalyzer(load_pipeline())


@pytest.fixture(scope="session")
def analyze(analyzer: SpacyAnalyzer) -> Callable[..., Analysis]:
    """Analyses a text as an article without a title in it."""

    def run(text: str, headline: Span | None = None) -> Analysis:
        return next(analyzer.analyze([Article("a", "A title", text, headline=headline)]))

    return run


@pytest.fixture(scope="session")
def said(analyze: Callable[..., Analysis]) -> Callable[..., list[Said]]:
    """The statements of a text, in order, in words."""

    def run(text: str, headline: Span | None = None) -> list[Said]:
        analysis = analyze(text, headline)

        def words(span: Span | None) -> str | None:
            return None if span is None else span.of(text)

        return [
            Said(
                None if s.speaker is None else analysis.speakers[s.speaker].name,
                tuple(c.of(text) for c in s.content),
                words(s.speaker_mention),
                words(s.cue),
                s.extent.of(text),
                s,
            )
            for s in analysis.statements
        ]

    return run
