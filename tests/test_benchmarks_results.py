"""What a run of the benchmarks says is what its values say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.results import MEASURES, Measure, Results, Sample, percentile
from benchmarks.table import cell, times

SECONDS = Measure("build", "build", "s", 1)
NUMBERS = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=30)


def results_with(ours, theirs):
    results = Results(["ours", "theirs"])
    for value in ours:
        results.add("build", "ours", value)
    for value in theirs:
        results.add("build", "theirs", value)
    return results


def test_a_ratio_is_that_of_the_medians():
    """One slow run of either changes nothing: 2 by 4, although the means are 4 and 20."""
    assert results_with([1, 2, 9], [4, 52, 4]).ratio("build", "theirs") == 0.5


def test_without_a_value_there_is_no_ratio():
    """What a system cannot do is not compared."""
    assert results_with([1.0], []).ratio("build", "theirs") is None


def test_a_median_of_nothing_is_no_divisor():
    """A share of 0 % has no ratio."""
    assert results_with([1.0], [0.0]).ratio("build", "theirs") is None


def test_a_share_of_the_own_build_is_compared_with_nobody():
    """A slow build would make it small."""
    results = Results(["ours", "theirs"])
    results.add("add_share", "ours", 3.0)
    results.add("add_share", "theirs", 6.0)
    assert results.ratio("add_share", "theirs") is None


def test_an_unknown_measure_is_an_error():
    """A misspelt key would be missing in the table without a word."""
    with pytest.raises(KeyError, match="biuld of ours"):
        Results(["ours"]).add("biuld", "ours", 1.0)


def test_an_unknown_system_is_an_error():
    """So would be a misspelt system."""
    with pytest.raises(KeyError, match="build of our"):
        Results(["ours"]).add("build", "our", 1.0)


def test_every_measure_has_a_name_of_its_own():
    """Two of one key would share their values."""
    assert len({measure.key for measure in MEASURES}) == len(MEASURES)


def test_the_table_keeps_the_order_of_the_measures():
    """Whatever was measured first."""
    results = Results(["ours"])
    for measure in reversed(MEASURES):
        results.add(measure.key, "ours", 1.0)
    assert results.measured() == list(MEASURES)


@given(NUMBERS)
def test_a_median_lies_in_its_spread(values):
    """Least, median, most, in that order, and both ends occur."""
    sample = Sample(tuple(values))
    assert sample.low <= sample.median <= sample.high
    assert {sample.low, sample.high} <= set(values)


@given(NUMBERS, st.integers(1, 100))
def test_a_percentile_is_a_value_that_enough_values_do_not_exceed(values, percent):
    """The definition by nearest rank, and the next smaller value would not do."""
    found = percentile(values, percent)
    assert found in values
    assert 100 * sum(value <= found for value in values) >= percent * len(values)
    assert 100 * sum(value < found for value in values) < percent * len(values)


def test_the_json_has_every_value():
    """Who doubts a median can look."""
    (measured,) = json.loads(json.dumps(results_with([3, 1, 2], [4]).as_json()))
    assert measured["systems"]["ours"] == {"median": 2, "min": 1, "max": 3, "values": [3, 1, 2]}
    assert measured["ratios"] == {"theirs": 0.5}


def test_a_cell_has_the_median_and_its_spread():
    """A reader sees how far the runs lie apart."""
    assert cell(SECONDS, Sample((1.04, 3.0, 2.0))) == "2.0 (1.0–3.0)"


def test_one_run_has_no_spread():
    """Nor is one shown."""
    assert cell(SECONDS, Sample((1234.5,))) == "1,234.5"


def test_what_was_not_measured_is_a_dash():
    """Neither 0 nor empty."""
    assert (cell(SECONDS, None), times(SECONDS, None)) == ("–", "–")


def test_an_arrow_says_that_more_is_better():
    """2.50 x is good for tokens a second and bad for seconds."""
    assert times(SECONDS, 2.5) == "2.50 x"
    assert times(Measure("rate", "rate", "1/s", 0, more=True), 2.5) == "2.50 x ↑"
