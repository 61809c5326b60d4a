"""Office words: the forms in which articles and questions write offices, brought to one.

"Ukraine's defence minister" and "Ukrainian Defense Minister" are one, and so are a chief executive
officer and a CEO.
"""

from __future__ import annotations

import re

# Written in full, so that the words are those of whoever writes it so; capitals tell it from a
# pronoun, as does "the" before it.
_BODIES = (
    (re.compile(r"\bWHO\b|(?<=\bthe )who\b"), "World Health Organization"),
    (re.compile(r"\bUS\b|\b[Uu]\.[Ss]\.(?=\W|$)|\b[Uu]nited [Ss]tates\b"), "America"),
    (
        re.compile(r"\bUN\b|\bU\.N\.(?=\W|$)|\bun(?= (?:chief|boss|head|secretary))"),
        "United Nations",
    ),
    (re.compile(r"\bEU\b|\bE\.U\.(?=\W|$)"), "European Union"),
    (re.compile(r"\bUK\b|\bU\.K\.(?=\W|$)|\buk(?= )"), "Britain"),
    (re.compile(r"\bchief executive(?: officer)?\b", re.IGNORECASE), "ceo"),
    (re.compile(r"\bchief financial officer\b", re.IGNORECASE), "cfo"),
    (re.compile(r"\bchief operating officer\b", re.IGNORECASE), "coo"),
    (re.compile(r"\bpm\b|\bPM\b"), "prime minister"),
    (re.compile(r"\bvp\b|\bVP\b"), "vice president"),
)
_COUNTRIES = """
    afghan:afghanistan american:america argentine:argentina argentinian:argentina
    australian:australia austrian:austria belgian:belgium brazilian:brazil british:britain
    bulgarian:bulgaria canadian:canada chilean:chile chinese:china colombian:colombia
    croatian:croatia cuban:cuba danish:denmark dutch:netherlands egyptian:egypt estonian:estonia
    ethiopian:ethiopia fijian:fiji filipino:philippines finnish:finland french:france
    german:germany ghanaian:ghana greek:greece haitian:haiti hungarian:hungary icelandic:iceland
    indian:india indonesian:indonesia iranian:iran iraqi:iraq irish:ireland israeli:israel
    italian:italy japanese:japan jordanian:jordan kenyan:kenya kuwaiti:kuwait latvian:latvia
    lebanese:lebanon libyan:libya lithuanian:lithuania malaysian:malaysia mexican:mexico
    moroccan:morocco nepalese:nepal nigerian:nigeria norwegian:norway pakistani:pakistan
    palestinian:palestine peruvian:peru polish:poland portuguese:portugal qatari:qatar
    romanian:romania russian:russia rwandan:rwanda scottish:scotland serbian:serbia slovak:slovakia
    somali:somalia spanish:spain sudanese:sudan swedish:sweden swiss:switzerland syrian:syria
    taiwanese:taiwan thai:thailand tunisian:tunisia turkish:turkey ugandan:uganda
    ukrainian:ukraine venezuelan:venezuela vietnamese:vietnam welsh:wales yemeni:yemen
    zimbabwean:zimbabwe
    """
# Short forms of offices, so that "senator" finds "Sen."; spellings; countries.
_ONE_WORD = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "adm": "admiral",
    "col": "colonel",
    "lt": "lieutenant",
    "prof": "professor",
    "dr": "doctor",
    "congressman": "representative",
    "congresswoman": "representative",
    "lawmaker": "representative",
    "attorney": "lawyer",
    "counsel": "lawyer",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chair": "chairman",
    "chairperson": "chairman",
    "chairwoman": "chairman",
    "defence": "defense",
    "labour": "labor",
} | dict(pair.split(":") for pair in _COUNTRIES.split())
# Each short form of a word, as a folded token, with the word; of bodies with each of their words.
SHORT_FORMS = (
    *_ONE_WORD.items(),
    *((short, "america") for short in ("us", "u.s")),
    *((short, "britain") for short in ("uk", "u.k")),
    *((short, long) for short in ("un", "u.n") for long in ("united", "nations")),
    *((short, long) for short in ("eu", "e.u") for long in ("european", "union")),
)
# Words that say nothing of which office it is.
IDLE = frozenset(
    {"new", "old", "current", "incumbent", "acting", "newly", "elected", "pro", "tempore"}
)


def written_out(phrase: str) -> str:
    """A role or description with the short forms of bodies and of offices of several words full."""
    for short, full in _BODIES:
        phrase = short.sub(full, phrase)
    return phrase


def one_form(word: str) -> str:
    """The form in which a folded word of a role is compared."""
    return _ONE_WORD.get(word, word)
