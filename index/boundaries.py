"""Where a sentence of English news can end: full stops told apart from abbreviations.

Written by hand because what is to be had does not fit. Splitters with rules (pySBD, syntok,
BlingFire, spaCy's sentencizer) know nothing of quotations as this program needs them, most give
no offsets into an untouched text, and spaCy's parser costs ten times the time this step may take.
The rules are few: a full stop ends a sentence when the next word can begin one, and after an
abbreviation only when the next word hardly ever stands inside a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.quotes import Quotation
from index.spans import Span

_TERMINATOR = re.compile(r"\.(?:[ \t\xa0]\.)+|[.!?…。！？]+")
_TOKEN_BEFORE = re.compile(r"[\w.&'’-]*\Z")
_CLOSERS = frozenset("”\"'’»›)]}“*")
_OPENERS = re.compile(r"[\s“”„‟\"'‘’«»‹›`(\[{¿¡*•–—―$£€¥#@-]*")
_DASHES = frozenset("-–—―")
_OPENING_MARKS = frozenset("“„\"'‘«‹`([")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.&?)+[^\W\d_]")
_WIDE_STOPS = frozenset("。！？")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Never the last word of a sentence: a name or a number follows.
_TITLES = _words(
    """mr mrs ms mx messrs mme mlle dr prof rev fr sen sens rep reps gov govs lt gen col maj cmdr
    capt cpl sgt pvt adm amb atty hon pres supt det insp msgr sr. ald asst assoc dep sec treas
    del vs v cf eg ie viz ca approx op al pp ed eds trans mt ft"""
)
# May end a sentence; then a word follows that hardly ever follows inside one.
_ABBREVIATIONS = _words(
    """inc corp co ltd llc plc bros cos dept univ assn jr sr esq etc ph.d m.d ave blvd rd hwy
    st jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo
    mont neb nebr nev n.h n.j n.m n.y n.c n.d okla ore pa r.i s.c s.d tenn tex vt va wash
    w.va wis wisc wyo ont que alta est natl intl govt min max hr hrs mins secs lb lbs oz sq
    ret comm exec"""
)
# Abbreviations that are words when they are written in small letters.
_ALSO_WORDS = _words("co mar sat sun mass miss ill ind la del wash ore mo pa md va max min")
# Before a number only ("No. 5", "p. 3"); otherwise words of their own.
_BEFORE_NUMBERS = _words("no nos art fig figs p pg ch vol sect para prop n ver")
_MONTHS = _words("jan feb mar apr jun jul aug sept sep oct nov dec")
# Closed-class words and a few adverbs: after an abbreviation they begin a sentence.
_STARTERS = _words(
    """a about according across after again against all also although among an and another any
    anyone are as asked at because before both but by can could despite did do does during each
    earlier either even every everyone few finally first for former from further given had has
    have he her here hers his how however i i'd i'll i'm i've if in indeed instead is it it's
    its just last later let like many maybe meanwhile more most much my neither never
    nevertheless no nobody none nonetheless nor not nothing now of on once one only or other
    others our out over perhaps several she she's should since so some someone soon still such
    than that that's the their then there there's these they they're this those though through
    throughout to today together too tomorrow two under unless until upon was we we're well were
    what what's when where whether which while who whose why will with within without would yes
    yesterday yet you you're your"""
)
_NAME_AND_CUE = re.compile(
    r"\s*(?:[^\W\d_a-z][\w.'’-]*\s+){1,4}"
    r"(?:said|says|asked|asks|added|replied|wrote|tweeted|shouted|yelled|exclaimed|joked|quipped"
    r"|wondered|cried|recalled|continued|declared|answered|responded|told|insisted|remarked)"
    r"(?:(?P<over>\s*(?:[.,;:—–]|\Z))|\s+(?:of|in|on|at|as|to|when|while|after|before|during|about|with|him|her|them"
    r"|me|us|reporters|rhetorically)\b)"
)
# A full stop, white space, and the marks that close the quotation.
_WIDEST_CLOSING = 4
# How much of a clause is looked at to see whether it has words.
_CLAUSE_HEAD = 100
_BRACKETS = re.compile(r"\([^()]{0,400}\)")


def clause_ends(text: str, piece: Span, quotations: Sequence[Quotation]) -> Iterator[int]:
    """Where full stops, inside quotations or not, end what a parser should read as one.

    Args:
        text: the whole text.
        piece: the part to read, within one paragraph, without white space around it.
        quotations: the quotations of the text, in order.

    Yields:
        Offsets into ``text`` after a terminator and the closing marks that follow it, ascending,
        each within ``piece`` and with something but white space of the piece after it.
    """
    starts = [quotation.span.start for quotation in quotations]
    previous = piece.start
    for match in _TERMINATOR.finditer(text, piece.start, piece.end):
        if match.start() < previous:
            continue
        end = _after_closers(text, match.end(), piece, quotations, starts)
        if end >= piece.end:
            return
        clause = text[previous : min(match.start(), previous + _CLAUSE_HEAD)].lstrip()
        if _ends(text, match, end, piece, clause):
            yield end
            previous = end


def _after_closers(
    text: str, end: int, piece: Span, quotations: Sequence[Quotation], starts: Sequence[int]
) -> int:
    number = bisect_right(starts, end) - 1
    around = quotations[number].span if number >= 0 else None
    opening = starts[number + 1] if number + 1 < len(starts) else -1
    if around is not None and around.start == end:
        return end
    while end < piece.end and end != opening and text[end] in _CLOSERS:
        end += 1
    # A closing mark set off by white space ("so ») still belongs to what it closes.
    if around is not None and end < around.end <= min(piece.end, end + _WIDEST_CLOSING):
        rest = text[end : around.end]
        if all(c.isspace() or c in _CLOSERS for c in rest):
            return around.end
    return end


def _ends(text: str, match: re.Match[str], end: int, piece: Span, clause: str) -> bool:
    lead = _OPENERS.match(text, end, piece.end)
    at = lead.end() if lead else end
    word = _WORD.match(text, at, piece.end)
    spaced = text[end].isspace()
    stop = match[0]
    if stop[0] in _WIDE_STOPS:
        return True
    if word is not None and word[0][0].islower():
        return False
    if not any(c.isalnum() for c in clause):
        return False
    closed = end > match.end()
    token = _token_before(text, match.start(), piece)
    if not spaced:
        return _ends_without_space(text, end, at, word, token, closed)
    if closed and _reported(text, stop, end, piece):
        return False
    if stop != ".":
        # An ellipsis, or "?" and "!": what follows begins with a capital, a number or a mark.
        return word is not None or at >= piece.end
    if word is None:
        return False
    if not _DASHES.isdisjoint(text[end:at]) and _is_abbreviation(token):
        return False  # "SPRINGFIELD, Ill. — The"
    return _full_stop_ends(text, word, token, clause, marked=text[at - 1] in _OPENING_MARKS)


def _reported(text: str, stop: str, end: int, piece: Span) -> bool:
    """Whether the words after a closing mark say whose quotation it was ("“Why?” Example asked").

    After a full stop they must end with the cue: "“Yes.” Example said no more" are two sentences.
    """
    match = _NAME_AND_CUE.match(text, end, piece.end)
    return match is not None and (stop != "." or match["over"] is not None)


def _token_before(text: str, end: int, piece: Span) -> str:
    match = _TOKEN_BEFORE.search(text[max(piece.start, end - 30) : end])
    return match[0] if match else ""


def _ends_without_space(
    text: str, end: int, at: int, word: re.Match[str] | None, token: str, closed: bool
) -> bool:
    """A missing space: told from "U.S.A" and "example.com" by the words on both sides."""
    if word is None or not word[0][0].isupper():
        return False
    if closed or at > end:
        return len(token) > 1 and not _ACRONYM.fullmatch(token)
    return token.islower() and token.isalpha() and len(token) > 1 and _starter(text, word)


def _full_stop_ends(
    text: str, word: re.Match[str], token: str, clause: str, *, marked: bool
) -> bool:
    """Whether a full stop, followed by white space, ends a sentence.

    Args:
        text: the whole text.
        word: the next word.
        token: what stands before the full stop, without white space.
        clause: the first characters since the last boundary, without the full stop.
        marked: the next word has an opening mark before it.
    """
    # "D-Conn." and "R-Pa.": what counts is the last part.
    last = token.rpartition("-")[2].lower().lstrip("'’")
    number_follows = word[0][0].isdigit()
    if last in _TITLES:
        return False
    if last in _BEFORE_NUMBERS and number_follows:
        return False
    if clause.isdigit() and len(clause) <= 3:
        return False  # "1. First point"
    if len(last) == 1 and last.isalpha():
        # An initial; "I" and a letter that ends a sentence need a clear start after them.
        return _starter(text, word) and len(clause) > 2
    if not _is_abbreviation(token):
        return True
    if number_follows and last in _MONTHS:
        return False
    return marked or _starter(text, word)


def _is_abbreviation(token: str) -> bool:
    """Whether a full stop after ``token`` may be no more than that of an abbreviation."""
    last = token.rpartition("-")[2].lower().lstrip("'’")
    if _ACRONYM.fullmatch(last):
        return True
    return last in _ABBREVIATIONS and not (token.islower() and last in _ALSO_WORDS)


def _starter(text: str, word: re.Match[str]) -> bool:
    following = text[word.end() : word.end() + 1]
    if following == "." and len(word[0]) == 1:
        return False  # "J. A. Smith"
    if following == "-" or (len(word[0]) > 1 and word[0].isupper()):
        return False  # "U.S. IT-Security", "U.S. IT"
    return word[0].lower().replace("’", "'") in _STARTERS


def bracketed(text: str, piece: Span) -> list[Span]:
    """Round brackets opened inside a sentence: what they hold is no place to end it.

    Brackets that stand at the beginning of the piece, are not closed within 400
    characters, or hold brackets themselves are left out.
    """
    found = []
    for match in _BRACKETS.finditer(text, piece.start, piece.end):
        before = text[max(piece.start, match.start() - 2) : match.start()].rstrip()
        if before and before[-1] not in '.!?…”"':
            found.append(Span(*match.span()))
    return found
