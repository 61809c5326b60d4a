"""What an answer is made of. Nothing here knows how it is rendered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from index.articles import Article
from index.errors import CitationError
from index.spans import Span


class Outcome(StrEnum):
    """The three outcomes of a question."""

    ANSWERED = "answered"
    NOTHING_ON_TOPIC = "nothing_on_topic"
    NOT_IN_COLLECTION = "not_in_collection"


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a stored article. Its text can only be the slice of that article.

    Attributes:
        number: number within the answer, from 1.
        article: the article that is cited.
        span: the words that are cited.

    Raises:
        CitationError: the span does not lie in the article's text.
    """

    number: int
    article: Article
    span: Span

    def __post_init__(self) -> None:
        if self.span.end > len(self.article.text):
            raise CitationError(
                f"citation {self.number} points at [{self.span.start}, {self.span.end}) of article "
                f"{self.article.id!r}, which has {len(self.article.text)} characters: rebuild with "
                f"`onrecord index build`"
            )

    @property
    def quote(self) -> str:
        """The cited words, exactly as they stand in the article."""
        return self.span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class Snippet:
    """One remark or sentence, with every outlet that carries it.

    Attributes:
        rank: from 1, best first.
        citations: at least one; the first one's words are the snippet's text.
        speaker: who is reported to have said it, or None (the outlet itself speaks).
        role: what the articles say the speaker is, or None.
        kind: "direct", "indirect", "mixed", or "sentence" for the outlet's own words.
        score: 0 to 1, the calibrated probability that the snippet answers the question.
        negated: it is reported that this was not said.
        hypothetical: it is reported as speech that need not have happened.
        context: for each citation, a neighbouring span that is needed to understand it, or None.
            It is shown as context, never as part of the quotation.
        independent: how many of the citations are not copies of one wire report.
    """

    rank: int
    citations: tuple[Citation, ...]
    speaker: str | None
    role: str | None
    kind: str
    score: float
    negated: bool = False
    hypothetical: bool = False
    context: tuple[Span | None, ...] = ()
    independent: int = 1

    @property
    def text(self) -> str:
        """The words of the first citation."""
        return self.citations[0].quote


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was understood; shown with every answer.

    Attributes:
        speaker: the speaker's name on record, or the name asked for where it is not on record.
        topic: the words of the topic, or None where the whole record was asked for.
        since: first day asked for, inclusive, or None.
        until: last day asked for, inclusive, or None.
        kind: what was asked for: "said" (somebody's words), "who_said", "fact" or "brief".
    """

    speaker: str | None
    topic: str | None
    since: dt.date | None
    until: dt.date | None
    kind: str = "said"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        question: the question as it was asked.
        outcome: one of the three outcomes.
        interpretation: how the question was understood.
        snippets: best first; empty unless ``outcome`` is answered.
        closest: what stands nearest, where ``outcome`` is not answered and something is near.
        message: what a person reads where there is no answer, else None.
        elapsed_ms: time spent on the answer, in milliseconds.
        choices: names to choose from where the speaker asked for is ambiguous; the message says
            so, and asking again with one of these names answers.
        suggestions: topics the speaker did speak about, or near questions, where declined.
    """

    question: str
    outcome: Outcome
    interpretation: Interpretation
    snippets: tuple[Snippet, ...]
    closest: tuple[Snippet, ...]
    message: str | None
    elapsed_ms: float
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefingEntry:
    """One speaker's most telling statements.

    Attributes:
        speaker: the speaker's name on record.
        role: what the articles say the speaker is, or None.
        snippets: most corroborated first.
    """

    speaker: str
    role: str | None
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """Who said what, on one topic, by one speaker, or in the whole collection.

    Attributes:
        about: the topic or speaker as understood, or None for the whole collection.
        entries: one a speaker, the most corroborated first; citation numbers run through.
        message: what a person reads where nothing is on record, else None.
    """

    about: str | None
    entries: tuple[BriefingEntry, ...]
    message: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """A cited span with its neighbours, for reading a quotation where it stands.

    Attributes:
        article: the article that is cited.
        before: the sentences before the cited words, or None.
        cited: the cited words.
        after: the sentences after the cited words, or None.
    """

    article: Article
    before: Span | None
    cited: Span
    after: Span | None


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """What the collection holds of one outlet.

    Attributes:
        source: the outlet, or None for articles without one.
        articles: how many articles.
        first: day of the oldest dated article, or None.
        last: day of the newest dated article, or None.
    """

    source: str | None
    articles: int
    first: dt.date | None
    last: dt.date | None
