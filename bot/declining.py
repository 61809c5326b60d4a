"""Declining: what a person reads where nothing answers the question, and what stands nearest."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from textwrap import shorten

from bot.answer import Answer, Interpretation, Outcome, Snippet
from bot.engine import Engine
from bot.names import Match, MatchedBy
from bot.rendering.wording import UNKNOWN_DATE, count, day, period
from bot.understanding import Reading, Whose
from index.records import StoredStatement
from index.speakers import Speaker
from index.words import PAST_FORMS, STOP_WORDS, fold, stem, tokens

_TOPICS = 3
# Of so many statements of a speaker the topics are taken.
_LOOKED_THROUGH = 500
# At most so many characters of a question are repeated in a message.
_REPEATED = 80
# Words that statements are full of and that say nothing of what they are about.
_FILLERS = (
    "said says say told think thinks know going got want wants one people thing things way like "
    "make made good time year years day days lot really well us today new take come see"
)
_EMPTY = frozenset(_FILLERS.split())


def no_reference(question: str) -> Answer:
    """The answer to a follow-up that has no question before it."""
    message = (
        "There is no earlier question that this one could refer to. "
        "Ask with a name and a topic: what did the minister say about taxes?"
    )
    return _declined(
        question, Outcome.NOT_IN_COLLECTION, Interpretation(None, None, None, None), message
    )


def no_question(text: str) -> Answer:
    """The answer to what is neither a question nor a name: a greeting, a word of thanks."""
    message = "Ask with a name and a topic: what did the minister say about taxes?"
    nothing = Interpretation(None, None, None, None)
    return _declined(text, Outcome.NOT_IN_COLLECTION, nothing, message)


def nothing_more(question: str, interpretation: Interpretation) -> Answer:
    """The answer to "more" where all there is was shown."""
    about = f" on {_short(interpretation.topic)}" if interpretation.topic else ""
    by = f" by {_short(interpretation.speaker)}" if interpretation.speaker else ""
    message = f"Nothing more{by}{about} is on record."
    return _declined(question, Outcome.NOTHING_ON_TOPIC, interpretation, message)


def which(
    question: str, interpretation: Interpretation, asked: str, choices: tuple[Match, ...]
) -> Answer:
    """The answer to a question whose name fits several speakers equally well."""
    names = tuple(match.speaker.name for match in choices)
    listed = "; ".join(
        f"{m.speaker.name} ({count(m.speaker.statements, 'statement')})" for m in choices
    )
    message = f"Several on record are called {_short(asked)}: {listed}. Which one is meant?"
    return _declined(question, Outcome.NOTHING_ON_TOPIC, interpretation, message, choices=names)


def decline(
    engine: Engine,
    question: str,
    reading: Reading,
    interpretation: Interpretation,
    closest: tuple[Snippet, ...],
) -> Answer:
    """The answer where nothing found is likely enough to be one."""
    days = period(reading.since, reading.until)
    if reading.matches and reading.whose is Whose.SPEAKER:
        message, topics = _quoted_elsewhere(engine, reading, days)
        return _declined(
            question,
            Outcome.NOTHING_ON_TOPIC,
            interpretation,
            message,
            closest=closest,
            suggestions=topics,
        )
    if reading.whose is Whose.NOBODY and reading.name and engine.occurs(reading.name):
        message = f"{_short(reading.name)} is named in the articles and quoted in none of them."
        return _declined(question, Outcome.NOTHING_ON_TOPIC, interpretation, message)
    held = _held(engine)
    if reading.whose is Whose.NOBODY:
        message = f"{_short(reading.name or '')} is not in the collection. {held}"
    else:
        message = f"Nothing in the collection answers this{f' {days}' if days else ''}. {held}"
    return _declined(question, Outcome.NOT_IN_COLLECTION, interpretation, message, closest=closest)


def _short(words: str) -> str:
    """Words of the question, short enough to be repeated in a message."""
    return shorten(words, _REPEATED, placeholder="…")


def _declined(
    question: str,
    outcome: Outcome,
    interpretation: Interpretation,
    message: str,
    *,
    closest: tuple[Snippet, ...] = (),
    choices: tuple[str, ...] = (),
    suggestions: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        question, outcome, interpretation, (), closest, message, 0.0, choices, suggestions
    )


def _quoted_elsewhere(
    engine: Engine, reading: Reading, days: str | None
) -> tuple[str, tuple[str, ...]]:
    """Say how often somebody is quoted and on what, and that it is not on this."""
    about = f"nothing on {_short(reading.topic)}" if reading.topic else "nothing"
    if days:
        about += f" {days}"
    if reading.matches[0].by is MatchedBy.ROLE:
        names = ", ".join(dict.fromkeys(m.speaker.name for m in reading.matches[:3]))
        return f"On record as {_short(reading.name or '')}: {names}; {about}.", ()
    speaker = reading.matches[0].speaker
    topics = topics_of(engine, speaker)
    message = f"{speaker.name} is quoted {_times(speaker.statements)}, {about}"
    if topics:
        message += f"; on record: {', '.join(topics)}"
    return f"{message}.", topics


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def _held(engine: Engine) -> str:
    newest = engine.collection.newest()
    date = day(newest) if newest else UNKNOWN_DATE
    held = count(engine.collection.manifest.counts.articles, "article")
    return f"It holds {held}; the newest: {date}." if newest else f"It holds {held}, {date}."


def topics_of(engine: Engine, speaker: Speaker) -> tuple[str, ...]:
    """What a speaker is on record on, in words of the speaker's own statements.

    Words and pairs of neighbouring words are weighted by how many of the speaker's statements
    hold them and by how rare they are in the collection (TF-IDF, Spärck Jones, 1972).
    """
    seen: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    rows = engine.collection.statement_rows_by([speaker.row])
    # Of somebody quoted very often some statements, spread evenly, tell as much as all of them.
    for stored in engine.collection.statements(rows[:: -(-len(rows) // _LOOKED_THROUGH) or 1]):
        # A set has no order of its own: which words are taken must not change from run to run.
        for key, words in sorted(_terms(engine, stored)):
            seen[key] += 1
            shown.setdefault(key, Counter())[words] += 1
    own = {stem(w) for name in (speaker.name, *speaker.aliases) for w in tokens(name)}
    common = [key for key, _ in seen.most_common(60) if not own & set(key.split())]
    frequency = engine.collection.document_frequency(common)
    weight = {
        key: seen[key] * (1 + key.count(" ")) / (1 + frequency.get(key, 0)) ** 0.5 for key in common
    }
    chosen: list[str] = []
    for key in sorted(common, key=lambda k: (-weight[k], k)):
        if all(not set(key.split()) & set(other.split()) for other in chosen):
            chosen.append(key)
        if len(chosen) == _TOPICS:
            break
    return tuple(shown[key].most_common(1)[0][0] for key in chosen)


def _may_name_a_topic(folded: str) -> bool:
    """Whether a folded word may be a noun or its adjective; verbs name no topic."""
    return (
        len(folded) > 3
        and folded.isalpha()
        and folded not in STOP_WORDS
        and folded not in _EMPTY
        and folded not in PAST_FORMS
        and not folded.endswith(("ed", "ing", "ly"))
    )


def _terms(engine: Engine, stored: StoredStatement) -> set[tuple[str, str]]:
    """(stems, words as written) of the content words and pairs of them in a statement."""
    text = engine.collection.article(stored.article_id).text
    terms: set[tuple[str, str]] = set()
    for span in stored.statement.content:
        before, word_before = "", ""
        for key, word in map(_key, span.of(text).split()):
            if key:
                terms.add((key, word))
                if before:
                    terms.add((f"{before} {key}", f"{word_before} {word}"))
            before, word_before = key, word
    return terms


# Speakers say the same words, and the same speakers are asked for.
@lru_cache(maxsize=65536)
def _key(word: str) -> tuple[str, str]:
    """The stem of a word, empty where it names no topic; and the word without marks around it."""
    word = word.strip(".,;:!?\"'“”‘’()[]")
    folded = fold(word).removesuffix("'s")
    return (stem(folded) if _may_name_a_topic(folded) else "", word)
