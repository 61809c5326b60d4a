"""Writing ``articles.db`` during a build."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.analysis import Analysis
from index.article_units import ArticleUnits
from index.articles import Article
from index.directory import write_speakers
from index.duplicates import Duplicate
from index.errors import ArticleError, IndexUnwritable
from index.lexical import write_frequencies
from index.schema import INDEXES, TABLES, WORDS, word_tables
from index.segmentation import Passage, Sentence
from index.spans import Span
from index.speakers import Speaker
from index.store_rows import span_pair, to_article
from index.stored_units import stored_units
from index.unit_texts import passage_text, sentence_text, statement_text
from index.vectors import Unit
from index.word_facts import WordFacts, word_facts


class StoreWriter:
    """The database of a generation that is being built; used by one thread.

    Articles first, then per article, in their order, sentences, statements and passages; speakers
    at any time. Nothing is durable before ``finish``.

    Args:
        path: the file to make; it must not exist.

    Raises:
        IndexUnwritable: the file cannot be written (any method).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = dict.fromkeys(Unit, 0)
        self._articles = 0
        with self._writing():
            self._db = sqlite3.connect(path, isolation_level=None)
            # A killed build is thrown away whole: there is nothing to recover on disk.
            self._db.execute("PRAGMA journal_mode = MEMORY")
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.executescript(TABLES + word_tables())
            self._db.execute("BEGIN")

    def count(self, unit: Unit) -> int:
        """How many rows of a unit there are so far."""
        return self._next[unit]

    def add_article(self, article: Article, article_digest: str) -> int:
        """Stores an article and returns its row.

        Raises:
            ArticleError: another article has its id.
        """
        headline = article.headline
        with self._writing():
            try:
                self._db.execute(
                    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        self._articles,
                        article.id,
                        article_digest,
                        article.title,
                        article.source,
                        article.published.isoformat() if article.published else None,
                        article.url,
                        headline.start if headline else None,
                        headline.end if headline else None,
                        json.dumps([span_pair(span) for span in article.furniture]),
                        len(article.text),
                        article.text,
                    ),
                )
            except sqlite3.IntegrityError as exc:
                raise ArticleError(
                    f"another article has the id {article.id!r} too: rename one of them"
                ) from exc
        self._articles += 1
        return self._articles - 1

    def articles(self) -> Iterator[tuple[int, str, Article]]:
        """(row, digest, article) of every stored article, one at a time."""
        with self._writing():
            rows = self._db.execute(
                "SELECT row, digest, id, title, text, source, published, url, headline_start, "
                "headline_end, furniture FROM articles ORDER BY row"
            )
            for row, article_digest, *fields in rows:
                yield row, article_digest, to_article(fields)

    def add_speakers(self, speakers: Sequence[Speaker]) -> None:
        """Stores the speakers of the collection."""
        with self._writing():
            write_speakers(self._db, speakers)

    def add_duplicate(self, duplicate: Duplicate) -> None:
        """Stores that two articles, both stored already, have the same words."""
        with self._writing():
            self._db.execute(
                "INSERT INTO duplicates SELECT a.row, b.row, ?, ? FROM articles a, articles b "
                "WHERE a.id = ? AND b.id = ?",
                (
                    duplicate.exact,
                    duplicate.similarity,
                    duplicate.first_id,
                    duplicate.second_id,
                ),
            )

    def add_analysis(
        self,
        row: int,
        article: Article,
        analysis: Analysis,
        passages: Sequence[Passage],
        speaker_row: Callable[[int], int | None],
        facts: WordFacts | None = None,
    ) -> None:
        """Stores what one article was turned into.

        Args:
            row: the article's row.
            article: the article.
            analysis: its analysis.
            passages: its passages.
            speaker_row: the speaker in the collection for a number in ``analysis.speakers``.
            facts: what follows from its words, or None to find it here.

        Raises:
            ArticleError: a statement lies outside the sentences.
        """
        facts = facts or word_facts(article, analysis, len)
        with self._writing():
            base = self._add_sentences(row, article, analysis.sentences, facts)
            self._add_statements(row, article, analysis, base, speaker_row, facts)
            self._add_passages(row, article, passages, base)

    def units(self) -> Iterator[ArticleUnits]:
        """What is to be embedded of each article, in the order of all rows."""
        with self._writing():
            yield from stored_units(self._db, self.articles())

    def finish(self) -> None:
        """Completes the file and closes it."""
        with self._writing():
            for statement in INDEXES:
                self._db.execute(statement)
            for table in WORDS.values():
                self._db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608  # a name of our own
            write_frequencies(self._db)
            self._db.execute("COMMIT")
            self._db.execute("ANALYZE")
        self.close()

    def close(self) -> None:
        """Closes the file; what was not finished is lost."""
        self._db.close()

    def _add_sentences(
        self, row: int, article: Article, sentences: Sequence[Sentence], facts: WordFacts
    ) -> int:
        base = self._take(Unit.SENTENCE, len(sentences))
        self._db.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    base + n,
                    row,
                    n,
                    s.paragraph,
                    s.span.start,
                    s.span.end,
                    s.is_headline,
                    facts.sentence_stems[n],
                    facts.sentence_kinds[n],
                )
                for n, s in enumerate(sentences)
            ],
        )
        together = b"".join((*facts.sentence_stems, facts.title_stems))
        everything = np.unique(np.frombuffer(together, dtype=np.uint32))
        self._db.execute(
            "INSERT INTO article_stems VALUES (?, ?, ?, ?)",
            (row, base, facts.title_stems, everything.tobytes()),
        )
        self._add_words(
            Unit.SENTENCE, base, (sentence_text(article, sentence.span) for sentence in sentences)
        )
        return base

    def _add_statements(
        self,
        row: int,
        article: Article,
        analysis: Analysis,
        first_sentence: int,
        speaker_row: Callable[[int], int | None],
        facts: WordFacts,
    ) -> None:
        statements = analysis.statements
        base = self._take(Unit.STATEMENT, len(statements))
        for n, statement in enumerate(statements):
            touched = _touched(analysis.sentences, statement.extent)
            if not touched:
                raise ArticleError(
                    f"article {article.id!r}: a statement was found outside its sentences, a fault "
                    "in the program: report it, and build without this article"
                )
            self._db.execute(
                "INSERT INTO statements VALUES "
                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    base + n,
                    row,
                    statement.kind.value,
                    json.dumps([span_pair(span) for span in statement.content]),
                    statement.extent.start,
                    statement.extent.end,
                    *(span_pair(statement.cue) or (None, None)),
                    *(span_pair(statement.speaker_mention) or (None, None)),
                    None if statement.speaker is None else speaker_row(statement.speaker),
                    statement.confidence,
                    statement.negated,
                    statement.hypothetical,
                    None if statement.nested_in is None else base + statement.nested_in,
                    first_sentence + touched[0],
                    first_sentence + touched[-1],
                    facts.statement_stems[n],
                    facts.statement_kinds[n],
                ),
            )
            self._db.executemany(
                "INSERT INTO touches VALUES (?, ?)",
                [(first_sentence + number, base + n) for number in touched],
            )
        self._add_words(
            Unit.STATEMENT,
            base,
            (statement_text(article, statement.content) for statement in statements),
        )

    def _add_passages(
        self, row: int, article: Article, passages: Sequence[Passage], first_sentence: int
    ) -> None:
        base = self._take(Unit.PASSAGE, len(passages))
        self._db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    base + n,
                    row,
                    first_sentence + p.first,
                    first_sentence + p.last,
                    p.span.start,
                    p.span.end,
                )
                for n, p in enumerate(passages)
            ],
        )
        self._add_words(
            Unit.PASSAGE, base, (passage_text(article, passage.span) for passage in passages)
        )

    def _take(self, unit: Unit, number: int) -> int:
        base = self._next[unit]
        self._next[unit] += number
        return base

    def _add_words(self, unit: Unit, base: int, texts: Iterator[str]) -> None:
        self._db.executemany(
            f"INSERT INTO {WORDS[unit]} (rowid, words) VALUES (?, ?)",  # noqa: S608  # a name of our own
            ((base + n, text) for n, text in enumerate(texts)),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            raise IndexUnwritable(
                f"cannot write {self._path} ({exc}): free some disk space there, or choose "
                "another folder with --index"
            ) from exc


def _touched(sentences: Sequence[Sentence], extent: Span) -> range:
    """The numbers of the sentences that overlap ``extent``; they stand one after another."""
    first = bisect_right(sentences, extent.start, key=lambda s: s.span.end)
    return range(first, bisect_left(sentences, extent.end, key=lambda s: s.span.start))
