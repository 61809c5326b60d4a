"""Answers as Telegram messages: nothing lost, nothing invented, nothing that Telegram refuses."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import (
    Answer,
    Briefing,
    BriefingEntry,
    Citation,
    Context,
    Interpretation,
    Outcome,
    Snippet,
)
from bot.rendering.telegram import Page, answer_pages, briefing_pages, context_pages
from bot.rendering.telegram_markup import entities, plain, units
from index.articles import Article
from index.spans import Span
from tests.telegram.server import parsed

QUESTION = Interpretation("Ada Berg", "the harbour", None, None)


def article(text: str, **known: Any) -> Article:
    """An article with this text."""
    facts: dict[str, Any] = {"id": "a", "title": "A title", "text": text, **known}
    return Article(**facts)


def snippet(*articles: Article, rank: int = 1, number: int = 1, **known: Any) -> Snippet:
    """A snippet that cites the whole text of each article."""
    citations = tuple(
        Citation(number + place, cited, Span(0, len(cited.text)))
        for place, cited in enumerate(articles)
    )
    facts: dict[str, Any] = {
        "speaker": "Ada Berg",
        "role": "mayor",
        "kind": "direct",
        "score": 0.9,
        **known,
    }
    return Snippet(rank=rank, citations=citations, **facts)


def answered(*snippets: Snippet) -> Answer:
    """An answer with these snippets."""
    return Answer("?", Outcome.ANSWERED, QUESTION, snippets, (), None, 1.0)


def declined(
    message: str = "Nothing on the harbour.",
    *,
    closest: tuple[Snippet, ...] = (),
    suggestions: tuple[str, ...] = (),
) -> Answer:
    """An answer without snippets."""
    return Answer(
        "?", Outcome.NOTHING_ON_TOPIC, QUESTION, (), closest, message, 1.0, (), suggestions
    )


def sentences(count: int, length: int = 80) -> tuple[Snippet, ...]:
    """So many snippets of different articles."""
    return tuple(
        snippet(article(f"No {n}. " + "word " * (length // 5), id=f"a{n}"), rank=n, number=n)
        for n in range(1, count + 1)
    )


def read(pages: Sequence[Page]) -> str:
    """What a person reads on all pages."""
    return "\n".join(parsed(page.html) for page in pages)


# --- what stands on a card -------------------------------------------------------------------


def test_a_card_begins_with_how_the_question_was_understood():
    """A misunderstanding is seen at once."""
    first = parsed(answer_pages(answered(snippet(article("Words."))))[0].html)
    assert first.startswith("Understood as: what Ada Berg said about the harbour")


def test_the_best_result_is_open_and_the_others_are_folded():
    """One quotation is visible, the rest behind a tap."""
    html = answer_pages(answered(*sentences(3)))[0].html
    open_part, folded = html.split("<blockquote expandable>")
    assert "<blockquote>No 1." in open_part
    assert "No 2." in folded
    assert "No 3." in folded


def test_each_outlet_keeps_its_own_wording():
    """Two wordings of one remark stand side by side, the differing word underlined."""
    html = answer_pages(
        answered(
            snippet(
                article("We have no deal yet.", id="a", source="Lune Daily"),
                article("We have no agreement yet.", id="b", source="Coast Post"),
            )
        )
    )[0].html
    assert "<blockquote>We have no deal yet.</blockquote>\n— Lune Daily [1]" in html
    assert "<blockquote>We have no <u>agreement</u> yet.</blockquote>\n— Coast Post [2]" in html


def test_outlets_with_the_same_words_share_one_quotation():
    """A wire report is not shown twice."""
    html = answer_pages(
        answered(
            snippet(
                article("The same.", id="a", source="Lune Daily"),
                article("The same.", id="b", source="Coast Post"),
            )
        )
    )[0].html
    assert html.count("The same.") == 1
    assert "— Lune Daily [1], Coast Post [2]" in html
    assert "carried by 2 articles, 1 independent report" in html


def test_what_was_not_said_is_marked():
    """A denial never looks like a statement."""
    for number in (1, 2):
        shown = (*sentences(number - 1), snippet(article("He said so."), rank=number, negated=True))
        assert "(reported as not said)" in read(answer_pages(answered(*shown)))


def test_what_may_not_have_been_said_is_marked():
    """Nor does a hypothesis."""
    pages = answer_pages(answered(snippet(article("He may say so."), hypothetical=True)))
    assert "(reported as something that may not have been said)" in read(pages)


def test_an_outlets_own_words_are_not_put_into_a_mouth():
    """Without a speaker the outlet speaks."""
    pages = answer_pages(
        answered(snippet(article("It rained.", source="Lune Daily"), speaker=None))
    )
    assert "Lune Daily, in its own words" in read(pages)


def test_needed_context_stands_beside_the_quotation_not_in_it():
    """Where it stands before the words it is shown before them."""
    cited = article("The mayor spoke. She left.")
    remark = replace(
        snippet(cited), citations=(Citation(1, cited, Span(17, 26)),), context=(Span(0, 16),)
    )
    html = answer_pages(answered(remark))[0].html
    assert "<i>context: The mayor spoke.</i>\n<blockquote>She left.</blockquote>" in html


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("tg://user?id=1", False),
        ("https://", False),
        ('https://example.org/"><b>', False),
        ("https://example.org/a b", False),
        ("https://[broken", False),
        ("https://example.org/" + "x" * 2000, False),
    ],
)
def test_only_web_addresses_become_links(url, linked):
    """Anything else leaves the title alone."""
    html = answer_pages(answered(snippet(article("Words.", url=url))))[0].html
    assert ("<a href=" in html) is linked
    assert "A title" in parsed(html)


def test_an_unknown_date_and_outlet_are_shown_as_unknown():
    """Nothing is guessed."""
    pages = answer_pages(answered(snippet(article("Words."))))
    assert "[1] A title · outlet unknown, date unknown" in read(pages)


def test_a_known_date_is_written_out():
    """Day, month, year."""
    pages = answer_pages(
        answered(snippet(article("Words.", published=dt.date(2025, 3, 4), source="Lune Daily")))
    )
    assert "[1] A title · Lune Daily, 4 March 2025" in read(pages)


def test_an_article_that_is_cited_twice_is_listed_once():
    """With both numbers."""
    same = article("Words.")
    pages = answer_pages(answered(snippet(same), snippet(same, rank=2, number=2)))
    assert read(pages).count("A title") == 1
    assert "[1][2] A title" in read(pages)


def test_a_title_cannot_turn_round_the_line_it_stands_on():
    """Marks of direction and line breaks are left out of names and titles."""
    html = answer_pages(answered(snippet(article("Words.", title="A\u202e title\n[2] B"))))[0].html
    assert "\u202e" not in html
    assert "[1] A title [2] B ·" in html


def test_a_decline_shows_its_message_and_what_is_near():
    """Message, suggestions that the message does not name, and the closest words."""
    card = declined(
        "Nothing on the harbour; she spoke on ferries.",
        closest=sentences(1),
        suggestions=("ferries", "cranes"),
    )
    text = read(answer_pages(card))
    assert "Nothing on the harbour; she spoke on ferries.\nTry: cranes" in text
    assert "Closest on record:\n1. Ada Berg, mayor\nNo 1." in text


def test_a_decline_without_anything_near_is_one_short_message():
    """Nothing else is shown."""
    assert read(answer_pages(declined())) == (
        "Understood as: what Ada Berg said about the harbour\n\nNothing on the harbour."
    )


def test_a_briefing_names_each_speaker_once():
    """Statements of one speaker stand below each other."""
    first, second, third = sentences(3)
    briefing = Briefing(
        "the harbour",
        (
            BriefingEntry("Ada Berg", "mayor", (first, second)),
            BriefingEntry("Otto Lind", None, (third,)),
        ),
        None,
    )
    text = read(briefing_pages(briefing))
    assert text.startswith("Briefing: the harbour\n\nAda Berg, mayor\nNo 1.")
    assert text.count("Ada Berg") == 1
    assert "Otto Lind\nNo 3." in text


def test_an_empty_briefing_says_why():
    """The message is shown."""
    text = read(briefing_pages(Briefing("fish", (), "Nothing on record about fish.")))
    assert text == "Briefing: fish\n\nNothing on record about fish."


# --- pages -----------------------------------------------------------------------------------


def test_pages_are_split_between_results():
    """Every result stands whole on exactly one page, in order."""
    shown = sentences(9, length=700)
    pages = answer_pages(answered(*shown))
    assert len(pages) > 2
    for remark in shown:
        assert sum(remark.text in parsed(page.html) for page in pages) == 1
    numbers = [number for page in pages for number in page.numbers]
    assert numbers == list(range(1, 10))


def test_a_long_result_is_cut_at_a_word_with_the_mark_outside():
    """What was cut is said below the quotation, with the button that shows it."""
    words = "harbour " * 2000
    html = answer_pages(answered(snippet(article(words.strip()))))[0].html
    quote = html.split("<blockquote expandable>")[1].split("</blockquote>")[0]
    assert words.startswith(quote)
    assert quote.endswith("harbour")
    assert "<i>… cut here; Context 1 shows all of it</i>" in html.split("</blockquote>")[1]


def test_wordings_give_way_before_the_first_outlets_words_do():
    """The other outlets are named, their words are behind Context."""
    shown = snippet(*(article(f"{n} " + "harbour " * 180, id=str(n)) for n in range(5)))
    html = answer_pages(answered(shown))[0].html
    assert shown.text in parsed(html)
    assert "also in outlet unknown [" in html
    assert "in other words" in html


def test_hundreds_of_outlets_still_fit_a_message():
    """The rest are counted."""
    shown = snippet(*(article("The same.", id=str(n), title=f"Title {n}") for n in range(300)))
    (page,) = answer_pages(answered(shown))
    assert "Title 0" in parsed(page.html)
    assert "more articles" in parsed(page.html)
    assert units(page.html) <= 4096


@pytest.mark.parametrize("same", [True, False])
def test_the_worst_card_still_fits_a_message(same):
    """Every part at its longest, every character one that is escaped."""
    worst = "& " * 3000
    remark = snippet(
        *(
            article(
                worst if same else f"{worst}{n}",
                id=str(n),
                title=worst,
                source=worst,
                url="https://example.org/?" + "&" * 70,
            )
            for n in range(60)
        ),
        speaker=worst,
        role=worst,
        negated=True,
    )
    card = replace(
        declined(worst, closest=(remark,), suggestions=(worst + "a", worst + "b") * 4),
        interpretation=Interpretation(worst, worst, None, None),
    )
    for page in (*answer_pages(card), *answer_pages(answered(remark))):
        check(page)


# --- context ---------------------------------------------------------------------------------


def test_a_context_marks_the_cited_words_and_nothing_else():
    """The neighbours stand around them as they stand in the article."""
    cited = article("Before this. The words. And after.\nA new paragraph.")
    context = Context(cited, Span(0, 12), Span(13, 23), Span(24, 51))
    (page,) = context_pages(context, 7)
    head, body = page.split("\n\n", 1)
    assert head == "[7] A title · outlet unknown, date unknown"
    assert body == "Before this. <b>The words.</b> And after.\nA new paragraph."


def test_words_left_out_between_neighbours_are_marked():
    """Page furniture between sentences is not passed over in silence."""
    cited = article("Before. Also read: more. The words.")
    (page,) = context_pages(Context(cited, Span(0, 7), Span(25, 35), None), 1)
    assert "Before. […] <b>The words.</b>" in page


def test_a_context_longer_than_a_message_comes_in_pages():
    """Together the pages hold every cited word."""
    cited = article(" ".join(f"word{n}" for n in range(3000)))
    pages = context_pages(Context(cited, None, Span(0, len(cited.text)), None), 1)
    assert len(pages) > 1
    bold = [page.split("<b>")[1].split("</b>")[0] for page in pages]
    assert "".join(bold) == cited.text


# --- whatever stands in the articles ---------------------------------------------------------

ANY = st.text(min_size=1, max_size=120)
LONG = st.tuples(ANY, st.integers(1, 120)).map(lambda pair: pair[0] * pair[1])
ARTICLES = st.builds(
    Article,
    id=st.sampled_from("abcdef"),
    title=ANY,
    text=st.one_of(ANY, ANY, LONG),
    source=st.none() | ANY,
    url=st.none() | st.just("https://example.org/?a=1&b=<2>") | ANY,
)
SNIPPETS = st.lists(
    st.builds(
        lambda articles, speaker, role, negated: (articles, speaker, role, negated),
        st.lists(ARTICLES, min_size=1, max_size=4),
        st.none() | ANY,
        st.none() | ANY,
        st.booleans(),
    ),
    max_size=6,
)


def numbered(drawn: Sequence[tuple[Any, ...]]) -> tuple[Snippet, ...]:
    """Snippets with ranks and running numbers."""
    number = 1
    made: list[Snippet] = []
    for rank, (articles, speaker, role, negated) in enumerate(drawn, start=1):
        made.append(
            snippet(
                *articles, rank=rank, number=number, speaker=speaker, role=role, negated=negated
            )
        )
        number += len(articles)
    return tuple(made)


def check(page: Page) -> str:
    """A page that Telegram takes, parsed."""
    assert units(page.html) <= 4096
    assert entities(page.html) <= 100
    text = parsed(page.html)  # raises on tags, attributes or balance that Telegram refuses
    assert units(text) <= 4096
    assert text.strip()
    assert len(plain(page.html)) <= len(page.html)
    return text


@settings(max_examples=150, deadline=None)
@given(SNIPPETS, ANY, ANY)
def test_any_answer_makes_messages_that_telegram_takes(drawn, speaker, topic):
    """Balanced, allowed tags only, within the limits, whatever the articles hold."""
    shown = numbered(drawn)
    answer = replace(answered(*shown), interpretation=Interpretation(speaker, topic, None, None))
    for page in answer_pages(answer):
        check(page)


@settings(max_examples=100, deadline=None)
@given(SNIPPETS, LONG, st.lists(LONG, max_size=8))
def test_any_decline_makes_messages_that_telegram_takes(drawn, message, suggestions):
    """However long message, names and suggestions are."""
    card = declined(message, closest=numbered(drawn), suggestions=tuple(suggestions))
    for page in answer_pages(card):
        check(page)


@settings(max_examples=100, deadline=None)
@given(SNIPPETS, st.none() | LONG)
def test_any_briefing_makes_messages_that_telegram_takes(drawn, about):
    """The same for briefings."""
    entries = tuple(
        BriefingEntry(remark.speaker or "?", remark.role, (remark,)) for remark in numbered(drawn)
    )
    for page in briefing_pages(Briefing(about, entries, None)):
        check(page)


@settings(max_examples=150, deadline=None)
@given(SNIPPETS)
def test_the_first_words_of_every_result_are_shown_verbatim(drawn):
    """Parsed, a page holds each result's words exactly, or their beginning with the cut told."""
    shown = numbered(drawn)
    pages = answer_pages(answered(*shown))
    texts = {number: check(page) for page in pages for number in page.numbers}
    for remark in shown:
        number = remark.citations[0].number
        if f"cut here; Context {number} shows" not in texts[number]:
            assert remark.text in texts[number]


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY, min_size=3, max_size=3), st.integers(1, 200))
def test_any_context_holds_every_cited_word(parts, times):
    """Over as many messages as it takes, each of them one that Telegram takes."""
    before, cited, after = parts[0], parts[1] * times, parts[2]
    whole = article(before + cited + after, title=after)
    middle = Span(len(before), len(before) + len(cited))
    context = Context(whole, Span(0, middle.start), middle, Span(middle.end, len(whole.text)))
    pages = context_pages(context, 1)
    for page in pages:
        check(Page(page, ()))
    bold = [parsed(p.split("<b>")[1].split("</b>")[0]) for p in pages if "<b>" in p]
    assert "".join(bold) == cited
