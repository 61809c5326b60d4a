"""Scores follow their definitions; each is shown on answers one can count by hand."""

import datetime as dt
import json

import pytest

from bot.answer import Answer, Citation, Context, Interpretation, Outcome, Snippet
from bot.conversation import Conversation
from bot.evaluation import evaluate, is_speaker
from bot.labelled import Gold, Labelled, LabelledConversation, covered, load
from index.articles import Article
from index.errors import CitationError, QuestionError
from index.spans import Span
from tests.fake_desk import FakeDesk

TEXT = "The ferry is late, Rosa Lind said. Nobody else spoke. The port was closed all day long."
ARTICLE = Article("harbour", "The ferry", TEXT, "Harbour Post", dt.date(2026, 7, 15))
REMARK = Span(0, 34)
OTHER = Span(35, 53)
START = Conversation()


def snippet(span, rank=1, speaker="Rosa Lind"):
    """A snippet of the article."""
    return Snippet(rank, (Citation(rank, ARTICLE, span),), speaker, None, "indirect", 0.9)


class ScriptedDesk(FakeDesk):
    """Gives the answers it was made with, one after another, and resolves the article's spans."""

    def __init__(self, *answers):
        super().__init__()
        self._answers = iter(answers)
        self.heard = []

    def answer(self, question, conversation=START, *, limit=5, asked=None):
        """The next of its answers."""
        self.heard.append(conversation)
        snippets = next(self._answers)
        outcome = Outcome.ANSWERED if snippets else Outcome.NOTHING_ON_TOPIC
        interpretation = Interpretation(None, None, None, None)
        answer = Answer(question, outcome, interpretation, tuple(snippets), (), None, 1.0)
        return answer, Conversation(topic=question)

    def context(self, article_id, start, end):
        """The place, where it is in the article."""
        if article_id != ARTICLE.id:
            raise CitationError(article_id)
        return Context(ARTICLE, None, Span(start, end), None)


def labelled(*gold, answerable=True, **more):
    """A question whose answers are the given spans."""
    spans = tuple(Gold(article="harbour", start=g.start, end=g.end) for g in gold)
    return Labelled(id="q", question="?", answerable=answerable, gold=spans, **more)


def test_a_hit_at_the_second_place_counts_at_three_and_not_at_one():
    """hit@1 looks at the first snippet only."""
    desk = ScriptedDesk([snippet(OTHER), snippet(REMARK, 2)])
    total = evaluate([labelled(REMARK)], desk).total
    assert (total.hits[1], total.hits[3]) == (0, 1)


@pytest.mark.parametrize(("start", "end", "hit"), [(0, 34, True), (0, 20, True), (14, 60, False)])
def test_a_citation_covers_when_it_shares_60_per_cent_of_the_shorter(start, end, hit):
    """A part of the gold span, or a larger one around it, is right; a neighbour is not."""
    gold = Gold(article="harbour", start=0, end=34)
    assert covered("harbour", Span(start, end), gold) is hit


def test_a_citation_of_another_article_covers_nothing():
    """The same offsets elsewhere are other words."""
    assert not covered("else", REMARK, Gold(article="harbour", start=0, end=34))


def test_a_refusal_is_right_where_there_is_no_answer():
    """Precision and recall of refusals, over both kinds of questions."""
    desk = ScriptedDesk([], [], [snippet(REMARK)])
    items = [labelled(answerable=False), labelled(REMARK), labelled(answerable=False)]
    total = evaluate(items, desk).total
    assert (total.refusal_precision, total.refusal_recall) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Rosa Lind", True),
        ("Minister Lind", True),
        ("the port", True),
        ("Lindgren", False),
        (None, False),
    ],
)
def test_a_speaker_is_right_by_surname_or_accepted_name(name, right):
    """Given names and titles do not matter, other words that begin alike do."""
    question = labelled(REMARK, speaker="Rosa Lind Jr.", speaker_alt=("the port",))
    assert is_speaker(question, name) is right


def test_a_hit_under_another_name_is_a_wrong_name():
    """Of three hits one is under another name; one under no name attributes nothing."""
    desk = ScriptedDesk(
        [
            snippet(REMARK),
            snippet(Span(0, 33), 2, speaker="Otto Berg"),
            snippet(Span(0, 32), 3, speaker=None),
        ]
    )
    total = evaluate([labelled(REMARK, speaker="Rosa Lind")], desk).total
    assert (total.hits_of_speakers, total.wrong_names) == (3, 1)


def test_a_snippet_elsewhere_is_under_no_wrong_name():
    """Only hits count: other words may well be somebody else's."""
    desk = ScriptedDesk([snippet(REMARK), snippet(OTHER, 2, speaker="Otto Berg")])
    total = evaluate([labelled(REMARK, speaker="Rosa Lind")], desk).total
    assert (total.hits_of_speakers, total.wrong_names) == (1, 0)


def test_the_same_place_twice_is_a_duplicate():
    """A snippet that repeats the words of an earlier one is no new answer."""
    desk = ScriptedDesk([snippet(REMARK), snippet(Span(4, 34), 2), snippet(OTHER, 3)])
    assert evaluate([labelled(REMARK)], desk).total.duplicates == 1


def test_a_citation_that_does_not_resolve_is_a_violation():
    """The desk is asked for every cited place."""
    foreign = Article("gone", "Gone", TEXT)
    bad = Snippet(1, (Citation(1, foreign, REMARK),), None, None, "sentence", 0.5)
    assert evaluate([labelled(REMARK)], ScriptedDesk([bad])).total.violations == 1


def test_turns_of_a_conversation_hear_the_turns_before():
    """Each turn gets the conversation that the last one made."""
    desk = ScriptedDesk([snippet(REMARK)], [snippet(REMARK)])
    evaluate([LabelledConversation(id="c", turns=(labelled(REMARK), labelled(REMARK)))], desk)
    assert [c.topic for c in desk.heard] == [None, "?"]


def test_a_line_that_is_no_question_is_named(tmp_path):
    """The error says which file and line."""
    path = tmp_path / "set.jsonl"
    good = json.dumps({"question": "who?", "answerable": False})
    path.write_text(f"{good}\n{{}}\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"set\.jsonl, line 2"):
        load(path)


def test_a_missing_set_is_named(tmp_path):
    """A wrong path is an error that a person can read."""
    with pytest.raises(QuestionError, match=r"nowhere\.jsonl"):
        load(tmp_path / "nowhere.jsonl")
