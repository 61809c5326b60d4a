"""Role marks: where the words of a role begin and end, before a name as after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.attribution.lexicon import word_set
from index.attribution.parsing import Parsed
from index.attribution.people_nouns import is_title_word
from index.attribution.phrases import bare

if TYPE_CHECKING:
    from spacy.tokens import Token

# Marks that end a role: what stands beyond them is said of somebody or something else.
_ENDS = frozenset({",", ";", ":", ")", "(", "]", "[", "|", "/", '"', "''", "``", "..."})
_INNER_MARKS = frozenset({"-", "'", "&", ".", "%", "$", "#"})
FINITE = frozenset({"VB", "VBD", "VBP", "VBZ", "MD"})
"""Tags of verbs that no role has inside."""
# What opens a phrase and says nothing of whom it names.
_OPENING = word_set(
    "both either neither each every dear poor one fellow now also then once perhaps maybe just "
    "even still currently only already along not there here"
)
_OPENING_POS = frozenset({"ADP", "SCONJ", "CCONJ", "INTJ", "PRON", "DET", "PART"})
# "PRESSHarbour": a credit in capitals that has lost the blank after it.
_GLUED = re.compile(
    r"[A-Z]{5,}[a-z]|[a-z][A-Z]{4,}|\d[AP]M[A-Z]|[<>=►]|(?:Images|Photos?|Pictures)[A-Z]"
)


def ends_role(token: Token) -> bool:
    """Whether a mark, a dash among them, ends a role."""
    mark = not any(c.isalnum() for c in token.text) and token.text not in _INNER_MARKS
    return token.text in _ENDS or (token.tag_ != "POS" and mark) or is_dash(token)


def is_dash(token: Token) -> bool:
    """Whether a token is a dash between blanks, and no hyphen."""
    return token.text in ("-", "--") and token.i > 0 and bool(token.nbor(-1).whitespace_)


def before_hyphen(token: Token) -> bool:
    """Whether a hyphen joins a token to the next one: "then" of "then-Governor"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return after is not None and after.text == "-" and not token.whitespace_


def glued(text: str) -> bool:
    """Whether words have lost the blank between them, or hold signs of a page."""
    return _GLUED.search(text) is not None


def past_title(parsed: Parsed, tokens: list[Token]) -> list[Token]:
    """The words after the end of a title in single quotation marks that begins before them."""
    if not tokens:
        return tokens
    opened = tokens[0].idx and parsed.doc.text[tokens[0].idx - 1] in "'\""
    closing = [
        i + 1
        for i, t in enumerate(tokens)
        if t.text == "'" and t.whitespace_ and i and (opened or tokens[i - 1].text[-1:] != "s")
    ]
    return tokens[closing[-1] :] if closing else tokens


def unopened(tokens: list[Token]) -> list[Token]:
    """The words of a phrase without those that only open it."""
    kept = list(tokens)
    while kept and (
        kept[0].dep_ == "case"
        or kept[0].tag_ in ("POS", "PRP$", "DT")
        or kept[0].is_space
        or (
            (kept[0].pos_ in _OPENING_POS or kept[0].lower_ in _OPENING)
            and (not is_title_word(bare(kept[0])) or (len(kept) > 1 and kept[1].pos_ != "ADP"))
            and not before_hyphen(kept[0])
        )
        or not any(c.isalnum() for c in kept[0].text)
    ):
        kept.pop(0)
    return kept
