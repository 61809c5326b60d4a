"""Speakers on record without a build."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from index.directory import Directory, write_speakers
from index.schema import TABLES
from index.speakers import Speaker


def on_record(speakers: Iterable[Speaker]) -> Directory:
    """The directory of some speakers, in memory."""
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    write_speakers(db, speakers)
    return Directory(lambda sql, values: db.execute(sql, values).fetchall())
