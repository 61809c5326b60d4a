"""Larger collections made of a real one, without encoding a sentence more.

The first copy is the collection itself, or the first articles of it where fewer sentences are
asked for. Every further copy has the same articles with changed words and changed vectors. Names
are spelled another way, and three in twenty of the other words are replaced by words of the same
length, so that every offset stays. A vector is the real one plus ``NOISE`` times the difference of
two other real ones, which leaves it at a cosine of about 0.75 to its original, as far as two
reports of one event are from each other. The most quoted speakers keep their names in all copies,
and so have as many more statements as there are copies; everybody else is somebody new.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.analysis import Analysis
from index.articles import Article
from index.collection import Collection
from index.digest import digest
from index.layout import generation_dir
from index.manifest import STORE_FILE, VECTORS_FILE, Counts, describe
from index.records import StoredPassage
from index.segmentation import Passage, Sentence
from index.speakers import Speaker
from index.staging import link_or_copy, locked, publish, staged
from index.store_writer import StoreWriter
from index.vectors import FloatArray, Unit, VectorWriter, write_all_codes
from index.words import STOP_WORDS, fold

NOISE = 0.65
_REPLACED = 15  # of a hundred words that are no names
_EVERYWHERE = 10  # speakers who keep their names
_WORD = re.compile(r"[A-Za-z]{2,}")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class _Read:
    """One article of the collection, read once and written in every copy."""

    article: Article
    sentences: tuple[Sentence, ...]
    analysis: Analysis
    speakers: tuple[int | None, ...]
    passages: tuple[Passage, ...]


def enlarge(collection: Collection, source: Path, index_dir: Path, sentences: int) -> int:
    """Publishes a collection of about ``sentences`` sentences in ``index_dir``.

    Args:
        collection: what is copied.
        source: the folder of its generation; the encoder is taken from there.
        index_dir: the index folder to make.
        sentences: how many sentences the new one is to have, or somewhat more.

    Returns:
        How many copies it is made of, the collection itself included.
    """
    read = _articles(collection, sentences)
    copies = max(1, -(-sentences // sum(len(one.sentences) for one in read)))
    generation = f"growth-{sentences}"
    with locked(index_dir), staged(index_dir, generation) as folder:
        counts = _write_store(collection, read, folder / STORE_FILE, copies)
        _write_vectors(collection, read, folder / VECTORS_FILE, copies)
        for name in collection.manifest.files:
            if name.startswith(("encoder", "tokenizer")):
                link_or_copy(source / name, folder / name)
        manifest = collection.manifest.model_copy(
            update={
                "generation": generation,
                "created": dt.datetime.now(dt.UTC),
                "counts": counts,
                "files": {path.name: describe(path) for path in sorted(folder.iterdir())},
            }
        )
        manifest.write(folder)
        publish(index_dir, folder, generation)
    return copies


def _articles(collection: Collection, sentences: int) -> list[_Read]:
    """The first articles of a collection with so many sentences, or all of them."""
    windows: dict[str, list[StoredPassage]] = {}
    for passage in collection.passages(range(collection.count(Unit.PASSAGE))):
        windows.setdefault(passage.article_id, []).append(passage)
    read: list[_Read] = []
    for header in collection.articles():
        if sum(len(one.sentences) for one in read) >= sentences:
            break
        read.append(_read(collection, header.id, windows.get(header.id, ())))
    return read


def _write_store(collection: Collection, read: Sequence[_Read], path: Path, copies: int) -> Counts:
    """Writes the database; returns how many of each it holds."""
    times = Counter(s for one in read for s in one.speakers if s is not None)
    articles = Counter(s for one in read for s in set(one.speakers) if s is not None)
    people = [
        replace(person, statements=times[person.row], articles=articles[person.row])
        for person in collection.speakers()
        if person.row in times
    ]
    kept = {s.row for s in sorted(people, key=lambda s: -s.statements)[:_EVERYWHERE]}
    names = frozenset(
        word.lower()
        for person in people
        if person.row in kept
        for name in (person.name, *person.aliases)
        for word in _WORD.findall(name)
    )
    vocabulary = _vocabulary(read)
    with closing(StoreWriter(path)) as writer:
        for copy in range(copies):
            disguise = _Disguise(copy, names, vocabulary)
            for one in read:
                article = disguise.article(one.article)
                writer.add_article(article, digest(article))
        rows, speakers = _speakers(people, kept, copies, names, vocabulary)
        writer.add_speakers(speakers)
        number = 0
        for copy in range(copies):
            disguise = _Disguise(copy, names, vocabulary)
            for one in read:
                article = disguise.article(one.article)
                analysis = replace(one.analysis, article_id=article.id)
                # A statement's own number stands for its speaker.
                by_number = {
                    n: None if s is None else rows[copy, s] for n, s in enumerate(one.speakers)
                }
                writer.add_analysis(number, article, analysis, one.passages, by_number.get)
                number += 1
        writer.finish()
        return Counts(
            articles=number,
            sentences=writer.count(Unit.SENTENCE),
            statements=writer.count(Unit.STATEMENT),
            passages=writer.count(Unit.PASSAGE),
            speakers=len(speakers),
        )


def _read(collection: Collection, article_id: str, windows: Sequence[StoredPassage]) -> _Read:
    article = collection.article(article_id)
    stored = collection.sentences_of(article_id)
    first = stored[0].row if stored else 0
    sentences = tuple(Sentence(s.span, s.paragraph, s.is_headline, (s.span,)) for s in stored)
    found = collection.statements_of(article_id)
    base = found[0].row if found else 0
    statements = tuple(
        replace(
            s.statement,
            speaker=None if s.speaker is None else n,
            nested_in=None if s.nested_in is None else s.nested_in - base,
        )
        for n, s in enumerate(found)
    )
    return _Read(
        article,
        sentences,
        Analysis(article_id, sentences, statements, ()),
        tuple(s.speaker for s in found),
        tuple(Passage(p.span, p.first - first, p.last - first) for p in windows),
    )


def _speakers(
    people: Sequence[Speaker],
    kept: set[int],
    copies: int,
    names: frozenset[str],
    vocabulary: Mapping[int, Sequence[str]],
) -> tuple[dict[tuple[int, int], int], list[Speaker]]:
    """The row of every (copy, speaker), and the speakers of all copies."""
    rows: dict[tuple[int, int], int] = {}
    speakers: list[Speaker] = []
    for copy in range(copies):
        disguise = _Disguise(copy, names, vocabulary)
        for person in people:
            if copy and person.row in kept:
                rows[copy, person.row] = rows[0, person.row]
                continue
            times = copies if person.row in kept else 1
            rows[copy, person.row] = len(speakers)
            speakers.append(
                Speaker(
                    len(speakers),
                    disguise.text(person.name),
                    person.kind,
                    tuple(map(disguise.text, person.aliases)),
                    tuple(map(disguise.text, person.roles)),
                    times * person.statements,
                    times * person.articles,
                )
            )
    return rows, speakers


class _Disguise:
    """Changes the words of one copy, each always in the same way; the first copy stays as it is."""

    def __init__(
        self, copy: int, kept: frozenset[str], vocabulary: Mapping[int, Sequence[str]]
    ) -> None:
        self._copy = copy
        self._kept = kept
        self._vocabulary = vocabulary
        self._known: dict[str, str] = {}
        rng = np.random.default_rng(copy)
        shuffled = "".join(rng.permutation(list(_VOWELS))) + "".join(
            rng.permutation(list(_CONSONANTS))
        )
        plain = _VOWELS + _CONSONANTS
        self._letters = str.maketrans(plain + plain.upper(), shuffled + shuffled.upper())

    def article(self, article: Article) -> Article:
        if not self._copy:
            return article
        return replace(
            article,
            id=f"{article.id}-{self._copy}",
            title=self.text(article.title),
            text=self.text(article.text),
        )

    def text(self, text: str) -> str:
        if not self._copy:
            return text
        return _WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        changed = self._known.get(word)
        if changed is None:
            changed = self._known[word] = self._changed(word)
        return changed

    def _changed(self, word: str) -> str:
        plain = word.lower()
        if plain in STOP_WORDS or plain in self._kept or plain == "said":
            return word
        if word != plain:
            return word.translate(self._letters)
        chance = zlib.crc32(f"{self._copy} {word}".encode())
        if chance % 100 >= _REPLACED:
            return word
        alike = self._vocabulary[len(word)]
        return alike[chance // 100 % len(alike)]


def _vocabulary(read: Sequence[_Read]) -> dict[int, list[str]]:
    """The words in lower case by their length."""
    words = {word for one in read for word in _WORD.findall(one.article.text) if word.islower()}
    by_length: dict[int, list[str]] = {}
    for word in sorted(words):
        by_length.setdefault(len(word), []).append(word)
    return by_length


def _write_vectors(collection: Collection, read: Sequence[_Read], path: Path, copies: int) -> None:
    counts = {
        Unit.SENTENCE: sum(len(one.sentences) for one in read),
        Unit.STATEMENT: sum(len(one.speakers) for one in read),
        Unit.PASSAGE: sum(len(one.passages) for one in read),
    }
    dimension = collection.manifest.model.dimension
    writer = VectorWriter(dimension, path.parent)
    for unit in Unit:
        real = collection.vectors(unit, range(counts[unit]))
        for some in perturbed(real, copies):
            writer.add(some)
    writer.write(path)
    write_all_codes(path, dimension=dimension, counts={u: copies * n for u, n in counts.items()})


def perturbed(real: FloatArray, copies: int) -> Iterator[FloatArray]:
    """The real vectors, and then copies of them with noise of their own kind.

    Args:
        real: shape ``(n, dimension)``, of unit length.
        copies: how many arrays to give, the real one first.
    """
    yield real
    for copy in range(1, copies):
        rng = np.random.default_rng(copy)
        one, other = rng.integers(len(real), size=(2, len(real)))
        yield np.asarray(real + NOISE * (real[one] - real[other]), dtype=np.float32)


def questions(collection: Collection, number: int) -> list[str]:
    """Questions about the articles of a collection: what somebody said, who said it, and facts.

    Args:
        collection: the real one.
        number: how many.
    """
    rng = np.random.default_rng(11)
    people = collection.speakers()
    rows = rng.permutation(collection.count(Unit.STATEMENT))
    asked: list[str] = []
    for stored in collection.statements([int(row) for row in rows[: 8 * number]]):
        text = collection.article(stored.article_id).text
        words = [
            word
            for span in stored.statement.content
            for word in _WORD.findall(span.of(text))
            if len(word) > 3 and fold(word) not in STOP_WORDS
        ]
        if stored.speaker is None or len(words) < 6:
            continue
        name = people[stored.speaker].name
        some = sorted(rng.choice(len(words), 3, replace=False))
        topic = " ".join(words[i] for i in some)
        asked.append(
            (f"What did {name} say about {topic}?", f"Who said {topic}?", f"{topic}?")[
                len(asked) % 3
            ]
        )
        if len(asked) == number:
            break
    return asked


def folder_of(index_dir: Path, collection: Collection) -> Path:
    """Where the files of a collection are."""
    return generation_dir(index_dir, collection.generation)
