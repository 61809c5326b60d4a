"""Examples: what the search puts forward for labelled questions, and which of it is right.

They are what a calibration is fitted on. Written to a file, one JSON object a line, those of
several sets and collections can be fitted on together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.answering import Answerer
from bot.conversation import Conversation
from bot.labelled import Labelled, LabelledConversation, LabelledSet, QuizQuestion, covered
from bot.scoring import Sort
from bot.searching import Found
from index.errors import QuestionError
from index.features import FEATURES, Candidate, Features

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one labelled question.

    Attributes:
        question: its id.
        group: questions of one group are never in training and test at once.
        sort: how it is scored.
        features: one for each candidate.
        right: for each candidate, whether it is a right answer; all false where there is none.
    """

    question: str
    group: str
    sort: Sort
    features: tuple[Features, ...]
    right: tuple[bool, ...]


def examples(labelled: LabelledSet, answerer: Answerer) -> Iterator[Example]:
    """The candidates that the present search puts forward for each labelled question.

    An answerable quiz question none of whose candidates is right is left out: its answer may
    stand in the articles in other words, so it does not say that declining would be right.
    """
    for item in labelled.questions:
        turns = item.turns if isinstance(item, LabelledConversation) else (item,)
        conversation = Conversation()
        for number, turn in enumerate(turns, 1):
            name = turn.id or f"{item.id}.{number}"
            group = min((gold.article for gold in turn.gold), default=name)
            found = answerer.search(turn.question, conversation, asked=item.question_date)
            yield from _example(name, group, found, _covers(turn))
            if number < len(turns):
                _, conversation = answerer.answer(
                    turn.question, conversation, asked=item.question_date
                )
    for quiz in labelled.quiz:
        group = min(quiz.articles, default=quiz.id)
        is_right = _holds_the_answer(quiz, answerer)
        found = answerer.search(quiz.question, asked=quiz.question_date)
        for example in _example(quiz.id, group, found, is_right):
            if any(example.right) or not quiz.answerable:
                yield example


def write(path: Path, found: Iterable[Example]) -> int:
    """Writes examples to a file and says how many.

    Raises:
        QuestionError: the file cannot be written.
    """
    number = 0
    values = attrgetter(*FEATURES)
    try:
        with path.open("w", encoding="utf-8") as out:
            for example in found:
                line = {
                    "question": example.question,
                    "group": example.group,
                    "sort": example.sort,
                    "names": FEATURES,
                    "features": [
                        [round(value, _DECIMALS) for value in values(features)]
                        for features in example.features
                    ],
                    "right": example.right,
                }
                out.write(json.dumps(line) + "\n")
                number += 1
    except OSError as exc:
        raise QuestionError(
            f"{path} cannot be written ({exc.strerror}): name another file with --examples"
        ) from exc
    return number


def read(path: Path) -> list[Example]:
    """The examples of a file that ``write`` has written.

    Raises:
        QuestionError: the file cannot be read, a line is no example, or its features are not
            those of this program.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            return [_parsed(line, path, n) for n, line in enumerate(lines, 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as exc:
        raise QuestionError(
            f"{path} cannot be read ({exc}): name a file that --examples has written"
        ) from exc


class _Line(BaseModel):
    """An example in a file; ``features`` has a row a candidate, in the order of ``names``."""

    model_config = ConfigDict(extra="forbid")
    question: str
    group: str
    sort: Sort
    names: tuple[str, ...]
    features: tuple[tuple[float, ...], ...]
    right: tuple[bool, ...]

    @model_validator(mode="after")
    def _fits(self) -> _Line:
        if self.names != FEATURES:
            raise ValueError("its features are those of another version")
        if any(len(row) != len(FEATURES) for row in self.features):
            raise ValueError("a candidate has too few or too many features")
        if not self.features or len(self.right) != len(self.features):
            raise ValueError("right and features are not of the same candidates")
        return self


def _parsed(line: str, path: Path, number: int) -> Example:
    try:
        found = _Line.model_validate_json(line)
    except ValidationError as exc:
        reason = exc.errors(include_url=False)[0]["msg"]
        raise QuestionError(
            f"{path}, line {number}: no example ({reason}): write the file again with "
            f"`onrecord eval SET.jsonl --examples {path}`"
        ) from exc
    features = tuple(Features(*row) for row in found.features)
    return Example(found.question, found.group, found.sort, features, found.right)


def _example(
    name: str, group: str, found: Found | None, is_right: Callable[[Candidate], bool]
) -> Iterator[Example]:
    """The example of a question, where anything is found."""
    if found is not None and len(found.hits):
        candidates = list(found.hits.candidates)
        features = tuple(candidate.features for candidate in candidates)
        yield Example(name, group, found.sort, features, tuple(map(is_right, candidates)))


def _covers(labelled: Labelled) -> Callable[[Candidate], bool]:
    return lambda c: any(covered(c.article_id, c.span, gold) for gold in labelled.gold)


def _holds_the_answer(quiz: QuizQuestion, answerer: Answerer) -> Callable[[Candidate], bool]:
    """Whether a candidate stands in an article that answers the question, and holds the answer."""

    def is_right(candidate: Candidate) -> bool:
        if not quiz.answerable or candidate.article_id not in quiz.articles:
            return False
        span = candidate.span
        article = answerer.context(candidate.article_id, span.start, span.end).article
        return quiz.is_answered_by(span.of(article.text))

    return is_right
