"""From a question to one of three outcomes, never a bluff."""

import datetime as dt
import json
import threading

import pytest

from bot.answer import Outcome
from bot.answering import Answerer
from bot.conversation import Conversation
from bot.labelled import Gold, covered
from bot.question import MAX_QUESTION
from bot.scoring import load
from index.errors import CitationError, NoIndex, QuestionError
from index.generations import Library
from tests.newsroom import build_fake, library, write_articles


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    """Two invented articles, built with the stand-ins."""
    folder = tmp_path_factory.mktemp("answering")
    build_fake(write_articles(folder / "articles"), folder / "index")
    return Answerer(library(folder / "index"), load(), today=lambda: dt.date(2026, 7, 15))


def texts(answer):
    """What the snippets say."""
    return [snippet.text for snippet in answer.snippets]


def test_somebodys_words_on_a_topic_are_shown_with_the_article(answerer):
    """The snippet is the slice of the article it cites."""
    answer, _ = answerer.answer("What did Ana Lind say about the second ship?")
    assert answer.outcome is Outcome.ANSWERED
    first = answer.snippets[0]
    assert first.speaker == "Ana Lind"
    citation = first.citations[0]
    assert citation.article.text[citation.span.start : citation.span.end] == first.text
    assert "second ship" in first.text


def test_only_the_speaker_asked_for_is_shown(answerer):
    """Right mouth: nobody else's words, on any topic."""
    answer, _ = answerer.answer("what did Ana Lind say?")
    assert {snippet.speaker for snippet in answer.snippets} == {"Ana Lind"}


def test_a_speaker_who_did_not_speak_on_it_is_declined_with_what_is_on_record(answerer):
    """The message names how often the speaker is quoted."""
    answer, _ = answerer.answer("What did Ole Brandt say about sanctions?")
    assert answer.outcome is Outcome.NOTHING_ON_TOPIC
    assert answer.snippets == ()
    assert "Ole Brandt is quoted once, nothing on sanctions" in answer.message


def test_somebody_who_is_not_in_the_articles_is_not_in_the_collection(answerer):
    """No similar name is offered for a person who is not there."""
    answer, _ = answerer.answer("What did Petra Voss say about the ferry?")
    assert answer.outcome is Outcome.NOT_IN_COLLECTION
    assert answer.message.startswith("Petra Voss is not in the collection.")


def test_somebody_who_is_named_and_not_quoted_is_said_to_be(answerer):
    """Named is not quoted."""
    answer, _ = answerer.answer("Fishermen on tolls?")
    assert answer.outcome is Outcome.NOTHING_ON_TOPIC
    assert "quoted in none" in answer.message


def test_a_follow_up_takes_the_topic_from_the_question_before(answerer):
    """The case: "and Ole Brandt?" is about the bridge."""
    _, conversation = answerer.answer("What did Ana Lind say about the bridge?")
    answer, _ = answerer.answer("and Ole Brandt?", conversation)
    assert answer.interpretation.speaker == "Ole Brandt"
    assert answer.interpretation.topic == "the bridge"
    assert "bridge" in texts(answer)[0]


def test_a_pronoun_is_the_speaker_of_the_question_before(answerer):
    """The case: "she" is Ana Lind."""
    _, conversation = answerer.answer("What did Ana Lind say about the ferry?")
    answer, _ = answerer.answer("what did she say about the second ship?", conversation)
    assert answer.interpretation.speaker == "Ana Lind"


@pytest.mark.parametrize("question", ["when did he say that?", "and what did she answer?"])
def test_a_follow_up_to_nothing_is_told_so(answerer, question):
    """The message shows what a full question looks like."""
    answer, _ = answerer.answer(question)
    assert answer.outcome is Outcome.NOT_IN_COLLECTION
    assert "no earlier question" in answer.message


def test_when_shows_the_remark_again(answerer):
    """Its citation has the day; the conversation goes on as before."""
    _, conversation = answerer.answer("What did Ana Lind say about the second ship?")
    answer, after = answerer.answer("when did she say that?", conversation)
    assert any("second ship" in text for text in texts(answer))
    assert after == conversation


def test_days_without_dated_articles_admit_nothing(answerer):
    """An article of unknown date is not known to be of last week."""
    answer, _ = answerer.answer("What did Ana Lind say about the ferry last week?")
    assert answer.outcome is not Outcome.ANSWERED
    assert answer.interpretation.since == dt.date(2026, 7, 6)


@pytest.mark.parametrize("question", ["", "   ", "🙂🙂", "?!"])
def test_a_question_without_words_is_an_error_with_an_example(answerer, question):
    """Blank, emoji or marks only."""
    with pytest.raises(QuestionError, match="holds no words"):
        answerer.answer(question)


def test_a_pasted_text_is_an_error_that_names_the_limit(answerer):
    """A hundred thousand characters are not searched for."""
    with pytest.raises(QuestionError, match=r"100,000 characters, at most 2,000"):
        answerer.answer("x" * 100_000)


def test_a_question_at_the_limit_is_answered(answerer):
    """The limit is inclusive."""
    question = ("what did Ana Lind say about the ferry " * 60)[:MAX_QUESTION]
    answer, _ = answerer.answer(question)
    assert answer.question == question


def test_context_shows_the_neighbours_of_a_citation(answerer):
    """Two sentences before and after, where there are that many."""
    answer, _ = answerer.answer("What did Ole Brandt say about the bridge?")
    citation = answer.snippets[0].citations[0]
    context = answerer.context(citation.article.id, citation.span.start, citation.span.end)
    assert "40 million" in context.before.of(context.article.text)
    assert "Fishermen" in context.after.of(context.article.text)


@pytest.mark.parametrize("place", [("gone", 0, 5), ("ferry", 5, 5), ("ferry", 0, 10**6)])
def test_a_place_that_does_not_resolve_is_an_error(answerer, place):
    """Never another place instead."""
    with pytest.raises(CitationError):
        answerer.context(*place)


def test_a_briefing_has_an_entry_a_speaker(answerer):
    """Citation numbers run through all entries."""
    briefing = answerer.brief()
    assert {entry.speaker for entry in briefing.entries} == {"Ana Lind", "Ole Brandt"}
    numbers = [c.number for e in briefing.entries for s in e.snippets for c in s.citations]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_briefing_on_a_speaker_is_of_that_speaker(answerer):
    """A name takes precedence over a topic."""
    assert [e.speaker for e in answerer.brief("Ana Lind").entries] == ["Ana Lind"]


def test_sources_are_counted_by_outlet(answerer):
    """An article without a source is counted as such."""
    assert [(s.source, s.articles) for s in answerer.sources()] == [
        (None, 1),
        ("The Bay Herald", 1),
    ]


def test_many_threads_get_the_answer_that_one_gets(answerer):
    """Answering holds no state between questions."""
    questions = ["What did Ana Lind say about the ferry?", "What did Ole Brandt say about fog?"] * 8
    expected = [texts(answerer.answer(q)[0]) for q in questions]
    found = [None] * len(questions)

    def ask(i):
        found[i] = texts(answerer.answer(questions[i])[0])

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


def test_an_index_rebuilt_meanwhile_answers_the_next_question(tmp_path):
    """The answer under way keeps its generation; the next one sees the new articles."""
    articles = write_articles(tmp_path / "articles")
    build_fake(articles, tmp_path / "index")
    answerer = Answerer(library(tmp_path / "index"), load())
    assert answerer.answer("what did Eva Storm say?")[0].outcome is Outcome.NOT_IN_COLLECTION
    (articles / "storm.txt").write_text('"A storm comes," said Eva Storm.\n', encoding="utf-8")
    build_fake(articles, tmp_path / "index")
    assert answerer.answer("what did Eva Storm say?")[0].outcome is Outcome.ANSWERED


def test_without_an_index_the_error_says_how_to_make_one(tmp_path):
    """No answer is made from nothing."""
    with pytest.raises(NoIndex, match="onrecord index build"):
        Answerer(Library(tmp_path), load()).answer("who?")


@pytest.fixture(scope="module")
def seeds(seed_index):
    """An answerer over the seed articles."""
    return Answerer(Library(seed_index), load())


@pytest.mark.model
class TestOnTheSeedArticles:
    """The two articles that the collection starts from, with the real models."""

    @pytest.mark.parametrize(
        ("question", "speaker", "words"),
        [
            ("what did Ushakov say about territory?", "Yuri Ushakov", "compromise"),
            ("What did Dmitriev say about the talks?", "Kirill Dmitriev", "productive"),
            ("what did Zelensky say about the plan?", "Volodymyr Zelenskyy", "worked out"),
            ("Putin on the European proposals?", "Vladimir Putin", "not acceptable"),
            ("who called the talks productive?", "Kirill Dmitriev", "productive"),
            ("what did ushakof say about the american solutions", "Yuri Ushakov", "American"),
        ],
    )
    def test_the_words_come_under_the_right_name(self, seeds, question, speaker, words):
        """The first snippet holds the words, under the speaker's full name."""
        answer, _ = seeds.answer(question)
        assert answer.outcome is Outcome.ANSWERED
        assert answer.snippets[0].speaker == speaker
        assert words in answer.snippets[0].text

    def test_a_remark_in_two_outlets_is_one_snippet_with_two_wordings(self, seeds):
        """Each outlet's own marks and cut are kept."""
        answer, _ = seeds.answer("what did Ushakov say about territory?")
        remark = next(s for s in answer.snippets if len(s.citations) == 2)
        quotes = [citation.quote for citation in remark.citations]
        assert any("So far we haven't found a compromise" in quote for quote in quotes)
        assert any("So far we haven’t found a compromise" in quote for quote in quotes)
        assert remark.independent == 2

    @pytest.mark.parametrize(
        ("question", "outcome"),
        [
            ("what did Ushakov say about sanctions?", Outcome.NOTHING_ON_TOPIC),
            ("what did Kushner say about Pokrovsk?", Outcome.NOTHING_ON_TOPIC),
            ("What did Macron say about territory?", Outcome.NOT_IN_COLLECTION),
            ("what is the price of Brent crude?", Outcome.NOT_IN_COLLECTION),
        ],
    )
    def test_what_is_not_on_record_is_declined(self, seeds, question, outcome):
        """Quoted on other things, named and not quoted, not there at all, not asked there."""
        answer, _ = seeds.answer(question)
        assert answer.outcome is outcome

    def test_a_plain_fact_is_answered_with_the_sentence(self, seeds):
        """Nobody's words are asked for."""
        answer, _ = seeds.answer("how long did the meeting last?")
        assert "five hours" in answer.snippets[0].text

    def test_a_conversation_is_followed(self, seeds):
        """Speaker and topic are taken over in turn."""
        _, conversation = seeds.answer("what did Ushakov say about the talks?")
        answer, conversation = seeds.answer("and Dmitriev?", conversation)
        assert answer.snippets[0].speaker == "Kirill Dmitriev"
        stored = Conversation.from_json(json.dumps(json.loads(conversation.to_json())))
        answer, _ = seeds.answer("when did he say that?", stored)
        assert any("productive" in text for text in texts(answer))

    def test_every_citation_resolves(self, seeds):
        """Promise two, over all that a question can show."""
        answer, _ = seeds.answer("what did Putin say?", limit=20)
        for snippet in answer.snippets:
            for citation in snippet.citations:
                gold = Gold(
                    article=citation.article.id, start=citation.span.start, end=citation.span.end
                )
                assert covered(citation.article.id, citation.span, gold)
                assert citation.quote in citation.article.text
