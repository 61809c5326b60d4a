"""The scores of an evaluation, as a table."""

from __future__ import annotations

from bot.evaluation import Evaluation, Tally
from bot.rendering.scores import scores_listing


def scored() -> Evaluation:
    """Ten questions, eight of them answerable; seven hits, six of them first."""
    tally = Tally(
        questions=10,
        answerable=8,
        hits={1: 6, 3: 7},
        tight={1: 4, 3: 4},
        speakers=5,
        right_speakers=5,
        refused=3,
        right_refusals=2,
        citations=1200,
        violations=0,
        top=24,
        duplicates=1,
    )
    return Evaluation(kinds={"said": tally}, total=tally)


def test_shares_are_of_what_they_can_be_of() -> None:
    """Hits are shares of the answerable questions, right refusals of the unanswerable ones."""
    assert scores_listing(scored()).plain().splitlines()[1] == (
        "said\t10\t75.0 %\t87.5 %\t50.0 %\t50.0 %\t100.0 %\t100.0 %"
    )


def test_the_last_row_is_all_of_them() -> None:
    """All kinds together stand last."""
    assert scores_listing(scored()).plain().splitlines()[-2].startswith("all\t10\t")


def test_what_was_not_asked_has_no_share() -> None:
    """Nothing is divided by nothing."""
    empty = scores_listing(Evaluation()).plain().splitlines()[1]
    assert empty == "all\t0\t-\t-\t-\t-\t-\t-"


def test_what_holds_for_all_stands_below() -> None:
    """Refusals, verbatim violations and repetitions are told in a line."""
    assert scores_listing(scored()).note == (
        "Refusals: precision 66.7 %, recall 100.0 %. Citations: 1,200, not verbatim 0. "
        "Among the first 3: 24, repeated 1."
    )
