"""Collection: one open generation, for reading and searching."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from index.articles import Article
from index.column_store import ColumnStore
from index.columns import IntArray
from index.directory import Directory
from index.encoder import Encoder
from index.lexical import MOST_READ
from index.manifest import Manifest
from index.records import (
    ArticleHeader,
    StoredDuplicate,
    StoredPassage,
    StoredSentence,
    StoredStatement,
)
from index.remembered import Remembered
from index.store import Store
from index.vectors import FloatArray, Unit, Vectors

_REMEMBERED = 64


class Collection:
    """One published generation. Immutable, read-only and thread-safe.

    Any method may raise ``IndexDamaged`` where a file turns out to be altered.

    Args:
        manifest: the generation's manifest.
        store: its articles and what was found in them.
        vectors: their vectors.
        open_encoder: opens its serving encoder; called once, at the first ``encode``.
        keep_articles: how many articles stay in memory.
    """

    def __init__(
        self,
        manifest: Manifest,
        store: Store,
        vectors: Vectors,
        open_encoder: Callable[[], Encoder],
        *,
        keep_articles: int = 512,
    ) -> None:
        self.manifest = manifest
        self._store = store
        self._vectors = vectors
        self._open_encoder = open_encoder
        self._encoder: Encoder | None = None
        self._encoder_lock = threading.Lock()
        self._keep_articles = keep_articles
        # One question is encoded, and its vector searched for, several times: the whole question is
        # the query of each of its readings, and decides which part of a long statement is shown.
        self._encoded = Remembered(self._encode, _REMEMBERED)
        self._nearest = Remembered(self._search, _REMEMBERED)
        self._articles: OrderedDict[str, Article] = OrderedDict()
        self._articles_lock = threading.Lock()

    @property
    def generation(self) -> str:
        """The id of the generation."""
        return self.manifest.generation

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.manifest.model.dimension

    def close(self) -> None:
        """Closes the files; nothing can be asked afterwards."""
        self._store.close()

    def count(self, unit: Unit) -> int:
        """How many rows a unit has."""
        return self._vectors.count(unit)

    def article(self, article_id: str) -> Article:
        """One article.

        Raises:
            CollectionError: there is none of that id.
        """
        with self._articles_lock:
            if article_id in self._articles:
                self._articles.move_to_end(article_id)
                return self._articles[article_id]
        article = self._store.article(article_id)
        self._keep([article])
        return article

    def fetch(self, article_ids: Iterable[str]) -> None:
        """Reads articles that ``article`` is going to be asked for, at once; unknown ids are none.

        No more than are kept in memory.
        """
        with self._articles_lock:
            missing = [id_ for id_ in dict.fromkeys(article_ids) if id_ not in self._articles]
        self._keep(self._store.articles(missing[: self._keep_articles]))

    def articles(self) -> tuple[ArticleHeader, ...]:
        """Every article without its text, in the order of the build."""
        return self._headers

    def published(self, since: dt.date | None, until: dt.date | None) -> frozenset[str]:
        """Ids of the articles published in these days, both inclusive; None for no bound.

        An article of unknown date is not known to be among them.
        """
        return self._store.published(since, until)

    def oldest(self) -> dt.date | None:
        """The day of the oldest dated article."""
        return self._oldest

    def newest(self) -> dt.date | None:
        """The day of the newest dated article."""
        return self._newest

    def speakers(self) -> Directory:
        """The speakers; ``speakers()[row].row == row``."""
        return self._speakers

    def sentences(self, rows: Sequence[int]) -> list[StoredSentence]:
        """Sentences by row, in the order asked.

        Raises:
            IndexError: a row does not exist.
        """
        return self._store.sentences(rows)

    def sentences_of(self, article_id: str) -> tuple[StoredSentence, ...]:
        """The sentences of an article, in order; empty for an unknown one."""
        return self._store.sentences_of(article_id)

    def statements(self, rows: Sequence[int]) -> list[StoredStatement]:
        """Statements by row, in the order asked.

        Raises:
            IndexError: a row does not exist.
        """
        return self._store.statements(rows)

    def statements_of(self, article_id: str) -> tuple[StoredStatement, ...]:
        """The statements of an article, in order; empty for an unknown one."""
        return self._store.statements_of(article_id)

    def sentence_rows_of(self, article_id: str) -> list[int]:
        """The rows of an article's sentences, in order; empty for an unknown one."""
        return self._store.rows_of(article_id, Unit.SENTENCE)

    def statement_rows_of(self, article_id: str) -> list[int]:
        """The rows of an article's statements, in order; empty for an unknown one."""
        return self._store.rows_of(article_id, Unit.STATEMENT)

    def statement_rows_by(self, speakers: Sequence[int]) -> list[int]:
        """The rows of the statements attributed to some speakers (their rows), in order."""
        return self._store.statement_rows_by(speakers)

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Passages by row, in the order asked.

        Raises:
            IndexError: a row does not exist.
        """
        return self._store.passages(rows)

    def duplicates(self) -> tuple[StoredDuplicate, ...]:
        """The articles that repeat an earlier one, word for word or nearly so."""
        return self._duplicates

    @property
    def columns(self) -> ColumnStore:
        """What ranking needs of sentences, statements, passages, articles and speakers."""
        return self._columns

    def article_ids(self, rows: IntArray) -> dict[int, str]:
        """The ids of some articles, by row."""
        rows = np.unique(rows)
        return dict(
            zip(rows.tolist(), self.columns.articles.holding(rows)["id"][rows], strict=True)
        )

    def lexical(
        self,
        terms: Sequence[str],
        *,
        unit: Unit,
        limit: int,
        within: IntArray | Sequence[int] | None = None,
        most_read: int = MOST_READ,
    ) -> list[tuple[int, float]]:
        """The rows that hold any of the terms.

        Args:
            terms: words or phrases, taken literally; case, accents and English endings are
                folded.
            unit: what to search. Statements are searched by what was said, not by who said it;
                passages with their article's title.
            limit: how many rows at most.
            within: only these rows of the unit; None for all of them.
            most_read: how many rows are looked at, at most; see ``Lexical.search``.

        Returns:
            (row, BM25 >= 0), best first; equal ones by row.
        """
        return self._store.lexical(
            terms, unit=unit, limit=limit, within=within, most_read=most_read
        )

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """How many sentences hold each term, folded and stemmed as in ``lexical``."""
        return self._store.document_frequency(terms)

    def words_like(self, word: str) -> list[tuple[str, int]]:
        """The stems in sentences whose first letter is a word's and whose length is nearly its own.

        Returns:
            (stem, how many sentences hold it), by stem; empty where ``word`` is not one word.
        """
        return self._store.words_like(word)

    def dense(
        self,
        vector: FloatArray,
        *,
        unit: Unit,
        limit: int,
        within: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """The rows nearest to a vector; see ``Vectors.nearest``.

        Args:
            vector: shape ``(dimension,)``, of any length.
            unit: what to search.
            limit: how many rows at most.
            within: only these rows of the unit; None for all of them.

        Returns:
            (row, cosine), best first; equal ones by row.

        Raises:
            ValueError: the vector has another shape.
            IndexError: a row of ``within`` does not exist.
        """
        return self._vectors.search(vector, unit=unit, limit=limit, within=within)

    def nearest(
        self,
        vectors: Sequence[FloatArray],
        *,
        unit: Unit,
        limit: int,
        within: IntArray | Sequence[int] | None = None,
    ) -> list[tuple[IntArray, FloatArray]]:
        """For each of some vectors the rows nearest to it; see ``Vectors.nearest``.

        What was found for the last vectors is remembered: the readings of a question share it.
        """
        if within is not None:
            return self._vectors.nearest(vectors, unit=unit, limit=limit, within=within)
        return self._nearest.of([(vector.tobytes(), unit, limit) for vector in vectors])

    def vectors(self, unit: Unit, rows: IntArray | Sequence[int]) -> FloatArray:
        """Vectors by row, of unit length; shape ``(len(rows), dimension)``.

        Raises:
            IndexError: a row does not exist.
        """
        return self._vectors.vectors(unit, rows)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length for questions; shape ``(len(texts), dimension)``."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack(self._encoded.of(texts))

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        with self._encoder_lock:
            if self._encoder is None:
                self._encoder = self._open_encoder()
        return self._encoder.encode(texts)

    def _search(
        self, asked: Sequence[tuple[bytes, Unit, int]]
    ) -> list[tuple[IntArray, FloatArray]]:
        """The nearest rows to vectors, given as bytes; all of one unit and limit."""
        _, unit, limit = asked[0]
        vectors = [np.frombuffer(vector, dtype=np.float32) for vector, _, _ in asked]
        return self._vectors.nearest(vectors, unit=unit, limit=limit)

    def _keep(self, articles: Iterable[Article]) -> None:
        with self._articles_lock:
            self._articles.update((article.id, article) for article in articles)
            while len(self._articles) > self._keep_articles:
                self._articles.popitem(last=False)

    @cached_property
    def _headers(self) -> tuple[ArticleHeader, ...]:
        return self._store.headers()

    @cached_property
    def _oldest(self) -> dt.date | None:
        return self._store.oldest()

    @cached_property
    def _newest(self) -> dt.date | None:
        return self._store.newest()

    @cached_property
    def _duplicates(self) -> tuple[StoredDuplicate, ...]:
        return self._store.duplicates()

    @cached_property
    def _columns(self) -> ColumnStore:
        counts = {unit: self.count(unit) for unit in Unit}
        articles = self.manifest.counts.articles
        return self._store.columns(counts, articles=articles, speakers=len(self._speakers))

    @cached_property
    def _speakers(self) -> Directory:
        return self._store.speakers()
