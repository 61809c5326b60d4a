"""`onrecord serve` over the index of the seed articles: what a person in Telegram reads."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.telegram.server import TOKEN, USERNAME, Process, buttons, text_of

pytestmark = pytest.mark.model

GROUP = -1005

PRINTED = "“So far we haven’t found a compromise, but some American solutions can be discussed,”"
PRINTED_BY_TRT = (
    '"So far we haven\'t found a compromise, but some American solutions can be discussed,"'
)


class Onrecord(Process):
    """The program as people start it."""

    def command(self) -> Sequence[str]:
        """The installed command's module."""
        return [sys.executable, "-m", "bot", "serve"]

    def arguments(self, folder: Path) -> Sequence[str]:
        """The index of the seeds."""
        return ["--index", str(folder / "index")]


@pytest.fixture(scope="module")
def onrecord(server, seed_index, tmp_path_factory):
    """The real bot with the real index."""
    folder = tmp_path_factory.mktemp("onrecord")
    (folder / "index").symlink_to(seed_index)
    process = Onrecord(server, folder, ONRECORD_TELEGRAM__BURST="1000")
    try:
        server.wait("getUpdates")
        yield process
    finally:
        process.close()


def test_a_question_is_answered_from_both_outlets(server, onrecord):
    """Each outlet's own wording, under the speaker's name, on the first card."""
    text = text_of(server.say("what did Ushakov say about territory?", user=1))
    assert "Yuri Ushakov" in text.splitlines()[0]
    assert PRINTED in text
    assert PRINTED_BY_TRT in text
    assert "TRT, date unknown" in text


def test_a_follow_up_goes_on_with_the_topic(server, onrecord):
    """Another speaker, the same topic, and the card says how it was understood."""
    server.say("what did Ushakov say about Europe?", user=2)
    text = text_of(server.say("and Putin?", user=2))
    assert "Putin" in text.splitlines()[0]
    assert "not acceptable" in text


def test_context_shows_the_words_where_they_stand(server, onrecord):
    """The sentences around the first citation."""
    card = server.say("what did Ushakov say about territory?", user=3)
    label = next(name for name in buttons(card) if name.startswith("Context"))
    context = server.press(label, card, user=3, wait="sendMessage")
    assert "<b>" in context[1]["text"]
    assert len(text_of(context)) > 200


def test_a_mention_in_a_group_is_answered(server, onrecord):
    """As in a private chat."""
    call = server.say(f"@{USERNAME} what did Dmitriev say?", user=4, chat=GROUP)
    assert "productive" in text_of(call)


def test_what_is_not_on_record_is_declined(server, onrecord):
    """A person of whom no article speaks."""
    text = text_of(server.say("what did Jane Roe say about fishing?", user=5))
    assert PRINTED not in text
    assert "Jane Roe" in text


def test_the_lists_and_the_briefing_come_from_the_index(server, onrecord):
    """Speakers, outlets and a briefing."""
    assert "Yuri Ushakov" in text_of(server.say("/speakers", user=6))
    assert "TRT · 1 article" in text_of(server.say("/sources", user=6))
    assert "Yuri Ushakov" in text_of(server.say("/brief", user=6))


def test_a_question_too_long_is_refused_with_the_limit(server, onrecord):
    """5,000 characters, as another program may send them."""
    assert "2,000" in text_of(server.say("why? " * 1000, user=7))


def test_every_message_was_taken_and_the_end_is_in_order(server, onrecord):
    """No request refused, no secret printed, status 0 after SIGTERM."""
    assert not [name for name, _ in server.api.calls if "!" in name]
    assert onrecord.end() == 0
    assert TOKEN.partition(":")[2] not in onrecord.output
    assert "Traceback" not in onrecord.output
