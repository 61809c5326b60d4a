"""Every system of a benchmark gets the same articles and questions."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.data import CHATS, QUESTIONS, SEEDS, articles, evenly, passages, questions
from benchmarks.peers.splitting import sentences
from index.articles import Article
from index.errors import EmptyCollection, QuestionError
from index.reading import read


def written(path, count):
    lines = (
        json.dumps(
            {"id": f"a{n}", "title": f"Ferry {n}", "source": "The Bay Herald", "text": f"Day {n}."}
        )
        for n in range(count)
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def ids(path):
    return [item.id for item in read([path]) if isinstance(item, Article)]


def test_one_in_a_hundred_is_added_later(tmp_path):
    """Of 303 articles 300 are built from and 3 added, none of them twice."""
    read_back = articles(written(tmp_path / "all.jsonl", 303), tmp_path, limit=0)
    base, new = ids(read_back.base), ids(read_back.new)
    assert (len(base), len(new), read_back.count) == (300, 3, 300)
    assert {*base, *new} == {f"a{n}" for n in range(303)}


def test_a_sample_is_taken_from_all_of_the_collection(tmp_path):
    """Not its beginning: sources often lie one after another."""
    read_back = articles(written(tmp_path / "all.jsonl", 1000), tmp_path, limit=10)
    assert read_back.count == 10
    assert int(ids(read_back.base)[-1][1:]) > 800


def test_a_sample_holds_what_the_questions_are_about(tmp_path):
    """Else most of them would be for somebody whom it does not know."""
    about = {"a1", "a500", "a999"}
    path = written(tmp_path / "all.jsonl", 1000)
    read_back = articles(path, tmp_path, limit=10, asked_about=about)
    assert read_back.count == 10
    assert about <= set(ids(read_back.base))


def test_a_labelled_set_says_what_its_questions_are_about(tmp_path):
    """In the form that is scored as well."""
    path = tmp_path / "questions.jsonl"
    path.write_text(
        '{"question": "who spoke?", "gold": [{"article": "a7", "start": 0, "end": 3}]}\n',
        encoding="utf-8",
    )
    assert questions(path, limit=0).about == {"a7"}


def test_the_seeds_give_one_article_and_one_to_add(tmp_path):
    """The default runs on what everybody has."""
    read_back = articles(SEEDS, tmp_path, limit=168)
    assert (len(ids(read_back.base)), len(ids(read_back.new))) == (1, 1)


def test_an_article_is_written_as_it_was_read(tmp_path):
    """Title, outlet and every code point of the text, from any format."""
    articles(SEEDS, tmp_path, limit=0)
    before = {item.id: item for item in read([SEEDS]) if isinstance(item, Article)}
    for path in (tmp_path / "articles.jsonl", tmp_path / "new.jsonl"):
        for item in read([path]):
            assert isinstance(item, Article)
            assert (item.title, item.source, item.text) == (
                before[item.id].title,
                before[item.id].source,
                before[item.id].text,
            )


def test_one_article_is_too_few(tmp_path):
    """Nothing would be left to add."""
    with pytest.raises(EmptyCollection, match="ARTICLES="):
        articles(written(tmp_path / "all.jsonl", 1), tmp_path, limit=0)


@given(st.lists(st.integers(), unique=True), st.integers(1, 50))
def test_a_sample_repeats_nothing_and_keeps_the_order(items, count):
    """It has as many as were asked for, or all."""
    sample = evenly(items, count)
    assert len(sample) == min(count, len(items))
    assert [item for item in items if item in set(sample)] == sample


def test_warm_up_questions_are_not_timed():
    """What one of them leaves behind helps no other."""
    asked = questions(QUESTIONS, limit=0)
    assert not set(asked.warm_up) & set(asked.timed)
    assert len(asked.at_once) == CHATS


def test_a_line_that_is_no_question_is_named(tmp_path):
    """With its number, and how to write one."""
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "who spoke?"}\n{"ask": "who?"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match="line 2: no question: write"):
        questions(path, limit=0)


def test_a_missing_file_of_questions_is_named(tmp_path):
    """With what to set."""
    with pytest.raises(QuestionError, match=r"nowhere\.jsonl cannot be read .*QUESTIONS="):
        questions(tmp_path / "nowhere.jsonl", limit=0)


@given(st.text(alphabet="ab .!?\n", max_size=400))
def test_sentences_and_passages_lose_no_word(text):
    """Every system encodes the whole of the text."""
    assert " ".join(sentences(text)).split() == text.split()
    assert " ".join(passages(text)).split() == text.split()


def test_a_passage_is_no_longer_than_the_model_reads():
    """Some 150 words, unless one sentence has more."""
    text = " ".join(["One two three four five."] * 100)
    assert {len(passage.split()) for passage in passages(text)} == {150, 50}
