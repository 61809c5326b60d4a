"""Work in a process of its own: what it returns, what it raises, and that it is another one."""

from __future__ import annotations

import os
from concurrent.futures.process import BrokenProcessPool

import pytest

from index.apart import apart


def test_it_runs_in_another_process_and_returns_what_was_made():
    assert apart(os.getpid) != os.getpid()
    assert apart(int, "ff", base=16) == 255


def test_what_it_raises_is_raised_here():
    with pytest.raises(ValueError, match="invalid literal"):
        apart(int, "rain")


def test_a_killed_process_is_told_from_one_that_failed():
    with pytest.raises(BrokenProcessPool):
        apart(os._exit, 9)
