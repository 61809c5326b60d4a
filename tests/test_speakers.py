"""Linking: one identity across articles, and never one identity too few."""

from __future__ import annotations

from index.analysis import Analysis
from index.quotation import Kind, LocalSpeaker, SpeakerKind, Statement
from index.spans import Span
from index.speakers import Linked, link

PERSON, ORGANISATION = SpeakerKind.PERSON, SpeakerKind.ORGANISATION


def person(name: str, *roles: str, gender: str | None = None, aliases: tuple[str, ...] = ()):
    return LocalSpeaker(name, aliases, roles, PERSON, gender)


def organisation(name: str, *aliases: str):
    return LocalSpeaker(name, aliases, (), ORGANISATION)


def group(name: str):
    return LocalSpeaker(name, (), (), SpeakerKind.GROUP)


def article(article_id: str, *speakers: LocalSpeaker, said: int = 1) -> Analysis:
    """An analysis in which every speaker makes ``said`` statements."""
    span = Span(0, 1)
    statements = tuple(
        Statement(Kind.INDIRECT, (span,), span, None, None, number, 0.9)
        for number in range(len(speakers))
        for _ in range(said)
    )
    return Analysis(article_id, (), statements, speakers)


def same(linked: Linked, a: tuple[str, int], b: tuple[str, int]) -> bool:
    return linked.row(*a) == linked.row(*b) is not None


def test_a_full_name_in_two_articles_is_one_speaker():
    linked = link([article("a", person("Anna Berg")), article("b", person("Anna Berg"))])
    assert [s.articles for s in linked.speakers] == [2]


def test_a_longer_name_that_hardly_a_statement_has_is_a_slip():
    linked = link(
        [
            article("a", person("Anna Berg"), said=60),
            article("b", person("Anna Lind Berg")),
        ]
    )
    assert [s.name for s in linked.speakers] == ["Anna Berg"]


def test_a_longer_name_that_some_articles_use_is_the_full_one():
    linked = link(
        [
            article("a", person("Anna Berg"), said=60),
            article("b", person("Anna Lind Berg"), said=5),
        ]
    )
    assert [s.name for s in linked.speakers] == ["Anna Lind Berg"]


def test_accents_do_not_make_another_speaker():
    linked = link([article("a", person("José Núñez")), article("b", person("Jose Nunez"))])
    assert same(linked, ("a", 0), ("b", 0))


def test_a_middle_initial_does_not_make_another_speaker():
    linked = link([article("a", person("Anna K. Berg")), article("b", person("Anna Berg"))])
    assert same(linked, ("a", 0), ("b", 0))


def test_a_name_that_fits_two_longer_names_joins_neither():
    linked = link(
        [
            article("a", person("Anna K. Berg")),
            article("b", person("Anna L. Berg")),
            article("c", person("Anna Berg")),
        ]
    )
    assert len(linked.speakers) == 3


def test_a_suffix_does_not_make_another_speaker():
    linked = link([article("a", person("Carl Berg Jr.")), article("b", person("Carl Berg"))])
    assert same(linked, ("a", 0), ("b", 0))


def test_two_people_with_one_surname_stay_two():
    linked = link([article("a", person("Anna Berg")), article("b", person("Carl Berg"))])
    assert len(linked.speakers) == 2


def test_a_bare_surname_of_two_people_joins_neither():
    linked = link(
        [
            article("a", person("Anna Berg")),
            article("b", person("Carl Berg")),
            article("c", person("Berg")),
        ]
    )
    assert len(linked.speakers) == 3


def test_a_bare_surname_joins_the_bearer_with_the_same_role():
    linked = link(
        [
            article("a", person("Anna Berg", "harbour minister")),
            article("b", person("Carl Berg", "striker")),
            article("c", person("Berg", "minister")),
        ]
    )
    assert same(linked, ("c", 0), ("a", 0))


def test_a_bare_surname_joins_the_bearer_who_is_heard_in_the_same_company():
    linked = link(
        [
            article("a", person("Anna Berg"), person("Dora Lind")),
            article("b", person("Carl Berg"), person("Emil Voss")),
            article("c", person("Berg"), person("Dora Lind")),
        ]
    )
    assert same(linked, ("c", 0), ("a", 0))


def test_a_bare_surname_without_evidence_stays_apart_even_from_its_only_bearer():
    linked = link([article("a", person("Anna Berg")), article("b", person("Berg"))])
    assert len(linked.speakers) == 2


def test_a_bare_surname_joins_a_bearer_heard_in_many_more_articles_than_any_namesake():
    famous = [article(f"f{i}", person("Anna Berg")) for i in range(9)]
    linked = link([*famous, article("b", person("Carl Berg")), article("c", person("Berg"))])
    assert same(linked, ("c", 0), ("f0", 0))


def test_a_bare_surname_never_joins_somebody_of_another_gender():
    famous = [article(f"f{i}", person("Anna Berg", gender="f")) for i in range(9)]
    linked = link([*famous, article("c", person("Berg", gender="m"))])
    assert not same(linked, ("c", 0), ("f0", 0))


def test_a_bare_surname_that_its_article_keeps_apart_from_a_full_name_stays_apart():
    famous = [article(f"f{i}", person("Anna Berg")) for i in range(9)]
    linked = link([*famous, article("c", person("Anna Berg"), person("Berg"))])
    assert not same(linked, ("c", 0), ("c", 1))


def test_close_spellings_with_one_role_are_one_speaker():
    linked = link(
        [
            article("a", person("Mykola Horenskyi", "port president")),
            article("b", person("Mykola Horenskyy", "president")),
        ]
    )
    assert same(linked, ("a", 0), ("b", 0))


def test_close_spellings_without_a_common_role_stay_two():
    linked = link(
        [
            article("a", person("Paul Johnson", "painter")),
            article("b", person("Paul Johnston", "harbour master")),
        ]
    )
    assert len(linked.speakers) == 2


def test_the_longest_spelling_names_the_speaker():
    linked = link([article("a", person("Anna Berg")), article("b", person("Anna K. Berg"))])
    assert linked.speakers[0].name == "Anna K. Berg"


def test_organisations_join_by_name_without_the_article():
    linked = link(
        [article("a", organisation("Admiralty")), article("b", organisation("the Admiralty"))]
    )
    assert same(linked, ("a", 0), ("b", 0))


def test_an_acronym_joins_the_organisation_that_a_text_gives_it_to():
    linked = link(
        [
            article("a", organisation("Harbour Safety Board", "HSB")),
            article("b", organisation("HSB")),
        ]
    )
    assert same(linked, ("a", 0), ("b", 0))


def test_an_acronym_that_no_text_explains_stays_apart():
    linked = link(
        [article("a", organisation("Harbour Safety Board")), article("b", organisation("HSB"))]
    )
    assert len(linked.speakers) == 2


def test_people_without_a_name_are_never_joined():
    linked = link([article("a", person("an aide")), article("b", person("an aide"))])
    assert len(linked.speakers) == 2


def test_groups_without_a_name_are_never_joined():
    linked = link([article("a", group("two officials")), article("b", group("two officials"))])
    assert len(linked.speakers) == 2


def test_groups_with_a_name_join():
    linked = link([article("a", group("Arden officials")), article("b", group("Arden officials"))])
    assert same(linked, ("a", 0), ("b", 0))


def test_a_person_never_joins_an_organisation():
    linked = link([article("a", person("Anna Berg")), article("b", organisation("Anna Berg"))])
    assert len(linked.speakers) == 2


def test_statements_and_articles_are_counted():
    linked = link(
        [article("a", person("Anna Berg"), said=2), article("b", person("Anna Berg"), said=3)]
    )
    assert (linked.speakers[0].statements, linked.speakers[0].articles) == (5, 2)


def test_the_one_with_most_statements_has_the_first_row():
    linked = link(
        [article("a", person("Anna Berg"), said=1), article("b", person("Carl Voss"), said=4)]
    )
    assert [s.name for s in linked.speakers] == ["Carl Voss", "Anna Berg"]


def test_rows_number_the_speakers():
    linked = link([article("a", person("Anna Berg"), person("Carl Voss"))])
    assert [s.row for s in linked.speakers] == [0, 1]


def test_the_order_of_the_articles_changes_nothing():
    analyses = [
        article("a", person("Anna Berg"), person("Dora Lind")),
        article("b", person("Berg"), person("Dora Lind")),
        article("c", person("Carl Berg", "painter")),
        article("d", organisation("the Admiralty")),
    ]
    assert link(analyses) == link(reversed(analyses))


def test_somebody_without_a_statement_has_no_row():
    analysis = Analysis("a", (), (), (person("Anna Berg"),))
    assert link([analysis]).row("a", 0) is None


def test_an_unknown_article_has_no_row():
    assert link([]).row("a", 0) is None


def test_aliases_and_roles_are_kept():
    linked = link([article("a", person("Anna Berg", "minister", aliases=("Berg",)))])
    assert (linked.speakers[0].aliases, linked.speakers[0].roles) == (("Berg",), ("minister",))


def test_a_full_name_is_what_most_articles_take_it_for():
    linked = link(
        [
            article("a", person("Anna Berg")),
            article("b", person("Anna Berg")),
            article("c", organisation("Anna Berg")),
        ]
    )
    assert [s.kind for s in linked.speakers] == [PERSON]


def test_somebodys_lawyer_is_a_description_and_never_joined():
    linked = link([article("a", person("Berg’s lawyer")), article("b", person("Berg’s lawyer"))])
    assert len(linked.speakers) == 2


def son(name: str) -> LocalSpeaker:
    return LocalSpeaker(name, (), (), PERSON, apart=True)


def test_father_and_son_stay_two_everywhere_once_an_article_knows_both():
    linked = link(
        [
            article("a", son("Carl Berg"), son("Carl Berg Jr.")),
            article("b", person("Carl Berg Jr.")),
            article("c", person("Carl Berg")),
        ]
    )
    assert same(linked, ("a", 1), ("b", 0))
    assert same(linked, ("a", 0), ("c", 0))
    assert not same(linked, ("b", 0), ("c", 0))


def test_a_role_glued_to_a_known_name_is_a_role():
    linked = link(
        [article("a", person("Harbour Whip Anna Berg")), article("b", person("Anna Berg"))]
    )
    assert [(s.name, s.roles) for s in linked.speakers] == [("Anna Berg", ("Harbour Whip",))]


def test_words_before_a_known_name_that_are_no_role_are_somebody_else():
    linked = link([article("a", person("Rival of Anna Berg")), article("b", person("Anna Berg"))])
    assert len(linked.speakers) == 2


def test_a_single_word_that_is_nobodys_surname_is_of_one_kind():
    linked = link(
        [
            article("a", organisation("Gazette")),
            article("b", organisation("Gazette")),
            article("c", person("Gazette")),
        ]
    )
    assert [(s.name, s.kind, s.articles) for s in linked.speakers] == [("Gazette", ORGANISATION, 3)]


def test_the_first_role_is_the_telling_one_that_many_reports_have():
    linked = link(
        [
            article("a", person("Anna Berg", "Sen.", "ferry enthusiast")),
            article("b", person("Anna Berg", "Sen.", "Arden Sen.")),
            article("c", person("Anna Berg", "Sen.", "ARDEN Sen.")),
        ]
    )
    assert linked.speakers[0].roles == ("Arden Sen.", "Sen.", "ferry enthusiast")
