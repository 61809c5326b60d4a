"""The bot as a service: how it starts, whom it lets in, what it survives, how it ends."""

import signal
import time

import httpx
import pytest
from lo_bot_api_emulator import ApiRefusal  # type: ignore[import-untyped]  # it has no types

from tests.telegram.newsroom import NO_DEAL
from tests.telegram.server import TOKEN, Process, Server, text_of

GROUP = -1009
SECRET = "a-secret-of-telegram"  # noqa: S105  a test's


@pytest.fixture
def start(server, tmp_path):
    """Starts bots that end with the test."""
    processes = []

    def start(*, ready=True, rebuilt=False, **settings):
        mark = server.mark()
        names = {f"ONRECORD_TELEGRAM__{name.upper()}": value for name, value in settings.items()}
        names["NEWSROOM_REBUILT"] = "yes" if rebuilt else ""
        process = Process(server, tmp_path, **names)
        processes.append(process)
        if ready:
            server.wait("setWebhook" if "webhook_url" in settings else "getUpdates", since=mark)
        return process

    yield start
    for process in processes:
        process.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(start, number):
    """The status is 0, and nothing complains on the way out."""
    process = start()
    assert process.end(number) == 0
    assert "Traceback" not in process.output
    assert "ERROR" not in process.output


def test_a_signal_waits_for_the_answer_under_way(server, start):
    """Who asked just before the end still gets the answer."""
    process = start()
    mark = server.mark()
    server.push("message", server.message("a slow question about Berg", user=1))
    server.wait("sendChatAction", since=mark)
    assert process.end() == 0
    assert NO_DEAL in text_of(server.wait("sendMessage", since=mark, chat=1))


def test_what_was_answered_is_acknowledged_on_the_way_out(server, start):
    """The next process does not answer it again."""
    first = start()
    mark = server.mark()
    server.say("what did Berg say?", user=25)
    assert first.end() == 0
    start()
    server.say("/help", user=26)
    assert len(server.calls("sendMessage", since=mark, chat=25)) == 1


def test_buttons_and_follow_ups_outlive_a_restart(server, start):
    """A second process knows the answers and the conversation of the first."""
    first = start()
    card = server.say("which boats has Berg?", user=2)
    assert first.end() == 0
    start()
    more = server.press("More ›", card, user=2, wait="editMessageText")
    assert "Line 5 is served by boat number 5." in text_of(more)
    context = server.press("Context 1", card, user=2, wait="sendMessage")
    assert "<b>Line 1 is served by boat number 1.</b>" in context[1]["text"]
    assert "what Ada Berg said" in text_of(server.say("and a deal?", user=2))


def test_after_a_rebuild_a_button_says_that_the_words_have_moved(server, start):
    """Never other words under an old number."""
    first = start()
    card = server.say("which boats has Berg?", user=27)
    assert first.end() == 0
    start(rebuilt=True)
    for label in ("Context 1", "More ›"):
        mark = server.mark()
        assert "has been rebuilt since" in server.press(label, card, user=27)[1]["text"]
        assert not server.calls("sendMessage", since=mark)


def test_a_kill_leaves_a_state_that_opens(server, start):
    """A killed process loses nothing that was answered."""
    first = start()
    card = server.say("which boats are there?", user=3)
    assert first.end(signal.SIGKILL) != 0
    start()
    assert "Line 5 is" in text_of(server.press("More ›", card, user=3, wait="editMessageText"))


def test_a_damaged_state_is_set_aside(server, start, tmp_path):
    """The bot begins anew and keeps the damaged file."""
    (tmp_path / "state.db").write_bytes(b"this is no database" * 100)
    process = start()
    assert NO_DEAL in text_of(server.say("what did Berg say?", user=4))
    assert list(tmp_path.glob("state.db.damaged-*"))
    assert "is damaged" in process.output


def test_a_stranger_is_refused_with_their_id_once(server, start):
    """The refusal names the id; saying it again and again would be noise."""
    start(allowed_ids="5", admin_ids="6")
    mark = server.mark()
    refusal = text_of(server.say("what did Berg say?", user=7))
    assert "Your Telegram id is 7" in refusal
    assert "ONRECORD_TELEGRAM__ALLOWED_IDS" in refusal
    for text in ("/start", "/ask Berg?", "hello?"):
        server.push("message", server.message(text, user=7))
    server.say("/help", user=5)
    assert len(server.calls("sendMessage", since=mark, chat=7)) == 1


def test_a_strangers_press_is_refused_too(server, start):
    """A gate for messages alone would let it through."""
    start(allowed_ids="8")
    card = server.say("/ask what did Berg say?", user=8, chat=GROUP)
    mark = server.mark()
    assert "Your Telegram id is 9" in server.press("Context 1", card, user=9)[1]["text"]
    assert not server.calls("sendMessage", since=mark)


def test_a_strangers_talk_in_a_group_is_not_commented(server, start):
    """Only what is said to the bot is refused."""
    start(allowed_ids="10")
    mark = server.mark()
    server.push("message", server.message("what did Berg say?", user=11, chat=GROUP))
    server.say("/help", user=10)
    assert not server.calls("sendMessage", since=mark, chat=GROUP)
    assert "Your Telegram id is 11" in text_of(
        server.say("/ask@record_test_bot Berg?", user=11, chat=GROUP)
    )


def test_administrators_and_members_of_a_listed_group_are_answered(server, start):
    """An administrator needs no place on the list; a group's id admits its members."""
    start(allowed_ids=str(GROUP), admin_ids="12")
    assert NO_DEAL in text_of(server.say("what did Berg say?", user=12))
    assert NO_DEAL in text_of(server.say("/ask what did Berg say?", user=13, chat=GROUP))
    assert "Your Telegram id is 13" in text_of(server.say("what did Berg say?", user=13))


def test_who_asks_too_much_is_slowed_down_once(server, start):
    """The search is spared; the person is told once, not at every message."""
    start(burst="2", questions_per_minute="1")
    mark = server.mark()
    for _ in range(5):
        server.push("message", server.message("what did Berg say?", user=15))
    server.wait("sendMessage", since=mark, chat=15, count=3)
    server.say("/help", user=16)
    texts = [text_of(call) for call in server.calls("sendMessage", since=mark, chat=15)]
    assert sum(NO_DEAL in text for text in texts) == 2
    assert sum("ask again in" in text for text in texts) == 1


def test_an_outage_at_start_is_waited_out(tmp_path):
    """The bot tries again until Telegram is there, and then answers."""
    server = Server()
    port = server.port
    server.close()
    process = Process(server, tmp_path)
    try:
        deadline = time.monotonic() + 10
        while "cannot be reached" not in process.output and time.monotonic() < deadline:
            time.sleep(0.05)
        server = Server(port)
        server.wait("getUpdates")
        assert NO_DEAL in text_of(server.say("what did Berg say?", user=18))
        assert process.end() == 0
    finally:
        process.close()
        server.close()


def test_a_signal_during_an_outage_ends_it(tmp_path):
    """Waiting for Telegram does not hold up the end."""
    server = Server()
    server.close()
    process = Process(server, tmp_path)
    try:
        deadline = time.monotonic() + 10
        while "cannot be reached" not in process.output and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.end() == 0
    finally:
        process.close()


def test_silence_ends_it_with_an_error(tmp_path):
    """Without a successful poll the process ends, so that its supervisor starts it again."""
    server = Server()
    process = Process(server, tmp_path, ONRECORD_TELEGRAM__HEALTH_TIMEOUT="2")
    try:
        server.wait("getUpdates")
        server.close()
        assert process.status() == 1
        assert "no word from Telegram" in process.output
    finally:
        process.close()


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
def test_a_refused_token_ends_it_with_the_setting(method, tmp_path):
    """At start or in the middle: the message names the setting, not the token."""
    server = Server()
    refusal = ApiRefusal("Unauthorized", 401)
    server.api.refuse = lambda name, _: refusal if name == method else None
    process = Process(server, tmp_path)
    try:
        assert process.status() == 1
        assert "set ONRECORD_TELEGRAM__TOKEN" in process.output
        assert TOKEN.partition(":")[2] not in process.output
    finally:
        process.close()
        server.close()


def test_the_token_is_never_shown(server, tmp_path):
    """Not at DEBUG, not in the traceback of an error, not in a message to a person."""
    process = Process(server, tmp_path, NEWSROOM_LOG="DEBUG")
    mark = server.mark()
    try:
        server.wait("getUpdates", since=mark)
        server.say("crash please", user=20)
        server.push("message", {"no": "message"})
        server.say("/help", user=21)
        assert process.end() == 0
    finally:
        process.close()
    assert "DEBUG" in process.output
    assert "RuntimeError: a crash" in process.output
    secret = TOKEN.partition(":")[2]
    assert secret not in process.output
    assert all(secret not in str(fields) for _, fields in server.api.calls)


def test_a_webhook_takes_updates_from_who_knows_the_secret(server, start, unused_port):
    """Telegram is told the secret; a delivery without it is refused and not answered."""
    url = f"http://127.0.0.1:{unused_port}/hook"
    process = start(webhook_url=url, webhook_secret=SECRET)
    assert NO_DEAL in text_of(server.say("what did Berg say?", user=22))
    mark = server.mark()
    forged = {"update_id": 9999, "message": server.message("what did Berg say?", user=23)}
    for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "a-guess"}):
        assert httpx.post(url, json=forged, headers=headers).status_code == 403
    server.say("/help", user=22)
    assert not server.calls("sendMessage", since=mark, chat=23)
    assert SECRET not in process.output
    assert process.end() == 0


def test_an_address_that_telegram_does_not_deliver_to_ends_it(start, unused_port):
    """Asking again would not help; the message names the setting."""
    process = start(
        webhook_url="http://example.org/hook",
        webhook_secret=SECRET,
        webhook_port=str(unused_port),
        ready=False,
    )
    assert process.status() == 1
    assert "correct ONRECORD_TELEGRAM__WEBHOOK_URL" in process.output


def test_a_strange_delivery_does_not_hold_up_those_behind_it(server, start, unused_port):
    """It is taken and logged; Telegram would deliver it for ever."""
    url = f"http://127.0.0.1:{unused_port}/hook"
    process = start(webhook_url=url, webhook_secret=SECRET)
    server.push("message", {"message_id": 1, "no": "chat"})
    assert "/brief" in text_of(server.say("/help", user=24))
    assert "which cannot be read" in process.output
