"""The console's conversation, line by line."""

from __future__ import annotations

import io

import pytest

from bot.console import COMMANDS, Session, run_piped
from bot.conversation import Conversation
from bot.screen import Screen
from index.errors import NoIndex, QuestionError
from index.speakers import Speaker
from tests.fake_desk import EmptyDesk, FakeDesk


def session(desk: FakeDesk | None = None) -> Session:
    """A new conversation."""
    return Session(desk or FakeDesk(), limit=3)


def reply(line: str, *, after: str | None = None) -> str:
    """What a person reads for one line, perhaps after another."""
    talk = session()
    if after is not None:
        talk.reply(after)
    result = talk.reply(line)
    assert result is not None
    return result.plain()


def piped(*lines: str, desk: FakeDesk | None = None) -> tuple[bool, str, str]:
    """Whether all was well, the results, and the messages for lines from a pipe."""
    out, err = io.StringIO(), io.StringIO()
    well = run_piped(session(desk), lines, Screen(out, err))
    return well, out.getvalue(), err.getvalue()


def test_a_question_is_answered() -> None:
    """A line that is no command is a question."""
    assert "The bridge is safe" in reply("is the bridge safe?")


def test_a_follow_up_knows_the_question_before() -> None:
    """A question that leaves its topic out is answered from the conversation."""
    assert "The bridge is safe" in reply("and when?", after="is the bridge safe?")


def test_white_space_in_a_pasted_question_is_one_blank() -> None:
    """A question pasted over several lines is one question."""
    desk = FakeDesk()
    session(desk).reply(" is the\n\tbridge  safe? ")
    assert desk.asked == [("is the bridge safe?", Conversation(), 3)]


@pytest.mark.parametrize("line", ["", "   ", "\n"])
def test_a_blank_line_is_passed_over(line: str) -> None:
    """A blank line is neither answered nor an error."""
    assert session().reply(line) is None


def test_help_names_every_command() -> None:
    """The list of commands is complete."""
    text = reply("/help")
    assert [command.name for command in COMMANDS if command.name not in text] == []


def test_a_command_may_be_shortened() -> None:
    """The beginning of one command is that command, in any case."""
    assert reply("/SOU") == reply("/sources")


@pytest.mark.parametrize("line", ["/nonsense", "/s", "/"])
def test_an_unknown_command_gets_the_list(line: str) -> None:
    """A command that is none, or that could be several, is answered with the commands."""
    with pytest.raises(QuestionError, match="/help, /brief, /speakers, /sources, /context, /quit"):
        session().reply(line)


@pytest.mark.parametrize("line", ["/" + "x" * 9999, "/speakers " + "x" * 9999])
def test_a_pasted_page_is_not_repeated(line: str) -> None:
    """An error repeats the beginning of a long line only."""
    with pytest.raises(QuestionError, match="x…: ") as caught:
        session().reply(line)
    assert len(str(caught.value)) < 200


def test_a_briefing_is_on_what_follows() -> None:
    """The words after /brief are its topic; without them it is on everything."""
    assert reply("/brief the bridge").startswith("Briefing: the bridge")
    assert reply("/brief").startswith("Briefing: the whole collection")


def test_speakers_are_listed() -> None:
    """Without a name everybody is listed."""
    assert "Bo Lindqvist" in reply("/speakers")


@pytest.mark.parametrize("name", ["quill", "QUILL", "ada"])
def test_a_speaker_is_found_by_part_of_a_name(name: str) -> None:
    """With part of a name, or of another name of theirs, those that fit are listed."""
    text = reply(f"/speakers {name}")
    assert "Ada Quill" in text
    assert "Bo Lindqvist" not in text


def test_a_speaker_who_is_not_on_record_is_said_to_be_none() -> None:
    """A name nobody has is an error that names it."""
    with pytest.raises(QuestionError, match="called Zed: "):
        session().reply("/speakers Zed")


def test_sources_are_listed() -> None:
    """The outlets of the collection are listed."""
    assert "Harbour Herald" in reply("/sources")


@pytest.mark.parametrize("line", ["/context 1", "/context [1]", "/context"])
def test_a_source_is_shown_where_it_stands(line: str) -> None:
    """The numbered source of the last answer is shown between its neighbours."""
    assert '> "The bridge is safe,"\n  Repairs begin' in reply(line, after="bridge")


def test_a_source_of_a_briefing_is_shown_where_it_stands() -> None:
    """The numbers of a briefing are understood as those of an answer are."""
    assert '> "The bridge is safe,"' in reply("/context 1", after="/brief")


def test_no_context_before_an_answer() -> None:
    """Before the first answer there is nothing to show, and it is said what to do."""
    with pytest.raises(QuestionError, match="ask a question"):
        session().reply("/context 1")


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "1 2", "²"])
def test_a_source_that_is_not_there_gets_the_range(number: str) -> None:
    """A number the last answer does not have is answered with those it has."""
    with pytest.raises(QuestionError, match="/context 1 to /context 2"):
        reply(f"/context {number}", after="bridge")


def test_an_error_leaves_the_conversation_as_it_was() -> None:
    """After an error the sources of the last answer are still there."""
    talk = session()
    talk.reply("bridge")
    with pytest.raises(QuestionError):
        talk.reply("x" * 2001)
    assert talk.reply("/context 1") is not None


def test_a_rebuilt_index_is_used_by_the_next_question() -> None:
    """Nothing of the collection is kept from one line to the next."""
    desk = FakeDesk()
    talk = session(desk)
    talk.reply("/speakers")
    desk.speakers = lambda: (desk_speaker("Cy Newman"),)  # type: ignore[method-assign]
    result = talk.reply("/speakers")
    assert result is not None
    assert "Cy Newman" in result.plain()
    assert talk.names() == ("Cy Newman",)


def desk_speaker(name: str) -> Speaker:
    """A speaker called ``name``."""
    template = FakeDesk().speakers()[1]
    return Speaker(0, name, template.kind, (), (), 1, 1)


def test_quit_ends_the_session() -> None:
    """After /quit the session is over."""
    talk = session()
    assert talk.reply("/quit") is None
    assert talk.is_over


def test_the_greeting_tells_what_is_here() -> None:
    """The greeting counts articles and speakers and names the way to help and out."""
    assert session().greeting().plain() == (
        "On Record: 2 articles, 2 speakers on record.\n"
        "Ask what somebody said. /help lists the commands, Ctrl-D leaves.\n"
    )


def test_there_is_no_greeting_without_an_index() -> None:
    """Where there is no index, that is said before the first prompt."""
    with pytest.raises(NoIndex):
        session(EmptyDesk()).greeting()


def test_piped_lines_are_answered_without_a_prompt() -> None:
    """A pipe gets the answers and nothing else, a blank line between them."""
    well, out, err = piped("bridge\n", "\n", "/sources\n")
    assert well
    assert out.startswith("Understood as: ")
    assert "\n\nOutlet\tArticles\tPublished\n" in out
    assert err == ""


def test_a_piped_line_that_fails_costs_only_itself() -> None:
    """An error goes to the messages, the lines after it are answered, and it is remembered."""
    well, out, err = piped("/nonsense\n", "bridge\n")
    assert not well
    assert "The bridge is safe" in out
    assert err.startswith("onrecord: there is no command /nonsense")


def test_piped_quit_leaves_the_rest_unread() -> None:
    """Lines after /quit are not asked."""
    desk = FakeDesk()
    piped("/quit\n", "bridge\n", desk=desk)
    assert desk.asked == []


def test_a_missing_index_ends_a_pipe() -> None:
    """Where there is no index, the first question says so for all."""
    with pytest.raises(NoIndex):
        piped("bridge\n", desk=EmptyDesk())
