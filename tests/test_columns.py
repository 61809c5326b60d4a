"""Columns are filled as their rows are asked for, and what is filled stays as it is."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from index.columns import Columns, IntArray, Lists, spread


class Table:
    """A table whose row n holds the number 10 n and the list 0 .. n - 1; notes what is read."""

    def __init__(self) -> None:
        self.read: list[list[int]] = []

    def __call__(self, rows: IntArray) -> Mapping[str, Sequence[Any]]:
        self.read.append(rows.tolist())
        lists = [np.arange(n, dtype=np.uint32).tobytes() for n in rows.tolist()]
        return {"tens": [10 * n for n in rows.tolist()], "below": lists}


def columns(table: Table, count: int = 8, **options: int) -> Columns:
    return Columns(count, table, {"tens": np.int32}, ("below",), **options)


def rows(*some: int) -> IntArray:
    return np.array(some, dtype=np.int64)


def test_a_small_table_is_read_once_and_whole():
    table = Table()
    some = columns(table)
    assert some.holding(rows(3))["tens"][3] == 30
    assert some.holding(rows(7, 0))["tens"].tolist() == [0, 10, 20, 30, 40, 50, 60, 70]
    assert table.read == [list(range(8))]


def test_of_a_large_table_only_rows_not_met_before_are_read():
    table = Table()
    some = columns(table, whole=0)
    some.holding(rows(5, 2, 5))
    found = some.holding(rows(2, 3))
    assert table.read == [[2, 5], [3]]
    assert found["tens"][[2, 3, 5]].tolist() == [20, 30, 50]


def test_nothing_asked_for_reads_nothing():
    table = Table()
    columns(table, whole=0).holding(rows())
    assert table.read == []


def test_lists_come_in_the_order_asked_whatever_was_read_before():
    some = columns(Table(), whole=0)
    some.holding(rows(4, 1))
    found = some.holding(rows(0, 2)).lists("below", rows(4, 0, 2, 4))
    assert found.lengths.tolist() == [4, 0, 2, 4]
    assert found.values.tolist() == [0, 1, 2, 3, 0, 1, 0, 1, 2, 3]


def test_lists_are_kept_beyond_the_first_memory_for_them():
    """The longest list alone has more values than there is room for at first."""
    some = columns(Table(), 5001, whole=0)
    found = some.holding(rows(3, 5000)).lists("below", rows(3, 5000))
    assert found.values.tolist() == [0, 1, 2, *range(5000)]


def test_too_many_rows_are_forgotten_but_not_for_whoever_has_them():
    table = Table()
    some = columns(table, whole=0, remembered=1)
    before = some.holding(rows(6, 7))
    after = some.holding(rows(1))
    assert before["tens"][[6, 7]].tolist() == [60, 70]
    assert after["tens"].tolist() == [0, 10, 0, 0, 0, 0, 0, 0]
    some.holding(rows(6))
    assert table.read == [[6, 7], [1], [6]]


def test_a_row_that_does_not_exist_is_an_error():
    with pytest.raises(IndexError):
        columns(Table()).holding(rows(8))


def test_threads_find_the_rows_they_asked_for():
    some = columns(Table(), 400, whole=0, remembered=50)
    wrong = []

    def ask(seed: int) -> None:
        chance = np.random.default_rng(seed)
        for _ in range(100):
            wanted = chance.integers(0, 400, 9)
            found = some.holding(wanted)
            lists = found.lists("below", wanted)
            if (found["tens"][wanted] != 10 * wanted).any() or (lists.lengths != wanted).any():
                wrong.append(wanted)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_which_lists_hold_which_values():
    """An empty list, also as the last one, holds nothing."""
    lists = Lists(np.array([5, 7, 7], dtype=np.uint32), np.array([2, 0, 1, 0]))
    found = lists.holding(np.array([7, 5, 6], dtype=np.uint32))
    assert found.tolist() == [[1, 1, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_ranges_are_spread_one_after_another():
    assert spread(rows(5, 9, 2), rows(3, 0, 2)).tolist() == [5, 6, 7, 2, 3]
    assert spread(rows(), rows()).tolist() == []
