"""What a person reads in a terminal."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Briefing, Citation, Context, Interpretation, SourceSummary
from bot.rendering.console import (
    answer_sheet,
    briefing_sheet,
    citations_of,
    context_sheet,
    sources_listing,
    speakers_listing,
)
from bot.rendering.sheet import Sheet
from bot.rendering.terminal import visible
from index.articles import Article
from index.spans import Span
from tests.fake_desk import HERALD, TIMES, FakeDesk, answered, declined, safe_bridge, span
from tests.test_sheet import shown

ANY_TEXT = st.text(st.characters(), min_size=1)


def answer_from(text: str, name: str = "Ada Quill", url: str | None = None) -> Answer:
    """An answer that cites the whole of an article with this text."""
    article = Article(id="a", title=text, text=text, source=text, url=url)
    snippet = replace(
        safe_bridge(),
        citations=(Citation(1, article, Span(0, len(text))),),
        speaker=name,
        role=text,
        context=(Span(0, len(text)),),
        independent=1,
    )
    return replace(
        declined(text), snippets=(snippet,), closest=(), suggestions=(text,), message=text
    )


def underlined(sheet: Sheet) -> list[str]:
    """The words that are marked as differing."""
    return [
        row.text.plain[mark.start : mark.end]
        for row in sheet.rows
        for mark in row.text.spans
        if mark.style == "underline"
    ]


def test_an_answer_reads_top_down() -> None:
    """How it was understood, who said it, the words, and below them where they stand."""
    assert answer_sheet(answered("q")).plain().splitlines() == [
        "Understood as: what Ada Quill said about the bridge",
        "",
        "1. Ada Quill, mayor",
        '   │ "The bridge is safe,"',
        "   [1] Harbour Herald, 4 March 2025: Bridge to stay open, mayor says",
        "       https://herald.example/bridge",
        "   │ “The old bridge is safe.”",
        "   [2] outlet unknown, date unknown: Quill calls bridge safe",
        "   carried by 2 articles",
    ]


def test_a_refusal_says_why_and_what_is_near() -> None:
    """A declined answer shows its message, what to try, and what stands near as such."""
    lines = answer_sheet(declined("q")).plain().splitlines()
    assert lines[:8] == [
        "Understood as: what Ada Quill said about taxes, since 1 March 2025",
        "",
        "Ada Quill is quoted once, nothing on taxes.",
        "",
        "Try:",
        "  • bridge repairs",
        "",
        "Closest on record:",
    ]


def test_nothing_is_claimed_of_a_question_that_was_not_understood() -> None:
    """Where neither speaker nor topic nor days were found, only the message is shown."""
    nothing = Interpretation(None, None, None, None)
    answer = replace(
        declined("when?"), interpretation=nothing, closest=(), suggestions=(), message="Ask again."
    )
    assert answer_sheet(answer).plain() == "Ask again."


def test_a_long_question_is_not_repeated_in_full() -> None:
    """How a long question was understood is cut at a word."""
    long = replace(answered("q"), interpretation=Interpretation(None, "words " * 300, None, None))
    first = answer_sheet(long).plain().splitlines()[0]
    assert len(first) < 200
    assert first.endswith("words…")


def test_what_the_message_says_is_not_said_again() -> None:
    """Suggestions and names that stand in the message are not listed below it."""
    answer = replace(declined("q"), message="nothing on taxes; on record: bridge repairs")
    assert "Try:" not in answer_sheet(answer).plain()


def test_names_to_choose_from_are_listed() -> None:
    """Where a name fits several people, the people are listed."""
    text = answer_sheet(replace(declined("q"), choices=("Cy Quill", "Bo Quill"))).plain()
    assert "Ask again with one of:\n  • Cy Quill\n  • Bo Quill" in text


def test_the_words_an_outlet_words_differently_are_marked() -> None:
    """In the second wording, what the first does not have is underlined."""
    assert underlined(answer_sheet(answered("q"))) == ["old"]


def test_outlets_with_the_same_words_share_one_quote() -> None:
    """The same words are shown once, with all their sources below."""
    twin = replace(HERALD, id="copy-1", source="Bay Courier", published=None, url=None)
    place = span(HERALD, '"The bridge is safe,"')
    snippet = replace(
        safe_bridge(), citations=(Citation(1, HERALD, place), Citation(2, twin, place))
    )
    text = answer_sheet(replace(answered("q"), snippets=(snippet,))).plain()
    assert text.count("The bridge is safe") == 1
    assert "[2] Bay Courier, date unknown" in text


def test_words_of_an_outlet_are_named_as_its_own() -> None:
    """A sentence nobody is reported to have said stands under its outlet."""
    snippet = replace(safe_bridge(), speaker=None, role=None, kind="sentence")
    text = answer_sheet(replace(answered("q"), snippets=(snippet,))).plain()
    assert "1. Harbour Herald, in its own words" in text


def test_a_denial_is_shown_with_its_caveat() -> None:
    """What was reported as not said carries the warning above the words."""
    snippet = replace(safe_bridge(), negated=True)
    text = answer_sheet(replace(answered("q"), snippets=(snippet,))).plain()
    assert text.index("(reported as not said)") < text.index("The bridge is safe")


@pytest.mark.parametrize(
    ("words", "first"),
    [("The old bridge was inspected on Monday.", "context"), ("Repairs begin in May.", "quote")],
)
def test_context_is_set_apart_in_reading_order(words: str, first: str) -> None:
    """A neighbouring sentence is marked as context and stands on the side it is read on."""
    snippet = replace(safe_bridge(), context=(span(HERALD, words), None))
    text = answer_sheet(replace(answered("q"), snippets=(snippet,))).plain()
    context, quote = text.index(f"   ┆ context: {words}"), text.index('   │ "The bridge')
    assert (context < quote) is (first == "context")


def test_a_title_links_to_its_article() -> None:
    """In a terminal the title carries the article's address."""
    links = [
        mark.style.link
        for row in answer_sheet(answered("q")).rows
        for mark in row.text.spans
        if not isinstance(mark.style, str) and mark.style.link
    ]
    assert links == ["https://herald.example/bridge"]


def test_an_address_that_is_no_web_address_makes_no_link() -> None:
    """A hostile address is only text."""
    sheet = answer_sheet(answer_from("words", url="https://a.example/\x1b]8;;evil"))
    assert not [
        mark
        for row in sheet.rows
        for mark in row.text.spans
        if not isinstance(mark.style, str) and mark.style.link
    ]
    assert "\x1b" not in sheet.plain()


@given(ANY_TEXT)
def test_no_control_character_of_an_article_is_printed(text: str) -> None:
    """Whatever an article and its names hold, a terminal gets no control character."""
    sheet = answer_sheet(answer_from(text, name=text, url=text))
    for form in (sheet.plain(), shown(sheet)):
        assert not [c for c in form if unicodedata.category(c) == "Cc" and c != "\n"]


@given(ANY_TEXT)
def test_the_words_of_a_quote_are_printed(text: str) -> None:
    """Whatever the words are, all of them are shown, in order, in a narrow terminal too."""
    sheet = answer_sheet(answer_from(text))
    assert f"   │ {visible(text)}".rstrip() in sheet.plain()
    narrow = "".join(shown(sheet).replace("   │ ", "").split())
    assert "".join(visible(text).split()) in narrow


def test_markup_in_an_article_is_inert() -> None:
    """Square brackets and emoji codes in an article are shown as they stand."""
    text = "[red]alarm[/red] [/] [link=https://evil.example]x[/link] :warning:"
    assert text in shown(answer_sheet(answer_from(text)), 200)


def test_a_briefing_stands_under_its_speakers() -> None:
    """A briefing names the topic, then each speaker with the remarks below."""
    text = briefing_sheet(FakeDesk().brief("the bridge")).plain()
    assert text.startswith(
        'Briefing: the bridge\n\nAda Quill, mayor\n   │ "The bridge is safe,"\n   [1] Harbour'
    )


def test_a_briefing_on_nothing_says_so() -> None:
    """Where nothing is on record, the message is the briefing."""
    text = briefing_sheet(Briefing("taxes", (), "Nothing on record about taxes.")).plain()
    assert text == "Briefing: taxes\n\nNothing on record about taxes."


def test_a_briefing_without_a_topic_is_on_everything() -> None:
    """The whole collection is named as such."""
    assert briefing_sheet(FakeDesk().brief()).plain().startswith("Briefing: the whole collection")


def test_the_cited_words_are_marked_in_their_context() -> None:
    """The neighbouring sentences are shown in order, the cited words with a mark before them."""
    place = span(HERALD, '"The bridge is safe,"')
    assert context_sheet(1, FakeDesk().context("herald-1", place.start, place.end)).plain() == (
        "[1] Harbour Herald, 4 March 2025: Bridge to stay open, mayor says\n"
        "    https://herald.example/bridge\n"
        "\n"
        "  The old bridge was inspected on Monday.\n"
        '> "The bridge is safe,"\n'
        "  Repairs begin in May."
    )


def test_paragraphs_stay_apart_in_a_context() -> None:
    """Words of two paragraphs, such as a headline and a sentence, are two lines."""
    words = "Bridge to stay open, mayor says\n\nThe old bridge was inspected on Monday."
    place = Context(HERALD, span(HERALD, words), span(HERALD, '"The bridge is safe,"'), None)
    assert context_sheet(1, place).plain().splitlines()[3:] == [
        "  Bridge to stay open, mayor says",
        "  The old bridge was inspected on Monday.",
        '> "The bridge is safe,"',
    ]


def test_a_context_without_neighbours_is_the_words_alone() -> None:
    """Words at both ends of an article stand alone."""
    whole = Span(0, len(TIMES.text))
    lines = context_sheet(2, Context(TIMES, None, whole, None)).plain().splitlines()
    assert lines[2:] == [f"> {TIMES.text}"]


def test_speakers_are_listed_with_what_they_are() -> None:
    """A speaker's line has the name, the role, and how often and where they are quoted."""
    assert speakers_listing(FakeDesk().speakers()).plain().splitlines() == [
        "Speaker\tStatements\tArticles",
        "Ada Quill; mayor\t2\t2",
        "Bo Lindqvist\t1\t1",
    ]


def test_a_long_list_of_speakers_says_what_it_leaves_out() -> None:
    """Beyond the limit the number of the others is told, with the way to find them."""
    text = speakers_listing(FakeDesk().speakers(), limit=1).plain()
    assert text.endswith("and 1 more: /speakers NAME finds one")


def test_sources_are_listed_with_their_days() -> None:
    """An outlet's line has its articles and their first and last day; unknown is said."""
    first, last = dt.date(2025, 3, 4), dt.date(2025, 4, 1)
    text = sources_listing(
        [SourceSummary("Harbour Herald", 1200, first, last), SourceSummary(None, 1, None, None)]
    ).plain()
    assert text.splitlines()[1:] == [
        "Harbour Herald\t1,200\t2025-03-04 to 2025-04-01",
        "outlet unknown\t1\tdate unknown",
    ]


def test_every_citation_shown_can_be_found_by_its_number() -> None:
    """Sources of snippets, of what stands near and of briefings are found by number."""
    for result in (answered("q"), declined("q"), FakeDesk().brief()):
        assert {number: c.article.id for number, c in citations_of(result).items()} == {
            1: "herald-1",
            2: "times-1",
        }
