"""A question, as its words show it: its kind, who is asked about, the topic, the days.

Only the grammar of the question is read here; whether the person is on record is for
``bot.reading``. A question that leaves something out ("and the minister?") says so by its
flags, and the conversation fills it in.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot import question_forms as forms
from bot.dates import ALWAYS, DateRange, take_dates
from index.errors import QuestionError
from index.words import content_words, tokens

MAX_QUESTION = 2_000
"""Longest question, in characters; a longer one is a pasted text."""


class QuestionKind(StrEnum):
    """What sort of answer is asked for."""

    SAID = "said"
    WHO_SAID = "who_said"
    FACT = "fact"
    BRIEF = "brief"
    SOURCE = "source"
    MORE = "more"
    NONE = "none"
    WHEN = "when"


# What stands before "on" is a name or a description up to so many words, and else a sentence.
_LONGEST_NAME = 8
_LONGEST_BESIDE_A_QUESTION = 4


@dataclass(frozen=True, slots=True)
class Question:
    """One question, parsed.

    Attributes:
        text: the question, white space normalised.
        kind: what sort of answer is asked for.
        speaker: the words that name the speaker asked for, or None.
        topic: the words of the topic, or None where the question names none.
        since: first day asked for, inclusive, or None.
        until: last day asked for, inclusive, or None.
        follows: the question leaves something out that the conversation may fill in.
        either: ``speaker`` may as well be a topic ("what about Europe?").
        others: speakers already shown are to be left out ("who else?").
        replies: what the speaker answered to the one before is asked for ("so what did the union
            answer?").
        whether: whether somebody spoke at all is asked for ("did she comment?").
        loose: the speaker is only suspected (a subject without a verb of saying): the answer may
            also come from what others or the outlets say.
        bounds: the days that limit a plain fact too: what happened "this week" was reported when
            it happened, what happened "since Monday" was reported since.
        asked: the day on which the question is asked.
    """

    text: str
    kind: QuestionKind
    speaker: str | None = None
    topic: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    follows: bool = False
    either: bool = False
    others: bool = False
    replies: bool = False
    whether: bool = False
    loose: bool = False
    bounds: DateRange = ALWAYS
    asked: dt.date | None = None


def checked(question: str) -> str:
    """A question as it was typed, with its white space normalised.

    Raises:
        QuestionError: it holds no words, or too many.
    """
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters, at most {MAX_QUESTION:,} are read: "
            f"ask about one person and one topic"
        )
    if not tokens(question):
        raise QuestionError(
            "the question holds no words: ask, for example, what did the minister say about taxes?"
        )
    # Control characters are neither words nor marks; between words they are a gap.
    printable = "".join(c if c.isprintable() else " " for c in question)
    return " ".join(printable.split())


def parse(text: str, today: dt.date) -> Question:
    """Read the grammar of one question.

    Args:
        text: one question, in any case, with or without punctuation; not blank.
        today: the day to which "since Monday" or "last week" refer.

    Returns:
        The question; one whose form is not known is a question for a plain fact.
    """
    line = " ".join(text.split())
    sentences = [s for s in forms.SENTENCE_END.split(line) if s.strip(" ?!.")]
    asked, aside = (sentences[-1], " ".join(sentences[:-1])) if len(sentences) > 1 else (line, "")
    asked = forms.LEAD.sub("", asked).strip(' ?!."“”') or asked
    asked = forms.TAIL.sub("", forms.REQUEST.sub("", asked))
    led = forms.LEAD.match(line) is not None
    question = _form(asked, led=led)
    # In a question for a plain fact "in March" belongs to the event and limits no articles.
    strictly, bounds = take_dates(asked, today, bounds_only=True)
    rest, days = strictly, bounds
    if question.kind is not QuestionKind.FACT:
        rest, days = take_dates(asked, today, bounds_only=False)
    if days != DateRange() and forms.NO_MORE.match(rest):
        # "and in June?" asks the question before about other days.
        question = Question(asked, QuestionKind.SAID, follows=True)
    elif days != DateRange():
        question = _form(rest, led=led)
    if aside:
        question = _with_aside(question, aside, line)
    return replace(
        question, text=line, since=days.since, until=days.until, bounds=bounds, asked=today
    )


def _with_aside(question: Question, aside: str, line: str) -> Question:
    """Add a first sentence ("Is X safe? What did Y say?") to the topic."""
    if question.kind is QuestionKind.FACT:
        return replace(question, topic=line)
    aside = aside.strip(" ?!.")
    topic = f"{aside} {question.topic}" if question.topic else aside
    return replace(question, topic=topic, follows=False)


def _form(asked: str, *, led: bool) -> Question:
    """The first form that fits; more particular forms stand before more general ones."""
    said = QuestionKind.SAID
    if m := forms.BRIEF.match(asked):
        return Question(asked, QuestionKind.BRIEF, topic=m["topic"].strip() or None)
    if forms.WHEN.match(asked):
        return Question(asked, QuestionKind.WHEN, follows=True)
    if forms.SOURCE.match(asked):
        return Question(asked, QuestionKind.SOURCE, follows=True)
    if forms.MORE.match(asked):
        return Question(asked, QuestionKind.MORE, follows=True)
    if forms.SMALL_TALK.match(asked):
        return Question(asked, QuestionKind.NONE)
    if forms.WHY.match(asked):
        return Question(asked, QuestionKind.FACT, topic=asked, follows=True)
    if m := forms.DID_ANYONE.match(asked):
        return Question(asked, QuestionKind.WHO_SAID, topic=m["topic"], follows=True, others=True)
    if m := forms.ELSE.match(asked):
        topic = _topic(m["topic"], m["verb"])
        return Question(asked, QuestionKind.WHO_SAID, topic=topic, follows=True, others=True)
    if (m := forms.ONLY_TOPIC.match(asked)) and not forms.EMBEDDED_WH.search(asked):
        return Question(asked, said, topic=m["topic"], follows=True)
    if m := forms.FROM_ON.match(asked) or forms.ANYTHING_FROM.match(asked):
        return _said(asked, m["speaker"], m["topic"])
    if m := forms.ANYTHING_ON.match(asked):
        return Question(asked, said, topic=m["topic"], follows=True)
    if m := forms.WHO_SAID.match(asked):
        role = m["role"] or m["role2"]
        topic = _topic(m["topic"], m["verb"])
        # "who disagreed?" leaves out with what.
        alone = not m["topic"] and role is None
        return Question(asked, QuestionKind.WHO_SAID, role, topic, follows=alone, others=alone)
    for form in forms.SAID:
        if m := form.match(asked):
            return _said(asked, m["speaker"], _topic(m["topic"] or "", m["act"]))
    for form in forms.SIDES:
        if m := form.match(asked):
            return replace(_said(asked, m["speaker"], _topic(m["topic"], m["act"])), loose=True)
    if m := forms.BY_ANYONE.match(asked):
        return Question(asked, QuestionKind.WHO_SAID, topic=_topic(m["topic"], m["act"]))
    if m := forms.ACCORDING.match(asked):
        return replace(_said(asked, m["speaker"], m["topic"]), loose=True)
    if m := forms.IN_VIEW.match(asked):
        question = _said(asked, m["speaker"] or m["source"], m["topic"])
        return replace(question, loose=m["source"] is not None)
    if m := forms.WH_SAID.match(asked):
        if forms.QUANTITY.match(m["wh"]) and forms.FACT_VERB.match(m["verb"]):
            return Question(asked, QuestionKind.FACT, m["speaker"], asked, loose=True)
        lead = "" if " " not in m["wh"] and m["wh"].lower() != "why" else m["wh"]
        topic = f"{lead} {_topic(m['rest'], m['verb']) or ''}".strip()
        question = _said(asked, m["speaker"], topic, points_back=_points_back(m, led=led))
        # "which port did she name?" may be answered by her words or by the news.
        loose = forms.QUANTITY.match(m["wh"]) is not None
        return replace(question, loose=loose, replies=_replies(question, m))
    if m := forms.YESNO_SAID.match(asked):
        topic = _topic(m["rest"], m["verb"]) or ""
        question = _said(asked, m["speaker"], topic, points_back=_points_back(m, led=led))
        # "has the town confirmed the loss?" may be answered by the town's words or by the news.
        loose = forms.POINTING.match(m["verb"].lower()) is None
        whether = not loose and forms.WHETHER.match(f"{m['verb']} {m['rest']}") is not None
        replies = _replies(question, m)
        return replace(question, loose=loose, replies=replies, whether=whether)
    if m := forms.OPINION_OF.match(asked):
        question = _said(asked, m["speaker"], f"{m['act'] or ''} {m['topic'] or ''}")
        answers = question.topic is None and forms.REPLY.match(m["noun"]) is not None
        return replace(question, replies=answers)
    if m := forms.OPINION_ON.match(asked):
        return _said(asked, m["speaker"], f"{m['act'] or ''} {m['topic'] or ''}")
    if m := forms.NOUN_ON.match(asked):
        return _said(asked, m["speaker"], m["topic"])
    if m := forms.NAME_FIRST.match(asked):
        inner = _form(m["asked"], led=False)
        about = inner.topic if inner.kind is said and inner.speaker is None else None
        return replace(_said(asked, m["speaker"], about), follows=True)
    if m := forms.WHAT_ABOUT.match(asked):
        return replace(_elliptic(asked, m["speaker"]), either=True)
    if led and forms.PLACE_ONLY.match(asked):
        return Question(asked, said, topic=asked, follows=True)
    if forms.QUESTION_WORD.match(asked):
        # "when will it open?" names by a pronoun what the conversation is about.
        follows = forms.REFERS_BACK.search(asked) is not None or _leaves_out(asked)
        if m := forms.SUBJECT.match(asked):
            return Question(
                asked, QuestionKind.FACT, m["subject"], asked, follows=follows, loose=True
            )
        return Question(asked, QuestionKind.FACT, topic=asked, follows=follows)
    m = forms.X_ON_Y.match(asked) or forms.X_COLON_Y.match(asked)
    if m and _may_be_a_name(m["speaker"], asked):
        # "The director's verdict: is it safe?"
        opinion = forms.OPINION_OF.match(m["speaker"])
        question = _said(asked, opinion["speaker"] if opinion else m["speaker"], m["topic"])
        return replace(question, follows=question.follows or led)
    if led and forms.SOMEBODY_WHO.match(asked):
        return replace(_said(asked, asked, None), follows=True)
    if led and (m := forms.WHO_IS.match(asked)):
        return _elliptic(asked, m["speaker"])
    if forms.EMBEDDED_WH.search(asked):
        return Question(asked, QuestionKind.FACT, topic=asked)
    if led or len(asked.split()) <= 4:
        question = _elliptic(asked, asked)
        # "and fares?" is no name; "and the mayor?" is somebody.
        common = asked.islower() and re.match(r"(?:the|a|an|his|her|their)\b", asked) is None
        return replace(question, either=question.topic is None and (common or not led))
    return Question(asked, QuestionKind.FACT, topic=asked)


def _leaves_out(asked: str) -> bool:
    """Whether a plain question says too little to stand by itself ("how many voted?")."""
    telling = set(content_words(asked)) - {"many", "much", "long", "old", "often"}
    return asked[1:].islower() and len(telling) <= 1


def _points_back(match: re.Match[str], *, led: bool) -> bool:
    """Whether a question without a topic means the one before ("so what did she answer?")."""
    pronoun = forms.EMPTY_TOPIC.match(forms.ABOUT.sub("", match["rest"].strip(" ,")))
    anything = forms.ANYTHING.match(match["rest"].strip(" ,"))
    reply = forms.REPLY.match(match["verb"])
    return led or pronoun is not None or anything is not None or reply is not None


def _replies(question: Question, match: re.Match[str]) -> bool:
    """Whether an answer to somebody else's words is asked for, who is not named."""
    return question.topic is None and forms.REPLY.match(match["verb"]) is not None


def _may_be_a_name(words: str, asked: str) -> bool:
    """Whether what stands before "on" names somebody, and is not the start of a sentence."""
    long = len(words.split()) > (
        _LONGEST_BESIDE_A_QUESTION if forms.EMBEDDED_WH.search(asked) else _LONGEST_NAME
    )
    return not long and forms.EMBEDDED_WH.search(words) is None


def _said(asked: str, speaker: str, topic: str | None, *, points_back: bool = True) -> Question:
    """A question for somebody's words; a pronoun leaves the name to the conversation."""
    speaker = re.sub(r"\s+(?:himself|herself|themselves|itself|else)$", "", speaker.strip(" ,"))
    topic = (topic or "").strip(" ,")
    if forms.EMPTY_TOPIC.match(topic):
        topic = ""
    name = None if forms.PRONOUN.match(speaker) else speaker
    follows = name is None or (not topic and points_back)
    return Question(asked, QuestionKind.SAID, name, topic or None, follows=follows)


def _elliptic(asked: str, phrase: str) -> Question:
    """Read what is left when a follow-up names only a speaker ("and the mayor, on his budget?")."""
    if m := forms.X_ON_Y.match(phrase):
        return replace(_said(asked, m["speaker"], m["topic"]), follows=True)
    speaker, _, rest = phrase.partition(",")
    rest = "" if re.match(r"\s*(?:who|which|did|does|has|do)\b", rest) else rest.strip()
    return replace(_said(asked, speaker, rest or None), follows=True)


def _topic(rest: str, verb: str | None) -> str | None:
    """The topic that follows a verb of saying, with the verb where it belongs to the topic."""
    rest = rest.strip(" ,")
    if verb and not forms.POINTING.match(verb.lower()):
        rest = f"{verb} {rest}".strip()
    else:
        rest = forms.ABOUT.sub("", rest)
    return None if not rest or forms.EMPTY_TOPIC.match(rest) else rest
