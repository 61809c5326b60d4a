"""What a follow-up leaves out comes from the conversation, and from the story under discussion."""

import datetime as dt

import pytest

from bot.answer import Outcome
from bot.answering import Answerer
from bot.question import parse
from bot.scoring import load
from bot.understanding import Whose
from tests.newsroom import build_fake, library, write_articles

MARKET = """The fish market in Norholm

The fish market opens in May. Tomas Berg, the mayor, was asked about it on Monday.
"The market is clean and bright," said Ida Moe, who built it.
"We charge fares for the boats to the market," said Ida Moe.
"The market is a waste of money," said Nils Sunde of the union.
"Nils Sunde never came to a meeting," said Ida Moe.
Tomas Berg declined to comment on the market.
"""
CLOCK = """The clock of Sundby

The clock opens in spring, after a long winter.
"The clock is right again," said Per Dahl in the tower.
Per Dahl declined to discuss the repair of the clock.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    """A story with three people, and others."""
    folder = tmp_path_factory.mktemp("following")
    articles = write_articles(folder / "articles", market=MARKET, clock=CLOCK)
    build_fake(articles, folder / "index")
    return Answerer(library(folder / "index"), load())


@pytest.fixture
def after_moe(answerer):
    """The conversation after a question on the market."""
    _, conversation = answerer.answer("What did Ida Moe say about the market?")
    return conversation


def test_a_bare_topic_is_asked_of_the_speaker_before(answerer, after_moe):
    """The case: "and on fares?"."""
    answer, _ = answerer.answer("and on fares?", after_moe)
    assert answer.interpretation.speaker == "Ida Moe"
    assert "fares" in answer.snippets[0].text


@pytest.mark.parametrize(("topic", "background"), [("Paris", None), ("fares", "the market")])
def test_a_name_needs_no_topic_before_it(answerer, after_moe, topic, background):
    """Words on the topic before are no words on Paris."""
    found = answerer.search(f"what did she say about {topic}?", after_moe)
    assert found.reading.background == background


def test_a_common_noun_is_a_topic(answerer, after_moe):
    """The case: "and fares?" names nobody."""
    answer, _ = answerer.answer("and fares?", after_moe)
    assert answer.snippets[0].speaker == "Ida Moe"
    assert "fares" in answer.snippets[0].text


def test_a_person_is_rather_asked_for_than_asked_about(answerer, after_moe):
    """Sunde's own words come before what Moe says about Sunde."""
    answer, _ = answerer.answer("what about Nils Sunde?", after_moe)
    assert {s.speaker for s in answer.snippets} == {"Nils Sunde"}


def test_words_about_a_person_name_that_person(answerer):
    """Dahl never spoke of Voss, so that nothing of Dahl's is shown."""
    _, conversation = answerer.answer("What did Per Dahl say about the clock?")
    answer, _ = answerer.answer("what about Petra Voss?", conversation)
    assert answer.outcome is not Outcome.ANSWERED


def test_a_plain_question_with_a_pronoun_is_about_the_story(answerer, after_moe):
    """The case: "when does it open?" after the market is not about the clock."""
    answer, _ = answerer.answer("when does it open?", after_moe)
    assert answer.snippets[0].citations[0].article.id == "market"


def test_a_question_without_a_topic_is_on_the_one_before(answerer, after_moe):
    """A full question in a conversation is on its topic first."""
    answer, _ = answerer.answer("what did Nils Sunde say?", after_moe)
    assert answer.interpretation.topic == "the market"


def test_a_question_without_a_topic_is_for_anything_where_that_is_all_there_is(answerer, after_moe):
    """Who never spoke on it is asked for everything on record."""
    answer, _ = answerer.answer("what did Ole Brandt say?", after_moe)
    assert answer.outcome is Outcome.ANSWERED
    assert {s.speaker for s in answer.snippets} == {"Ole Brandt"}


def test_after_a_declined_question_the_story_is_the_one_before(answerer, after_moe):
    """Nothing was shown since."""
    _, after = answerer.answer("What did Ida Moe say about whales?", after_moe)
    assert after.cited == after_moe.cited


def test_somebody_who_declined_to_comment_is_shown_to_have(answerer):
    """No answer is an answer to "did he comment?"."""
    answer, _ = answerer.answer("Did Tomas Berg comment on the market?")
    assert "declined to comment" in answer.snippets[0].text
    assert answer.snippets[0].speaker is None  # nothing of his is on record


def test_silence_of_somebody_on_record_stands_under_the_name(answerer):
    """As not said; of namesakes it is the one who is quoted most."""
    answer, _ = answerer.answer("Did Per Dahl comment on the repair of the clock?")
    first = answer.snippets[0]
    assert "declined to discuss the repair" in first.text
    assert (first.speaker, first.kind, first.negated) == ("Per Dahl", "indirect", True)


def test_a_sentence_of_silence_must_be_about_whoever_is_asked_for(answerer):
    """The mayor's silence is not the swimmer's."""
    answer, _ = answerer.answer("Did Anna Berg comment on the market?")
    assert all("declined" not in snippet.text for snippet in answer.snippets)


def test_when_prefers_the_day_to_a_vague_time(answerer, after_moe):
    """The start of the article names the day."""
    answer, _ = answerer.answer("when was that?", after_moe)
    assert any("Monday" in snippet.text for snippet in answer.snippets)


def test_a_year_to_come_must_be_named(answerer, tmp_path):
    """What happens after the newest article is known only where its year stands."""
    folder = tmp_path / "dated"
    folder.mkdir()
    (folder / "race.json").write_text(
        '[{"id": "race", "title": "The race", "published": "2021-03-01",'
        ' "text": "The race of Norholm was won by Ida Moe.\\n\\nNext year there is no race."}]',
        encoding="utf-8",
    )
    build_fake(folder, tmp_path / "index")
    dated = Answerer(library(tmp_path / "index"), load())
    now, _ = dated.answer("Who won the race of Norholm?")
    later, _ = dated.answer("Who won the race of Norholm in 2031?")
    assert now.outcome is Outcome.ANSWERED
    assert later.outcome is not Outcome.ANSWERED


def test_a_name_and_a_word_are_a_speaker_and_a_topic(answerer):
    """Nothing else says who is meant and what about."""
    answer, _ = answerer.answer("Moe market")
    assert {snippet.speaker for snippet in answer.snippets} == {"Ida Moe"}
    assert answer.interpretation.topic == "market"


def test_more_is_what_was_not_shown(answerer):
    """Then nothing more is on record."""
    _, conversation = answerer.answer("What did Ida Moe say about the market?", limit=1)
    more, conversation = answerer.answer("more", conversation, limit=9)
    assert more.outcome is Outcome.ANSWERED
    assert {s.speaker for s in more.snippets} == {"Ida Moe"}
    assert [s.rank for s in more.snippets] == list(range(1, len(more.snippets) + 1))
    assert (more.snippets[0].citations[0].number, len(conversation.seen)) == (
        1, 1 + len(more.snippets),
    )  # fmt: skip
    nothing, after = answerer.answer("go on", conversation)
    assert nothing.outcome is Outcome.NOTHING_ON_TOPIC
    assert nothing.message == "Nothing more by Ida Moe on the market is on record."
    assert after == conversation


def test_the_source_of_a_remark_is_the_remark(answerer, after_moe):
    """Its citation says where it stands; the conversation goes on from there."""
    first, _ = answerer.answer("What did Ida Moe say about the market?", limit=1)
    answer, after = answerer.answer("source?", after_moe)
    assert [s.text for s in answer.snippets] == [s.text for s in first.snippets]
    assert after == after_moe


@pytest.mark.parametrize("asked", ["more", "source?"])
def test_more_of_nothing_refers_to_nothing(answerer, asked):
    """There was no question before."""
    answer, _ = answerer.answer(asked)
    assert answer.message.startswith("There is no earlier question")


def test_small_talk_is_no_question(answerer, after_moe):
    """It is answered with how to ask, and changes nothing."""
    answer, after = answerer.answer("thanks!", after_moe)
    assert answer.snippets == ()
    assert answer.message.startswith("Ask with a name and a topic")
    assert after == after_moe


def test_who_disagreed_is_somebody_else(answerer, after_moe):
    """With the speaker before, on the topic before."""
    answer, after = answerer.answer("who disagreed?", after_moe)
    assert "Ida Moe" not in {s.speaker for s in answer.snippets}
    assert after.topic == "the market"


def test_a_topic_that_stands_nowhere_is_not_answered_by_the_one_before(answerer, after_moe):
    """Words on the market are none on whales."""
    whales = answerer.search("anything on whales?", after_moe)
    market = answerer.search("anything on fares?", after_moe)
    assert whales.probability < market.probability - 0.1


def test_a_pronoun_in_a_plain_question_is_who_is_meant(answerer, after_moe):
    """Whether she apologized may be told by the news, which names her."""
    topics = {
        reading.topic
        for reading in answerer._current().understanding.readings(
            parse("did she apologize?", dt.date(2026, 7, 15)), after_moe
        )
    }
    assert "did Ida Moe apologize?" in topics


def test_a_response_is_one_to_whoever_spoke_before(answerer):
    """The case: "Berg on the union", "the union's response?"."""
    _, conversation = answerer.answer("Ida Moe on Nils Sunde")
    found = answerer.search("Nils Sunde's response?", conversation)
    assert found.reading.topic == "Ida Moe"


@pytest.mark.parametrize(
    ("topic", "background"),
    [
        ("the new law", "the market"),
        ("the south coast fish harbour", None),
        ("what it cost", "the market"),
    ],
)
def test_a_topic_that_tells_which_one_needs_no_other(answerer, after_moe, topic, background):
    """The law is the one spoken of."""
    found = answerer.search(f"what did she say about {topic}?", after_moe)
    assert found.reading.background == background


def test_him_is_whoever_spoke_before(answerer, after_moe):
    """An answer to him is one on him."""
    found = answerer.search("how did Nils Sunde respond to her?", after_moe)
    assert found.reading.topic == "Ida Moe"


@pytest.mark.parametrize(
    ("question", "topic"),
    [("Moe promise on fares", "promise fares"), ("Moe of the union on fares", "fares")],
)
def test_a_name_may_have_a_word_behind_it(answerer, question, topic):
    """It belongs to the topic, or tells which one is meant."""
    found = answerer.search(question)
    assert (found.reading.name, found.reading.topic) == ("Ida Moe", topic)


def test_him_and_her_are_two(answerer):
    """Whoever the topic names is asked for, about the speaker before."""
    _, conversation = answerer.answer("What did Ida Moe say about Nils Sunde?")
    found = answerer.search("and what did he say about her?", conversation)
    assert (found.reading.name, found.reading.topic) == ("Nils Sunde", "Ida Moe")


def test_words_that_share_one_with_a_role_are_nobody(answerer):
    """Fish mayor is nobody, and may be a topic."""
    found = answerer.search("fish mayor")
    assert found.reading.whose is not Whose.SPEAKER
