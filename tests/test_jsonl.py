"""An answer as JSON: the documented keys in the documented order."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Citation, Interpretation
from bot.rendering.jsonl import answer_object, conversation_object, dump, error_object
from index.articles import Article
from index.spans import Span
from tests.fake_desk import HERALD, answered, declined, safe_bridge, span


def test_the_keys_of_an_answer_come_in_the_documented_order() -> None:
    """The documented keys come first and in order, extensions behind them."""
    assert list(answer_object(answered("q"))) == [
        "id", "question", "outcome", "interpretation", "snippets", "closest", "message",
        "elapsed_ms", "choices", "suggestions",
    ]  # fmt: skip


def test_the_keys_of_a_snippet_come_in_the_documented_order() -> None:
    """The documented keys come first and in order, extensions behind them."""
    snippet = answer_object(answered("q"))["snippets"][0]
    assert list(snippet) == [
        "rank", "text", "speaker", "kind", "score", "citations",
        "role", "negated", "hypothetical", "independent",
    ]  # fmt: skip


def test_a_citation_is_written_in_full() -> None:
    """A citation holds the number, the article, the offsets and the words between them."""
    assert answer_object(answered("q"))["snippets"][0]["citations"][0] == {
        "number": 1,
        "article_id": "herald-1",
        "title": "Bridge to stay open, mayor says",
        "source": "Harbour Herald",
        "published": "2025-03-04",
        "url": "https://herald.example/bridge",
        "start": 73,
        "end": 94,
        "quote": '"The bridge is safe,"',
        "context": None,
    }


def test_what_is_unknown_is_null() -> None:
    """An article without outlet, date and address says so with nulls."""
    citation = answer_object(answered("q"))["snippets"][0]["citations"][1]
    assert [citation["source"], citation["published"], citation["url"]] == [None, None, None]


def test_the_text_of_a_snippet_is_its_first_quote() -> None:
    """A snippet's text is the quote of its first citation."""
    snippet = answer_object(answered("q"))["snippets"][0]
    assert snippet["text"] == snippet["citations"][0]["quote"]


def test_scores_are_rounded_to_four_decimals() -> None:
    """A score is written with four decimals at most."""
    assert answer_object(answered("q"))["snippets"][0]["score"] == 0.9123


def test_closest_has_the_form_of_snippets() -> None:
    """What stands near is written exactly as a snippet is."""
    value = answer_object(declined("q"))
    assert value["closest"] == answer_object(answered("q"))["snippets"]


def test_a_refusal_is_written_with_its_message() -> None:
    """A declined answer carries outcome, message and suggestions, and no snippets."""
    value = answer_object(declined("q"), "q1")
    assert [value[key] for key in ("id", "outcome", "snippets", "suggestions")] == [
        "q1", "nothing_on_topic", [], ["bridge repairs"],
    ]  # fmt: skip
    assert value["message"] == "Ada Quill is quoted once, nothing on taxes."


def test_days_are_iso_dates() -> None:
    """The days of the interpretation are written as ISO dates."""
    asked = Interpretation("Ada Quill", None, dt.date(2025, 3, 4), dt.date(2025, 3, 9))
    value = answer_object(replace(answered("q"), interpretation=asked))["interpretation"]
    assert value == {
        "speaker": "Ada Quill", "topic": None, "since": "2025-03-04", "until": "2025-03-09",
        "kind": "said",
    }  # fmt: skip


def test_context_is_written_with_its_offsets() -> None:
    """The neighbouring words that are needed stand beside the citation, with their offsets."""
    near = span(HERALD, "The old bridge was inspected on Monday.")
    snippet = replace(safe_bridge(), context=(near, None))
    citations = answer_object(replace(answered("q"), snippets=(snippet,)))["snippets"][0][
        "citations"
    ]
    assert citations[0]["context"] == {
        "start": near.start, "end": near.end, "text": "The old bridge was inspected on Monday.",
    }  # fmt: skip
    assert citations[1]["context"] is None


def test_a_conversation_is_its_turns() -> None:
    """A conversation is the id and the answers in order."""
    assert conversation_object([{"id": "d.1"}], "d") == {"id": "d", "turns": [{"id": "d.1"}]}


def test_an_error_of_a_line_names_the_line() -> None:
    """The error of a line holds its number; the error of a turn does not."""
    assert error_object("why", None, 7) == {"id": None, "line": 7, "error": "why"}
    assert error_object("why", "d.2") == {"id": "d.2", "error": "why"}


@given(st.text(st.characters(), min_size=1))
def test_any_text_is_one_line_that_reads_back(text: str) -> None:
    """Whatever an article holds, the answer is one encodable line and the words come back."""
    article = Article(id="a", title=text, text=text)
    citation = Citation(1, article, Span(0, len(text)))
    snippet = replace(safe_bridge(), citations=(citation,), speaker=text)
    line = dump(answer_object(replace(answered(text), snippets=(snippet,))))
    assert len(line.splitlines()) == 1
    read = json.loads(line.encode("utf-8"))
    assert read["snippets"][0]["citations"][0]["quote"] == text
