"""Recalling: what a conversation keeps of an answer, and the question before asked again."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Snippet
from bot.conversation import Conversation
from bot.question import Question, QuestionKind


def remembering(conversation: Conversation, snippets: tuple[Snippet, ...]) -> Conversation:
    """The conversation after an answer: what "that", "he" and "who else" will refer to."""
    shown = dict.fromkeys(s.speaker for s in snippets if s.speaker)
    return replace(
        conversation,
        speaker=conversation.speaker or snippets[0].speaker,
        cited=place_of(snippets[0]),
        shown=(*conversation.shown, *shown),
        seen=tuple(map(place_of, snippets)),
    )


def asked_before(question: Question, conversation: Conversation) -> Question:
    """The question before, asked again in the words of this one."""
    kind = QuestionKind(conversation.kind or QuestionKind.SAID)
    return Question(
        question.text,
        kind,
        conversation.speaker if kind is QuestionKind.SAID else None,
        conversation.topic,
        conversation.since,
        conversation.until,
        asked=question.asked,
    )


def place_of(snippet: Snippet) -> tuple[str, int, int]:
    """Where the words of a snippet stand, as a conversation remembers it."""
    first = snippet.citations[0]
    return first.article.id, first.span.start, first.span.end


def is_seen(snippet: Snippet, conversation: Conversation) -> bool:
    """Whether a snippet was shown for the question, in one article or another."""
    cited = {(c.article.id, c.span.start, c.span.end) for c in snippet.citations}
    return not cited.isdisjoint(conversation.seen)
