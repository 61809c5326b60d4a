"""The articles and questions of a run: the same files for every system."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from benchmarks.peers.splitting import sentences
from index.articles import Article
from index.errors import EmptyCollection, QuestionError
from index.reading import Problem, read

T = TypeVar("T")

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = Path(__file__).parent / "questions.jsonl"
CHATS = 50
_WARM_UP = 5
_PASSAGE_WORDS = 150


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a run, written as JSON Lines.

    Attributes:
        base: what is built from.
        new: what is added afterwards, one in a hundred of ``base``, at least one.
        count: how many articles ``base`` has.
        megabytes: how much text ``base`` has, in millions of bytes of UTF-8.
        texts: the texts of ``base``.
    """

    base: Path
    new: Path
    count: int
    megabytes: float
    texts: tuple[str, ...]


def articles(
    path: Path, folder: Path, *, limit: int, asked_about: Collection[str] = ()
) -> Articles:
    """Reads articles in any format On Record knows and writes those of this run to ``folder``.

    Args:
        path: a file or folder of articles.
        folder: where the files are written.
        limit: how many are built from at most; 0 for all.
        asked_about: ids of articles that the questions are about. They come into a sample first,
            or most questions would be for somebody whom it does not know; the others are taken
            evenly from all.

    Raises:
        EmptyCollection: there are fewer than two articles.
    """
    found = [item for item in read([path]) if not isinstance(item, Problem)]
    if len(found) < 2:
        raise EmptyCollection(f"fewer than two articles in {path}: name others with ARTICLES=...")
    count = min(limit or len(found), len(found) * 100 // 101, len(found) - 1)
    added = max(1, count // 100)
    needed = [article for article in found if article.id in asked_about][:count]
    kept = {article.id for article in needed}
    others = evenly([a for a in found if a.id not in kept], count + added - len(needed))
    # The new ones lie between the old ones, so that both are of a kind.
    new = evenly(others, added)
    kept |= {article.id for article in others} - {article.id for article in new}
    base = [article for article in found if article.id in kept]
    texts = tuple(article.text for article in base)
    return Articles(
        base=_written(base, folder / "articles.jsonl"),
        new=_written(new, folder / "new.jsonl"),
        count=len(base),
        megabytes=sum(len(text.encode()) for text in texts) / 1_000_000,
        texts=texts,
    )


def evenly(items: Sequence[T], count: int) -> list[T]:
    """``count`` items at even distances, in their order; all where there are not more."""
    if count >= len(items):
        return list(items)
    return [items[at * len(items) // count] for at in range(count)]


class _Gold(BaseModel):
    article: str


class _Line(BaseModel):
    question: str
    gold: tuple[_Gold, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a run.

    Attributes:
        warm_up: asked before anything is timed.
        timed: asked one after another.
        about: ids of the articles that answer them, where the file says so.
    """

    warm_up: tuple[str, ...]
    timed: tuple[str, ...]
    about: frozenset[str]

    @property
    def at_once(self) -> list[str]:
        """One for each of ``CHATS`` chats, over and over where there are fewer."""
        return [self.timed[at % len(self.timed)] for at in range(CHATS)]


def questions(path: Path, *, limit: int) -> Questions:
    """Reads questions, one ``{"question": "..."}`` a line, or a set that ``onrecord eval`` reads.

    Args:
        path: the file.
        limit: how many are used at most, the first ones; 0 for all.

    Raises:
        QuestionError: a line is no question, or there is none.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as exc:
        raise QuestionError(
            f"{path} cannot be read ({exc.strerror}): name a file with QUESTIONS=..."
        ) from exc
    found = [_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    found = found[:limit] if limit else found
    if not found:
        raise QuestionError(f"no questions in {path}: name others with QUESTIONS=...")
    warm_up = min(_WARM_UP, len(found) // 4)
    about = frozenset(gold.article for line in found for gold in line.gold)
    asked = [line.question for line in found]
    return Questions(tuple(asked[:warm_up]), tuple(asked[warm_up:]), about)


def _question(path: Path, number: int, line: str) -> _Line:
    try:
        return _Line.model_validate_json(line)
    except ValidationError as exc:
        raise QuestionError(
            f'{path}, line {number}: no question: write {{"question": "..."}}'
        ) from exc


def passages(text: str) -> list[str]:
    """Sentences of a text joined to some 150 words, as much as the model reads at once."""
    found: list[str] = []
    words = _PASSAGE_WORDS
    for sentence in sentences(text):
        length = len(sentence.split())
        if words + length > _PASSAGE_WORDS:
            found.append(sentence)
            words = length
        else:
            found[-1] += f" {sentence}"
            words += length
    return found


def _written(some: Sequence[Article], path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for article in some:
            file.write(json.dumps(_record(article), ensure_ascii=False) + "\n")
    return path


def _record(article: Article) -> dict[str, str]:
    published: dt.date | None = article.published
    fields = {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": None if published is None else published.isoformat(),
        "url": article.url,
        "text": article.text,
    }
    return {name: value for name, value in fields.items() if value is not None}
