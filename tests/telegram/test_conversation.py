"""A conversation with the real bot, as a process, over a Bot API server on loopback."""

import time

import pytest

from tests.telegram.newsroom import NO_DEAL, NO_DEAL_WIRE
from tests.telegram.server import BOT_ID, USERNAME, buttons, parsed, text_of

pytestmark = pytest.mark.usefixtures("bot")

GROUP = -1001234


def test_start_greets_with_a_speaker_who_is_on_record(server):
    """The examples can be asked as they stand."""
    text = text_of(server.say("/start", user=1))
    assert "what did Ada Berg say?" in text
    assert "/brief" in text


def test_a_question_is_answered_with_each_outlets_own_words(server):
    """The card holds speaker, role, both wordings verbatim, and both sources."""
    text = text_of(server.say("what did Berg say about a deal?", user=2))
    assert "what Ada Berg said about a deal" in text
    assert "Ada Berg, mayor of Port Lune" in text
    assert NO_DEAL in text
    assert NO_DEAL_WIRE in text
    assert "[1] Harbour talks <end> without a deal · Lune Daily, 4 March 2025" in text
    assert "[2] Mayor: no deal · outlet unknown, date unknown" in text


def test_a_source_with_an_address_is_a_link_without_a_preview(server):
    """The title links to the article; Telegram shows no picture of it."""
    call = server.say("/ask what did Berg say?", user=3)
    assert '<a href="https://example.org/harbour?a=1&amp;b=2">' in call[1]["text"]
    assert '"is_disabled":true' in str(call[1]["link_preview_options"]).replace(" ", "")


def test_a_follow_up_is_read_in_its_conversation(server):
    """A question without a name is about the speaker of the question before it."""
    server.say("what did Berg say about a deal?", user=4)
    assert "what Ada Berg said about boats" in text_of(server.say("and boats?", user=4))


def test_conversations_are_kept_apart(server):
    """What one person asked is not carried into the questions of another."""
    server.say("what did Berg say about a deal?", user=5)
    assert "Ada Berg said" not in text_of(server.say("and boats?", user=6)).splitlines()[0]


def test_a_person_has_one_conversation_a_chat(server):
    """What somebody asked in private is not carried into a group."""
    server.say("what did Berg say about a deal?", user=7)
    answer = server.say("/ask and boats?", user=7, chat=GROUP)
    assert "Ada Berg said" not in text_of(answer).splitlines()[0]


def test_more_turns_the_page_and_back_turns_it_back(server):
    """The results that did not fit the first page are behind More."""
    first = server.say("which boats are there?", user=8)
    second = server.press("More ›", first, user=8, wait="editMessageText")
    assert "Line 1 is" in text_of(first)
    assert "Line 5 is" not in text_of(first)
    assert "Line 5 is served by boat number 5." in text_of(second)
    back = server.press("‹ Back", second, user=8, wait="editMessageText")
    assert back[1]["text"] == first[1]["text"]


def test_the_last_page_has_no_more(server):
    """Ten results make three pages."""
    page = server.say("which boats are there?", user=9)
    for _ in range(2):
        page = server.press("More ›", page, user=9, wait="editMessageText")
    assert "Line 10 is" in text_of(page)
    assert "More ›" not in buttons(page)


def test_context_marks_the_cited_words_among_their_neighbours(server):
    """The words stand bold between the sentences around them."""
    card = server.say("what did Berg say about a deal?", user=10)
    context = server.press("Context 1", card, user=10, wait="sendMessage")
    assert "<b>“We have no deal &amp; no date,” Mayor Ada Berg said.</b>" in context[1]["text"]
    assert "ended on Monday." in text_of(context)
    assert "“The cranes stay where they are.”" in text_of(context)


def test_only_the_asker_may_press_the_buttons(server):
    """Somebody else in the group is told so and sees nothing."""
    card = server.say("/ask what did Berg say?", user=11, chat=GROUP)
    mark = server.mark()
    alert = server.press("Context 1", card, user=12)
    assert "belong to the person who asked" in alert[1]["text"]
    assert not server.calls("sendMessage", since=mark)


def test_a_button_of_a_forgotten_answer_says_so(server):
    """The data of a button may be older than what is kept."""
    card = server.say("what did Berg say?", user=13)
    data = buttons(card)["Context 1"]
    card[1]["reply_markup"] = str(card[1]["reply_markup"]).replace(data, "ctx:AAAAAAAA:1")
    assert "ask again" in server.press("Context 1", card, user=13)[1]["text"]


@pytest.mark.parametrize("data", ["", "x", "more:AAAAAAAA", "more::1", "a:b:c:d:e", "ctx:../x:1"])
def test_strange_data_of_a_button_is_answered_too(server, data):
    """Whatever a button holds, the press ends."""
    mark = server.mark()
    message = server.message("a card", user=BOT_ID, chat=14)
    pressed = {
        "id": f"strange-{mark}",
        "from": {"id": 14, "is_bot": False, "first_name": "Ann"},
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    server.push("callback_query", pressed)
    assert server.wait("answerCallbackQuery", since=mark)[1]["callback_query_id"] == pressed["id"]


def test_a_decline_says_why_shows_the_nearest_and_offers_to_go_on(server):
    """Message, closest words and a button that asks the suggestion."""
    card = server.say("what did Berg say about sanctions?", user=15)
    assert "Ada Berg is quoted twice, nothing on sanctions." in text_of(card)
    assert "Closest on record:" in text_of(card)
    assert NO_DEAL in text_of(card)
    asked = server.press("the harbour", card, user=15, wait="sendMessage")
    assert "what Ada Berg said" in text_of(asked)


def test_an_ambiguous_name_is_asked_back_with_buttons(server):
    """Pressing a name asks the same question with it."""
    card = server.say("what did the Bergs say?", user=16)
    assert list(buttons(card))[:2] == ["Ada Berg", "Otto Berg"]
    answer = server.press("Ada Berg", card, user=16, wait="sendMessage")
    assert "what Ada Berg said" in text_of(answer)


def test_brief_is_sent_with_its_subject(server):
    """/brief takes a topic or speaker, or nothing."""
    assert text_of(server.say("/brief harbour", user=17)).startswith("Briefing: harbour")
    assert "the whole collection" in text_of(server.say("/brief", user=17))


def test_a_briefings_context_can_be_read(server):
    """The citations of a briefing have buttons too."""
    card = server.say("/brief", user=18)
    context = server.press("Context 2", card, user=18, wait="sendMessage")
    assert f"<b>{NO_DEAL_WIRE}</b>" in context[1]["text"]


def test_speakers_come_in_pages(server):
    """25 speakers, 20 a page."""
    page = server.say("/speakers", user=19)
    assert "Ada Berg, mayor · 3 statements" in text_of(page)
    assert "Speaker 24" not in text_of(page)
    assert "Speaker 24" in text_of(server.press("More ›", page, user=19, wait="editMessageText"))


def test_sources_show_what_is_unknown(server):
    """An outlet without a name and articles without a date are shown so."""
    text = text_of(server.say("/sources", user=20))
    assert "Lune Daily · 1 article · 4 March 2025" in text
    assert "outlet unknown · 1 article · date unknown" in text


@pytest.mark.parametrize(
    "text",
    [f"@{USERNAME} what did Berg say?", f"what did Berg say? @{USERNAME.upper()}"],
)
def test_a_mention_in_a_group_is_answered_as_a_reply(server, text):
    """The mention is no part of the question; 😀 before it moves offsets by two units."""
    call = server.say(f"😀 {text}", user=21, chat=GROUP)
    assert "what Ada Berg said" in text_of(call)
    assert "message_id" in str(call[1]["reply_parameters"])


def test_a_reply_to_the_bot_in_a_group_is_answered(server):
    """Who answers the bot speaks to it."""
    said = server.message("an answer", user=BOT_ID, chat=GROUP)
    call = server.say("and what did Berg say?", user=22, chat=GROUP, reply_to_message=said)
    assert "what Ada Berg said" in text_of(call)


def test_other_talk_in_a_group_is_not_answered(server):
    """Plain text, and the mention of somebody else."""
    mark = server.mark()
    for text in ("what did Berg say?", "@somebody what did Berg say?", "/ask@other_bot Berg?"):
        server.push("message", server.message(text, user=23, chat=GROUP))
    server.say("/help", user=23)  # updates are taken in order: the others are done with
    assert not server.calls("sendMessage", since=mark, chat=GROUP)


def test_an_empty_ask_shows_an_example(server):
    """/ask alone is no question."""
    assert "/ask what did the minister say?" in text_of(server.say("/ask", user=24))


def test_an_unknown_command_is_named_as_such(server):
    """In a private chat there is nobody else it could be for."""
    assert "/help" in text_of(server.say("/brieff", user=25))


@pytest.mark.parametrize(
    "kind",
    [
        {"sticker": {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False, "type": "regular"}},
        {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 1}},
        {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}],
         "caption": "what did Berg say?"},
    ],
    ids=["sticker", "voice", "photo"],
)  # fmt: skip
def test_what_is_not_text_gets_one_plain_line(server, kind):
    """The bot says what it reads."""
    mark = server.mark()
    server.push("message", server.message(None, user=26, **kind))
    assert text_of(server.wait("sendMessage", since=mark, chat=26)) == (
        "I read text only: type a question."
    )


def test_an_album_gets_one_line_not_one_a_picture(server):
    """Its pictures come as single messages."""
    mark = server.mark()
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    for _ in range(3):
        album = server.message(None, user=27, photo=photo, media_group_id="7")
        server.push("message", album)
    server.push("message", server.message("/help", user=27))
    second = server.wait("sendMessage", since=mark, chat=27, count=2)
    assert "/brief" in text_of(second)


def test_a_question_that_is_too_long_is_refused_with_the_limit(server):
    """The message of the answering part reaches the person."""
    text = text_of(server.say("why? " * 1000, user=28))
    assert "at most 2,000" in text


def test_the_rest_of_a_pasted_text_is_not_taken_for_a_question(server):
    """Telegram splits 5,000 characters into two messages; one is answered, with the limit."""
    mark = server.mark()
    server.push("message", server.message("x" * 4096, user=29))
    server.push("message", server.message("x" * 904, user=29))
    server.push("message", server.message("what did Berg say?", user=29))
    second = server.wait("sendMessage", since=mark, chat=29, count=2)
    assert "at most 2,000" in text_of(server.calls("sendMessage", since=mark, chat=29)[0])
    assert NO_DEAL in text_of(second)


def test_an_error_for_people_is_shown_in_its_own_words(server):
    """The message that ends with what mends it, without a traceback."""
    text = text_of(server.say("a question when there is no index", user=30))
    assert text == "no index in data/index: run `onrecord index build`"


def test_an_unexpected_error_has_a_number_that_stands_in_the_log(server, bot):
    """The person reads no traceback; who runs the bot finds it."""
    text = text_of(server.say("crash please", user=31))
    number = text.split("(error ")[1].split(")")[0]
    assert "RuntimeError" not in text
    assert f"error {number}" in bot.output
    assert "RuntimeError: a crash with <markup> in it" in bot.output


def test_typing_is_shown_only_where_it_takes_a_moment(server):
    """A quick answer comes without it."""
    mark = server.mark()
    server.say("what did Berg say?", user=32)
    assert not server.calls("sendChatAction", since=mark, chat=32)
    server.say("a slow question", user=32)
    assert server.calls("sendChatAction", since=mark, chat=32)


def test_a_slow_question_does_not_hold_up_others(server):
    """The search runs beside the event loop."""
    mark = server.mark()
    server.push("message", server.message("a slow question", user=33))
    server.say("what did Berg say?", user=34)
    assert not server.calls("sendMessage", since=mark, chat=33)
    server.wait("sendMessage", since=mark, chat=33)


def test_questions_of_one_person_are_answered_in_order(server):
    """A follow-up waits for the question it follows."""
    mark = server.mark()
    server.push("message", server.message("a slow question about Berg", user=35))
    server.push("message", server.message("and boats?", user=35))
    server.wait("sendMessage", since=mark, chat=35, count=2)
    texts = [text_of(call) for call in server.calls("sendMessage", since=mark, chat=35)]
    assert "what Ada Berg said about boats" in texts[1]


def test_an_edited_message_is_ignored_cleanly(server, bot):
    """No answer, and no error in the log."""
    mark = server.mark()
    # The emulator takes no such update: it goes past its check, as an old setting might let it.
    edited = {**server.message("what did Berg say?", user=36), "edit_date": int(time.time())}
    server.push_unchecked({"edited_message": edited})
    answer = server.say("/help", user=36)
    assert "/brief" in text_of(answer)
    assert server.calls("sendMessage", since=mark, chat=36) == [answer]
    assert "AttributeError" not in bot.output


def test_a_message_that_cannot_be_read_as_markup_is_sent_as_plain_text(server):
    """The answer is never lost to its markup."""
    mark = server.mark()
    server.refuse_markup(chat=37)
    server.push("message", server.message("what did Berg say?", user=37))
    call = server.wait("sendMessage", since=mark, chat=37)
    assert "parse_mode" not in call[1]
    assert NO_DEAL in call[1]["text"]
    assert "<b>" not in call[1]["text"]


def test_too_many_requests_is_waited_out(server):
    """The answer comes after the pause that Telegram asks for."""
    mark = server.mark()
    server.refuse_once(chat=38, seconds=1)
    answer = server.say("what did Berg say?", user=38)
    assert server.calls("sendMessage!429", since=mark, chat=38)
    assert NO_DEAL in parsed(answer[1]["text"])


def test_a_pause_that_no_answer_is_worth_is_not_waited_for(server, bot):
    """Waiting would hold up everybody; the others are answered."""
    mark = server.mark()
    server.refuse_once(chat=43, seconds=3600)
    server.push("message", server.message("what did Berg say?", user=43))
    server.wait("sendMessage!429", since=mark, chat=43)
    assert NO_DEAL in text_of(server.say("what did Berg say?", user=44))
    assert "asks for a pause of 3600 seconds" in bot.output


def test_a_person_who_has_blocked_the_bot_is_no_error(server, bot):
    """It is noted quietly."""
    mark = server.mark()
    server.refuse_forbidden(chat=39)
    server.push("message", server.message("what did Berg say?", user=39))
    server.wait("sendMessage!403", since=mark, chat=39)
    server.say("/help", user=40)
    assert "chat 39 does not take messages" in bot.output


def test_an_update_that_cannot_be_read_costs_only_itself(server, bot):
    """Polling goes on, with the updates before and after it answered."""
    mark = server.mark()
    server.push("message", {"message_id": 1, "no": "chat"})
    server.push("message", server.message("/help", user=41))
    server.push("callback_query", {"id": "1"})
    server.wait("sendMessage", since=mark, chat=41)
    server.say("/help", user=42)
    assert bot.output.count("which cannot be read") == 2
    polls = len(server.calls("getUpdates", since=mark))
    assert polls < 20


def test_the_menu_of_commands_is_set(server):
    """Telegram offers the commands while a person types."""
    commands = server.wait("setMyCommands")[1]["commands"]
    assert all(name in str(commands) for name in ("ask", "brief", "speakers", "sources", "help"))


def test_every_answer_was_taken_by_telegram(server):
    """After all the conversations above no request was refused but those on purpose."""
    on_purpose = {37, 38, 39, 43}
    refused = [(name, fields) for name, fields in server.api.calls if "!" in name]
    assert [call for call in refused if int(call[1].get("chat_id", 0)) not in on_purpose] == []
