"""Words: folding, tokens, stop words and stems, the same for questions and for articles.

The stem is Porter's (1980), the one that FTS5 uses, so that a term counted here is a term found
there; past forms without a stem in common are brought to their verb first. Folding drops case
and accents, as FTS5's ``remove_diacritics 2`` does.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

Codes = NDArray[np.uint32]

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")

# Function words, and the words with which questions ask. They carry no topic.
_STOP = """
    a about above after again against all also am an and any are aren't as at be because been
    before being below between both but by can can't could couldn't did didn't do does doesn't
    doing don't down during each else even ever few for from further get got had hadn't has hasn't
    have haven't having he he'd he'll he's her here hers herself him himself his how i i'd i'll i'm
    i've if in into is isn't it it's its itself just let's like ll me more most much must my myself
    no nor not now of off on once only or other ought our ours ourselves out over own re s same
    she she'd she'll she's should shouldn't so some such t than that that's the their theirs them
    themselves then there there's these they they'd they'll they're they've this those through to
    too under until up upon us ve very was wasn't we we'd we'll we're we've were weren't what
    what's when where which while who whom whose why will with won't would wouldn't yet you
    you'd you'll you're you've your yours yourself yourselves
"""
STOP_WORDS = frozenset(_STOP.split())


# Past forms that share no stem with their verb, of the verbs that news uses most.
_PAST = """
    became:become began:begin begun:begin bought:buy broke:break broken:break brought:bring
    built:build came:come caught:catch chose:choose chosen:choose died:die drew:draw drove:drive
    driven:drive ate:eat fell:fall fallen:fall felt:feel fought:fight found:find fled:flee
    flew:fly gave:give given:give went:go gone:go grew:grow grown:grow held:hold kept:keep knew:know
    known:know laid:lay led:lead left:leave lent:lend lost:lose made:make meant:mean met:meet
    paid:pay ran:run rose:rise risen:rise said:say saw:see seen:see sold:sell sent:send shot:shoot
    shook:shake showed:show shown:show sang:sing sank:sink spoke:speak spoken:speak spent:spend
    stood:stand stole:steal stolen:steal struck:strike swore:swear sworn:swear swam:swim took:take
    taken:take taught:teach told:tell thought:think threw:throw thrown:throw understood:understand
    won:win wore:wear withdrew:withdraw withdrawn:withdraw wrote:write written:write
    """
_PRESENT = dict(pair.split(":") for pair in _PAST.split())
PAST_FORMS = frozenset(_PRESENT)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """``text`` in lower case, without accents, curly apostrophes straightened."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def tokens(text: str) -> list[str]:
    """The folded words of ``text`` in order, possessive endings dropped."""
    found = (fold(match.group()) for match in _TOKEN.finditer(text))
    return [word.removesuffix("'s") for word in found]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Porter stem of a folded word; of an irregular past form, that of its verb."""
    return str(snowballstemmer.stemmer("porter").stemWord(_PRESENT.get(word, word)))


def content_words(text: str) -> list[str]:
    """The folded words of ``text`` in order, without stop words and single letters.

    Single figures stay: "$6 gas" is not "gas".
    """
    return [w for w in tokens(text) if w not in STOP_WORDS and (len(w) > 1 or w.isdigit())]


def content_stems(text: str) -> list[str]:
    """The stems of the content words of ``text``, in order."""
    return [stem(word) for word in content_words(text)]


@lru_cache(maxsize=65536)
def code(stemmed: str) -> int:
    """A stem as a number of 32 bits, by which it is stored and compared (CRC-32).

    Two stems share one about once in four thousand million pairs.
    """
    return zlib.crc32(stemmed.encode())


def codes(stems: Iterable[str]) -> Codes:
    """The codes of ``stems``, sorted, each once."""
    return np.unique(np.fromiter(map(code, stems), dtype=np.uint32))
