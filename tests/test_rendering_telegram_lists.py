"""The lists and the help as Telegram messages."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import SourceSummary
from bot.rendering.telegram_lists import COMMANDS, help_text, sources_pages, speakers_pages
from bot.rendering.telegram_markup import units
from index.quotation import SpeakerKind
from index.speakers import Speaker
from tests.telegram.server import parsed


def speaker(name: str, *roles: str, statements: int = 1) -> Speaker:
    """A speaker of this name."""
    return Speaker(0, name, SpeakerKind.PERSON, (), roles, statements, 1)


def test_a_speaker_is_shown_with_role_and_number_of_statements():
    """The first role is the most frequent."""
    (page,) = speakers_pages([speaker("Ada Berg", "mayor", "lawyer", statements=1200)])
    assert parsed(page) == "1 speaker on record\n\nAda Berg, mayor · 1,200 statements"


def test_nobody_on_record_is_one_page_too():
    """There is always something to send."""
    assert speakers_pages([]) == ("<i>0 speakers on record</i>",)


def test_a_source_is_shown_with_its_dates():
    """From the first to the last day."""
    source = SourceSummary("Lune Daily", 2, dt.date(2025, 3, 4), dt.date(2025, 5, 6))
    (page,) = sources_pages([source])
    assert "Lune Daily · 2 articles · 4 March 2025 to 6 May 2025" in parsed(page)


def test_a_source_of_one_day_shows_it_once():
    """Not "from 4 March to 4 March"."""
    day = dt.date(2025, 3, 4)
    assert "· 4 March 2025" in sources_pages([SourceSummary("A", 1, day, day)])[0]


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=3000), max_size=60))
def test_every_page_is_a_message_and_every_name_is_on_one(names):
    """However many and however long they are."""
    pages = speakers_pages([speaker(name, name) for name in names])
    assert sum(parsed(page).count(" · 1 statement") for page in pages) >= len(names)
    for page in pages:
        assert units(page) <= 4096


def test_the_help_names_every_command():
    """And takes its example from the record."""
    text = parsed(help_text("Ada <Berg>"))
    assert "what did Ada <Berg> say?" in text
    for name, does in COMMANDS:
        assert f"/{name} – {does}" in text


def test_the_greeting_says_what_the_bot_is():
    """Only the first message does."""
    assert parsed(help_text(None, greeting=True)).startswith("On Record: who said what")
    assert parsed(help_text(None)).startswith("Ask in plain words")
