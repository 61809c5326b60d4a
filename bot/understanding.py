"""From a parsed question and its conversation to readings: what may have been meant.

A reading names the speakers whose words count, on record, and the topic to look for. Most
questions have one reading; "what about Europe?" has two, and the better answer decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.conversation import Conversation
from bot.name_forms import is_description, owner_of_office
from bot.names import Match, MatchedBy, SpeakerLookup
from bot.phrases import name_and_topic, people_in
from bot.question import Question, QuestionKind
from bot.role_fit import FITS, is_office
from index.naming import name_tokens
from index.quotation import SpeakerKind
from index.words import content_words, tokens

# A pronoun that stands for one person, and never for an organisation.
_ONE_PERSON = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
# So many words after "the" do not tell which one is meant.
_FEW = 2
_SUBJECT = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)


class Pull(StrEnum):
    """How strongly a question belongs to the story under discussion."""

    FULL = "full"  # it leaves out so much that little else can be meant
    SOME = "some"  # it follows
    LOOSE = "loose"  # it is complete; as far as the story holds its words


class Whose(StrEnum):
    """Whose words a reading asks for."""

    SPEAKER = "speaker"  # of the speakers in ``matches``, and of nobody else
    ANYONE = "anyone"  # of anybody on record
    OUTLET = "outlet"  # plain sentences; those of ``matches`` first
    SILENCE = "silence"  # sentences that say that ``name`` did not speak
    NOBODY = "nobody"  # of somebody who is not on record


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question.

    Attributes:
        whose: whose words are asked for.
        matches: the speakers on record that are meant, best first.
        name: the name asked for, on record or as typed; None where none was.
        topic: the words of the topic, or None for everything on record.
        background: words of the question before, which a follow-up leaves out.
        since: first day asked for, or None.
        until: last day asked for, or None.
        exclude: names to leave out ("who else?").
        description: words that describe whose words are asked for, where no name does; the
            speaker's roles or the text around a statement must bear them out.
        near: the article that the question before was answered from, where there is one.
        pull: how strongly the answer is looked for there.
        fallback: what may be meant where the readings before it are not answered.
        names: only words count that hold the rarest word of the topic.
    """

    whose: Whose
    matches: tuple[Match, ...] = ()
    name: str | None = None
    topic: str | None = None
    background: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    exclude: frozenset[str] = frozenset()
    description: str | None = None
    near: str | None = None
    pull: Pull = Pull.SOME
    fallback: bool = False
    names: bool = False


class Understanding:
    """Reads questions against the speakers and words of one generation.

    Args:
        lookup: the speakers on record.
        occurs: tells whether a word or phrase stands anywhere in the articles.
    """

    def __init__(self, lookup: SpeakerLookup, occurs: Callable[[str], bool]) -> None:
        self.lookup = lookup
        self._occurs = occurs

    def readings(self, question: Question, conversation: Conversation) -> list[Reading]:
        """What the question may mean, most likely first; empty where it refers to nothing."""
        near = conversation.cited[0] if conversation.cited else None
        base = Reading(Whose.ANYONE, since=question.since, until=question.until, near=near)
        if question.kind is QuestionKind.FACT:
            # "and?" or "what was it?" names nothing that could be looked for.
            fact = [self._fact(question, conversation, base)]
            meant = question.follows and conversation.topic is not None
            return fact if meant or content_words(question.text) else []
        if question.kind is QuestionKind.WHO_SAID:
            base = base if question.follows else replace(base, near=None)
            return self._who_said(question, conversation, base)
        if not question.follows and question.topic is None and conversation.topic is not None:
            # "what did the union say?" in a conversation: on its topic, or else anything.
            everything = self._said(question, conversation, replace(base, near=None))
            following = self._said(replace(question, follows=True), conversation, base)
            return [*following, *(replace(r, fallback=True) for r in everything)]
        pull = Pull.SOME if question.follows else Pull.LOOSE
        return self._said(question, conversation, replace(base, pull=pull))

    def _said(self, question: Question, conversation: Conversation, base: Reading) -> list[Reading]:
        """Readings of a question for the words of somebody named, described, or asked before."""
        phrase = question.speaker or self._meant(question, conversation)
        topic = question.topic
        if topic is not None and _ONE_PERSON.fullmatch(topic) and conversation.speaker:
            # "How did the union answer him?"; "what did she say about him?" is one of two.
            others = people_in(self.lookup, conversation.topic or "")
            topic = conversation.speaker
            if question.speaker is None and others:
                phrase = others[0]
        background = None
        if question.follows:
            if topic is None:
                topic, background = _inherited(question, conversation, phrase)
                base = replace(base, pull=Pull.FULL)
            elif _leans_back(topic):
                background = conversation.topic
        if phrase is None:
            return [replace(base, topic=topic, background=background)] if question.topic else []
        base = replace(base, topic=topic, background=background)
        first = self._by(phrase, base)
        if question.loose and (is_description(phrase) or self._occurs(phrase)):
            first = [*first, _by_outlet(question, base, phrase)]
        elif question.topic is None and first[0].topic != topic:
            # "brown water": a name and a topic, or plain words.
            first = [*first, _by_outlet(question, base, None)]
        if question.whether:
            meant = first[0].matches
            first.append(replace(base, whose=Whose.SILENCE, name=phrase, matches=meant))
        if not question.either:
            return first
        as_topic = replace(
            base, topic=question.speaker, background=conversation.topic, pull=Pull.SOME
        )
        second = [as_topic]
        if conversation.speaker is not None:
            second = self._by(conversation.speaker, as_topic)
        if self._is_somebody(phrase, first):
            # A person is rather asked for than asked about; words about one name them.
            second = [replace(r, background=None, fallback=True, names=True) for r in second]
        return [*first, *second]

    def _is_somebody(self, phrase: str, readings: list[Reading]) -> bool:
        """Whether a phrase names or describes a person, so that it is hardly a topic."""
        if self.lookup.is_persons_name(phrase):
            return True
        if is_description(phrase):
            return self.lookup.roles.is_role(phrase)
        named = [m for m in readings[0].matches if m.by is not MatchedBy.ROLE]
        return bool(named) and all(m.speaker.kind is SpeakerKind.PERSON for m in named)

    def _meant(self, question: Question, conversation: Conversation) -> str | None:
        """Whom a pronoun means: the speaker asked for last, of those shown last a person."""
        speaker = conversation.speaker
        if speaker is None or not conversation.shown or not _ONE_PERSON.search(question.text):
            return speaker
        for name in (speaker, *conversation.shown):
            kinds = {match.speaker.kind for match in self.lookup.find(name)}
            if not kinds or SpeakerKind.PERSON in kinds:
                return name
        return speaker

    def _by(self, phrase: str, base: Reading) -> list[Reading]:
        """Readings of a question for the words of whoever ``phrase`` names."""
        matches = tuple(self.lookup.find(phrase))
        half = matches and matches[0].by is MatchedBy.ROLE and matches[0].score < FITS
        read = None
        if (half or not matches) and not (phrase.islower() and self._occurs(phrase)):
            read = name_and_topic(self.lookup, phrase, base.topic)
        if read is not None:
            matches, topic = read
            base = replace(base, topic=topic)
        elif half and not is_description(phrase):
            # Words typed small are no role for holding one of its words.
            matches = ()
        # "the mayor's office" speaks through whoever speaks for the mayor.
        description = owner_of_office(phrase) or phrase
        # "the owner" is one of the story; "the owner's mother" may be nobody in it.
        of_the_story = re.match(r"the\b(?!.*['’]s\b)", phrase, re.IGNORECASE)
        pull = Pull.SOME if base.pull is Pull.FULL and not of_the_story else base.pull
        described = replace(
            base, whose=Whose.ANYONE, name=phrase, description=description, pull=pull
        )
        if matches and matches[0].by is MatchedBy.ROLE and is_description(phrase):
            # A role that fits in full is a filter. The text around may know better than roles that
            # tell more of which one it is than the question does.
            fitting = tuple(m for m in matches if m.score >= FITS)
            by_role = replace(base, whose=Whose.SPEAKER, matches=fitting, name=phrase)
            sure = is_office(phrase) or any(m.score == 1.0 for m in fitting)
            return [by_role, *([] if sure else [described])] if fitting else [described]
        if matches:
            first = matches[0]
            name = phrase if first.by is MatchedBy.ROLE else first.speaker.name
            return [replace(base, whose=Whose.SPEAKER, matches=matches, name=name)]
        typed_small = phrase.islower() and self.lookup.roles.is_role(phrase)
        if (is_description(phrase) or typed_small) and self._may_be_described(phrase):
            return [described]
        return [replace(base, whose=Whose.NOBODY, name=phrase)]

    def _may_be_described(self, phrase: str) -> bool:
        """Whether words of a description stand in the articles, and all that tell of which one.

        "The mayor of Nowhere" is no mayor of another town.
        """
        names = re.findall(r"\b[A-Z][\w-]+", phrase.split(" ", 1)[-1])
        which = re.search(r"\b(?:of|from|in|at) (.+)$", phrase)
        which_one = [*names, *(content_words(which[1]) if which else ())]
        return any(self._occurs(w) for w in content_words(phrase)) and all(
            self._occurs(w) for w in which_one
        )

    def _who_said(
        self, question: Question, conversation: Conversation, base: Reading
    ) -> list[Reading]:
        topic = question.topic or (conversation.topic if question.follows else None)
        if topic is None and question.speaker is None:
            return []
        exclude = frozenset(conversation.shown) if question.others else frozenset[str]()
        leans = question.topic and (question.follows or _leans_back(topic or ""))
        background = conversation.topic if leans else None
        anyone = replace(
            base,
            topic=topic,
            background=background,
            exclude=exclude,
            description=question.speaker,
        )
        if question.speaker is None:
            return [anyone]
        # "which airline announced a deal?" asks for a fact as much as for words.
        return [anyone, _by_outlet(question, base, None)]

    def _fact(self, question: Question, conversation: Conversation, base: Reading) -> Reading:
        """A plain fact; where it is about what somebody holds, that speaker's words come first."""
        matches: list[Match] = []
        if question.speaker:
            matches, _ = self.lookup.leading(question.speaker)
        before = conversation.topic if question.follows else None
        return replace(
            base,
            whose=Whose.OUTLET,
            matches=tuple(matches),
            topic=question.topic,
            background=before,
            pull=Pull.FULL if question.follows else Pull.LOOSE,
        )


def is_heard(reading: Reading, speaker: str | None) -> bool:
    """Whether the one shown is the person whom a name or a description meant.

    An organisation stays what was asked for, whoever speaks for it.
    """
    if speaker is None or reading.name is None or owner_of_office(reading.name):
        return False
    if reading.description is not None:
        return speaker[:1].isupper()
    meant = [m for m in reading.matches if m.speaker.name == speaker]
    return any(
        m.speaker.kind is SpeakerKind.PERSON
        and (m.by is not MatchedBy.ROLE or is_description(reading.name))
        for m in meant
    )


def _inherited(
    question: Question, conversation: Conversation, phrase: str | None
) -> tuple[str | None, str | None]:
    """The topic that a question without one takes over, and its background.

    An answer is looked for to the one who spoke before, and by somebody who is no topic of
    their own words.
    """
    topic = conversation.topic
    if not question.replies or phrase is None or topic is None:
        return topic, None
    own = set(name_tokens(phrase))
    rest = [word for word in topic.split() if not own & set(name_tokens(word))]
    topic = " ".join(rest) if name_tokens(" ".join(rest)) else None
    before = conversation.speaker
    if before is not None and own & set(name_tokens(before)):
        before = None
    return (topic, before) if topic or not before else (before, None)


def _by_outlet(question: Question, base: Reading, meant: str | None) -> Reading:
    """The same question asked for a plain fact; a pronoun in it stands for who is meant."""
    topic = question.text
    if question.speaker is None and meant:
        topic = _SUBJECT.sub(lambda _: meant, topic, count=1)
    return replace(
        base,
        whose=Whose.OUTLET,
        name=None,
        topic=topic,
        since=question.bounds.since,
        until=question.bounds.until,
    )


def _leans_back(topic: str) -> bool:
    """Whether a topic is short enough, or definite enough, to need the one before.

    A name needs none, however short.
    """
    words = tokens(topic)
    if len(name_tokens(topic)) <= 1:
        return not topic[:1].isupper()
    if not words or words[0] in {"her", "his", "their", "its", "that", "this"}:
        return bool(words)
    # "The new law" is the one spoken of; "the south coast harbour" tells which one it is.
    definite = words[0] == "the" and len(content_words(topic)) <= _FEW
    return definite or not {"he", "she", "it", "him", "her", "them"}.isdisjoint(words)
