"""A question's words show its kind, who is asked about, and the topic."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import QuestionKind, parse

TODAY = dt.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("What did Rosa Lind say about the ferry?", "Rosa Lind", "the ferry"),
        ("what did rosa lind say about the ferry", "rosa lind", "the ferry"),
        ("Rosa Lind on the ferry?", "Rosa Lind", "the ferry"),
        ("Rosa Lind on the man who built it?", "Rosa Lind", "the man who built it"),
        ("Rosa Lind on what happened", "Rosa Lind", "what happened"),
        ("What does the mayor make of the toll?", "the mayor", "the toll"),
        ("what's Lind's read on the toll", "Lind", "the toll"),
        ("Lind's position on tolls?", "Lind", "tolls"),
        ("How did the union respond to the strike vote?", "the union", "the strike vote"),
        ("did Lind comment on the strike", "Lind", "the strike"),
        (
            "Rosa Lind on the mayor's plan for the port?",
            "Rosa Lind",
            "the mayor's plan for the port",
        ),
        ("according to Lind, when will the ferry run?", "Lind", "when will the ferry run"),
        ("Would the bridge last, in her engineer's view?", "her engineer", "Would the bridge last"),
        ("Is the ferry safe? What did Lind say?", "Lind", "Is the ferry safe"),
        ("How tall does Lind say the bridge will be?", "Lind", "How tall the bridge will be"),
        ("anything on tolls from Lind?", "Lind", "tolls"),
    ],
)
def test_forms_that_ask_for_somebodys_words(text, speaker, topic):
    """Each form gives the speaker and the topic as they were typed."""
    question = parse(text, TODAY)
    assert (question.kind, question.speaker, question.topic) == (
        QuestionKind.SAID,
        speaker,
        topic,
    )


@pytest.mark.parametrize(
    ("text", "role", "topic"),
    [
        ("Who called the ferry a coffin?", None, "called the ferry a coffin"),
        ("who said the bridge will fall", None, "the bridge will fall"),
        ("Which mayor warned of delays?", "mayor", "warned of delays"),
    ],
)
def test_forms_that_ask_who_said_it(text, role, topic):
    """A verb of saying makes "who" a question for a speaker."""
    question = parse(text, TODAY)
    assert (question.kind, question.speaker, question.topic) == (
        QuestionKind.WHO_SAID,
        role,
        topic,
    )


@pytest.mark.parametrize(
    "text",
    [
        "How long did the meeting last?",
        "Who won the regatta?",
        "how many boats sank",
        "The ferry left the port on Monday. Which island did it reach?",
        "The harbour master announced the end of tolls on which island?",
        "Fishermen found what on the beach at Norholm?",
        "The old harbour master was laid to rest by the whole town on Sunday",
    ],
)
def test_other_questions_ask_for_a_plain_fact(text):
    """Without a verb of saying nobody's words are asked for."""
    assert parse(text, TODAY).kind is QuestionKind.FACT


@pytest.mark.parametrize(
    "text", ["According to a survey, how many commute?", "Which port did Lind criticise?"]
)
def test_what_somebody_is_said_to_hold_may_be_a_fact_as_well(text):
    """The answer may be in the speaker's words or in the outlet's own."""
    question = parse(text, TODAY)
    assert question.kind is QuestionKind.SAID
    assert question.loose


def test_a_title_with_a_full_stop_does_not_end_a_sentence():
    """The case: "Sen. Lind on the ferry?" is one question."""
    assert parse("Sen. Lind on the ferry?", TODAY).speaker == "Sen. Lind"


@pytest.mark.parametrize("text", ["brief me on the port", "what's the latest on the port?"])
def test_a_briefing_is_asked_for_in_words(text):
    """The topic of the briefing is what follows."""
    question = parse(text, TODAY)
    assert (question.kind, question.topic) == (QuestionKind.BRIEF, "the port")


def test_a_name_alone_takes_the_topic_from_the_conversation():
    """The case: "and the union?" leaves the topic out."""
    question = parse("and the union?", TODAY)
    assert (question.speaker, question.topic, question.follows) == ("the union", None, True)


def test_what_about_may_name_a_speaker_or_a_topic():
    """Only the collection can tell which; the question says so."""
    assert parse("what about Europe?", TODAY).either


@pytest.mark.parametrize("text", ["what did she say about tolls?", "anything from her on tolls"])
def test_a_pronoun_leaves_the_name_to_the_conversation(text):
    """No speaker is called "she"."""
    question = parse(text, TODAY)
    assert question.speaker is None
    assert question.follows


@pytest.mark.parametrize("text", ["so what did the union answer?", "what does Lind make of it?"])
def test_an_answer_is_an_answer_to_the_topic_before(text):
    """Verbs of answering, and "it", point back."""
    assert parse(text, TODAY).follows


def test_everything_somebody_said_needs_no_topic():
    """A full question without a topic asks for the whole record, not for the topic before."""
    question = parse("what did Rosa Lind say?", TODAY)
    assert (question.topic, question.follows) == (None, False)


def test_who_else_leaves_out_those_already_shown():
    """The flag tells the search to exclude them."""
    assert parse("who else commented?", TODAY).others


@pytest.mark.parametrize("text", ["when did he say that?", "when was that?", "when?"])
def test_when_asks_for_the_day_of_the_last_remark(text):
    """The remark itself is in the conversation."""
    assert parse(text, TODAY).kind is QuestionKind.WHEN


def test_days_are_taken_out_of_the_topic():
    """The case: "since Monday" limits the articles and is not searched for."""
    question = parse("What did Lind say about tolls since Monday?", TODAY)
    assert (question.topic, question.since) == ("tolls", dt.date(2026, 7, 13))


@given(st.text(min_size=1).filter(lambda t: t.strip()))
def test_any_text_is_read_as_some_question(text):
    """Reading a question never fails."""
    assert parse(text, TODAY).text == " ".join(text.split())


def test_a_fact_is_limited_by_bounds_only():
    """What happened "this week" is no limit to the articles, "since Monday" is."""
    today = dt.date(2026, 7, 15)
    vague = parse("Which airline announced a deal this week?", today)
    assert (vague.since, vague.bounds.since) == (dt.date(2026, 7, 13), None)
    bound = parse("Which airline announced a deal since Monday?", today)
    assert bound.bounds.since == bound.since == dt.date(2026, 7, 13)


def test_a_clause_says_who_is_meant():
    """It asks for the words of the one named."""
    question = parse("and Moe, who wrote the book?", dt.date(2026, 7, 15))
    assert (question.kind, question.speaker, question.follows) == (QuestionKind.SAID, "Moe", True)


def test_a_bare_topic_leaves_the_speaker_to_the_conversation():
    """The case: "and on tolls?"."""
    question = parse("and on tolls?", TODAY)
    assert (question.kind, question.topic, question.follows) == (QuestionKind.SAID, "tolls", True)


@pytest.mark.parametrize(("text", "either"), [("and fares?", True), ("and the mayor?", False)])
def test_a_common_noun_may_be_a_topic(text, either):
    """A description is somebody."""
    assert parse(text, TODAY).either is either


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("when will it open?", True),
        ("how much did they pay her?", True),
        ("when did that happen to the ferry?", True),
        ("is it true that the ferry sank?", True),
        ("how many boats sank?", False),
        ("which ship is this week's?", False),
    ],
)
def test_a_pronoun_makes_a_plain_question_a_follow_up(text, follows):
    """What it stands for is in the conversation."""
    assert parse(text, TODAY).follows is follows


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("did Lind comment on the strike?", True),
        ("has the union said anything about tolls?", True),
        ("did Lind say the ferry is late?", False),
    ],
)
def test_whether_somebody_spoke_is_a_question_of_its_own(text, whether):
    """It is answered by words, or by the news that there were none."""
    assert parse(text, TODAY).whether is whether


def test_an_answer_without_a_topic_is_a_reply():
    """To whoever spoke before."""
    assert parse("so what did the union answer?", TODAY).replies
    assert not parse("what did the union answer on tolls?", TODAY).replies


def test_an_act_named_by_a_noun_belongs_to_the_topic():
    """As a verb that says more than "say" does."""
    assert parse("Lind's warning about fog?", TODAY).topic == "warning fog"
    assert parse("Lind's view of fog?", TODAY).topic == "fog"


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("what did the secretary of state say about tolls", "the secretary of state", "tolls"),
        ("What did the State Department say about tolls?", "the State Department", "tolls"),
        ("how did the state office respond to the leak", "the state office", "the leak"),
        ("has the state office commented on visas", "the state office", "visas"),
        ("what did the report say?", "the report", None),
        ("what did the mayor's report say about tolls", "the mayor's report", "tolls"),
        ("What did he state about tolls", None, "tolls"),
    ],
)
def test_a_noun_before_the_verb_belongs_to_the_name(text, speaker, topic):
    """After "the", "of" or "'s", or right before a verb, "state" and "report" are no verbs."""
    question = parse(text, TODAY)
    assert (question.kind, question.speaker, question.topic) == (QuestionKind.SAID, speaker, topic)


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("Can you tell me what Moe said about tolls?", "Moe", "tolls"),
        ("I need a quote from the union on tolls", "the union", "tolls"),
        ("give me quotes by Ida Moe about January 6", "Ida Moe", "January 6"),
        ("find statements by the council about tolls", "the council", "tolls"),
        ("do you know if Moe commented on tolls", "Moe", "tolls"),
        ("Moe said what about tolls?", "Moe", "tolls"),
        ("what is Moe saying about tolls", "Moe", "tolls"),
        ("what are experts warning of", "experts", "warning of"),
        ("where does Moe stand on tolls", "Moe", "tolls"),
        ("what was said about tolls by the mayor", "the mayor", "tolls"),
        ("what reason did the union give for the strike", "the union", "reason for the strike"),
        ("In Moe's words, what are tolls for?", "Moe", "what are tolls for"),
        ("Moe's toll remarks", "Moe", "toll"),
        ("council guidance on tolls", "council", "tolls"),
        ("union reaction to the tolls", "union", "the tolls"),
        ("Moe's reaction to the tolls", "Moe", "the tolls"),
        ("moe re: tolls", "moe", "tolls"),
        ("moe - why are tolls up", "moe", "why are tolls up"),
        ("what's the union's excuse", "the union", None),
    ],
)
def test_words_are_asked_for_in_many_ways(text, speaker, topic):
    """A request, a noun, the order of a statement."""
    question = parse(text, TODAY)
    assert (question.kind, question.speaker, question.topic) == (QuestionKind.SAID, speaker, topic)
    assert (question.since, question.until) == (None, None)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("is Moe for or against tolls", "for or against tolls"),
        ("was Moe against tolls", "against tolls"),
        ("does Moe support the toll", "support the toll"),
        ("did Moe back the toll?", "back the toll"),
    ],
)
def test_a_side_may_be_told_by_words_or_by_the_news(text, topic):
    """The speaker is only suspected."""
    question = parse(text, TODAY)
    assert (question.speaker, question.topic, question.loose) == ("Moe", topic, True)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what has been said about tolls", "tolls"),
        ("who's calling for tolls", "calling for tolls"),
        ("who is against tolls?", "against tolls"),
        ("who supports the toll", "supports the toll"),
    ],
)
def test_anybody_may_have_said_it(text, topic):
    """Without a name, all who are on record are asked."""
    question = parse(text, TODAY)
    assert (question.kind, question.speaker, question.topic) == (
        QuestionKind.WHO_SAID, None, topic,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("more", QuestionKind.MORE),
        ("go on", QuestionKind.MORE),
        ("any others?", QuestionKind.MORE),
        ("What else did she say?", QuestionKind.MORE),
        ("source?", QuestionKind.SOURCE),
        ("which outlet", QuestionKind.SOURCE),
        ("thanks!", QuestionKind.NONE),
        ("hello", QuestionKind.NONE),
        ("but why?", QuestionKind.FACT),
    ],
)
def test_a_word_may_be_all_that_is_asked(text, kind):
    """It goes back to the question before, but for a greeting."""
    question = parse(text, TODAY)
    assert (question.kind, question.follows) == (kind, kind is not QuestionKind.NONE)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("did anyone push back?", "push back"),
        ("anyone against it?", "against it"),
        ("who disagreed?", "disagreed"),
    ],
)
def test_who_takes_a_side_is_somebody_else(text, topic):
    """With what stands in the question before."""
    question = parse(text, TODAY)
    assert (question.kind, question.topic) == (QuestionKind.WHO_SAID, topic)
    assert question.follows
    assert question.others


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("and in June?", dt.date(2026, 6, 1), dt.date(2026, 6, 30)),
        ("what about yesterday?", dt.date(2026, 7, 14), dt.date(2026, 7, 14)),
        ("and last week?", dt.date(2026, 7, 6), dt.date(2026, 7, 12)),
    ],
)
def test_other_days_are_asked_for(text, since, until):
    """Speaker and topic are those of the question before."""
    question = parse(text, TODAY)
    assert (question.kind, question.speaker, question.topic) == (QuestionKind.SAID, None, None)
    assert (question.since, question.until, question.follows) == (since, until, True)


@pytest.mark.parametrize(
    ("text", "topic", "follows"),
    [
        ("and in schools?", "in schools", True),
        ("what else did the council say about tolls", "tolls", False),
        ("how many voted?", "how many voted", True),
        ("How many voted in Norholm?", "How many voted in Norholm", False),
    ],
)
def test_what_says_too_little_follows(text, topic, follows):
    """A place, a number without a name."""
    question = parse(text, TODAY)
    assert (question.topic, question.follows) == (topic, follows)


def test_a_response_without_a_topic_answers_somebody():
    """Whoever spoke before."""
    assert parse("the union's response?", TODAY).replies
    assert not parse("the union's response to tolls?", TODAY).replies
    assert not parse("the union's view?", TODAY).replies


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("and the mayor, what did he think of tolls?", "the mayor", "tolls"),
        ("and the union, did they say anything?", "the union", None),
        ("and the man who lost his boat?", "the man who lost his boat", None),
        ("the harbour union view of the tolls", "the harbour union", "the tolls"),
        ("did she talk about tolls at all", None, "tolls"),
        ("the WHO chief on masks", "the WHO chief", "masks"),
    ],
)
def test_who_is_meant_and_what_about(text, speaker, topic):
    """Also where the question stands after a comma, or tells who is meant by a clause."""
    question = parse(text, TODAY)
    assert (question.kind, question.speaker, question.topic) == (QuestionKind.SAID, speaker, topic)


def test_what_is_to_blame_is_nobody():
    """After "to" a verb asks for no words; what somebody had to say does."""
    assert parse("are the tolls to blame?", TODAY).kind is QuestionKind.FACT
    assert parse("what did Moe have to say on tolls?", TODAY).speaker == "Moe"
