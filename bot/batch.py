"""Many questions from a file: one line in, one line out.

An input line is ``{"id", "question"}``, or ``{"id", "turns": [{"question"}, ...]}`` for a
conversation; either may have a ``"question_date"``, the day on which it is asked. Other keys are
ignored, since labelled sets have more. Every line that is not blank gets one line of output in its
place, an error included, so that both files can be read side by side.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.conversation import Conversation
from bot.desk import Desk
from bot.rendering.jsonl import Id, answer_object, conversation_object, error_object
from bot.rendering.terminal import encodable
from index.errors import CollectionError, OnRecordError

_SHAPE = 'write {"id": ..., "question": "..."} or {"id": ..., "turns": [{"question": "..."}]}'
_BYTE_ORDER_MARK = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Reply:
    """What one line of input gets.

    Attributes:
        value: the object for the line of output.
        problems: what could not be answered, in words, naming the line; empty where all is well.
    """

    value: dict[str, Any]
    problems: tuple[str, ...] = ()


class _Turn(BaseModel, strict=True):
    question: str


class _Asked(BaseModel, strict=True):
    question_date: Annotated[dt.date | None, Field(strict=False)] = None


class _Dialogue(_Asked):
    id: Annotated[str | int, Field(union_mode="left_to_right")]
    turns: list[_Turn]


class _Single(_Asked):
    id: Annotated[str | int, Field(union_mode="left_to_right")]
    question: str


_DIALOGUE = TypeAdapter(_Dialogue)
_SINGLE = TypeAdapter(_Single)


def replies(
    lines: Iterable[bytes],
    desk: Desk,
    *,
    name: str,
    limit: int,
    asked: dt.date | None = None,
) -> Iterator[Reply]:
    """A reply for each line that is not blank, in order, as soon as it is there.

    Args:
        lines: the lines of the file, as bytes of UTF-8.
        desk: where the questions are answered.
        name: the name of the file, for the problems.
        limit: how many snippets an answer has at most.
        asked: the day on which the questions are asked whose line names none; None for today.

    Raises:
        CollectionError: there is nothing to answer from; no other line could be answered either.
    """
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix(_BYTE_ORDER_MARK) if number == 1 else raw
        if line.strip():
            yield _reply(line, number, desk, name, limit, asked)


def _reply(
    line: bytes, number: int, desk: Desk, name: str, limit: int, asked: dt.date | None
) -> Reply:
    place = f"{name}, line {number}"
    identity: Id = None
    try:
        found = json.loads(line.decode("utf-8"))
        identity = _identity(found)
        if isinstance(found, dict) and "turns" in found:
            return _conversation(_DIALOGUE.validate_python(found), desk, place, limit, asked)
        single = _SINGLE.validate_python(found)
        answer, _ = desk.answer(
            encodable(single.question), limit=limit, asked=single.question_date or asked
        )
        return Reply(answer_object(answer, single.id))
    except CollectionError:
        raise
    except OnRecordError as exc:
        error = str(exc)
    except ValidationError as exc:
        error = _in_words(exc)
    except UnicodeDecodeError as exc:
        error = f"not UTF-8 text at byte {exc.start + 1} of the line: save the file as UTF-8"
    except json.JSONDecodeError as exc:
        error = f"not JSON ({exc.msg}, character {exc.pos + 1}): {_SHAPE}"
    except (ValueError, RecursionError) as exc:  # a number or a nesting beyond Python's bounds
        error = f"not JSON ({exc}): {_SHAPE}"
    return Reply(error_object(error, identity, number), (f"{place}: {error}",))


def _conversation(
    dialogue: _Dialogue, desk: Desk, place: str, limit: int, asked: dt.date | None
) -> Reply:
    conversation = Conversation()
    day = dialogue.question_date or asked
    turns: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, turn in enumerate(dialogue.turns, 1):
        identity = f"{dialogue.id}.{number}"
        try:
            answer, conversation = desk.answer(
                encodable(turn.question), conversation, limit=limit, asked=day
            )
        except CollectionError:
            raise
        except OnRecordError as exc:
            turns.append(error_object(str(exc), identity))
            problems.append(f"{place}, turn {number}: {exc}")
        else:
            turns.append(answer_object(answer, identity))
    return Reply(conversation_object(turns, dialogue.id), tuple(problems))


def _identity(found: object) -> Id:
    identity = found.get("id") if isinstance(found, dict) else None
    return identity if isinstance(identity, str | int) and not isinstance(identity, bool) else None


def _in_words(exc: ValidationError) -> str:
    first = exc.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("str", "int"))
    if not where:
        return f"not an object: {_SHAPE}"
    return f"{where}: {first['msg'].removeprefix('Input ').lower()}: {_SHAPE}"
