"""Labelled sets: what is right, one JSON object a line; its keys tell the kind of line.

A question has ``question``, ``answerable``, ``kind``, ``speaker``, ``speaker_alt`` and ``gold``:
spans ``{"article", "start", "end"}``, any of which is right. A conversation has ``turns`` of such
questions. A quiz question has ``answers``, of which the words of a right snippet hold one, and
the articles that answer it: ``gold_articles``, or where these are unknown
``answer_bearing_articles``. All of these may have a ``question_date``, the day on which they are
asked. A statement has ``content``, the spans of what somebody said in
``article``. Other keys are ignored.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import QuestionError
from index.spans import Span

_COVERED = 0.6
_WORDS = re.compile(r"[a-z0-9]+")
_GRAMMATICAL_ARTICLES = frozenset({"a", "an", "the"})


class Place(BaseModel):
    """Words of an article: ``[start, end)`` in code points."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    start: int = Field(ge=0)
    end: int


class Gold(BaseModel):
    """A span that answers a question."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    article: str
    start: int
    end: int


class Labelled(BaseModel):
    """A question with its right answers."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    id: str = ""
    question: str
    kind: str = "question"
    answerable: bool
    speaker: str | None = None
    speaker_alt: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    question_date: dt.date | None = None


class LabelledConversation(BaseModel):
    """Questions of one conversation, in order."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    id: str
    turns: tuple[Labelled, ...]
    question_date: dt.date | None = None


class QuizQuestion(BaseModel):
    """A plain question with its answers in words, and the articles that hold them.

    Attributes:
        label: how the right articles were found; scores are given by it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...]
    gold_articles: tuple[str, ...] = ()
    answer_bearing_articles: tuple[str, ...] = ()
    label: str = "quiz"
    question_date: dt.date | None = None

    @property
    def articles(self) -> frozenset[str]:
        """The articles that answer it: the gold ones, or else those that hold the answer."""
        return frozenset(self.gold_articles or self.answer_bearing_articles)

    def is_answered_by(self, words: str) -> bool:
        """Whether words hold one of the answers; case, accents, marks and a, an, the aside."""
        shown = _folded(words)
        return any(_folded(answer) in shown for answer in self.answers)


class LabelledStatement(BaseModel):
    """A statement as an annotator marked it.

    Attributes:
        article: the article it stands in.
        content: what was said; at least one span.
        speaker_mention: the words that name the speaker, or None.
        tier: "core" for verbs of saying, "wide" for other acts of speech.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    article: str
    content: tuple[Place, ...] = Field(min_length=1)
    speaker_mention: Place | None = None
    tier: str = "core"


Line = Labelled | LabelledConversation | QuizQuestion | LabelledStatement


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The lines of a labelled set by their kind, in order."""

    questions: tuple[Labelled | LabelledConversation, ...]
    quiz: tuple[QuizQuestion, ...]
    statements: tuple[LabelledStatement, ...]


def load(path: Path) -> LabelledSet:
    """The labelled set in a file.

    Raises:
        QuestionError: the file cannot be read, or a line is none of the four kinds.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            found = [_parsed(s, path, n) for n, s in enumerate(lines, 1) if s.strip()]
    except (OSError, UnicodeDecodeError) as exc:
        raise QuestionError(
            f"{path} cannot be read ({exc}): name a UTF-8 file of labelled questions"
        ) from exc
    return LabelledSet(
        tuple(line for line in found if isinstance(line, Labelled | LabelledConversation)),
        tuple(line for line in found if isinstance(line, QuizQuestion)),
        tuple(line for line in found if isinstance(line, LabelledStatement)),
    )


def covered(article_id: str, span: Span, gold: Gold) -> bool:
    """Whether a span covers at least 60 % of the shorter of itself and the gold span."""
    if article_id != gold.article:
        return False
    other = Span(gold.start, gold.end)
    return span.overlap(other) >= _COVERED * min(len(span), len(other))


def _parsed(line: str, path: Path, number: int) -> Line:
    try:
        raw = json.loads(line)
        return _model(raw).model_validate({k: v for k, v in raw.items() if v is not None})
    except (ValueError, AttributeError, TypeError, ValidationError) as exc:
        reason = str(exc).split("\n")[0]
        raise QuestionError(
            f"{path}, line {number}: not a labelled question ({reason}): "
            f'each line needs at least "question" and "answerable", or "turns" of these, or '
            f'"article" and "content"'
        ) from exc


def _model(
    raw: dict[str, object],
) -> type[Labelled] | type[LabelledConversation] | type[QuizQuestion] | type[LabelledStatement]:
    """What a line is, by the key that only this kind has."""
    if "turns" in raw:
        return LabelledConversation
    if "content" in raw:
        return LabelledStatement
    return QuizQuestion if "answers" in raw else Labelled


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    words = (w for w in _WORDS.findall(plain) if w not in _GRAMMATICAL_ARTICLES)
    return f" {' '.join(words)} "
