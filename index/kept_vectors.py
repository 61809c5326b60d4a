"""Vectors of articles that the last generation holds too: copied, not made again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Self

import numpy as np

from index.full_vectors import FloatArray, FullVectors
from index.layout import check_file
from index.manifest import STORE_FILE, VECTORS_FILE, Manifest
from index.schema import ROWS
from index.units import Unit
from index.vectors import starts


class KeptVectors:
    """The vectors of a generation, by article.

    Args:
        full: its vectors.
        places: by the digest of an article, for each unit it has: its first row in the file, and
            how many rows there are.
    """

    def __init__(
        self, full: FullVectors | None, places: Mapping[str, Mapping[Unit, tuple[int, int]]]
    ) -> None:
        self._full = full
        self._places = places

    @classmethod
    def none(cls) -> Self:
        """Of no articles."""
        return cls(None, {})

    @classmethod
    def of(cls, folder: Path, manifest: Manifest) -> Self:
        """Those of a generation that this program has built with this model.

        Raises:
            IndexDamaged: one of its files is not there, or was altered.
            sqlite3.Error: its database cannot be read.
        """
        for name in (VECTORS_FILE, STORE_FILE):
            check_file(folder / name, manifest.files[name])
        counts = manifest.counts.units()
        full = FullVectors(
            folder / VECTORS_FILE, dimension=manifest.model.dimension, count=sum(counts.values())
        )
        places: dict[str, dict[Unit, tuple[int, int]]] = {}
        uri = f"{(folder / STORE_FILE).resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            for unit, start in starts(counts).items():
                rows = db.execute(
                    f"SELECT a.digest, min(u.row), count(*) FROM {ROWS[unit]} u "  # noqa: S608  # a name of our own
                    "JOIN articles a ON a.row = u.article GROUP BY u.article"
                )
                for digest, first, count in rows:
                    places.setdefault(digest, {})[unit] = (start + first, count)
        return cls(full, places)

    @property
    def articles(self) -> set[str]:
        """The digests of the articles that have vectors."""
        return set(self._places)

    def vectors(self, digest: str, counts: Mapping[Unit, int]) -> dict[Unit, FloatArray] | None:
        """The vectors of an article, of unit length, a row each; None where it is not held.

        Args:
            digest: of the article.
            counts: how many rows of each unit it has.
        """
        places = self._places.get(digest)
        if places is None or self._full is None:
            return None
        found: dict[Unit, FloatArray] = {}
        for unit, count in counts.items():
            first, held = places.get(unit, (0, 0))
            if held != count:
                return None
            found[unit] = self._full.rows(np.arange(first, first + count, dtype=np.int64))
        return found
