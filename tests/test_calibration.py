"""Fitted numbers order and refuse as the labels ask, on data where the right ones are known."""

import json
import random
from dataclasses import fields

import pytest

from bot.calibration import fit, write
from bot.examples import Example
from bot.rendering.scores import evidence_lines, obstacle_lines
from bot.scoring import Sort, load
from index.errors import QuestionError
from index.features import Features


def features(rng, *, coverage, topic):
    """Features of which only two carry anything."""
    noise = {field.name: rng.random() for field in fields(Features)}
    return Features(**{**noise, "coverage": coverage, "topic_cosine": topic})


@pytest.fixture(scope="module")
def fitted():
    """A model fitted on questions where the candidate with the best coverage is right."""
    rng = random.Random(7)
    examples = []
    for number in range(200):
        answerable = number % 4 != 0
        best = 0.9 if answerable else 0.2
        candidates = [
            features(rng, coverage=rng.random() * 0.3, topic=rng.random()) for _ in range(6)
        ]
        candidates.append(features(rng, coverage=best, topic=rng.random()))
        right = [False] * 6 + [answerable]
        examples.append(
            Example(f"q{number}", f"a{number}", Sort.NAMED, tuple(candidates), tuple(right))
        )
    return fit(examples)


def test_the_feature_that_decides_gets_the_weight(fitted):
    """Coverage decides here, the topic's cosine is noise."""
    scoring, _ = fitted
    rank = scoring.models[Sort.NAMED].rank
    decides = rank["coverage"] + rank["context_coverage"]
    assert decides > 2 * abs(rank["topic_cosine"])


def test_the_evidence_is_of_questions_not_seen(fitted):
    """On data this clear held-out questions are ordered and refused rightly."""
    _, evidence = fitted
    found = evidence[Sort.NAMED]
    assert (found.questions, found.answerable) == (200, 150)
    assert found.hit_at_1 > 0.9
    assert found.refusal_recall > 0.8


def test_a_sort_without_questions_gets_no_model(fitted):
    """Numbers are fitted where there is evidence, and nowhere else."""
    scoring, _ = fitted
    assert set(scoring.models) == {Sort.NAMED}


def test_what_is_written_is_what_the_program_reads(fitted, tmp_path):
    """Numbers, thresholds and evidence; sorts without a model keep the program's."""
    scoring, evidence = fitted
    path = tmp_path / "scoring.json"
    write(path, scoring, evidence)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert set(written["models"]) == set(Sort)
    assert written["models"]["named"]["slope"] == round(scoring.models[Sort.NAMED].slope, 4)
    assert written["evidence"]["named"]["questions"] == 200


def test_a_file_that_cannot_be_written_is_named(fitted, tmp_path):
    """The option that names another one mends it."""
    with pytest.raises(QuestionError, match="--calibrate"):
        write(tmp_path, *fitted)


def unclear(number, *, answerable, group=None):
    """A question whose features say nothing of whether it has an answer."""
    rng = random.Random(number)
    candidates = tuple(features(rng, coverage=rng.random(), topic=rng.random()) for _ in range(4))
    right = tuple(answerable and i == number % 4 for i in range(4))
    return Example(f"q{number}", group or f"a{number}", Sort.FACT, candidates, right)


def test_where_the_classes_overlap_the_threshold_stays_and_they_are_named():
    """Noise cannot tell when to decline; the rest is fitted all the same."""
    scoring, evidence = fit(unclear(n, answerable=n % 2 == 0) for n in range(60))
    found = evidence[Sort.FACT]
    assert found.area < 0.7
    assert "overlap" in (found.obstacle or "")
    assert found.in_the_way
    assert scoring.threshold(Sort.FACT) == load().threshold(Sort.FACT)
    assert scoring.models[Sort.FACT].rank != load().models[Sort.FACT].rank


def test_fewer_than_five_of_a_class_set_no_threshold():
    """Four questions without an answer are too few."""
    some = [unclear(n, answerable=n >= 4) for n in range(40)]
    assert "4 of 40" in (fit(some)[1][Sort.FACT].obstacle or "")


def test_a_single_question_is_fitted_on_without_a_fault():
    """Every fold but one is empty."""
    _, evidence = fit([unclear(0, answerable=True)])
    assert evidence[Sort.FACT].questions == 1


def test_on_clear_data_a_threshold_is_set(fitted):
    """Between the bounds, and nothing stands against it."""
    scoring, evidence = fitted
    assert evidence[Sort.NAMED].obstacle is None
    assert evidence[Sort.NAMED].area > 0.9
    assert 0.1 <= scoring.threshold(Sort.NAMED) <= 0.9


def test_the_lines_for_a_person_say_what_stays_and_what_mends_it():
    """One line a sort; the obstacle names the option that adds examples."""
    scoring, evidence = fit([unclear(n, answerable=n >= 4) for n in range(40)])
    (line,) = evidence_lines(evidence, scoring)
    assert "as before" in line
    (obstacle,) = obstacle_lines(evidence)
    assert obstacle.startswith("no threshold is set for fact questions")
    assert "--with" in obstacle
