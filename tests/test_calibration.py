"""Fitted numbers order and refuse as the labels ask, on data where the right ones are known."""

import json
import random
from dataclasses import fields

import pytest

from bot.calibration import Example, fit, write
from bot.scoring import Sort
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
