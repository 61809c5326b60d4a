"""Examples hold what the search puts forward, and outlast a file."""

import json

import pytest

from bot.answering import Answerer
from bot.examples import examples, read, write
from bot.labelled import Gold, Labelled, LabelledConversation, LabelledSet, QuizQuestion
from bot.scoring import Sort, load
from index.errors import QuestionError
from tests.newsroom import build_fake, library, write_articles


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    """Two invented articles, built with the stand-ins."""
    folder = tmp_path_factory.mktemp("examples")
    build_fake(write_articles(folder / "articles"), folder / "index")
    return Answerer(library(folder / "index"), load())


def article_of(answerer, words):
    """Id of the article of the first snippet."""
    answer, _ = answerer.answer(words)
    return answer.snippets[0].citations[0].article


def quiz(answer, *articles, answerable=True):
    """A quiz question on the ferry."""
    return QuizQuestion(
        id="z",
        question="How late was the ferry to Norholm?",
        answerable=answerable,
        answers=(answer,),
        gold_articles=articles,
    )


def of_quiz(answerer, *questions):
    """The examples of quiz questions."""
    return list(examples(LabelledSet((), questions, ()), answerer))


@pytest.fixture(scope="module")
def ferry(answerer):
    """The id of the article on the ferry."""
    return article_of(answerer, "What did Ana Lind say about the second ship?").id


def test_a_candidate_of_a_right_article_with_the_answers_words_is_right(answerer, ferry):
    """Only the sentence that says how late is right."""
    (example,) = of_quiz(answerer, quiz("two hours", ferry))
    assert (example.question, example.group, example.sort) == ("z", ferry, Sort.FACT)
    assert sum(example.right) == 1
    assert len(example.right) == len(example.features) > 1


@pytest.mark.parametrize("articles", [("elsewhere",), ()])
def test_an_answerable_quiz_question_without_a_right_candidate_is_left_out(answerer, articles):
    """It says nothing about declining: the answer may stand there in other words."""
    assert of_quiz(answerer, quiz("two hours", *articles)) == []


def test_a_quiz_question_without_an_answer_stays_with_nothing_right(answerer, ferry):
    """It is what declining is learned from."""
    (example,) = of_quiz(answerer, quiz("two hours", ferry, answerable=False))
    assert not any(example.right)


def test_turns_of_a_conversation_are_searched_after_those_before(answerer):
    """The follow-up has no topic of its own, and finds Ole Brandt's words on the bridge."""
    article = article_of(answerer, "What did Ole Brandt say about the bridge?")
    start = article.text.index('"A bridge')
    gold = (Gold(article=article.id, start=start, end=start + 36),)
    turns = (
        Labelled(question="What did Ana Lind say about the bridge?", answerable=False),
        Labelled(question="and Ole Brandt?", answerable=True, gold=gold),
    )
    conversation = LabelledConversation(id="c", turns=turns)
    found = list(examples(LabelledSet((conversation,), (), ()), answerer))
    assert [e.question for e in found] == ["c.1", "c.2"]
    assert [any(e.right) for e in found] == [False, True]


def test_what_is_written_is_read_again(answerer, ferry, tmp_path):
    """But for the seventh decimal."""
    found = of_quiz(answerer, quiz("two hours", ferry))
    assert write(tmp_path / "out.jsonl", found) == 1
    (again,) = read(tmp_path / "out.jsonl")
    assert (again.question, again.group, again.sort) == ("z", ferry, Sort.FACT)
    assert again.right == found[0].right
    assert again.features[0].coverage == pytest.approx(found[0].features[0].coverage, abs=1e-6)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"names": ["length"]}, "another version"),
        ({"right": []}, "not of the same candidates"),
        ({"features": [[0.5]]}, "too few or too many"),
        ({"sort": "poem"}, "Input should be"),
    ],
)
def test_a_line_that_is_no_example_is_named(answerer, ferry, tmp_path, changed, reason):
    """The error says which line, and how to write the file again."""
    path = tmp_path / "out.jsonl"
    write(path, of_quiz(answerer, quiz("two hours", ferry)))
    line = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**line, **changed}), encoding="utf-8")
    with pytest.raises(QuestionError, match=rf"line 1.*{reason}.*--examples"):
        read(path)


def test_files_that_cannot_be_used_are_named(tmp_path):
    """Reading and writing say which option takes another one."""
    with pytest.raises(QuestionError, match="--examples"):
        write(tmp_path, [])
    with pytest.raises(QuestionError, match="nowhere"):
        read(tmp_path / "nowhere.jsonl")
