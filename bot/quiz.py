"""Quiz: answers scored against quiz questions (``bot/labelled.py``), by their label.

article@k  of the answerable questions: answered, and one of the first k snippets cites an article
           that answers the question.
answer@k   the same, and the cited words hold one of the answers.
refusal    every outcome but answered; right on questions that have no answer in the collection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.answer import Answer, Outcome
from bot.desk import Desk
from bot.labelled import QuizQuestion
from index.errors import QuestionError

DEPTHS = (1, 3, 10)


@dataclass(slots=True)
class QuizTally:
    """What was counted over the answerable questions of one label; by depth."""

    questions: int = 0
    articles: dict[int, int] = field(default_factory=lambda: dict.fromkeys(DEPTHS, 0))
    answers: dict[int, int] = field(default_factory=lambda: dict.fromkeys(DEPTHS, 0))


@dataclass(slots=True)
class QuizEvaluation:
    """The scores of one run: answerable questions by label, refusals over all of them."""

    labels: dict[str, QuizTally] = field(default_factory=dict)
    refused: int = 0
    right_refusals: int = 0
    unanswerable: int = 0
    missed: list[str] = field(default_factory=list)


def evaluate_quiz(questions: Iterable[QuizQuestion], desk: Desk) -> QuizEvaluation:
    """Ask every question for as many snippets as the greatest depth, and count.

    Raises:
        QuestionError: a question is blank or too long.
    """
    evaluation = QuizEvaluation()
    for quiz in questions:
        try:
            answer, _ = desk.answer(quiz.question, limit=DEPTHS[-1], asked=quiz.question_date)
        except QuestionError as exc:
            raise QuestionError(f"question {quiz.id!r}: {exc}") from exc
        if not _count(evaluation, quiz, answer):
            evaluation.missed.append(f"{quiz.id} {answer.outcome}: {quiz.question}")
    return evaluation


def _count(evaluation: QuizEvaluation, quiz: QuizQuestion, answer: Answer) -> bool:
    """Add one answer; whether it was right (the answer among the first 3, or a refusal)."""
    answered = answer.outcome is Outcome.ANSWERED
    evaluation.refused += not answered
    if not quiz.answerable:
        evaluation.unanswerable += 1
        evaluation.right_refusals += not answered
        return not answered
    tally = evaluation.labels.setdefault(quiz.label, QuizTally())
    tally.questions += 1
    article, held = _first(quiz, answer)
    for depth in DEPTHS:
        tally.articles[depth] += article is not None and article < depth
        tally.answers[depth] += held is not None and held < depth
    return held is not None and held < DEPTHS[1]


def _first(quiz: QuizQuestion, answer: Answer) -> tuple[int | None, int | None]:
    """Places, from 0, of the first snippet of a right article and of the first with the answer."""
    article = None
    for place, snippet in enumerate(answer.snippets):
        cited = [c for c in snippet.citations if c.article.id in quiz.articles]
        if cited and article is None:
            article = place
        if any(quiz.is_answered_by(c.quote) for c in cited):
            return article, place
    return article, None
