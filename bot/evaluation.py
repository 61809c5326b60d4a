"""Evaluation: answers scored against labelled questions and conversations (``bot/labelled.py``).

hit@k      of the answerable questions: answered, and one of the first k snippets cites a gold
           article where it covers at least 60 % of the shorter of citation and gold span.
tight@k    the same, but a citation longer than max(400, 4 x gold span) does not count.
speaker    of those with a gold speaker and a hit in the first 3: the first hit is under the gold
           surname or one of the accepted names.
wrong name of the hits in the first 3 for questions with a gold speaker: the share that stands
           under another name, neither the gold surname nor an accepted one. A hit under no name
           attributes nothing to anybody and is not counted as wrong.
refusal    every outcome but answered; right on questions that have no answer in the set.
verbatim   citations whose quote is not the slice of the stored article.
duplicate  snippets in the first 3 that repeat an earlier one: the same words, or the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.answer import Answer, Outcome, Snippet
from bot.conversation import Conversation
from bot.desk import Desk
from bot.labelled import Gold, Labelled, LabelledConversation, covered
from index.errors import OnRecordError, QuestionError
from index.spans import Span
from index.words import tokens

_TOP = 3
_TIGHT_CHARACTERS = 400
_TIGHT_RATIO = 4
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "group", "inc"})


@dataclass(slots=True)
class Tally:
    """What was counted over some questions."""

    questions: int = 0
    answerable: int = 0
    hits: dict[int, int] = field(default_factory=lambda: {1: 0, _TOP: 0})
    tight: dict[int, int] = field(default_factory=lambda: {1: 0, _TOP: 0})
    speakers: int = 0
    right_speakers: int = 0
    hits_of_speakers: int = 0
    wrong_names: int = 0
    refused: int = 0
    right_refusals: int = 0
    citations: int = 0
    violations: int = 0
    top: int = 0
    duplicates: int = 0

    @property
    def refusal_precision(self) -> float:
        """Share of the refusals that are right; 0 where there are none."""
        return self.right_refusals / self.refused if self.refused else 0.0

    @property
    def refusal_recall(self) -> float:
        """Share of the unanswerable questions that were refused; 0 where there are none."""
        unanswerable = self.questions - self.answerable
        return self.right_refusals / unanswerable if unanswerable else 0.0


@dataclass(slots=True)
class Evaluation:
    """The scores of one run: by kind of question, and over all of them."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    total: Tally = field(default_factory=Tally)
    missed: list[str] = field(default_factory=list)


def evaluate(items: Iterable[Labelled | LabelledConversation], desk: Desk) -> Evaluation:
    """Ask every question and count; turns after the first count as kind "follow-up"."""
    evaluation = Evaluation()
    for item in items:
        turns = item.turns if isinstance(item, LabelledConversation) else (item,)
        conversation = Conversation()
        for number, labelled in enumerate(turns):
            name = labelled.id or f"{item.id}.{number + 1}"
            try:
                answer, conversation = desk.answer(
                    labelled.question, conversation, asked=item.question_date
                )
            except QuestionError as exc:
                raise QuestionError(f"question {name!r}: {exc}") from exc
            kind = labelled.kind
            if isinstance(item, LabelledConversation):
                kind = "follow-up" if number else "first turn"
            tally = evaluation.kinds.setdefault(kind, Tally())
            _count(evaluation.total, labelled, answer, desk)
            if not _count(tally, labelled, answer, desk):
                evaluation.missed.append(f"{name} {answer.outcome}: {labelled.question}")
    return evaluation


def is_speaker(labelled: Labelled, name: str | None) -> bool:
    """Whether a name is that of the gold speaker: the surname, or an accepted name, is in it."""
    shown = f" {' '.join(tokens(name or ''))} "
    surname = [w for w in tokens(labelled.speaker or "") if w not in _SUFFIXES][-1:]
    wanted = [*surname, *(" ".join(tokens(other)) for other in labelled.speaker_alt)]
    return any(f" {name} " in shown for name in wanted if name)


def _count(tally: Tally, labelled: Labelled, answer: Answer, desk: Desk) -> bool:
    """Add one answer to a tally; whether it was right (a hit among the first, or a refusal)."""
    tally.questions += 1
    answered = answer.outcome is Outcome.ANSWERED
    for snippet in answer.snippets:
        for citation in snippet.citations:
            tally.citations += 1
            tally.violations += not _resolves(citation.article.id, citation.span, desk)
    top = answer.snippets[:_TOP]
    tally.top += len(top)
    tally.duplicates += sum(_repeats(s, top[:i]) for i, s in enumerate(top))
    tally.refused += not answered
    if not labelled.answerable:
        tally.right_refusals += not answered
        return not answered
    tally.answerable += 1
    first = _first(top, labelled.gold, tight=False)
    first_tight = _first(top, labelled.gold, tight=True)
    for k in (1, _TOP):
        tally.hits[k] += first is not None and first < k
        tally.tight[k] += first_tight is not None and first_tight < k
    if first is not None and labelled.speaker:
        tally.speakers += 1
        tally.right_speakers += is_speaker(labelled, top[first].speaker)
        names = [s.speaker for s in top if _first([s], labelled.gold, tight=False) is not None]
        tally.hits_of_speakers += len(names)
        tally.wrong_names += sum(n is not None and not is_speaker(labelled, n) for n in names)
    return first is not None


def _resolves(article_id: str, span: Span, desk: Desk) -> bool:
    try:
        context = desk.context(article_id, span.start, span.end)
    except OnRecordError:
        return False
    return bool(context.cited.of(context.article.text).strip())


def _first(snippets: Sequence[Snippet], gold: Sequence[Gold], *, tight: bool) -> int | None:
    for i, snippet in enumerate(snippets):
        for citation in snippet.citations:
            for span in gold:
                longest = max(_TIGHT_CHARACTERS, _TIGHT_RATIO * (span.end - span.start))
                if covered(citation.article.id, citation.span, span) and not (
                    tight and len(citation.span) > longest
                ):
                    return i
    return None


def _repeats(snippet: Snippet, earlier: Sequence[Snippet]) -> bool:
    """Whether a snippet has the words, or a place, of an earlier one."""
    places = [(c.article.id, c.span) for c in snippet.citations]
    for other in earlier:
        if tokens(snippet.text) == tokens(other.text):
            return True
        for c in other.citations:
            taken = Gold(article=c.article.id, start=c.span.start, end=c.span.end)
            if any(covered(article_id, span, taken) for article_id, span in places):
                return True
    return False
