"""What is kept of an answer, so that its buttons work after a restart.

Words of articles are not kept: a record holds references, and the words are read again from the
collection when a button is pressed. A digest tells whether they are still the same words.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.answer import (
    Answer,
    Briefing,
    BriefingEntry,
    Citation,
    Context,
    Interpretation,
    Outcome,
    Snippet,
)
from bot.desk import Desk
from index.articles import Article
from index.errors import CitationError
from index.spans import Span

_CHANGED = (
    "the collection has been rebuilt since, and these words no longer stand where they stood: "
    "ask again"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Where cited words stand.

    Attributes:
        number: number of the citation within its answer, from 1.
        article_id: the article.
        start: first code point of the words.
        end: the code point after the last.
        digest: of the words, to recognise them by.
        context: start and end of the neighbouring words that belong to them, or None.
    """

    number: int
    article_id: str
    start: int
    end: int
    digest: str
    context: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A snippet with references in place of words; the other attributes are the snippet's."""

    rank: int
    references: tuple[Reference, ...]
    speaker: str | None
    role: str | None
    kind: str
    score: float
    negated: bool
    hypothetical: bool
    independent: int


@dataclass(frozen=True, slots=True)
class Record:
    """An answer or a briefing.

    Attributes:
        briefing: whether it is a briefing; the topic is its subject, the remarks come by speaker.
        question: the question as it was asked.
        outcome: value of the outcome.
        interpretation: how the question was understood.
        remarks: the snippets, or where there is no answer the closest.
        message: what was said where there is no answer, or None.
        choices: names to choose from.
        suggestions: topics or questions to go on with.
    """

    briefing: bool
    question: str
    outcome: str
    interpretation: Interpretation
    remarks: tuple[Remark, ...]
    message: str | None
    choices: tuple[str, ...]
    suggestions: tuple[str, ...]

    def to_json(self) -> str:
        """The record as one line of JSON."""
        return json.dumps(asdict(self), default=dt.date.isoformat, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Record:
        """The record that ``to_json`` wrote.

        Raises:
            ValueError: the line is not such a record.
        """
        try:
            raw = json.loads(line)
            raw["interpretation"] = _interpretation(raw["interpretation"])
            raw["remarks"] = tuple(_remark(item) for item in raw["remarks"])
            raw["choices"] = tuple(raw["choices"])
            raw["suggestions"] = tuple(raw["suggestions"])
            return cls(**raw)
        except (KeyError, TypeError) as exc:
            raise ValueError(f"not a stored answer: {line[:80]!r}") from exc

    def reference(self, number: int) -> Reference | None:
        """The citation with this number, or None."""
        found = (r for remark in self.remarks for r in remark.references if r.number == number)
        return next(found, None)


def record_of(answer: Answer) -> Record:
    """What is kept of an answer."""
    answered = answer.outcome is Outcome.ANSWERED
    return Record(
        briefing=False,
        question=answer.question,
        outcome=answer.outcome.value,
        interpretation=answer.interpretation,
        remarks=tuple(map(_kept, answer.snippets if answered else answer.closest)),
        message=answer.message,
        choices=answer.choices,
        suggestions=answer.suggestions,
    )


def record_of_briefing(briefing: Briefing) -> Record:
    """What is kept of a briefing."""
    return Record(
        briefing=True,
        question="",
        outcome=Outcome.ANSWERED.value,
        interpretation=Interpretation(None, briefing.about, None, None),
        remarks=tuple(
            replace(_kept(snippet), speaker=entry.speaker, role=entry.role)
            for entry in briefing.entries
            for snippet in entry.snippets
        ),
        message=briefing.message,
        choices=(),
        suggestions=(),
    )


def restore(record: Record, desk: Desk) -> Answer | Briefing:
    """The answer or briefing again, its words read from the collection.

    Raises:
        CitationError: the collection was rebuilt and words no longer stand where they stood.
        CollectionError: there is no usable index.
    """
    articles: dict[str, Article] = {}
    snippets = tuple(_restored(remark, desk, articles) for remark in record.remarks)
    if record.briefing:
        return Briefing(record.interpretation.topic, _entries(snippets), record.message)
    answered = record.outcome == Outcome.ANSWERED.value
    return Answer(
        question=record.question,
        outcome=Outcome(record.outcome),
        interpretation=record.interpretation,
        snippets=snippets if answered else (),
        closest=() if answered else snippets,
        message=record.message,
        elapsed_ms=0.0,
        choices=record.choices,
        suggestions=record.suggestions,
    )


def resolve(reference: Reference, desk: Desk) -> Context:
    """The cited words where they stand.

    Raises:
        CitationError: the collection was rebuilt and the words no longer stand there.
        CollectionError: there is no usable index.
    """
    context = desk.context(reference.article_id, reference.start, reference.end)
    _check(reference, context.article)
    return context


def _kept(snippet: Snippet) -> Remark:
    contexts = snippet.context or (None,) * len(snippet.citations)
    return Remark(
        rank=snippet.rank,
        references=tuple(
            Reference(
                citation.number,
                citation.article.id,
                citation.span.start,
                citation.span.end,
                _digest(citation.quote),
                (context.start, context.end) if context else None,
            )
            for citation, context in zip(snippet.citations, contexts, strict=True)
        ),
        speaker=snippet.speaker,
        role=snippet.role,
        kind=snippet.kind,
        score=snippet.score,
        negated=snippet.negated,
        hypothetical=snippet.hypothetical,
        independent=snippet.independent,
    )


def _restored(remark: Remark, desk: Desk, articles: dict[str, Article]) -> Snippet:
    citations = []
    for reference in remark.references:
        article = articles.get(reference.article_id)
        if article is None:
            article = desk.context(reference.article_id, reference.start, reference.end).article
            articles[reference.article_id] = article
        _check(reference, article)
        citations.append(Citation(reference.number, article, Span(reference.start, reference.end)))
    return Snippet(
        rank=remark.rank,
        citations=tuple(citations),
        speaker=remark.speaker,
        role=remark.role,
        kind=remark.kind,
        score=remark.score,
        negated=remark.negated,
        hypothetical=remark.hypothetical,
        context=tuple(Span(*r.context) if r.context else None for r in remark.references),
        independent=remark.independent,
    )


def _entries(snippets: tuple[Snippet, ...]) -> tuple[BriefingEntry, ...]:
    """Neighbouring snippets of one speaker are one entry."""
    entries: list[BriefingEntry] = []
    for snippet in snippets:
        name = snippet.speaker or ""
        if entries and entries[-1].speaker == name:
            last = entries.pop()
            entries.append(BriefingEntry(name, last.role, (*last.snippets, snippet)))
        else:
            entries.append(BriefingEntry(name, snippet.role, (snippet,)))
    return tuple(entries)


def _check(reference: Reference, article: Article) -> None:
    if _digest(article.text[reference.start : reference.end]) != reference.digest:
        raise CitationError(_CHANGED)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _interpretation(raw: dict[str, Any]) -> Interpretation:
    days = {
        name: dt.date.fromisoformat(raw[name]) if raw[name] else None for name in ("since", "until")
    }
    return Interpretation(**{**raw, **days})


def _remark(raw: dict[str, Any]) -> Remark:
    references = tuple(
        Reference(**{**item, "context": tuple(item["context"]) if item["context"] else None})
        for item in raw["references"]
    )
    return Remark(**{**raw, "references": references})
