"""The analyzer: any text in, sound offsets out; the seed articles right in every statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import Analysis
from index.articles import Article
from index.attribution.analyzer import SpacyAnalyzer
from index.reading import read
from index.spans import Span
from tests.attribution.conftest import Said

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parent.parent.parent / "seeds"
PIECES = st.sampled_from(
    [
        "Anna Berg", "said", "told", "“", "”", '"', "‘", "’", "'", "''", ".", ",", ":", "\n",
        " ", "(", ")", "adding", "described", "as", "the aide", "was quoted as saying",
        "that", "he", "She", "according to", "the bridge", "is closed", "Q:", "A:", "BERG:",
        "—", "…", "\u00a0", "🚢", "été", "\u200b",
    ]
)  # fmt: skip


def sound(article: Article, analysis: Analysis) -> Iterator[bool]:
    """Whether each promise about offsets and numbers holds."""
    text = article.text
    for number, statement in enumerate(analysis.statements):
        spans = [*statement.content, statement.extent]
        spans += [s for s in (statement.cue, statement.speaker_mention) if s is not None]
        yield bool(statement.content)
        yield all(span.end <= len(text) for span in spans)
        shown = statement.extent.of(text)
        yield shown == shown.strip()
        yield all(statement.extent.contains(c) for c in statement.content)
        yield list(statement.content) == sorted(statement.content)
        yield all(a.end <= b.start for a, b in pairwise(statement.content))
        yield statement.speaker is None or statement.speaker < len(analysis.speakers)
        yield 0 <= statement.confidence <= 1
        yield statement.nested_in is None or (
            statement.nested_in != number and statement.nested_in < len(analysis.statements)
        )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES, max_size=40))
def test_offsets_are_sound_for_any_text(analyzer: SpacyAnalyzer, pieces: list[str]):
    article = Article("a", "A title", " ".join(pieces))
    assert all(sound(article, next(analyzer.analyze([article]))))


def test_articles_are_analysed_in_order(analyzer: SpacyAnalyzer):
    articles = [Article(str(n), "A title", f"Anna Berg said {n} bridges broke.") for n in range(3)]
    assert [a.article_id for a in analyzer.analyze(articles)] == ["0", "1", "2"]


def test_an_article_without_a_statement_has_no_speakers(analyze: Callable[..., Analysis]):
    assert analyze("The bridge was closed on Monday.").speakers == ()


def test_an_empty_text_is_an_empty_analysis(analyze: Callable[..., Analysis]):
    assert analyze("").statements == ()


def test_an_endless_sentence_is_left_alone(analyze: Callable[..., Analysis]):
    assert analyze("bridge " * 2000).statements == ()


def test_the_same_article_gives_the_same_analysis(analyze: Callable[..., Analysis]):
    text = "Anna Berg said the bridge was closed. She added that the ferry was running."
    assert analyze(text) == analyze(text)


def test_the_version_names_the_rules_and_the_model(analyzer: SpacyAnalyzer):
    assert analyzer.version.startswith("rules-")


def test_a_headline_is_read_like_a_sentence(said: Callable[..., list[Said]]):
    statements = said("Admiralty says bridge is closed\nMore was not known.", Span(0, 31))
    assert [s.speaker for s in statements] == ["Admiralty"]


def test_a_transcript_label_is_the_speaker(said: Callable[..., list[Said]]):
    text = "Anna Berg runs the port.\nBERG: The bridge is closed."
    assert said(text)[0].speaker == "Anna Berg"


def statements_of(analyzer: SpacyAnalyzer, stem: str) -> list[tuple[str | None, str]]:
    """Speaker and content of every statement of a seed article."""
    [article] = [a for a in read([SEEDS / f"{stem}.txt"]) if isinstance(a, Article)]
    analysis = next(analyzer.analyze([article]))
    return [
        (
            None if s.speaker is None else analysis.speakers[s.speaker].name,
            " … ".join(c.of(article.text) for c in s.content),
        )
        for s in analysis.statements
    ]


FIRST = "000_9a97350068cb29ed"
SECOND = "002_edb8639cc30df5e7"


@pytest.mark.parametrize(
    ("stem", "speaker", "words"),
    [
        (FIRST, "Kremlin", "Ukraine talks with US were 'useful,' but major gaps remain"),
        (FIRST, "Kremlin", 'that "a lot of work" remains before any agreement can be reached'),
        (FIRST, "Kirill Dmitriev", 'the discussions as "productive."'),
        (
            FIRST,
            "Yuri Ushakov",
            'the meeting had been "constructive, very useful and substantive."',
        ),
        (FIRST, "Vladimir Putin", '"not acceptable."'),
        (
            FIRST,
            "Vladimir Putin",
            '"We are not going to fight with Europe, but if Europe wants to fight with us, '
            'we are ready right now."',
        ),
        (FIRST, "Kirill Dmitriev", "that significant issues still needed to be resolved"),
        (
            FIRST,
            "Volodymyr Zelenskyy",
            'that parts of the draft plan "still need to be worked out”',
        ),
        (
            FIRST,
            "Volodymyr Zelenskyy",
            'that “now more than ever, there is a chance to end this war."',
        ),
        (FIRST, "Kremlin", "its forces had taken control of the area"),
        (
            FIRST,
            "Yuri Ushakov",
            "\"So far we haven't found a compromise, but some American solutions can be "
            'discussed,"',
        ),
        (
            FIRST,
            "Yuri Ushakov",
            '"Some proposed formulations do not fit us, and work will continue,"',
        ),
        (
            SECOND,
            "Yuri Ushakov",
            "“So far we haven’t found a compromise, but some American solutions can be discussed,”",
        ),
        (
            SECOND,
            "Yuri Ushakov",
            "that both sides failed to reach a compromise on the territorial disputes",
        ),
        (
            SECOND,
            "Yuri Ushakov",
            "the initial US plan was broken down into four parts, which were discussed during a "
            "5-hour meeting",
        ),
        (SECOND, "Yuri Ushakov", "“There were some points we could agree on,”"),
        (SECOND, "Yuri Ushakov", "“Not farther apart, that’s for sure.”"),
        (SECOND, "Yuri Ushakov", "the discussions as constructive"),
        (SECOND, "Marco Rubio", "in cautiously optimistic terms"),
        (
            SECOND,
            "Vladimir Putin",
            "“They don’t have a peace agenda, they’re on the side of the war,”",
        ),
        (
            SECOND,
            "Vladimir Putin",
            "“But if Europe suddenly wants to wage a war with us and starts it, we are ready right "
            "away. There can be no doubt about that,”",
        ),
    ],
)
def test_the_seed_articles_are_read_right(analyzer: SpacyAnalyzer, stem, speaker, words):
    assert (speaker, words) in statements_of(analyzer, stem)


def test_nobody_speaks_in_the_seeds_who_is_only_named(analyzer: SpacyAnalyzer):
    speakers = {s for stem in (FIRST, SECOND) for s, _ in statements_of(analyzer, stem)}
    assert not {s for s in speakers if s and ("Kushner" in s or "Witkoff" in s or "Trump" in s)}
