"""What is stored of the words of an article: found once, and again only where something changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.answer_types import Holds
from index.articles import Article
from index.cache import Cache
from index.digest import digest
from index.word_facts import FactCache, WordFacts, word_facts
from index.words import codes
from tests.fakes import FakeAnalyzer

ARTICLE = Article(
    id="ferry",
    title="Ferries",
    text='Rain on Monday.\n\n"The ferries sank," said Ana Lind. Who paid 40 euros?',
)
(ANALYSIS,) = FakeAnalyzer().analyze([ARTICLE])


class Counting:
    """Counts characters, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, text: str) -> int:
        self.asked += 1
        return len(text)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "x.db", warn=pytest.fail)) as cache:
        yield cache


def of(cache: Cache, count: Counting, version: str = "1", article: Article = ARTICLE) -> WordFacts:
    facts = FactCache(cache, version=version, count_tokens=count, generation="g")
    (analysis,) = FakeAnalyzer().analyze([article])
    found = facts.of(digest(article), article, analysis)
    facts.flush()
    return found


def test_facts_stand_in_the_order_of_the_units():
    facts = word_facts(ARTICLE, ANALYSIS, len)
    assert facts.tokens == tuple(len(s.span) for s in ANALYSIS.sentences)
    assert facts.title_tokens == len("Ferries. ")
    assert [bool(kinds & Holds.TIME) for kinds in facts.sentence_kinds] == [True, False, False]
    assert facts.sentence_kinds[2] & Holds.QUESTION
    assert facts.sentence_kinds[2] & Holds.MONEY
    found = np.frombuffer(facts.statement_stems[0], dtype=np.uint32)
    assert set(codes(["ferri", "sink"])) <= set(found)
    assert set(np.frombuffer(facts.title_stems, dtype=np.uint32)) == set(codes(["ferri"]))


def test_facts_from_the_cache_are_those_that_were_found(cache: Cache):
    count = Counting()
    first = of(cache, count)
    asked = count.asked
    assert of(cache, count) == first == word_facts(ARTICLE, ANALYSIS, len)
    assert count.asked == asked > 0


def test_facts_of_other_rules_or_another_model_are_not_used(cache: Cache):
    count = Counting()
    of(cache, count)
    asked = count.asked
    of(cache, count, version="2")
    assert count.asked == 2 * asked


def test_facts_of_a_changed_article_are_found_anew(cache: Cache):
    of(cache, Counting())
    changed = Article(id=ARTICLE.id, title=ARTICLE.title, text=f"{ARTICLE.text} Fog.")
    count = Counting()
    assert len(of(cache, count, article=changed).tokens) == 4
    assert count.asked > 0


@pytest.mark.parametrize("value", [b"", b"{}", b"[1, 2]"])
def test_altered_facts_are_found_anew(cache: Cache, value: bytes):
    first = of(cache, Counting())
    facts = FactCache(cache, version="1", count_tokens=len, generation="g")
    facts.of(digest(ARTICLE), ARTICLE, ANALYSIS)
    (key,) = facts._used
    cache.put([(key, value)])
    count = Counting()
    assert of(cache, count) == first
    assert count.asked > 0


def test_facts_that_fit_another_analysis_are_found_anew(cache: Cache):
    of(cache, Counting())
    facts = FactCache(cache, version="1", count_tokens=len, generation="g")
    fewer = type(ANALYSIS)(ANALYSIS.article_id, ANALYSIS.sentences[:1], (), ())
    found = facts.of(digest(ARTICLE), ARTICLE, fewer)
    assert found == word_facts(ARTICLE, fewer, len)
