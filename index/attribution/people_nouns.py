"""Nouns for people: whether a word can be what somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.lexicon import PERSON_NOUNS, TITLES, word_set
from index.attribution.phrases import bare

if TYPE_CHECKING:
    from spacy.tokens import Token

ROLE_WORDS = frozenset(PERSON_NOUNS | TITLES)
COURTESY = word_set("mr mrs ms miss mx")
# Words of titles that name nobody by themselves: "State", "Former", "Democratic".
_PARTS = word_set("state first former acting foreign vice prime democratic field hon honorable") | {
    "honourable"
}
# Nouns for people that stand beside names and that no rule on speakers needs otherwise.
_MORE = word_set(
    "ally head fellow dean hero heroine mate pal boss guy fan elect designate confidant confidante "
    "surrogate maverick patriarch matriarch oligarch thug intern girlfriend boyfriend fiance "
    "fiancee fiancé fiancée bride groom heir heiress graduate alumnus alumna alum associate "
    "assistant recipient superdelegate independent moderate cook nephew niece cousin uncle aunt "
    "grandmother grandfather grandson granddaughter stepson stepdaughter widow widower parent mom "
    "dad guard astronomer monarch duke duchess earl baron baroness count countess prodigy novice "
    "freshman sophomore junior senior guide scout spy ace champ champion medalist medallist archer "
    "citizen migrant immigrant refugee inmate convict suspect victim survivor patient saint "
    "prophet pontiff primate curate deacon chaplain cleric ayatollah stewardess waitress hostess "
    "laureate cop detective bailiff warden butler maid nanny protege protégé mentor lead vet "
    "addict bureaucrat linguist tsar czar sultan emir shah caliph elder respondent "
    "dropout rookie plaintiff defendant contestant mastermind servant visionary actuary goalie "
    "merchant companion barista underdog shepherd recruit upstart counterpart grad user "
    "international relative forward"
)
# What nouns for people end in, beside those.
_ENDINGS = (
    "er", "or", "ist", "ian", "man", "woman", "person", "ee", "eer", "ster", "eur", "crat", "logue",
    "mate", "smith", "wright",
)  # fmt: skip
# Letters of the shortest word that is known by its ending.
_SHORTEST = 5
# Words with such an ending that are no people.
_THINGS = word_set(
    "paper letter newspaper newsletter matter power water weather summer winter center river error "
    "factor floor terror tumor harbor labor honor humor color behavior flavor favor sector motor "
    "tractor computer printer server chapter poster roster register quarter theater corner dinner "
    "offer order border danger disorder disaster answer layer shoulder tower flower shower finger "
    "hunger anger trigger cover fever silver liver chamber timber number timer career cancer "
    "slaughter laughter semester filter shelter butter counter encounter helicopter character "
    "parameter meter kilometer diameter router scooter starter charter cluster blockbuster "
    "thriller trailer freighter cruiser container barrier frontier folder ladder banner "
    "transformer generator escalator reactor monitor corridor metaphor mirror horror outlier "
    "playlist checklist twist median committee subcommittee coffee degree guarantee human either "
    "neither another other whether rather former latter later never under after however together "
    "september october november december remainder reminder gender tender calendar wonder thunder "
    "murder surrender powder minor prior interior exterior superior liquor locker sticker bunker "
    "tanker marker cooler feeder header mixer liner airliner boiler spoiler "
    "german roman norman bestseller laser sensor processor indicator ventilator"
)


def is_person_noun(word: str) -> bool:
    """Whether a word in lower case, without full stops, can say what one person is."""
    if word in _PARTS or word in _THINGS:
        return False
    return is_title_word(word) or (len(word) >= _SHORTEST and word.endswith(_ENDINGS))


def is_title_word(word: str) -> bool:
    """Whether a word in lower case is a title or role of the lists and can stand alone."""
    return word in (ROLE_WORDS | _MORE) and word not in _PARTS


def one_person(word: str) -> str | None:
    """The singular of a word for several people, None for others: "senators" gives "senator"."""
    if word.endswith("men") and f"{word[:-2]}an" in ROLE_WORDS:
        return f"{word[:-2]}an"
    single = word[:-1]
    return single if word.endswith("s") and is_title_word(single) else None


def names_person(token: Token) -> bool:
    """Whether a noun, or the word that hyphens make of it, is one for a person."""
    return any(is_person_noun(bare(part)) for part in hyphened(token))


def hyphened(token: Token) -> list[Token]:
    """The tokens that hyphens without blanks join to ``token``, that among them, without marks."""
    doc = token.doc
    first = last = token.i
    while (
        first > 0
        and not doc[first - 1].whitespace_
        and "-" in (doc[first - 1].text, doc[first].text)
    ):
        first -= 1
    while (
        last + 1 < len(doc)
        and not doc[last].whitespace_
        and "-" in (doc[last].text, doc[last + 1].text)
    ):
        last += 1
    return [t for t in doc[first : last + 1] if t.text != "-"]
