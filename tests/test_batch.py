"""Many questions from a file: one line in, one line out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.batch import Reply, replies
from bot.conversation import Conversation
from index.errors import NoIndex
from tests.fake_desk import EmptyDesk, FakeDesk


def ask(*lines: bytes | dict[str, Any], desk: FakeDesk | None = None) -> list[Reply]:
    """The replies to these lines."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(replies(raw, desk or FakeDesk(), name="set.jsonl", limit=3))


def test_a_question_is_answered_under_its_id() -> None:
    """One question gives one answer with the question's id, and no problem."""
    (reply,) = ask({"id": "q1", "question": "is the bridge safe?"})
    assert (reply.value["id"], reply.value["outcome"]) == ("q1", "answered")
    assert reply.problems == ()


def test_a_number_is_an_id_too() -> None:
    """An id that is a number stays a number."""
    assert ask({"id": 7, "question": "bridge"})[0].value["id"] == 7


def test_other_keys_are_ignored() -> None:
    """A line of a labelled set, with its right answers, is a question like any other."""
    (reply,) = ask({"id": "q1", "question": "bridge", "gold": [{"start": 1}], "answerable": True})
    assert reply.value["outcome"] == "answered"


def test_answers_come_in_the_order_of_the_questions() -> None:
    """Replies stand in the order of the lines."""
    found = ask(*({"id": n, "question": "bridge"} for n in range(5)))
    assert [reply.value["id"] for reply in found] == list(range(5))


def test_answers_come_as_soon_as_they_are_there() -> None:
    """The first answer is given before the second line is read."""
    read: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield json.dumps({"id": number, "question": "bridge"}).encode()

    next(replies(lines(), FakeDesk(), name="set.jsonl", limit=3))
    assert read == [0]


def test_a_conversation_carries_its_state() -> None:
    """A follow-up is asked with what the questions before it were about."""
    (reply,) = ask({"id": "d", "turns": [{"question": "the bridge?"}, {"question": "and when?"}]})
    assert [turn["outcome"] for turn in reply.value["turns"]] == ["answered", "answered"]


def test_turns_are_numbered_within_their_conversation() -> None:
    """Each turn's answer has the conversation's id with the turn's number."""
    (reply,) = ask({"id": "d", "turns": [{"question": "bridge"}, {"question": "x"}]})
    assert [turn["id"] for turn in reply.value["turns"]] == ["d.1", "d.2"]


def test_conversations_do_not_know_of_each_other() -> None:
    """Every line begins a new conversation."""
    desk = FakeDesk()
    ask({"id": 1, "turns": [{"question": "bridge"}]}, {"id": 2, "question": "x"}, desk=desk)
    assert [conversation for _, conversation, _ in desk.asked] == [Conversation()] * 2


def test_the_limit_reaches_every_question() -> None:
    """The limit holds for questions and for turns."""
    desk = FakeDesk()
    ask({"id": 1, "turns": [{"question": "bridge"}]}, {"id": 2, "question": "x"}, desk=desk)
    assert [limit for _, _, limit in desk.asked] == [3, 3]


def test_the_day_of_a_question_is_that_of_its_line() -> None:
    """A line without a day is asked on the day of the file, every turn on that of its line."""
    desk = FakeDesk()
    turns = [{"question": "bridge"}, {"question": "and?"}]
    lines: list[dict[str, Any]] = [
        {"id": 1, "question": "bridge", "question_date": "2026-03-04"},
        {"id": 2, "question": "bridge", "question_date": None},
        {"id": 3, "turns": turns, "question_date": "2025-12-31"},
    ]
    raw = [json.dumps(line).encode() for line in lines]
    list(replies(raw, desk, name="set.jsonl", limit=3, asked=dt.date(2026, 7, 15)))
    assert [str(day) for day in desk.asked_on] == [
        "2026-03-04", "2026-07-15", "2025-12-31", "2025-12-31",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "identity", "reason"),
    [
        (b'{"id": "q", "question": "x", "question_date": "May"}', "q", "question_date: should be"),
        (b"{not json", None, "not JSON"),
        (b"[1]", None, "not an object"),
        (b'"words"', None, "not an object"),
        (b'{"question": "bridge"}', None, "id: field required"),
        (b'{"id": null, "question": "bridge"}', None, "id: should be a valid"),
        (b'{"id": true, "question": "bridge"}', None, "id: should be a valid"),
        (b'{"id": "q"}', "q", "question: field required"),
        (b'{"id": "q", "question": 3}', "q", "question: should be a valid string"),
        (b'{"id": "q", "turns": {}}', "q", "turns: should be a valid list"),
        (b'{"id": "q", "turns": [{}]}', "q", "turns.0.question: field required"),
        (b'{"id": "q", "question": "  "}', "q", "the question is blank"),
        (b'{"id": "q", "question": "' + b"x" * 2001 + b'"}', "q", "longer than 2,000"),
        (b'{"id": "q", "question": "\xff"}', None, "not UTF-8 text at byte 26"),
        (b"[" * 100_000, None, "not JSON"),
    ],
)
def test_a_bad_line_is_reported_in_its_place(
    line: bytes, identity: str | None, reason: str
) -> None:
    """A bad line gets an error under its id and number; the lines around it are answered."""
    good = {"id": "g", "question": "bridge"}
    before, bad, after = ask(good, line, good)
    assert before.value["outcome"] == after.value["outcome"] == "answered"
    assert list(bad.value) == ["id", "line", "error"]
    assert (bad.value["id"], bad.value["line"]) == (identity, 2)
    assert reason in bad.value["error"]
    assert bad.problems == (f"set.jsonl, line 2: {bad.value['error']}",)


def test_a_bad_turn_leaves_the_others_answered() -> None:
    """A blank turn gets an error in its place, and the conversation goes on from before it."""
    (reply,) = ask(
        {"id": "d", "turns": [{"question": "bridge"}, {"question": " "}, {"question": "and?"}]}
    )
    first, second, third = reply.value["turns"]
    assert list(second) == ["id", "error"]
    assert (first["outcome"], third["outcome"]) == ("answered", "answered")
    assert reply.problems == ("set.jsonl, line 1, turn 2: the question is blank: type one",)


def test_blank_lines_are_passed_over_and_counted() -> None:
    """A blank line gets no reply, and the numbers of the lines after it are right."""
    (reply,) = ask(b"\n", b"  \r\n", b"{\n")
    assert reply.value["line"] == 3


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    """A file of a Windows editor is read as any other."""
    (reply,) = ask("\ufeff".encode() + b'{"id": "q", "question": "bridge"}\r\n')
    assert reply.value["outcome"] == "answered"


def test_half_a_surrogate_pair_is_a_question_like_any_other() -> None:
    """An escape that is no character does not reach the search."""
    desk = FakeDesk()
    ask(b'{"id": "q", "question": "bridge \\ud83d"}', desk=desk)
    assert desk.asked[0][0] == "bridge ?"


def test_a_missing_index_ends_the_batch() -> None:
    """Where there is nothing to answer from, the first question says so for all."""
    with pytest.raises(NoIndex, match="onrecord index build"):
        ask({"id": "q", "question": "bridge"}, desk=EmptyDesk())
