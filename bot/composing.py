"""Composing: from hits to numbered, cited snippets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from bot.answer import Citation, Snippet
from bot.corroboration import independent
from bot.engine import Engine
from bot.hits import Hit, Hits
from bot.selection import Remark, narrowed, remarks
from index.quotation import Statement
from index.spans import Span
from index.words import tokens

_PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "them", "who"})


class Composer:
    """Makes the snippets of one answer; citation numbers run through all of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._cited = 0

    def snippets(
        self, hits: Hits, question: str, *, limit: int, first_rank: int = 1
    ) -> tuple[Snippet, ...]:
        """The first ``limit`` different remarks among the hits, as snippets.

        Args:
            hits: best first.
            question: the words that decide which part of a long statement is shown.
            limit: how many snippets at most.
            first_rank: rank of the first snippet.

        Raises:
            CitationError: a span does not lie in its article; nothing is dropped silently.
        """
        found = remarks(hits, self._engine.collection, limit=limit)
        return tuple(
            self.snippet(remark, question, rank) for rank, remark in enumerate(found, first_rank)
        )

    def snippet(self, remark: Remark, question: str, rank: int) -> Snippet:
        """One remark as a snippet; the wording that fits best comes first."""
        best = remark.best
        row = best.speaker if best.silent is None else best.silent
        speaker = None if row is None else self._engine.speakers[row]
        stored = best.candidate.statement
        statement = stored.statement if stored else None
        return Snippet(
            rank=rank,
            citations=tuple(self._citation(hit, question) for hit in remark.hits),
            speaker=speaker.name if speaker else None,
            role=speaker.roles[0] if speaker and speaker.roles else None,
            kind=_kind(best) if speaker else "sentence",
            score=best.probability,
            negated=best.silent is not None or bool(speaker and statement and statement.negated),
            hypothetical=bool(speaker and statement and statement.hypothetical),
            context=tuple(self._context(hit) for hit in remark.hits),
            independent=independent(remark.reports),
        )

    def _citation(self, hit: Hit, question: str) -> Citation:
        collection = self._engine.collection
        span = narrowed(hit.candidate, collection, question)
        self._cited += 1
        return Citation(self._cited, collection.article(hit.candidate.article_id), span)

    def _context(self, hit: Hit) -> Span | None:
        """The sentence before, where the words themselves do not say who speaks."""
        stored = hit.candidate.statement
        collection = self._engine.collection
        article = collection.article(hit.candidate.article_id)
        if stored is None or _names_its_speaker(stored.statement, article.text):
            return None
        first = hit.candidate.sentences[0]
        if first == 0:
            return None
        before = collection.sentences([first - 1])[0]
        if before.article_id != article.id or before.is_headline:
            return None
        return before.span


def _kind(hit: Hit) -> str:
    """How the words of a speaker are reported; that there were none is reported too."""
    stored = hit.candidate.statement
    return "indirect" if hit.silent is not None or stored is None else str(stored.statement.kind)


def _names_its_speaker(statement: Statement, text: str) -> bool:
    mention = statement.speaker_mention
    if mention is None or not statement.extent.overlap(mention):
        return False
    return not set(tokens(mention.of(text))) <= _PRONOUNS


def renumbered(snippets: Sequence[Snippet]) -> tuple[Snippet, ...]:
    """The snippets ranked from 1 in the order given, their citations numbered through."""
    numbers = count(1)
    return tuple(
        replace(
            snippet,
            rank=rank,
            citations=tuple(replace(c, number=next(numbers)) for c in snippet.citations),
        )
        for rank, snippet in enumerate(snippets, 1)
    )
