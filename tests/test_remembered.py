"""What is remembered is not made again, and no more is remembered than may be."""

from index.remembered import Remembered


def doubling(made: list[list[int]], most: int) -> Remembered[int, int]:
    """Doubles numbers; notes which it was given."""

    def make(keys: list[int]) -> list[int]:
        made.append(keys)
        return [2 * key for key in keys]

    return Remembered(make, most)


def test_what_is_missing_is_made_together_and_once():
    made: list[list[int]] = []
    values = doubling(made, 9)
    assert values.of([3, 1, 3]) == [6, 2, 6]
    assert values.of([1, 5, 3]) == [2, 10, 6]
    assert values.of([]) == []
    assert made == [[3, 1], [5]]


def test_of_more_than_may_be_remembered_the_oldest_are_forgotten():
    made: list[list[int]] = []
    values = doubling(made, 2)
    assert values.of([1, 2, 3]) == [2, 4, 6]
    assert values.of([2, 3]) == [4, 6]
    assert values.of([1]) == [2]
    assert made == [[1, 2, 3], [1]]
