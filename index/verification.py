"""Proof that a generation is whole: checksums, counts, every span inside its article."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from index.digest import digest
from index.errors import ArticleError, IndexDamaged
from index.generations import OpenEncoder
from index.layout import check_files
from index.manifest import STORE_FILE, VECTORS_FILE, Manifest
from index.schema import ROWS, WORDS
from index.store_rows import to_article
from index.vectors import Unit, Vectors

_CHUNK = 4096

# Each finds rows that must not be; a is the article of the row.
_STRAYS = {
    "a sentence outside its article": """
        SELECT a.id FROM sentences s JOIN articles a ON a.row = s.article
        WHERE NOT (0 <= s.start AND s.start < s."end" AND s."end" <= a.length)""",
    "a passage outside its article": """
        SELECT a.id FROM passages s JOIN articles a ON a.row = s.article
        WHERE NOT (0 <= s.start AND s.start < s."end" AND s."end" <= a.length)
        OR s.first > s.last""",
    "a statement outside its article": """
        SELECT a.id FROM statements s JOIN articles a ON a.row = s.article
        WHERE NOT (0 <= s.extent_start AND s.extent_start < s.extent_end
            AND s.extent_end <= a.length)
        OR s.cue_start < 0 OR s.cue_start >= s.cue_end OR s.cue_end > a.length
        OR s.mention_start < 0 OR s.mention_start >= s.mention_end OR s.mention_end > a.length
        OR s.first > s.last""",
    "words of a statement outside its article": """
        SELECT a.id FROM statements s JOIN articles a ON a.row = s.article
        JOIN json_each(s.content) c
        WHERE NOT (0 <= c.value ->> 0 AND c.value ->> 0 < c.value ->> 1
            AND c.value ->> 1 <= a.length)""",
    "a statement without words": """
        SELECT a.id FROM statements s JOIN articles a ON a.row = s.article
        WHERE json_array_length(s.content) = 0""",
    "a statement or passage that points into another article": """
        SELECT a.id FROM
            (SELECT article, first, last FROM statements
             UNION ALL SELECT article, first, last FROM passages) s
        JOIN articles a ON a.row = s.article
        JOIN sentences f ON f.row = s.first JOIN sentences l ON l.row = s.last
        WHERE f.article != s.article OR l.article != s.article""",
    "furniture outside its article": """
        SELECT a.id FROM articles a JOIN json_each(a.furniture) f
        WHERE NOT (0 <= f.value ->> 0 AND f.value ->> 0 < f.value ->> 1
            AND f.value ->> 1 <= a.length)""",
    "a headline outside its article": """
        SELECT a.id FROM articles a WHERE a.headline_start < 0
        OR a.headline_start >= a.headline_end OR a.headline_end > a.length""",
}


def verify(folder: Path, manifest: Manifest, *, open_encoder: OpenEncoder | None) -> None:
    """Reads every byte of a generation and compares it with its manifest.

    Args:
        folder: the generation's folder.
        manifest: its manifest.
        open_encoder: opens its encoder, to ask it for a vector; None where that was done before,
            with the bytes that the manifest describes.

    Raises:
        IndexDamaged: names the file and what is wrong with it.
    """
    check_files(folder, manifest)
    path = folder / STORE_FILE
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            for wrong in _wrong(db, manifest):
                raise _damaged(path, f"is inconsistent: {wrong}")
    except sqlite3.DatabaseError as exc:
        raise _damaged(path, f"cannot be read ({exc})") from exc
    _verify_vectors(folder / VECTORS_FILE, manifest)
    if open_encoder is None:
        return
    vectors = open_encoder(folder, manifest).encode(["A question."])
    if vectors.shape != (1, manifest.model.dimension):
        raise _damaged(folder, f"has an encoder whose vectors have shape {vectors.shape}")


def _wrong(db: sqlite3.Connection, manifest: Manifest) -> Iterator[str]:
    """What is wrong with the database, as far as there is something."""
    for (verdict,) in db.execute("PRAGMA integrity_check(1)"):
        if verdict != "ok":
            yield verdict
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at no row of {parent}"
    counts = manifest.counts
    tables = {"articles": counts.articles, "speakers": counts.speakers}
    for unit, count in counts.units().items():
        tables[ROWS[unit]] = count
        tables[f"{WORDS[unit]}_docsize"] = count
    for table, count in tables.items():
        (found,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # a name of our own
        if found != count:
            yield f"{found} rows in {table}, where the manifest says {count}"
    for unit in Unit:
        (last,) = db.execute(f"SELECT max(row) FROM {ROWS[unit]}").fetchone()  # noqa: S608  # a name of our own
        if last is not None and last != counts.units()[unit] - 1:
            yield f"the rows of {ROWS[unit]} are not counted from 0"
    for what, sql in _STRAYS.items():
        for (article_id,) in db.execute(sql):
            yield f"{what} ({article_id})"
    articles = db.execute(
        "SELECT digest, length, id, title, text, source, published, url, headline_start, "
        "headline_end, furniture FROM articles"
    )
    for stored_digest, length, *fields in articles:
        try:
            article = to_article(fields)
            same = digest(article) == stored_digest and len(article.text) == length
        except (ValueError, TypeError, ArticleError):
            same = False
        if not same:
            yield f"the article {fields[0]} is not the one that was read"


def _verify_vectors(path: Path, manifest: Manifest) -> None:
    counts = manifest.counts.units()
    vectors = Vectors(path, dimension=manifest.model.dimension, counts=counts)
    for unit, count in counts.items():
        for start in range(0, count, _CHUNK):
            some = vectors.vectors(unit, range(start, min(start + _CHUNK, count)))
            lengths = np.linalg.norm(some, axis=1)
            if not np.allclose(lengths, 1, atol=1e-3):
                raise _damaged(path, f"holds a vector of a {unit} that is not of length 1")


def _damaged(path: Path, what: str) -> IndexDamaged:
    return IndexDamaged(f"{path} {what}: run `onrecord index build` again")
