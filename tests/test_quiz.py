"""Quiz questions are scored by article and by words, on answers one can count by hand."""

import json

import pytest

from bot.answer import Answer, Citation, Interpretation, Outcome, Snippet
from bot.conversation import Conversation
from bot.labelled import QuizQuestion, load
from bot.quiz import evaluate_quiz
from bot.rendering.scores import quiz_listing
from index.articles import Article
from index.errors import QuestionError
from index.spans import Span
from tests.fake_desk import FakeDesk

RIGHT = Article("tide", "The tide", "The tide came at noon. It reached Café Mole, the last house.")
WRONG = Article("fair", "The fair", "Café Mole sold out at the fair.")
NOON, MOLE = Span(0, 22), Span(23, 60)


def quiz(**more):
    """A question that the first article answers."""
    asked = {
        "id": "z1",
        "question": "How far did the tide reach?",
        "answerable": True,
        "answers": ("the cafe mole",),
        "gold_articles": ("tide",),
        "label": "gold",
    }
    return QuizQuestion(**{**asked, **more})


class Desk(FakeDesk):
    """Cites the given places, one a snippet; declines where there is none."""

    def __init__(self, *places):
        super().__init__()
        self.places = places

    def answer(self, question, conversation=Conversation(), *, limit=5, asked=None):  # noqa: B008
        """As many of the places as asked for."""
        self.asked.append((question, conversation, limit))
        snippets = tuple(
            Snippet(n, (Citation(n, article, span),), None, None, "sentence", 0.5)
            for n, (article, span) in enumerate(self.places[:limit], 1)
        )
        outcome = Outcome.ANSWERED if snippets else Outcome.NOT_IN_COLLECTION
        understood = Interpretation(None, None, None, None)
        return Answer(question, outcome, understood, snippets, (), None, 1.0), conversation


def test_article_and_answer_are_counted_at_their_places():
    """The right article is second, the answer's words in it third."""
    desk = Desk((WRONG, Span(0, 31)), (RIGHT, NOON), (RIGHT, MOLE))
    tally = evaluate_quiz([quiz()], desk).labels["gold"]
    assert tally.articles == {1: 0, 3: 1, 10: 1}
    assert tally.answers == {1: 0, 3: 1, 10: 1}


def test_the_words_in_another_article_are_no_answer():
    """What a snippet of another article holds may be about something else."""
    tally = evaluate_quiz([quiz()], Desk((WRONG, Span(0, 31)))).labels["gold"]
    assert tally.answers == {1: 0, 3: 0, 10: 0}


def test_ten_snippets_are_asked_for():
    """The tenth place counts."""
    desk = Desk(*[(RIGHT, NOON)] * 9, (RIGHT, MOLE))
    tally = evaluate_quiz([quiz()], desk).labels["gold"]
    assert tally.answers == {1: 0, 3: 0, 10: 1}


def test_answer_bearing_articles_count_where_gold_is_unknown():
    """Gold articles come first; the others stand in for them."""
    silver = quiz(gold_articles=(), answer_bearing_articles=("tide",))
    both = quiz(answer_bearing_articles=("fair",))
    assert (silver.articles, both.articles) == ({"tide"}, {"tide"})


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("at CAFE-MOLE, they say", True),
        ("a café — the mole", True),
        ("the cafe moles", False),
        ("mole cafe", False),
    ],
)
def test_case_accents_marks_and_grammatical_articles_do_not_matter(words, holds):
    """Whole words in order do."""
    assert quiz().is_answered_by(words) is holds


def test_refusals_are_right_on_questions_without_an_answer():
    """One of two refusals is right, the only unanswerable question is declined."""
    later = quiz(id="z2", answerable=False, gold_articles=(), label="later")
    found = evaluate_quiz([quiz(), later], Desk())
    assert (found.refused, found.right_refusals, found.unanswerable) == (2, 1, 1)
    assert found.missed == ["z1 not_in_collection: How far did the tide reach?"]


def test_the_table_has_shares_of_each_label():
    """Columns are articles, then answers, at 1, 3 and 10."""
    lines = quiz_listing(evaluate_quiz([quiz()], Desk((RIGHT, NOON), (RIGHT, MOLE)))).plain()
    row = "gold\t1\t100.0 %\t100.0 %\t100.0 %\t0.0 %\t100.0 %\t100.0 %"
    assert lines.splitlines()[1:] == [row, "Refusals: 0, precision -, recall -."]


def test_lines_are_told_apart_by_their_keys(tmp_path):
    """Questions, conversations, quiz questions and statements may stand in one file."""
    asked = {"id": "c", "question": "?", "answerable": False}
    lines = [
        asked,
        {"id": "d", "turns": [asked]},
        {**asked, "answers": [], "gold_articles": None},
        {"article": "tide", "content": [{"start": 0, "end": 3}], "speaker_mention": None},
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = load(path)
    assert [len(part) for part in (found.questions, found.quiz, found.statements)] == [2, 1, 1]


def test_a_statement_without_words_is_named(tmp_path):
    """Content is at least one span."""
    path = tmp_path / "set.jsonl"
    path.write_text('{"article": "tide", "content": []}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match=r"set\.jsonl, line 1"):
        load(path)
