"""Rows of an open generation, as the search returns them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.quotation import Statement
from index.spans import Span


@dataclass(frozen=True, slots=True)
class ArticleHeader:
    """An article without its text."""

    id: str
    title: str
    source: str | None
    published: dt.date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A sentence of the generation; ``row`` is also the row of its vector.

    Attributes:
        row: number in the generation, from 0; sentences of one article have neighbouring rows.
        article_id: the article it stands in.
        number: number in its article, from 0.
        paragraph: number of its paragraph, from 0.
        span: where it stands in the article's text.
        is_headline: whether it is the article's headline.
    """

    row: int
    article_id: str
    number: int
    paragraph: int
    span: Span
    is_headline: bool


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement of the generation.

    Attributes:
        row: number in the generation, from 0; also the row of its vector among statements.
        article_id: the article it stands in.
        statement: the statement; ``statement.speaker`` is None here, see ``speaker``.
        speaker: row of the speaker in the generation, or None where it is unresolved.
        first: row of the first sentence its extent touches.
        last: row of the last sentence its extent touches.
        nested_in: row of the statement whose content holds this one, or None.
    """

    row: int
    article_id: str
    statement: Statement
    speaker: int | None
    first: int
    last: int
    nested_in: int | None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage of the generation: neighbouring sentences that are searched together.

    Attributes:
        row: number in the generation, from 0; also the row of its vector among passages.
        article_id: the article it stands in.
        first: row of its first sentence.
        last: row of its last sentence, inclusive.
        span: where it stands in the article's text.
    """

    row: int
    article_id: str
    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class StoredDuplicate:
    """Two articles of the generation with the same, or nearly the same, words.

    Attributes:
        first_id: the article that was read first.
        second_id: the other one.
        exact: whether their words are the same.
        similarity: 0 to 1; 1 where exact.
    """

    first_id: str
    second_id: str
    exact: bool
    similarity: float
