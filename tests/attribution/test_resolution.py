"""Resolution: which person of the article a mention stands for, and when it stays open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.quotation import SpeakerKind
from tests.attribution.conftest import Said

pytestmark = pytest.mark.model


def last_speaker(said: Callable[[str], list[Said]], text: str) -> str | None:
    return said(text)[-1].speaker


def test_a_surname_is_the_longest_name(said):
    text = "Anna Berg runs the port. Berg said the bridge was closed."
    assert last_speaker(said, text) == "Anna Berg"


def test_a_title_is_no_part_of_the_name(said):
    assert last_speaker(said, "Prime Minister Anna Berg said the bridge was closed.") == "Anna Berg"


def test_a_title_after_its_office_is_no_part_of_the_name(said):
    text = "Harbour Safety Secretary Anna Berg said the bridge was closed."
    assert last_speaker(said, text) == "Anna Berg"


def test_a_possessive_before_a_name_is_somebody_else(said):
    text = "Carl Voss’s adviser Anna Berg said the bridge was closed."
    assert last_speaker(said, text) == "Anna Berg"


def test_roles_are_harvested_before_a_name(analyze):
    analysis = analyze("Top harbour aide Anna Berg said the bridge was closed.")
    assert analysis.speakers[0].roles == ("Top harbour aide",)


def test_roles_are_harvested_after_a_name(analyze):
    analysis = analyze("Anna Berg, a harbour aide, said the bridge was closed.")
    assert analysis.speakers[0].roles == ("harbour aide",)


def test_a_pronoun_is_the_previous_speaker(said):
    text = "Anna Berg said the bridge was closed. She added that the ferry was running."
    assert last_speaker(said, text) == "Anna Berg"


def test_a_pronoun_is_nobody_of_another_gender(said):
    text = "Mr. Carl Voss closed the bridge. Ms. Anna Berg said it was late. He said it was not."
    assert last_speaker(said, text) == "Carl Voss"


def test_a_pronoun_is_the_main_subject_of_the_sentence_before(said):
    text = "Anna Berg met reporters at the port. She said the bridge was closed."
    assert last_speaker(said, text) == "Anna Berg"


def test_a_pronoun_after_a_person_without_a_name_is_nobody_named_before(said):
    text = (
        "Anna Berg said the bridge was closed. The surgeon left the port. "
        "She said the ferry was late."
    )
    assert last_speaker(said, text) is None


def test_a_pronoun_without_anybody_before_it_is_open(said):
    assert last_speaker(said, "He said the bridge was closed.") is None


def test_a_description_points_back_to_the_one_with_the_role(said):
    text = "Harbour aide Anna Berg met Carl Voss. The aide said the bridge was closed."
    assert last_speaker(said, text) == "Anna Berg"


def test_a_description_with_another_name_in_it_is_not_that_one(said):
    text = (
        "Harbour aide Anna Berg met Carl Voss. "
        "The top Voss diplomatic aide said the bridge was closed."
    )
    assert last_speaker(said, text) == "Anna Berg"


def test_a_description_that_fits_nobody_is_open(said):
    text = "Anna Berg met Carl Voss. The surgeon said the bridge was closed."
    assert last_speaker(said, text) is None


def test_a_description_of_two_people_told_apart_by_a_word_is_that_one(said):
    text = (
        "Arden senator Anna Berg met Lorn senator Carl Voss. "
        "The Arden senator said the bridge was closed."
    )
    assert last_speaker(said, text) == "Anna Berg"


def test_the_surname_is_the_one_that_the_article_brings_in_first(said):
    filler = "The port was quiet all week and nothing moved on the river. " * 8
    text = (
        f"Anna Berg runs the port. Her father, Carl Berg, built it. {filler}"
        "Berg said the bridge was closed."
    )
    assert last_speaker(said, text) == "Anna Berg"


def test_the_surname_is_open_right_after_a_namesake(said):
    text = "Anna Berg runs the port. Carl Berg built it. Berg said the bridge was closed."
    assert last_speaker(said, text) is None


def test_mr_and_mrs_with_one_surname_stay_two(said):
    text = (
        "Anna Berg runs the port. Mrs. Berg said the bridge was closed. Mr. Berg said it was open."
    )
    first, second = said(text)
    assert first.statement.speaker != second.statement.speaker


def test_it_is_the_organisation_that_spoke(said):
    text = "The Harbour Board said the bridge was closed. It added that repairs had begun."
    assert last_speaker(said, text) == "Harbour Board"


def test_a_person_is_never_it(said):
    text = "Anna Berg said the bridge was closed. It said repairs had begun."
    assert last_speaker(said, text) is None


def test_two_speakers_together_are_a_group(analyze):
    analysis = analyze("Arden and Lorn say the bridge is closed.")
    assert [(s.name, s.kind) for s in analysis.speakers] == [("Arden and Lorn", SpeakerKind.GROUP)]


def test_a_report_is_a_document(analyze):
    analysis = analyze("The report said the bridge was closed.")
    assert analysis.speakers[0].kind is SpeakerKind.DOCUMENT


def test_a_board_is_an_organisation(analyze):
    analysis = analyze("The Harbour Board said the bridge was closed.")
    assert analysis.speakers[0].kind is SpeakerKind.ORGANISATION


def test_the_gender_of_a_title_is_kept(analyze):
    analysis = analyze("Ms. Anna Berg said the bridge was closed.")
    assert analysis.speakers[0].gender == "f"


def test_the_gender_of_a_bound_pronoun_is_kept(analyze):
    analysis = analyze("Anna Berg left her office. Anna Berg said the bridge was closed.")
    assert analysis.speakers[0].gender == "f"


def test_an_open_speaker_has_no_confidence(said):
    assert said("He said the bridge was closed.")[0].statement.confidence == 0


def test_a_full_name_is_surer_than_a_pronoun(said):
    named, pronoun = said("Anna Berg said the bridge was closed. She said it was late.")
    assert named.statement.confidence > pronoun.statement.confidence


def test_a_pronoun_is_not_the_one_who_is_spoken_to(said):
    text = "Carl Voss met Dora Lind. Anna Berg asked for more. “Nothing works,” she told Berg."
    assert last_speaker(said, text) != "Anna Berg"


def test_a_pronoun_stays_open_when_another_came_between_and_no_gender_is_known(said):
    text = (
        "Robin Berg said the bridge was closed. The port was quiet. "
        "The council thanked Kim Voss for the ferry. The night was cold. She said it was late."
    )
    assert last_speaker(said, text) is None


def test_a_name_beside_the_role_that_is_the_subject_is_the_subject(said):
    text = "Carl Voss said it was late. Berg’s rival, Sen. Dora Lind, left. She said it was early."
    assert last_speaker(said, text) == "Dora Lind"


def test_a_dateline_is_no_part_of_a_role(analyze):
    analysis = analyze("ARDEN - Harbour Minister Anna Berg said the bridge was closed.")
    assert analysis.speakers[0].roles == ("Harbour Minister",)
