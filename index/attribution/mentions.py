"""Mentions: what a phrase that names a speaker says of the one it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.attribution.lexicon import (
    AGENT_ENDINGS,
    BODY_ENDINGS,
    DOCUMENT_NOUNS,
    FEMALE_KIN,
    FEMALE_TITLES,
    GROUP_NOUNS,
    MALE_KIN,
    MALE_TITLES,
    NAME_LIKE,
    ORGANISATION_NOUNS,
    PARTY_MEMBERS,
    PERSON_NOUNS,
    QUANTITIES,
    TITLES,
)
from index.attribution.offices import is_title, office_holder, roles_of
from index.attribution.parsing import Parsed
from index.attribution.people_nouns import ROLE_WORDS
from index.attribution.phrases import bare, name_tokens, phrase
from index.quotation import SpeakerKind
from index.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRONOUN_GENDER = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_ORGANISATIONS = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC"})
# Words that the tagger may take for nouns and that name nobody.
_NOBODY = frozenset({"that", "which", "who", "whose", "what", "this", "there", "none", "nobody"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One phrase that names a speaker.

    Attributes:
        span: the phrase in the article.
        text: its words, blanks normalised.
        name: the proper name in it without titles ("Rosa Lind"), or None.
        pronoun: the pronoun in lower case, or None.
        noun: the common noun at its head in lower case ("aide"), or None.
        roles: what it says of the one named ("Kremlin aide").
        kind: what sort of source it seems to be.
        certain: whether the kind is evident (a title, a group noun) and not a guess.
        gender: "f" or "m" where the phrase gives it.
        definite: whether it points back ("the aide", "his lawyer").
        owned: whether a proper name says whose ("Berg's lawyer").
        plural: whether it names several.
    """

    span: Span
    text: str
    name: str | None
    pronoun: str | None
    noun: str | None
    roles: tuple[str, ...]
    kind: SpeakerKind
    certain: bool
    gender: str | None
    definite: bool
    plural: bool
    owned: bool = False


def mention_of(parsed: Parsed, head: Token, stop: int | None = None) -> Mention:
    """Reads the phrase around ``head``; see ``phrase`` for the arguments."""
    tokens = phrase(parsed, head, stop)
    span = parsed.span(tokens[0], tokens[-1])
    text = parsed.text(tokens)
    if head.pos_ == "PRON" or head.lower_ in _PRONOUN_GENDER or head.lower_ in _NOBODY:
        word = head.lower_
        plural = word in ("they", "them", "their", "we", "us", "our", "those", "these", "both")
        gender = _PRONOUN_GENDER.get(word)
        certain = gender is not None
        kind = SpeakerKind.GROUP if plural else SpeakerKind.PERSON
        if word in ("many", "some", "others", "most", "several", "few", "both"):
            return Mention(
                span, text, None, None, word, (), SpeakerKind.GROUP, True, None, False, True
            )
        return Mention(span, text, None, word, None, (), kind, certain, gender, True, plural)
    named = _named_token(head, tokens)
    if named is None:
        return _common(span, text, head, tokens)
    return _proper(parsed, span, text, head, named, tokens)


def _named_token(head: Token, tokens: list[Token]) -> Token | None:
    """The last token of the proper name in the phrase: the head, or its apposition."""
    if head.pos_ == "PROPN" and head.text.islower() and head.lower_ in ORGANISATION_NOUNS:
        return None  # "the county health department", whatever the tagger says
    holder = office_holder(head, tokens)
    if holder is not None:
        return holder
    if head.pos_ == "PROPN" and (head.lower_ not in ROLE_WORDS or _surname(head)):
        return head
    inside = {t.i for t in tokens}
    for child in head.children:
        if child.i in inside and child.dep_ == "appos" and child.pos_ == "PROPN":
            return child
    if head.pos_ == "PROPN":
        return head
    if head.lower_ in PERSON_NOUNS:
        # "the author of the book, Anna Berg": the apposition may hang on any noun before it.
        # Without a comma before it it belongs to that noun: "the aide of the author Anna Berg".
        for token in tokens:
            set_off = token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].text == ","
            if token.i > head.i and token.dep_ == "appos" and token.pos_ == "PROPN" and set_off:
                return token
    after = head.i + 1
    doc = head.doc
    if (
        head.lower_ in PERSON_NOUNS
        and after < len(doc)
        and after in inside
        and doc[after].pos_ == "PROPN"
    ):
        last = after
        while last + 1 in inside and doc[last + 1].pos_ == "PROPN":
            last += 1
        return doc[last]
    return None


_DETERMINERS = frozenset({"the", "a", "an", "one", "another", "some", "that", "this"})
# What ends some titles, and is a surname as well.
_SECOND_OF_TITLE = frozenset({"general", "prince", "princess", "major", "marshal"})


def _surname(head: Token) -> bool:
    """Whether a word that may be a title ends a full name: "Anna Bishop, a partner at Lind"."""
    before = head.nbor(-1) if head.i else None
    return (
        before is not None
        and head.lower_ in NAME_LIKE
        and before.head == head
        and before.ent_type_ == head.ent_type_ == "PERSON"
        and bare(before) not in ROLE_WORDS
    )


def _proper(
    parsed: Parsed, span: Span, text: str, head: Token, named: Token, tokens: list[Token]
) -> Mention:
    run = name_tokens(named)
    if bare(head) in _SECOND_OF_TITLE and is_title(tokens):
        return _common(span, text, head, tokens)  # "the Attorney General"
    # "the Arden Republican" is somebody, "the Arden Leader" a paper.
    described = bare(head) in PERSON_NOUNS and _determined(run[0], run[-1])
    alone = len(run) == 1 or described
    if alone and named.i == head.i and bare(head) in ROLE_WORDS - NAME_LIKE:
        common = _common(span, text, head, tokens)
        return replace(common, noun=bare(head), definite=len(run) == 1 or common.definite)
    name = parsed.text(run)
    before = [t for t in tokens if t.i < run[0].i]
    titles = [bare(t) for t in before]
    gender = next(
        (
            "f" if w in FEMALE_TITLES else "m"
            for w in reversed(titles)
            if w in FEMALE_TITLES | MALE_TITLES
        ),
        None,
    )
    roles = roles_of(parsed, head, named, run, tokens)
    role_words = {w for role in roles for w in role.lower().split()}
    if gender is None:
        female = role_words & (FEMALE_TITLES | FEMALE_KIN)
        male = role_words & (MALE_TITLES | MALE_KIN)
        gender = "f" if female and not male else "m" if male and not female else None
    titled = bool(titles) and titles[-1] in TITLES and titles[-1] not in ("state", "chief")
    personal = titled or bool(role_words & PERSON_NOUNS)
    labels = [t.ent_type_ for t in run if t.ent_type_]
    inside = {t.i for t in tokens}
    coordinated = any(c.dep_ == "conj" and c.i in inside and c.i != named.i for c in head.children)
    if coordinated:
        return Mention(span, text, text, None, None, (), SpeakerKind.GROUP, True, None, False, True)
    article = bool(before) and before[-1].lower_ in ("the", "a", "an") and named.i == head.i
    organised = (
        bare(run[-1]) in BODY_ENDINGS
        or (article and not personal)
        or bool(labels and labels[-1] in _ORGANISATIONS)
    )
    plural = named.tag_ == "NNPS" and not personal and not _titled_body(run)
    if plural:
        kind, certain = SpeakerKind.GROUP, True
    elif personal:
        kind, certain = SpeakerKind.PERSON, True
    elif organised:
        kind = SpeakerKind.ORGANISATION
        certain = article or bare(run[-1]) in BODY_ENDINGS
    else:
        kind, certain = SpeakerKind.PERSON, False
    if kind is SpeakerKind.ORGANISATION:
        name = _organisation_name(parsed, run, tokens)
    return Mention(span, text, name, None, None, roles, kind, certain, gender, False, plural)


def _titled_body(run: list[Token]) -> bool:
    """Whether a plural name goes on as that of one body: "the Centers for Harbour Control"."""
    i = run[-1].i + 1
    after = run[-1].doc[i] if i < len(run[-1].doc) else None
    return after is not None and after.pos_ == "ADP" and after.ent_type_ == "ORG"


def _determined(first: Token, last: Token) -> bool:
    """Whether "the", "a" or another such word stands before a run of proper nouns."""
    before = first.nbor(-1) if first.i else None
    if before is None or before.lower_ not in _DETERMINERS or first.ent_type_ == "PERSON":
        return False
    return before.lower_ != "the" or bare(last) in PARTY_MEMBERS


def _organisation_name(parsed: Parsed, run: list[Token], tokens: list[Token]) -> str:
    """Name of an organisation with what follows its head: "the Bank of Arden"."""
    last = tokens[-1].i
    doc = run[0].doc
    end = run[-1].i
    while end + 2 <= last and doc[end + 1].lower_ in ("of", "for", "and", "&", "on", "the"):
        nxt = end + 2
        if doc[nxt].lower_ == "the" and nxt + 1 <= last:
            nxt += 1
        if doc[nxt].pos_ != "PROPN":
            break
        while nxt + 1 <= last and (doc[nxt + 1].pos_ == "PROPN" or doc[nxt + 1].tag_ == "HYPH"):
            nxt += 1
        end = nxt
    return parsed.text(list(doc[run[0].i : end + 1]))


def _common(span: Span, text: str, head: Token, tokens: list[Token]) -> Mention:
    noun = head.lemma_.lower() if head.pos_ == "NOUN" else head.lower_
    plural = (
        head.tag_ in ("NNS", "NNPS")
        or head.like_num
        or head.lower_ in GROUP_NOUNS
        or (noun in QUANTITIES and noun not in PERSON_NOUNS)
    )
    determiner = next((c for c in head.children if c.dep_ in ("det", "poss")), None)
    definite = determiner is not None and (
        determiner.dep_ == "poss" or determiner.lower_ in ("the", "that", "this")
    )
    gender = (
        "f"
        if noun in FEMALE_TITLES | FEMALE_KIN
        else "m"
        if noun in MALE_TITLES | MALE_KIN
        else None
    )
    if head.lower_ in DOCUMENT_NOUNS or noun in DOCUMENT_NOUNS:
        kind = SpeakerKind.DOCUMENT
    elif noun in ORGANISATION_NOUNS and not plural:
        kind = SpeakerKind.ORGANISATION
    elif plural:
        kind = SpeakerKind.GROUP
    elif head.pos_ == "NOUN" and noun not in PERSON_NOUNS and not noun.endswith(AGENT_ENDINGS):
        kind = SpeakerKind.DOCUMENT  # a thing that says something: "history says"
    else:
        kind = SpeakerKind.PERSON
    certain = noun in PERSON_NOUNS or (
        kind is not SpeakerKind.PERSON
        and (kind is not SpeakerKind.DOCUMENT or not {head.lower_, noun}.isdisjoint(DOCUMENT_NOUNS))
    )
    owned = any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in head.children)
    return Mention(span, text, None, None, noun, (), kind, certain, gender, definite, plural, owned)
