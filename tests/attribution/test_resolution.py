"""Resolution: which person of the article a mention stands for, and when it stays open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.quotation import SpeakerKind
from index.spans import Span
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


def test_a_spokesman_for_somebody_is_nobody_named_in_the_phrase(said):
    text = (
        "Arden is a port. Mayor Carl B. Voss left. "
        "A spokesman for Mayor Carl B. Voss of Arden said the bridge was closed."
    )
    assert last_speaker(said, text) == "a spokesman for Mayor Carl B. Voss of Arden"


def test_a_company_with_a_rank_in_its_name_keeps_it(said):
    text = "General Harbours said the bridge was closed."
    assert last_speaker(said, text) == "General Harbours"


def test_father_and_son_are_two(said):
    text = (
        "Carl Berg runs the port. Carl Berg Jr. runs the ferry. "
        "Carl Berg said the bridge was closed. Carl Berg Jr. said it was open."
    )
    assert [s.speaker for s in said(text)][-2:] == ["Carl Berg", "Carl Berg Jr."]


def test_the_younger_is_the_son(said):
    text = (
        "Carl Berg runs the port. Carl Berg Jr. runs the ferry. "
        "The bridge was closed, said the younger Mr. Berg."
    )
    assert last_speaker(said, text) == "Carl Berg Jr."


def test_initials_are_no_fuller_name(said):
    text = (
        "Carla Berg, who runs C.L. Berg, a shipping firm, said the bridge was closed. "
        "Ms. Berg added that the ferry was late."
    )
    assert {s.speaker for s in said(text)} == {"Carla Berg"}


def test_a_role_is_what_somebody_is_and_not_what_they_belong_to(said):
    text = (
        "Carl Voss, son of an Arden mother, met Dora Lind. "
        "Anna Berg grew up poor, and his mother said the bridge was closed."
    )
    assert last_speaker(said, text) != "Carl Voss"


def test_a_title_that_two_near_people_bear_is_open(said):
    text = "Sen. Anna Berg met Sen. Carl Voss. The senator said the bridge was closed."
    assert last_speaker(said, text) is None


def test_a_description_is_its_own_speaker_where_nobody_is_named(said):
    text = (
        "According to the officer in charge of the port, the bridge was closed. He said it broke."
    )
    assert {s.speaker for s in said(text)} == {"the officer in charge of the port"}


def test_somebody_brought_in_without_a_name_is_nobody_named(said):
    text = (
        "Anna Berg met Dora Lind. A witness stood on the bridge. Dora Lind, a surgeon, left. "
        "Anna Berg was late. Harbour aide Carl Voss said the ferry ran. "
        "The witness said the bridge was closed."
    )
    assert last_speaker(said, text) == "the witness"


def test_a_candidate_is_hardly_ever_a_stranger(said):
    text = "Mayor Anna Berg met reporters. The candidate said the bridge was closed."
    assert last_speaker(said, text) is None


def test_somebody_spoken_of_is_not_the_speaker(said):
    text = (
        "Carl Voss said the bridge was closed. If Anna Berg leaves, he said, the ferry will stop."
    )
    assert last_speaker(said, text) == "Carl Voss"


def test_a_parenthetical_pronoun_goes_on_with_the_speaker_before(said):
    text = "Robin Berg said it was late. Kim Voss fits the post, he added."
    assert last_speaker(said, text) == "Robin Berg"


def test_the_ministry_is_not_the_country_named_before(said):
    text = "Arden closed the bridge. The ministry said the ferry was running."
    assert last_speaker(said, text) == "the ministry"


def test_a_thing_that_says_something_is_no_person(analyze):
    analysis = analyze("History says the bridge will close.")
    assert [s.kind for s in analysis.speakers] == [SpeakerKind.DOCUMENT]


def test_a_team_is_no_person(said):
    text = (
        "Berg closed the bridge. Team Berg was glad. Berg said it was late. "
        "Reporters met Team Berg."
    )
    assert last_speaker(said, text) == "Berg"


def test_a_namesake_just_named_does_not_open_the_surname_of_the_one_who_speaks(said):
    text = (
        "Anna Berg said the bridge was closed. She is the mother of captain Carl Berg. "
        "Berg said the ferry was late."
    )
    assert last_speaker(said, text) == "Anna Berg"


def test_a_campaign_is_not_that_of_somebody_else(said):
    text = (
        "The Voss campaign said the bridge was closed. The Berg campaign said the ferry ran. "
        "The Voss campaign said it was late."
    )
    assert [s.speaker for s in said(text)] == [
        "the Voss campaign",
        "the Berg campaign",
        "the Voss campaign",
    ]


def test_a_candidate_is_the_one_the_sentence_before_is_about(said):
    text = "Anna Berg said the bridge was closed. The candidate added that the ferry was late."
    assert last_speaker(said, text) == "Anna Berg"


def test_a_candidate_after_two_people_is_open(said):
    text = "Anna Berg said Carl Voss was late. The candidate added that the ferry was late."
    assert last_speaker(said, text) is None


def test_his_doctor_is_not_himself(said):
    text = "Carl Voss said the bridge was closed. His surgeon said the ferry was late."
    assert last_speaker(said, text) != "Carl Voss"


def test_an_actor_named_long_before_is_open_once_others_came(said):
    text = (
        "The actor Carl Voss said the bridge was closed. It rained. It snowed. "
        "Emil Lind opened the port. Emil Lind sold the ferry. It rained again. "
        "The actor added that it was late."
    )
    assert last_speaker(said, text) != "Carl Voss"


def test_it_is_the_body_whose_letter_was_the_subject(said):
    text = "A letter from the harbour union reflected their worry. “The bridge is closed,” it said."
    assert last_speaker(said, text) == "the harbour union"


def test_a_surname_is_the_one_who_acts_and_not_the_one_only_mentioned(said):
    text = (
        "The port honours captain Carl Berg. His mother, Anna Berg, left the harbour. "
        "Berg said the bridge was closed."
    )
    assert last_speaker(said, text) == "Anna Berg"


def test_a_headline_noun_is_not_the_name_of_anybody(said):
    headline = "Justice vows to stay"
    text = (
        f"{headline}\nAnna Berg regrets her words.\n"
        "The harbour court justice said the bridge was closed."
    )
    assert "Justice" not in {s.speaker for s in said(text, Span(0, len(headline)))[1:]}


def test_a_full_name_in_the_label_of_a_headline_is_the_surname_below(said):
    headline = "Anna Berg: Bridge will not open"
    text = f"{headline}\nBerg said the bridge was closed. Berg added that the ferry ran."
    assert {s.speaker for s in said(text, Span(0, len(headline)))} == {"Anna Berg"}


def test_as_for_somebody_makes_them_the_one_who_speaks(said):
    text = (
        "Anna Berg said the bridge was closed. As for Sen. Carl Voss, he said he was not worried."
    )
    assert last_speaker(said, text) == "Carl Voss"


def test_a_city_is_nobody_who_works_for_one(said):
    text = "City Administrator Robin Berg said it was late. The city said the bridge was closed."
    assert last_speaker(said, text) == "the city"


def test_a_department_is_the_one_named_last(said):
    text = (
        "The Arden Department of Ferries said it was late. "
        "The Lorn Department of Bridges honoured the port, and the department said it was early."
    )
    assert (last_speaker(said, text) or "").startswith("Lorn Department")


def test_a_post_before_a_full_name_is_a_role(analyze):
    analysis = analyze("Arden Harbour Administrator Anna Berg said the bridge was closed.")
    speaker = analysis.speakers[0]
    assert (speaker.name, speaker.roles) == ("Anna Berg", ("Arden Harbour Administrator",))


def test_a_name_twice_in_a_row_is_one_name(said):
    text = "Anna Berg Anna Berg said the bridge was closed."
    assert last_speaker(said, text) == "Anna Berg"


def test_a_possessive_ending_is_no_part_of_a_role(analyze):
    analysis = analyze("The port’s director Anna Berg said the bridge was closed.")
    assert not analysis.speakers[0].roles[0].startswith(("’", "'"))


def test_a_headline_gives_nobody_a_role(analyze):
    title = "Voters Count former Arden President Anna Berg Among Winners"
    text = f"{title}\n\nAnna Berg said the bridge was closed."
    analysis = analyze(text, Span(0, len(title)))
    assert [s.roles for s in analysis.speakers if s.name == "Anna Berg"] == [()]


def test_a_surname_that_is_a_title_is_a_name(said):
    text = "The bridge is closed, according to Anna Bishop, a partner at harbour firm Voss."
    assert last_speaker(said, text) == "Anna Bishop"


def test_a_nickname_in_quotation_marks_is_no_fuller_name(analyze):
    text = (
        "Quayside said on Monday that the ferry was late. Quayside said it was sorry. Fishermen "
        "call the street behind the port “Little Quayside,” or less. The company said it paid. "
        "Quayside said no more."
    )
    assert "Little Quayside" not in {s.name for s in analyze(text).speakers}


@pytest.mark.parametrize("nobody", ["neither ministry", "no farmer"])
def test_a_speaker_that_there_is_not_is_open(said, nobody):
    text = f"The bridge was closed on Monday. It is not clear why {nobody} said that it was open."
    assert [s.speaker for s in said(text)] == [None]


def test_what_follows_a_number_of_a_king_is_no_part_of_the_name(said):
    text = "King Olaf III Next Picture said on Monday that the bridge was closed."
    assert [s.speaker for s in said(text)] != ["Olaf III Next Picture"]
