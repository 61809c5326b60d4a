"""Directory: the speakers of a generation and their names, read as they are asked for.

Names and roles are stored word by word, so that opening does not depend on how many speakers there
are and finding one does not read the others.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, overload

from index.naming import described_by, descriptions, names_of, role_stems
from index.quotation import SpeakerKind
from index.speakers import Speaker
from index.words import codes

_REMEMBERED = 4096
_CHUNK = 1000
_SPEAKER = "SELECT row, name, kind, aliases, roles, statements, articles FROM speakers "
_AMONG = "WHERE row IN (SELECT value FROM json_each(?))"
_HOLDING = (
    "WHERE row IN (SELECT speaker FROM speaker_roles "
    "WHERE stem IN (SELECT value FROM json_each(?)) "
    "GROUP BY speaker HAVING count(DISTINCT stem) = ?) AND kind = ? ORDER BY row"
)


def write_speakers(db: sqlite3.Connection, speakers: Iterable[Speaker]) -> None:
    """Stores speakers and everything by which a ``Directory`` finds them.

    Raises:
        sqlite3.Error: the database cannot be written.
    """
    for speaker in speakers:
        row = speaker.row
        db.execute(
            "INSERT INTO speakers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                speaker.name,
                speaker.kind.value,
                json.dumps(speaker.aliases, ensure_ascii=False),
                json.dumps(speaker.roles, ensure_ascii=False),
                speaker.statements,
                speaker.articles,
                codes(described_by(speaker)).tobytes(),
            ),
        )
        names = names_of(speaker)
        # "alqaida" finds "al Qaida".
        whole = {("".join(name),): False for name in names} | dict.fromkeys(names, True)
        db.executemany(
            "INSERT INTO speaker_names VALUES (?, ?, ?, ?)",
            [(" ".join(name), row, name[-1], is_whole) for name, is_whole in whole.items()],
        )
        db.executemany(
            "INSERT INTO speaker_words VALUES (?, ?)",
            [(word, row) for word in {word for name in names for word in name}],
        )
        db.executemany(
            "INSERT INTO speaker_roles VALUES (?, ?, ?)",
            [
                (stem, row, number)
                for number, role in enumerate(descriptions(speaker))
                for stem in set(role_stems(role))
            ],
        )


class Directory(Sequence[Speaker]):
    """The speakers of one generation, in row order. Thread-safe.

    Args:
        rows: runs a query on the generation's database.
    """

    def __init__(self, rows: Callable[[str, tuple[Any, ...]], list[Any]]) -> None:
        self._rows = rows
        ((last,),) = rows("SELECT max(row) FROM speakers", ())
        self._count = 0 if last is None else int(last) + 1
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._read)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, row: int) -> Speaker: ...
    @overload
    def __getitem__(self, row: slice) -> list[Speaker]: ...
    def __getitem__(self, row: int | slice) -> Speaker | list[Speaker]:
        """The speaker of a row; of a slice the speakers.

        Raises:
            IndexError: there is no such row.
        """
        if isinstance(row, slice):
            return self.some(range(*row.indices(self._count)))
        if not -self._count <= row < self._count:
            raise IndexError(f"there are {self._count} speakers, asked for {row}")
        return self._remembered(row % self._count)

    def __iter__(self) -> Iterator[Speaker]:
        for start in range(0, self._count, _CHUNK):
            yield from map(
                _speaker,
                self._rows(
                    _SPEAKER + "WHERE row >= ? AND row < ? ORDER BY row", (start, start + _CHUNK)
                ),
            )

    def some(self, rows: Iterable[int]) -> list[Speaker]:
        """The speakers of some rows, in the order asked.

        Raises:
            KeyError: a row does not exist.
        """
        wanted = list(rows)
        found = self._rows(_SPEAKER + _AMONG, _json(wanted))
        by_row = {speaker.row: speaker for speaker in map(_speaker, found)}
        return [by_row[row] for row in wanted]

    def most_quoted(self, number: int) -> list[Speaker]:
        """The speakers with the most statements, of equally many in row order."""
        sql = _SPEAKER + "ORDER BY statements DESC, row LIMIT ?"
        return list(map(_speaker, self._rows(sql, (number,))))

    def called(self, names: Iterable[str]) -> set[int]:
        """Rows of the speakers of exactly these names, as stored."""
        sql = "SELECT row FROM speakers WHERE name IN (SELECT value FROM json_each(?))"
        return _first(self._rows(sql, _json(list(names))))

    def named(self, words: Sequence[str]) -> set[int]:
        """Rows of the speakers one of whose names, or its words written as one, is these words.

        Args:
            words: as ``name_tokens`` has them, here and below.
        """
        sql = "SELECT speaker FROM speaker_names WHERE name = ?"
        return _first(self._rows(sql, (" ".join(words),)))

    def holding(self, words: Iterable[str]) -> set[int]:
        """Rows of the speakers in whose names every word stands."""
        wanted = set(words)
        sql = (
            "SELECT speaker FROM speaker_words WHERE word IN (SELECT value FROM json_each(?)) "
            "GROUP BY speaker HAVING count(*) = ?"
        )
        return _first(self._rows(sql, (*_json(sorted(wanted)), len(wanted))))

    def is_part_of_a_name(self, word: str) -> bool:
        """Whether the word stands in any name."""
        return bool(self._rows("SELECT 1 FROM speaker_words WHERE word = ? LIMIT 1", (word,)))

    def ending_in(self, word: str, *, whole: bool) -> dict[tuple[str, ...], set[int]]:
        """The rows by the names that end in a word.

        Args:
            word: the last word.
            whole: without names of which the words are written as one.
        """
        sql = "SELECT name, speaker FROM speaker_names WHERE last = ? AND whole >= ?"
        found: dict[tuple[str, ...], set[int]] = {}
        for name, row in self._rows(sql, (word, whole)):
            found.setdefault(tuple(name.split(" ")), set()).add(row)
        return found

    def endings(self, initial: str, shortest: int, longest: int) -> list[str]:
        """The last words of all names that begin with a letter and have so many letters."""
        sql = (
            "SELECT DISTINCT last FROM speaker_names WHERE last >= ? AND last <= ? "
            "AND length(last) BETWEEN ? AND ?"
        )
        found = self._rows(sql, (initial, f"{initial}\U0010ffff", shortest, longest))
        return [last for (last,) in found]

    def roles_holding(self, head: str, stems: Iterable[str]) -> dict[tuple[int, int], set[str]]:
        """Which of some stems stand in each role that holds the stem ``head``.

        Returns:
            By (row of the speaker, number of the role) the stems that stand there; one where none
            does is left out.
        """
        sql = (
            "SELECT h.speaker, h.role, w.stem FROM speaker_roles h CROSS JOIN json_each(?) asked "
            "JOIN speaker_roles w ON w.stem = asked.value AND w.speaker = h.speaker "
            "AND w.role = h.role WHERE h.stem = ?"
        )
        found: dict[tuple[int, int], set[str]] = {}
        for row, role, stem in self._rows(sql, (*_json(sorted(set(stems))), head)):
            found.setdefault((row, role), set()).add(stem)
        return found

    def is_part_of_a_role(self, stem: str) -> bool:
        """Whether the stem stands in any role."""
        return bool(self._rows("SELECT 1 FROM speaker_roles WHERE stem = ? LIMIT 1", (stem,)))

    def people_holding(self, stems: Iterable[str]) -> list[Speaker]:
        """The people in whose roles every stem stands, in one or in several; in row order."""
        wanted = sorted(set(stems))
        values = (*_json(wanted), len(wanted), SpeakerKind.PERSON)
        return list(map(_speaker, self._rows(_SPEAKER + _HOLDING, values)))

    def _read(self, row: int) -> Speaker:
        return _speaker(self._rows(_SPEAKER + "WHERE row = ?", (row,))[0])


def _speaker(fields: Sequence[Any]) -> Speaker:
    row, name, kind, aliases, roles, statements, articles = fields
    return Speaker(
        row,
        name,
        SpeakerKind(kind),
        tuple(json.loads(aliases)),
        tuple(json.loads(roles)),
        statements,
        articles,
    )


def _first(rows: Iterable[Sequence[int]]) -> set[int]:
    return {row for (row, *_) in rows}


def _json(values: Sequence[int | str]) -> tuple[str]:
    return (json.dumps(values, ensure_ascii=False),)
