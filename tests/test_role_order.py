"""The order of roles: the first one tells a reader who speaks."""

from __future__ import annotations

import pytest

from index.role_order import in_order


@pytest.mark.parametrize(
    ("roles", "first"),
    [
        ({"Sen.": 20, "Arden Sen.": 4}, "Arden Sen."),
        ({"Dr.": 5, "harbour doctor at Grey Falls": 1}, "harbour doctor at Grey Falls"),
        ({"Secretary": 3, "Harbour Secretary": 1}, "Harbour Secretary"),
        ({"prime minister": 4, "Arden Prime Minister": 2}, "Arden Prime Minister"),
        ({"Governor": 60, "Harbour Governor": 1}, "Governor"),
        ({"Rep.": 9, "weary Rep.": 1}, "Rep."),
        ({"rival": 2, "ferry owner": 1}, "ferry owner"),
        ({"inquiry witness": 1, "Arden Speaker": 1, "Arden House Speaker": 1}, "Arden Speaker"),
        ({"Republican": 3, "Arden mayor": 1}, "Arden mayor"),
    ],
)
def test_the_telling_role_is_first_unless_hardly_any_report_has_it(roles, first):
    assert in_order(roles)[0] == first


def test_roles_that_differ_in_case_marks_or_abbreviations_are_one():
    assert in_order({"U.S. Sen.": 2, "US Senator": 1, "U.S. senator": 1}) == ["U.S. Sen."]


def test_with_and_without_former_they_count_together_and_both_stay():
    roles = {"Arden mayor": 2, "former Arden mayor": 3, "ferry owner": 4}
    assert in_order(roles) == ["former Arden mayor", "Arden mayor", "ferry owner"]


def test_the_order_does_not_depend_on_that_of_the_articles():
    roles = {"ferry owner": 1, "port pilot": 1, "Arden mayor": 1}
    assert in_order(roles) == in_order(dict(reversed(roles.items())))
