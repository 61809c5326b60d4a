"""Every candidate gets the same features, whichever search put it forward."""

import pytest

from index.features import Query
from index.retrieval import Retriever
from tests.newsroom import build_fake, library, write_articles

GALE = """Gale closes the strait

"The gale will pass by Thursday," said Ana Lind at the pier.
"Nobody sails in a gale," said Ole Brandt.
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """Three invented articles, built with the stand-ins."""
    folder = tmp_path_factory.mktemp("retrieval")
    build_fake(write_articles(folder / "articles", gale=GALE), folder / "index")
    return library(folder / "index").current()


def rows_named(collection, name):
    """The rows of the speakers of that name."""
    return [s.row for s in collection.speakers() if s.name == name]


def words(collection, candidate):
    """What a candidate would show."""
    return candidate.span.of(collection.article(candidate.article_id).text)


def test_a_named_speaker_is_a_hard_filter(collection):
    """Words of another person are never candidates, however near their topic is."""
    query = Query("gale", "what did Ana Lind say about the gale?")
    found = Retriever(collection).statements(query, rows_named(collection, "Ana Lind"))
    assert len(found) == 3
    assert not any("Nobody sails" in words(collection, c) for c in found)


def test_the_articles_admitted_limit_the_candidates(collection):
    """A question for some days searches the articles of those days only."""
    query = Query("gale", "gale", articles=frozenset({"ferry"}))
    found = Retriever(collection).statements(query, rows_named(collection, "Ana Lind"))
    assert {c.article_id for c in found} == {"ferry"}


def test_coverage_is_the_share_of_the_topics_words_by_rarity(collection):
    """All of "second ship" stands in one statement, none of it in the other two."""
    query = Query("second ship", "second ship")
    found = Retriever(collection).statements(query, rows_named(collection, "Ana Lind"))
    coverage = {words(collection, c)[:9]: c.features.coverage for c in found}
    assert coverage == {'"We are s': 0.0, '"A second': 1.0, '"The gale': 0.0}


def test_a_word_that_stands_nowhere_is_not_covered(collection):
    """Half of the topic is unknown to the collection, and the half counts."""
    query = Query("gale zeppelin", "gale zeppelin")
    found = Retriever(collection).statements(query, rows_named(collection, "Ole Brandt"))
    best = max(found, key=lambda c: c.features.coverage)
    assert 0 < best.features.coverage < 0.6


def test_neighbours_and_title_count_as_context(collection):
    """The title says "strait", the statement below it does not."""
    query = Query("strait", "strait")
    found = Retriever(collection).statements(query, rows_named(collection, "Ole Brandt"))
    gale = next(c for c in found if c.article_id == "gale")
    assert gale.features.coverage == 0.0
    assert gale.features.context_coverage == pytest.approx(0.8)


def test_a_sentence_knows_the_statement_it_is_part_of(collection):
    """A plain fact inside somebody's words is shown under that name."""
    found = Retriever(collection).sentences(Query("bridge wait fog", "bridge wait fog"))
    quoted = next(c for c in found if "does not wait" in words(collection, c))
    assert quoted.statement is not None
    assert collection.speakers()[quoted.statement.speaker].name == "Ole Brandt"


def test_a_query_without_words_still_has_candidates(collection):
    """Everything a speaker said is asked for without a topic."""
    found = Retriever(collection).statements(Query("", ""), rows_named(collection, "Ana Lind"))
    assert len(found) == 3


def test_a_title_made_from_the_first_sentence_is_no_context(tmp_path):
    """What a first sentence names, the rest of the article need not be about."""
    text = "The strait was closed on Monday, after a week of gales, to all the ships of the line.\n"
    articles = write_articles(
        tmp_path / "articles", made=f'{text}\nRain.\n\nSun.\n\n"No," said Ole Brandt.\n'
    )
    build_fake(articles, tmp_path / "index")
    collection = library(tmp_path / "index").current()
    found = Retriever(collection).statements(
        Query("strait", "strait"), rows_named(collection, "Ole Brandt")
    )
    made = next(c for c in found if c.article_id == "made")
    assert made.features.title_coverage == 0.0
    assert made.features.context_coverage == 0.0


@pytest.mark.parametrize("speakers", [None, "Ana Lind"])
def test_searches_beside_each_other_find_what_they_find_in_turn(collection, speakers, monkeypatch):
    """A large collection is searched by several threads; its candidates are the same."""
    monkeypatch.setattr("index.retrieval.cores", lambda: 2)
    query = Query("gale", "what was said about the gale?")
    rows = speakers and rows_named(collection, speakers)
    in_turn, beside = Retriever(collection), Retriever(collection, beside=0)
    assert list(beside.statements(query, rows)) == list(in_turn.statements(query, rows))
    assert list(beside.sentences(query)) == list(in_turn.sentences(query))
