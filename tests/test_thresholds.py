"""Thresholds get most questions right, and are not set where the classes overlap."""

import numpy as np
import pytest

from bot.thresholds import Judged, chosen, obstacle, overlapping


def judged(*questions):
    """Questions as (probability, hit, answerable)."""
    probability, hit, answerable = zip(*questions, strict=True)
    right = np.array(hit)
    return Judged(np.array(probability), right, right, np.array(answerable))


RIGHT, MISSED, NONE = (True, True), (False, True), (False, False)


def test_a_mistake_is_a_right_answer_declined_or_none_shown():
    """A wrong answer to a question that has one is no mistake of the threshold."""
    found = judged((0.5, *RIGHT), (0.3, *RIGHT), (0.5, *NONE), (0.3, *NONE), (0.3, *MISSED))
    assert [found.mistakes_at(t) for t in (0.2, 0.4, 0.6)] == [2, 2, 2]
    assert judged((0.5, *RIGHT), (0.3, *NONE)).mistakes_at(0.4) == 0


def test_the_middle_of_the_best_thresholds_is_taken():
    """Everything from 0.31 to 0.6 parts these classes."""
    few = [(0.3, *NONE)] * 10 + [(0.6, *RIGHT)] * 10
    assert chosen([judged(*few)]) == pytest.approx(0.46, abs=0.011)


def test_the_rounds_are_taken_together():
    """What is best in one round alone is not chosen."""
    low = judged(*[(0.2, *NONE)] * 5, *[(0.9, *RIGHT)] * 5)
    high = judged(*[(0.7, *NONE)] * 5, *[(0.9, *RIGHT)] * 5)
    assert chosen([low, high]) == pytest.approx(0.8, abs=0.011)


@pytest.mark.parametrize(("probability", "label", "bound"), [(0.89, NONE, 0.9), (0.1, RIGHT, 0.1)])
def test_thresholds_stay_between_bounds(probability, label, bound):
    """Questions of one class would decline everything, or nothing."""
    assert chosen([judged(*[(probability, *label)] * 5)]) == pytest.approx(bound)


def test_five_questions_of_either_class_are_needed():
    """The message says of which class there are too few."""
    rights = [(0.9, *RIGHT)] * 5
    assert obstacle([judged(*rights, *[(0.1, *NONE)] * 5)]) is None
    assert "4 of 9 questions without one" in (
        obstacle([judged(*rights, *[(0.1, *NONE)] * 4)]) or ""
    )


def test_classes_that_overlap_are_an_obstacle_and_those_in_the_way_are_known():
    """Three of each class stand where the other does."""
    found = judged(
        *[(0.8, *NONE)] * 3, *[(0.3, *NONE)] * 3, *[(0.2, *RIGHT)] * 3, *[(0.7, *RIGHT)] * 3
    )
    assert found.area == pytest.approx(0.25)
    assert "area under the ROC curve 0.25" in (obstacle([found]) or "")
    assert overlapping([found]).tolist() == [True] * 3 + [False] * 3 + [True] * 3 + [False] * 3


def test_without_one_class_nothing_overlaps():
    """There is no other side to be on."""
    found = judged(*[(0.5, *RIGHT)] * 6)
    assert found.area == 0.5
    assert not overlapping([found]).any()


def test_a_right_one_that_is_seen_counts():
    """The first three snippets are seen at a glance."""
    first, seen = np.array([False, False]), np.array([True, False])
    one = Judged(np.array([0.3, 0.2]), first, seen, np.array([True, False]))
    assert [one.mistakes_at(t) for t in (0.15, 0.25, 0.35)] == [1, 0, 1]
