"""Baselines rank sentences as their names say, under no speaker, and never decline."""

import pytest

from bot.answer import Outcome
from bot.baselines import Baseline, BaselineDesk, fused
from tests.newsroom import build_fake, library, write_articles


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory):
    """Two invented articles, built with the stand-ins."""
    folder = tmp_path_factory.mktemp("baselines")
    build_fake(write_articles(folder / "articles"), folder / "index")
    return folder / "index"


@pytest.mark.parametrize("baseline", list(Baseline))
def test_the_sentence_with_the_words_comes_first(index_dir, baseline):
    """All three find the sentence that the question repeats."""
    answer, _ = BaselineDesk(library(index_dir), baseline).answer("fishermen fear harbour")
    assert answer.snippets[0].text == "Fishermen fear for the harbour."


@pytest.mark.parametrize("baseline", [Baseline.DENSE, Baseline.FUSION])
def test_a_question_on_nothing_there_is_answered_too(index_dir, baseline):
    """They show the nearest, however far it is, and as many as asked for."""
    answer, _ = BaselineDesk(library(index_dir), baseline).answer("quarterly zinc yields", limit=4)
    assert answer.outcome is Outcome.ANSWERED
    assert [s.rank for s in answer.snippets] == [1, 2, 3, 4]
    assert {s.speaker for s in answer.snippets} == {None}


def test_bm25_shows_only_what_shares_a_word(index_dir):
    """Stop words of the question are not searched for."""
    answer, _ = BaselineDesk(library(index_dir), Baseline.BM25).answer("the fishermen and the")
    assert [s.text for s in answer.snippets] == ["Fishermen fear for the harbour."]


def test_ranks_are_fused_by_their_reciprocals():
    """Second in both (2/62) beats first in one (1/61); equal ones come by row."""
    ranked = fused([[(7, 9.0), (5, 8.0)], [(3, 0.9), (5, 0.1)]])
    assert [row for row, _ in ranked] == [5, 3, 7]
    assert ranked[0][1] == pytest.approx(2 / 62)
