"""Whose words are meant where a name, a role or a follow-up leaves it open."""

import datetime as dt
import json

import numpy as np
import pytest

from bot.answer import Outcome
from bot.answering import Answerer
from bot.context_clues import with_the_number
from bot.conversation import Conversation
from bot.engine import Engine
from bot.hits import Hits
from bot.scoring import load
from index.features import Query
from tests.newsroom import build_fake, library, write_articles

TOMAS = """The mayor on the tunnel

Tomas Berg is the mayor of Norholm.
"The tunnel is paid for," said Tomas Berg at the town hall.
"The tunnel opens in spring," said Tomas Berg.
"""
ANNA = """The swimmer's record

"I swam the strait in the fog," said Anna Berg, wet and glad.
"Nobody helped me with the fog," said Anna Berg.
"""
STORM = """A storm over Norholm

"The tunnel is flooded," said Eva Storm of the fire brigade.
"The tunnel is closed," said Tomas Berg.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    """Two people called Berg, and a tunnel in two stories."""
    folder = tmp_path_factory.mktemp("searching")
    articles = write_articles(folder / "articles", tomas=TOMAS, anna=ANNA, storm=STORM)
    build_fake(articles, folder / "index")
    return Answerer(library(folder / "index"), load())


@pytest.mark.parametrize(
    ("topic", "name"), [("the strait in the fog", "Anna Berg"), ("the tunnel", "Tomas Berg")]
)
def test_of_two_people_of_one_surname_the_topic_decides(answerer, topic, name):
    """Only the words of the one who spoke on it are shown."""
    answer, _ = answerer.answer(f"What did Berg say about {topic}?")
    assert answer.outcome is Outcome.ANSWERED
    assert {s.speaker for s in answer.snippets} == {name}


def test_where_neither_topic_nor_prominence_decides_the_bot_asks(answerer):
    """The choices are full names, with which the question can be asked again."""
    answer, _ = answerer.answer("What did Berg say?")
    assert answer.outcome is Outcome.NOTHING_ON_TOPIC
    assert set(answer.choices) == {"Anna Berg", "Tomas Berg"}
    assert "Which one is meant?" in answer.message


def test_a_given_name_decides(answerer):
    """A full name is one person, whatever the topic."""
    answer, _ = answerer.answer("What did Anna Berg say?")
    assert {s.speaker for s in answer.snippets} == {"Anna Berg"}


def test_a_follow_up_stays_with_the_story(answerer):
    """After the flood, the mayor's words on the flood come first."""
    _, conversation = answerer.answer("What did Eva Storm say about the tunnel?")
    answer, _ = answerer.answer("and Tomas Berg?", conversation)
    assert answer.snippets[0].citations[0].article.id == "storm"


def test_who_said_it_is_answered_with_the_name(answerer):
    """The speaker of the first snippet is the answer."""
    answer, _ = answerer.answer("Who said the tunnel is flooded?")
    assert answer.snippets[0].speaker == "Eva Storm"


def test_who_else_leaves_out_whoever_was_shown(answerer):
    """The others on the same topic."""
    _, conversation = answerer.answer("What did Eva Storm say about the tunnel?")
    answer, _ = answerer.answer("who else spoke about it?", conversation)
    assert "Eva Storm" not in {s.speaker for s in answer.snippets}
    assert answer.snippets


def test_the_conversation_remembers_what_was_shown(answerer):
    """For "he", "that" and "who else"."""
    _, conversation = answerer.answer("Who said the tunnel is flooded?")
    assert conversation.speaker == "Eva Storm"
    assert conversation.cited[0] == "storm"
    assert "Eva Storm" in conversation.shown
    assert Conversation.from_json(conversation.to_json()) == conversation


def test_the_texts_of_all_readings_are_encoded_at_once(answerer, monkeypatch):
    """What was said, and whether nothing was: two readings, one call of the encoder."""
    collection = answerer._current().collection
    collection.encode(["so that the encoder is open"])
    encoded: list[list[str]] = []
    encode = collection._encoder.encode

    def noted(texts):
        encoded.append(texts)
        return encode(texts)

    monkeypatch.setattr(collection._encoder, "encode", noted)
    answerer.answer("Did Eva Storm comment on the flooded tunnel?")
    assert len(encoded) == 1


TOWNS = """The mayor on the harbour towns

Rosa Lind is the mayor of Arden.
"The harbour wall of Arden will be repaired before the autumn storms," said Rosa Lind.
"The Besan harbour is no concern of ours," said Rosa Lind.
"""


@pytest.mark.parametrize(
    ("place", "lower"), [("Norholm", True), ("Arden", False), ("Norholmish", False), ("US", False)]
)
def test_words_on_one_place_hardly_answer_about_another(tmp_path, place, lower):
    """A word in small letters is no name; for a people the text may have its country."""
    articles = write_articles(tmp_path / "articles", towns=TOWNS, tomas=TOMAS, anna=ANNA)
    build_fake(articles, tmp_path / "index")
    answerer = Answerer(library(tmp_path / "index"), load())
    question = "What did Rosa Lind say about the harbour wall of {}?"
    named, small = (answerer.search(question.format(w)) for w in (place, place.lower()))
    assert named is not None
    assert small is not None
    assert (named.probability < small.probability - 0.01) == lower


FAIR = """The {month} fair

Some {number} people came to the fair at Norholm in {month}, a record for the town.
"""


def of_fairs(folder):
    """Two articles on two fairs, alike but for their days."""
    for month, number, day in (("March", 300, "2026-03-04"), ("August", 900, "2026-08-05")):
        text = FAIR.format(month=month, number=number)
        (folder / "articles").mkdir(exist_ok=True)
        line = {"id": month, "text": text, "published": day, "title": f"The {month} fair"}
        (folder / "articles" / f"{month}.jsonl").write_text(json.dumps(line), "utf-8")
    build_fake(folder / "articles", folder / "index")
    return Answerer(library(folder / "index"), load())


@pytest.mark.parametrize(
    ("day", "first"),
    [(dt.date(2026, 3, 6), "March"), (dt.date(2026, 8, 9), "August")],
)
def test_of_two_reports_that_of_the_day_comes_first(tmp_path, day, first):
    """Who asks in March how many came means the fair of March."""
    found = of_fairs(tmp_path).search("How many people came to the fair?", asked=day)
    assert found is not None
    assert found.hits[0].candidate.article_id == first


def test_news_is_no_surer_an_answer(tmp_path):
    """Asked on any day, the best hit is as likely to be an answer."""
    answerer = of_fairs(tmp_path)
    question = "How many people came to the fair?"
    then, later = (
        answerer.search(question, asked=day) for day in (dt.date(2026, 3, 6), dt.date(2036, 1, 1))
    )
    assert then is not None
    assert later is not None
    assert then.probability == pytest.approx(later.probability)
    assert then.hits[1].probability < later.hits[1].probability


COUNTS = """The club of Norholm

For more than 10 years the club of Norholm has met behind the club house.
The 320 members sailed, and the harbour was full.
"""


def test_the_number_asked_for_comes_first_and_is_no_surer(tmp_path):
    """Of two sentences with a number that of what is counted comes first."""
    articles = write_articles(tmp_path / "articles", club=COUNTS)
    build_fake(articles, tmp_path / "index")
    engine = Engine(library(tmp_path / "index").current())
    rows = engine.collection.sentence_rows_of("club")[1:]
    found = engine.retriever.sentences(Query("members", "members"), rows)
    hits = Hits.of(found, np.array([0.4, 0.3]))
    raised = with_the_number(engine, hits, "How many members has the club?")
    assert [h.candidate for h in raised] == [hits[1].candidate, hits[0].candidate]
    assert raised.best == pytest.approx(hits.best)
    assert with_the_number(engine, hits, "Who are its members?") is hits


def test_days_before_anything_was_printed_limit_nothing(tmp_path):
    """What was said then was reported later; days in between do limit."""
    engine = of_fairs(tmp_path)._current()
    everything = (engine.published(dt.date(1990, 1, 1), dt.date(1990, 12, 31)), None)
    assert everything == (None, engine.published(None, None))
    assert engine.published(dt.date(2026, 3, 1), dt.date(2026, 3, 31)) == {"March"}
    assert engine.published(dt.date(2027, 1, 1), None) == frozenset()
