"""The database of a generation: what goes in comes out, and hostile text finds nothing."""

from __future__ import annotations

import datetime as dt
import gc
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import Analysis
from index.article_units import ArticleUnits
from index.articles import Article
from index.digest import digest
from index.duplicates import Duplicate
from index.errors import ArticleError, CollectionError, IndexDamaged
from index.quotation import Kind, LocalSpeaker, SpeakerKind, Statement
from index.records import ArticleHeader, StoredDuplicate, StoredPassage
from index.segmentation import Passage, Sentence, sentences
from index.spans import Span
from index.speakers import Speaker
from index.store import Store
from index.store_writer import StoreWriter
from index.vectors import Unit

HARBOUR = Article(
    id="harbour",
    title="Harbour stays open",
    text="Harbour stays open\n"
    "The harbours “stay open”, said Ana Lind, the mayor. Café owners hoped.",
    source="The Bay",
    published=dt.date(2024, 5, 17),
    url="https://bay.example/harbour",
    headline=Span(0, 18),
    furniture=(Span(71, 89),),
)
BRIDGE = Article(id="bridge", title="Bridge", text="The bridge closed. It rained 😀 there.")

STATEMENT = Statement(
    kind=Kind.MIXED,
    content=(Span(19, 31), Span(32, 44)),
    extent=Span(19, 58),
    cue=Span(45, 49),
    speaker_mention=Span(50, 58),
    speaker=0,
    confidence=0.75,
)
NESTED = Statement(
    kind=Kind.DIRECT,
    content=(Span(33, 42),),
    extent=Span(0, 45),
    cue=None,
    speaker_mention=None,
    speaker=None,
    confidence=0.25,
    negated=True,
    hypothetical=True,
    nested_in=0,
)
SPEAKER = Speaker(0, "Ana Lind", SpeakerKind.PERSON, ("Lind", "Mrs. Lind"), ("mayor",), 1, 1)


def sentence(start: int, end: int, *, paragraph: int = 0, headline: bool = False) -> Sentence:
    return Sentence(Span(start, end), paragraph, headline, (Span(start, end),))


HARBOUR_SENTENCES = (
    sentence(0, 18, headline=True),
    sentence(19, 70, paragraph=1),
    sentence(71, 89, paragraph=1),
)
BRIDGE_SENTENCES = (sentence(0, 18), sentence(19, 37))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "articles.db"
    writer = StoreWriter(path)
    for article in (BRIDGE, HARBOUR):
        writer.add_article(article, digest(article))
    writer.add_duplicate(Duplicate("bridge", "harbour", exact=False, similarity=0.7))
    writer.add_speakers([SPEAKER])
    people = (LocalSpeaker("Ana Lind", ("Lind",), ("mayor",), SpeakerKind.PERSON),)
    writer.add_analysis(
        0,
        BRIDGE,
        Analysis("bridge", BRIDGE_SENTENCES, (), ()),
        [Passage(Span(0, 37), 0, 1)],
        lambda _: None,
    )
    writer.add_analysis(
        1,
        HARBOUR,
        Analysis("harbour", HARBOUR_SENTENCES, (STATEMENT, NESTED), people),
        [Passage(Span(0, 70), 0, 1), Passage(Span(71, 89), 2, 2)],
        {0: 0}.get,
    )
    writer.finish()
    return path


@pytest.fixture(scope="module")
def store(path: Path) -> Iterator[Store]:
    with closing(Store(path)) as store:
        yield store


def test_an_article_comes_back_as_it_was_read(store: Store):
    assert store.article("harbour") == HARBOUR
    assert store.article("bridge") == BRIDGE


def test_an_unknown_article_is_an_error_that_names_it(store: Store):
    with pytest.raises(CollectionError, match=r"no article 'tunnel'.*onrecord index build"):
        store.article("tunnel")


def test_headers_come_in_the_order_of_the_build(store: Store):
    assert store.headers() == (
        ArticleHeader("bridge", "Bridge", None, None, None),
        ArticleHeader(
            "harbour", "Harbour stays open", "The Bay", dt.date(2024, 5, 17), HARBOUR.url
        ),
    )


def test_sentences_come_back_with_rows_that_run_through_the_generation(store: Store):
    found = store.sentences_of("harbour")
    assert [(s.row, s.article_id, s.number, s.paragraph, s.span, s.is_headline) for s in found] == [
        (2, "harbour", 0, 0, Span(0, 18), True),
        (3, "harbour", 1, 1, Span(19, 70), False),
        (4, "harbour", 2, 1, Span(71, 89), False),
    ]


def test_sentences_come_in_the_order_asked(store: Store):
    assert [s.row for s in store.sentences([4, 0, 4])] == [4, 0, 4]


def test_a_row_that_does_not_exist_is_an_error(store: Store):
    with pytest.raises(IndexError, match="no row 99"):
        store.sentences([0, 99])


def test_a_statement_comes_back_whole_with_the_speaker_of_the_collection(store: Store):
    (found,) = store.statements([0])
    assert found.speaker == 0
    assert found.statement == Statement(
        kind=Kind.MIXED,
        content=STATEMENT.content,
        extent=STATEMENT.extent,
        cue=STATEMENT.cue,
        speaker_mention=STATEMENT.speaker_mention,
        speaker=None,
        confidence=0.75,
    )


def test_a_nested_statement_names_the_row_it_is_nested_in(store: Store):
    (found,) = store.statements([1])
    assert (found.nested_in, found.speaker) == (0, None)
    assert found.statement.negated
    assert found.statement.hypothetical


def test_a_statement_spans_the_sentences_that_its_extent_touches(store: Store):
    assert [(s.first, s.last) for s in store.statements_of("harbour")] == [(3, 3), (2, 3)]


def test_the_rows_of_an_article_are_its_own(store: Store):
    assert store.rows_of("harbour", Unit.SENTENCE) == [2, 3, 4]
    assert store.rows_of("harbour", Unit.STATEMENT) == [0, 1]
    assert store.rows_of("nowhere", Unit.SENTENCE) == []


def test_the_rows_of_speakers_are_theirs_alone(store: Store):
    assert store.statement_rows_by([0]) == [0]
    assert store.statement_rows_by([]) == []


def test_passages_point_at_their_first_and_last_sentence_row(store: Store):
    assert store.passages([2, 1]) == [
        StoredPassage(2, "harbour", 4, 4, Span(71, 89)),
        StoredPassage(1, "harbour", 2, 3, Span(0, 70)),
    ]


def test_speakers_come_back_as_they_were_linked(store: Store):
    assert tuple(store.speakers()) == (SPEAKER,)


def test_repeated_articles_come_back(store: Store):
    assert store.duplicates() == (StoredDuplicate("bridge", "harbour", False, 0.7),)


@pytest.mark.parametrize("term", ["harbour", "HARBOURS", "Harbours", "cafe", "CAFÉ"])
def test_case_accents_and_endings_are_folded(store: Store, term: str):
    assert store.document_frequency([term]) == {term: 1 if "af" in term.casefold() else 2}


def test_terms_are_joined_by_or_and_the_best_row_comes_first(store: Store):
    found = store.lexical(["harbour", "open", "rain"], unit=Unit.SENTENCE, limit=9)
    assert {row for row, _ in found} == {1, 2, 3}
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
    assert all(score >= 0 for _, score in found)


def test_lexical_search_keeps_to_the_rows_it_is_given(store: Store):
    found = store.lexical(["harbour", "rain"], unit=Unit.SENTENCE, limit=9, within=[1, 2])
    assert {row for row, _ in found} == {1, 2}


def test_lexical_search_within_no_rows_finds_nothing(store: Store):
    assert store.lexical(["harbour"], unit=Unit.SENTENCE, limit=9, within=[]) == []


def test_lexical_search_gives_no_more_than_its_limit(store: Store):
    assert len(store.lexical(["harbour", "rain"], unit=Unit.SENTENCE, limit=1)) == 1
    assert store.lexical(["harbour"], unit=Unit.SENTENCE, limit=0) == []


def test_statements_are_searched_by_what_was_said(store: Store):
    assert [row for row, _ in store.lexical(["harbours"], unit=Unit.STATEMENT, limit=9)] == [0]
    assert store.lexical(["lind"], unit=Unit.STATEMENT, limit=9) == []


def test_passages_are_searched_with_their_title(store: Store):
    found = store.lexical(["harbour"], unit=Unit.PASSAGE, limit=9)
    assert sorted(row for row, _ in found) == [1, 2]


def test_a_term_of_several_words_is_a_phrase(store: Store):
    assert store.document_frequency(["bridge closed", "closed bridge"]) == {
        "bridge closed": 1,
        "closed bridge": 0,
    }


HOSTILE = [
    "",
    " ",
    '"',
    '""',
    '" OR "',
    "*",
    "brid*",
    "^bridge",
    "NEAR(bridge closed)",
    "words:bridge",
    "-bridge",
    "bridge AND",
    "(",
    ")",
    "'; DROP TABLE articles; --",
    "\0",
    "bridge\0",
    "😀",
    "\ud800",
    "{bridge}",
    "+",
    "?",
    "a" * 100_000,
]


@pytest.mark.parametrize("term", HOSTILE)
def test_hostile_text_is_never_an_error(store: Store, term: str):
    for unit in Unit:
        store.lexical([term, "unheard"], unit=unit, limit=5)
    assert list(store.document_frequency([term])) == [term]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(), max_size=4))
def test_no_text_at_all_is_an_error(store: Store, terms: list[str]):
    store.lexical(terms, unit=Unit.SENTENCE, limit=5)


def test_signs_that_mean_something_to_the_search_engine_mean_nothing_here(store: Store):
    assert store.document_frequency(["brid*", "bridge OR rained", "NOT tunnel"]) == {
        "brid*": 0,
        "bridge OR rained": 0,
        "NOT tunnel": 0,
    }


def test_thousands_of_terms_are_searched(store: Store):
    terms = [f"word{n}" for n in range(5000)] + ["rained"]
    assert [row for row, _ in store.lexical(terms, unit=Unit.SENTENCE, limit=5)] == [1]


def test_no_terms_find_nothing(store: Store):
    assert store.lexical([], unit=Unit.SENTENCE, limit=5) == []


def test_many_threads_read_at_once(store: Store):
    wrong: list[object] = []

    def work() -> None:
        found = [(store.article("harbour"), len(store.sentences([0, 4]))) for _ in range(30)]
        wrong.extend(one for one in found if one != (HARBOUR, 2))

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_store_stays_readable_after_its_file_was_removed(path: Path, tmp_path: Path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with closing(Store(copy)) as held:
        copy.unlink()
        assert held.article("bridge") == BRIDGE


def test_a_store_that_nobody_holds_closes_its_file(path: Path):
    store = Store(path, connections=1)
    with store._connection() as connection:
        pass
    del store
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_closed_store_says_so(path: Path):
    store = Store(path)
    store.close()
    store.close()
    with pytest.raises(CollectionError, match="was closed"):
        store.headers()


def test_a_missing_file_is_damage(tmp_path: Path):
    with pytest.raises(IndexDamaged, match=r"none\.db.*onrecord index build"):
        Store(tmp_path / "none.db")


def test_a_file_that_is_no_database_is_damage(tmp_path: Path):
    (tmp_path / "x.db").write_bytes(b"not a database " * 400)
    with pytest.raises(IndexDamaged, match=r"x\.db"):
        Store(tmp_path / "x.db")


def test_damage_that_is_found_later_is_named_too(path: Path, tmp_path: Path):
    broken = tmp_path / "broken.db"
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    broken.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"broken\.db"):  # noqa: PT012  # at opening or at reading
        store = Store(broken)
        store.lexical(["harbour"], unit=Unit.SENTENCE, limit=3)


def test_the_path_of_a_store_may_hold_any_sign(path: Path, tmp_path: Path):
    odd = tmp_path / "100% #odd? näme" / "a b.db"
    odd.parent.mkdir()
    odd.write_bytes(path.read_bytes())
    with closing(Store(odd)) as store:
        assert store.article("bridge") == BRIDGE


def test_no_question_about_some_rows_reads_a_whole_table(tmp_path: Path):
    writer = StoreWriter(tmp_path / "many.db")
    people = (LocalSpeaker("Ana Lind", (), (), SpeakerKind.PERSON),)
    articles = [replace(HARBOUR, id=f"harbour-{n}") for n in range(200)]
    for article in articles:
        writer.add_article(article, digest(article))
    writer.add_speakers([replace(SPEAKER, row=n) for n in range(200)])
    for n, article in enumerate(articles):
        analysis = Analysis(article.id, HARBOUR_SENTENCES, (STATEMENT,), people)
        passages = [Passage(Span(0, 70), 0, 1)]
        writer.add_analysis(n, article, analysis, passages, {0: n}.get)
    writer.finish()
    asked: list[str] = []
    with closing(Store(tmp_path / "many.db", connections=1)) as store:
        with store._connection() as connection:
            connection.set_trace_callback(asked.append)
        store.article("harbour-7")
        store.sentences([5, 9])
        store.sentences_of("harbour-7")
        store.statements([5, 9])
        store.statements_of("harbour-7")
        store.statement_rows_by([7, 8])
        store.rows_of("harbour-7", Unit.STATEMENT)
        store.passages([5, 9])
    with closing(sqlite3.connect(tmp_path / "many.db")) as db:
        plans = {sql: [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in asked}
    assert len(plans) == 8
    for sql, plan in plans.items():
        scans = [step for step in plan if step.startswith("SCAN") and "json_each" not in step]
        assert scans == [], sql


def test_two_articles_with_one_id_are_refused(tmp_path: Path):
    with closing(StoreWriter(tmp_path / "a.db")) as writer:
        writer.add_article(BRIDGE, digest(BRIDGE))
        with pytest.raises(ArticleError, match="'bridge'"):
            writer.add_article(BRIDGE, digest(BRIDGE))


def test_half_a_surrogate_pair_is_refused_by_name():
    with pytest.raises(ArticleError, match=r"'odd'.*UTF-8"):
        digest(Article(id="odd", title="Odd", text="half \ud83d"))


def test_the_digest_changes_with_everything_an_article_holds():
    others = [
        Article(id="bridges", title=BRIDGE.title, text=BRIDGE.text),
        Article(id="bridge", title="Bridges", text=BRIDGE.text),
        Article(id="bridge", title="Bridge", text=BRIDGE.text + " "),
        Article(id="bridge", title="Bridge", text=BRIDGE.text, source="x"),
        Article(id="bridge", title="Bridge", text=BRIDGE.text, published=dt.date(2024, 1, 1)),
        Article(id="bridge", title="Bridge", text=BRIDGE.text, url="x"),
        Article(id="bridge", title="Bridge", text=BRIDGE.text, headline=Span(0, 3)),
        Article(id="bridge", title="Bridge", text=BRIDGE.text, furniture=(Span(0, 3),)),
    ]
    assert len({digest(article) for article in [BRIDGE, *others]}) == 9


def test_what_is_to_be_embedded_comes_back_article_by_article(path: Path):
    with closing(StoreWriter(path.with_name("texts.db"))) as writer:
        empty = Article(id="empty", title="Empty", text="…")
        harbour = Analysis("harbour", HARBOUR_SENTENCES, (STATEMENT,), ())
        bridge = Analysis("bridge", sentences(BRIDGE), (), ())
        windows: dict[str, tuple[Passage, ...]] = {}
        windows["harbour"] = (Passage(Span(0, 70), 0, 1), Passage(Span(19, 89), 1, 2))
        windows["bridge"] = (Passage(Span(0, len(BRIDGE.text)), 0, 1),)
        articles = [(HARBOUR, harbour), (empty, Analysis("empty", (), (), ())), (BRIDGE, bridge)]
        for article, _ in articles:
            writer.add_article(article, digest(article))
        for row, (article, analysis) in enumerate(articles):
            some = windows.get(article.id, ())
            writer.add_analysis(row, article, analysis, some, lambda _: None)
        assert list(writer.units()) == [
            ArticleUnits(
                article,
                tuple(sentence.span for sentence in analysis.sentences),
                tuple(statement.content for statement in analysis.statements),
                windows.get(article.id, ()),
            )
            for article, analysis in articles
        ]


def test_a_statement_outside_the_sentences_is_refused_by_the_name_of_its_article(tmp_path: Path):
    with closing(StoreWriter(tmp_path / "a.db")) as writer:
        writer.add_article(HARBOUR, digest(HARBOUR))
        analysis = Analysis("harbour", HARBOUR_SENTENCES[:1], (STATEMENT,), ())
        with pytest.raises(ArticleError, match="'harbour'"):
            writer.add_analysis(0, HARBOUR, analysis, [], lambda _: None)
