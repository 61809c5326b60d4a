"""The words of saying: cue verbs with their classes, and the words that name speakers.

Data only. A cue verb has a class (what sort of speech act it reports) and frames (which parts of
its clause hold the words that were said, and which hold the hearer). The frames are what the
rules in :mod:`index.attribution.content` read; the class decides polarity and confidence.
Lemmas are British and American alike; spaCy's lemmatizer gives the lower-case base form.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CueClass(StrEnum):
    """What sort of speech act a cue reports."""

    NEUTRAL = "neutral"
    ASSERTING = "asserting"
    DENYING = "denying"
    ASKING = "asking"
    ORDERING = "ordering"
    WRITING = "writing"
    THINKING = "thinking"
    DESCRIBING = "describing"
    JUDGING = "judging"


class Frame(StrEnum):
    """Where the words that were said stand, seen from the cue verb."""

    CLAUSE = "clause"  # a clause, with or without "that", or a quotation
    QUOTED = "quoted"  # only a quotation: verbs of manner ("laughed", "continued")
    OBJECT = "object"  # a noun phrase ("announced a plan", "denied the charge")
    COMPLEMENT = "complement"  # object and what it is called ("called the plan a mistake")
    INFINITIVE = "infinitive"  # an infinitive or gerund ("promised to leave", "denied leaving")
    TOPIC = "topic"  # what it is about, after "of" or "about" ("warned of losses")
    HEARER = "hearer"  # the object is the one who is spoken to ("told them")


@dataclass(frozen=True, slots=True)
class CueVerb:
    """One verb of saying.

    Attributes:
        lemma: its base form.
        kind: the class of speech act.
        frames: where its content may stand.
    """

    lemma: str
    kind: CueClass
    frames: frozenset[Frame]


def word_set(words: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(words.split())


def _table(kind: CueClass, frames: tuple[Frame, ...], lemmas: str) -> dict[str, CueVerb]:
    return {lemma: CueVerb(lemma, kind, frozenset(frames)) for lemma in lemmas.split()}


_C, _Q, _O = Frame.CLAUSE, Frame.QUOTED, Frame.OBJECT
_P, _I, _H, _T = Frame.COMPLEMENT, Frame.INFINITIVE, Frame.HEARER, Frame.TOPIC

CUE_VERBS: dict[str, CueVerb] = {
    **_table(CueClass.NEUTRAL, (_C,), "say add note remark comment observe mention recount relate"),
    **_table(CueClass.NEUTRAL, (_C,), "respond reply answer counter retort interject quip"),
    **_table(CueClass.NEUTRAL, (_C,), "recall explain clarify elaborate report reveal disclose"),
    **_table(CueClass.NEUTRAL, (_C,), "indicate signal state conclude"),
    **_table(CueClass.NEUTRAL, (_C, _H), "tell inform remind notify brief"),
    **_table(CueClass.NEUTRAL, (_C, _O), "announce reiterate"),
    **_table(
        CueClass.NEUTRAL,
        (_Q,),
        "continue begin conclude laugh smile sigh shout yell chant whisper repeat cry scream sing "
        "chuckle read thunder bellow murmur mutter intone deadpan sneer snap rail speak offer",
    ),
    **_table(
        CueClass.ASSERTING,
        (_C,),
        "assert argue claim maintain insist contend declare stress emphasise emphasize affirm "
        "acknowledge admit concede confirm confess allege suggest predict caution lament "
        "imply profess proclaim posit opine underscore underline vouch testify swear "
        "attest gloat speculate theorise theorize hint forecast assess fret gripe",
    ),
    **_table(CueClass.ASSERTING, (_C, _H), "assure"),
    **_table(CueClass.ASSERTING, (_C, _H, _T), "warn"),
    **_table(CueClass.ASSERTING, (_C, _T), "complain boast brag joke"),
    **_table(CueClass.ASSERTING, (_C, _I), "vow promise pledge threaten"),
    **_table(CueClass.DENYING, (_C, _O, _I), "deny"),
    **_table(CueClass.DENYING, (_C,), "dispute refute"),
    **_table(CueClass.ASKING, (_C, _H, _T), "ask"),
    **_table(CueClass.ASKING, (_C,), "inquire enquire query wonder"),
    **_table(CueClass.ORDERING, (_C, _I, _H), "urge advise instruct implore exhort beg"),
    **_table(CueClass.ORDERING, (_C,), "demand recommend propose request plead"),
    **_table(CueClass.WRITING, (_C,), "write tweet retweet post blog text email"),
    **_table(CueClass.THINKING, (_Q,), "think believe muse feel hope reckon figure marvel"),
    **_table(
        CueClass.DESCRIBING,
        (_P,),
        "call describe label dub brand term characterise characterize denounce "
        "dismiss hail decry condemn ridicule mock slam blast",
    ),
    **_table(CueClass.JUDGING, (_O,), "accuse criticise criticize praise blame"),
}

# Verbs of saying that need their particle: (lemma, next word).
PARTICLE_VERBS: dict[tuple[str, str], CueVerb] = {
    ("point", "out"): CueVerb("point out", CueClass.ASSERTING, frozenset({_C})),
    ("spell", "out"): CueVerb("spell out", CueClass.NEUTRAL, frozenset({_C})),
    ("put", "it"): CueVerb("put it", CueClass.NEUTRAL, frozenset({_Q})),
    ("chime", "in"): CueVerb("chime in", CueClass.NEUTRAL, frozenset({_Q})),
    ("fire", "back"): CueVerb("fire back", CueClass.NEUTRAL, frozenset({_Q})),
    ("shoot", "back"): CueVerb("shoot back", CueClass.NEUTRAL, frozenset({_Q})),
    ("hit", "back"): CueVerb("hit back", CueClass.NEUTRAL, frozenset({_Q})),
    ("go", "on"): CueVerb("go on", CueClass.NEUTRAL, frozenset({_Q})),
    ("weigh", "in"): CueVerb("weigh in", CueClass.NEUTRAL, frozenset({_Q})),
}

# Whoever does one of these with a document speaks in it: "issued a statement saying".
PRODUCING = word_set("issue release post publish write send give make deliver put sign file tweet")

# Words that negate a cue when the cue hangs on them: "declined to comment", "refused to say".
WITHHOLDING = word_set("decline refuse fail avoid stop neglect")

# Verbs whose infinitive has not happened yet, or need not: "plans to announce".
PROSPECTIVE = word_set("plan expect intend want prepare hope like need try poise seek")
HYPOTHETICAL_MODALS = word_set("would could might may should must can will 'd 'll wo ca")

# Nouns that carry speech; the subject of a participle or clause that hangs on them.
DOCUMENT_NOUNS = word_set(
    "report statement letter article poll survey study document memo email e-mail paper book "
    "filing lawsuit complaint indictment transcript tweet post message headline story editorial "
    "column analysis release newspaper magazine website site blog ad advertisement sign review "
    "affidavit subpoena ruling opinion order law bill resolution constitution data figures "
    "estimate census caption text note testimony brief summary biography memoir record records "
    "documents emails reports statistics results polls surveys studies"
)

GROUP_NOUNS = word_set(
    "people officials aides advisers advisors sources experts analysts critics supporters "
    "opponents voters protesters demonstrators lawmakers senators reporters journalists "
    "democrats republicans residents witnesses police prosecutors lawyers investigators "
    "economists scientists researchers others allies rivals leaders members workers students "
    "activists campaigners organisers organizers executives executives investors traders "
    "some many most several few majority half both friends parents doctors families crowd "
    "percent women men americans delegates strategists scholars historians observers "
    "diplomats soldiers commanders ministers insiders donors respondents conservatives "
    "liberals progressives authorities family team public media press"
)

ORGANISATION_NOUNS = word_set(
    "company campaign government ministry department agency committee commission council board "
    "administration military army navy force police court union association party group "
    "organisation organization firm bank institute university college school church foundation "
    "office bureau service network station channel club league team federation authority state "
    "country city parliament congress senate house embassy palace defence defense industry "
    "center centre coalition alliance panel jury lobby corporation group think-tank outlet"
)

# Where photographs come from, before whoever they show: "Agency Images Anna Berg".
CREDITS = word_set("images pictures photos handout archive archives via")

# Who belongs to a party; "the Arden Reporter" is a paper and "the Arden Republican" somebody.
PARTY_MEMBERS = word_set("republican democrat conservative liberal socialist")

# What storms are called by before a name that people have as well.
STORMS = word_set("hurricane storm typhoon cyclone superstorm")

# Words that end the proper names of bodies, and of hardly any people.
BODY_ENDINGS = ORGANISATION_NOUNS | word_set(
    "news watch times journal tribune herald gazette magazine today inc corp ltd llc plc holdings "
    "fund society project initiative online media radio television airlines airways motors "
    "pharmaceuticals poll sports soccer football baseball lottery relations affairs partners "
    "associates systems technologies industries resources"
)

# Titles that stand before a name and are no part of it. Lower case, without a full stop.
TITLES = word_set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister pastor "
    "rabbi imam sheikh bishop archbishop cardinal pope king queen prince princess emperor "
    "president vice vice-president chancellor premier prime minister secretary undersecretary "
    "deputy acting former senator sen sens rep reps representative congressman congresswoman "
    "governor gov govs mayor councilman councilwoman councillor alderman delegate assemblyman "
    "assemblywoman speaker leader ambassador envoy chairman chairwoman chair chief director "
    "judge justice attorney general gen lt lieutenant col colonel maj major capt captain sgt "
    "sergeant cpl cmdr commander adm admiral brig brigadier field marshal officer detective "
    "sheriff inspector superintendent coach host anchor author mp mep hon honorable honourable "
    "ex-president foreign state first lady spokesman spokeswoman spokesperson comrade aide "
    "adviser advisor candidate nominee front-runner frontrunner billionaire mogul businessman "
    "democrat democratic republican then-candidate candidates sens correspondent reporter "
    "analyst strategist economist lawyer congressmen senators moderator whip commissioner recorder "
    "counsel advocate treasurer comptroller controller auditor clerk ceo cfo coo cto challenger "
    "contender incumbent hacker pundit icon activist founder co-founder cofounder chairperson "
    "solicitor ombudsman commissar trustee emeritus tempore tem cmo model comedian rapper musician"
)
# Titles that open the names of bodies as well: "General Freight", "First Union".
AMBIGUOUS_TITLES = word_set(
    "general first state king queen prince major foreign field leader speaker chief lady lord pope "
    "cardinal bishop father sister judge justice secretary host anchor aide advocate icon founder"
)
# Of the variations, those that are no office: said of whoever was just named.
PASSING = word_set(
    "star legend actor actress singer artist author writer hopeful contender challenger rival "
    "native veteran businessman businesswoman mogul billionaire tycoon magnate developer "
    "entrepreneur investor founder owner manager"
)
GENERATIONS = word_set("jr sr ii iii iv")
# What a body of any sort may be called in passing.
ANY_BODY = word_set(
    "company firm group organisation organization corporation outlet institution agency union "
    "association"
)
FEMALE_TITLES = word_set(
    "mrs ms miss dame lady queen princess congresswoman chairwoman spokeswoman councilwoman "
    "assemblywoman sister actress businesswoman saleswoman policewoman"
)
MALE_TITLES = word_set(
    "mr sir lord king prince congressman chairman spokesman councilman assemblyman father "
    "businessman actor policeman salesman"
)
FEMALE_KIN = word_set("mother wife daughter sister woman girl aunt grandmother widow")
MALE_KIN = word_set("father husband son brother man boy uncle grandfather widower")
NAME_SUFFIXES = word_set("jr sr ii iii iv md phd esq")

# Singular nouns for one person; with "the" they point back to somebody already named.
PERSON_NOUNS = word_set(
    "man woman candidate nominee senator congressman congresswoman governor mayor president "
    "premier chancellor minister secretary spokesman spokeswoman spokesperson official aide "
    "adviser advisor director chief executive chairman chairwoman chair leader envoy ambassador "
    "diplomat general admiral colonel officer lawyer attorney judge justice prosecutor sheriff "
    "professor doctor scientist economist analyst strategist expert researcher historian author "
    "writer journalist reporter host anchor columnist editor blogger commentator actor actress "
    "singer coach player athlete businessman businesswoman mogul billionaire businessperson "
    "lawmaker representative democrat republican socialist conservative liberal activist organiser "
    "organizer founder owner manager worker teacher student veteran soldier commander pilot "
    "farmer priest pastor bishop pope king queen prince princess mother father wife husband son "
    "daughter brother sister voter resident witness supporter critic source delegate manager "
    "pollster operative lobbyist donor consultant correspondent moderator speaker native nurse "
    "surgeon neurosurgeon physician politician statesman successor predecessor rival opponent "
    "treasurer investor trader banker entrepreneur developer contender front-runner "
    "star rival frontrunner hopeful incumbent challenger councillor councilman person guest friend "
    "boy girl child teenager kid partner neighbour neighbor counsel narrator colleague employee "
    "scholar tycoon magnate legend architect artist agent nun monk administrator supervisor "
    "provost meteorologist constable ranger member councilor councilmember specialist trooper "
    "magistrate curator principal forester coordinator superintendent commissioner paramedic "
    "firefighter deputy solicitor comedian comic rapper musician drummer guitarist songwriter "
    "filmmaker chef golfer quarterback astronaut engineer epidemiologist virologist biologist "
    "ecologist geologist physicist chemist psychologist psychiatrist pediatrician dietitian "
    "sociologist anthropologist archaeologist philosopher poet novelist playwright photographer "
    "biographer broadcaster presenter publicist therapist"
)
# Of these, what papers call somebody by to avoid the name a third time; hardly ever a stranger.
VARIATIONS = word_set(
    "candidate nominee republican democrat socialist conservative liberal senator governor mayor "
    "congressman congresswoman representative lawmaker politician statesman president premier "
    "chancellor minister secretary businessman businesswoman businessperson mogul billionaire "
    "tycoon magnate developer entrepreneur leader star legend frontrunner front-runner hopeful "
    "incumbent contender challenger rival native veteran neurosurgeon surgeon physician actor "
    "actress singer artist author writer investor founder owner manager justice general admiral "
    "person man woman"
)

# Singular nouns for several people, before "of" mostly.
QUANTITIES = word_set(
    "core number majority minority plurality proportion share percentage percent % handful half "
    "third quarter couple range array bulk rest staff trio duo pair slew host chorus generation"
)
# What nouns for one person end in, beyond those listed.
AGENT_ENDINGS = (
    "er", "or", "ist", "ian", "man", "woman", "ant", "ee", "ster", "eur", "ic", "ive", "ician",
    "mate", "eon", "ot", "guy", "boss", "resident", "patient", "parent", "cousin", "nephew",
    "niece", "fan", "pal",
)  # fmt: skip

# Titles and roles that are surnames as well; alone and capitalised they are taken for the name.
NAME_LIKE = word_set(
    "king prince bishop pope judge major marshal baker cook farmer miller field sir general "
    "chancellor dean abbot rector guest driver speaker sheriff priest pastor lord"
)

# Words that open a sentence with a capital and are no part of the name they stand before.
OPENERS = word_set(
    "though although while when after before but and as if since because despite with for in on "
    "at from by how why what where once meanwhile then so yet unlike like even only still that "
    "this these those his her their our my its not no did does has have is was are were today "
    "yesterday tomorrow earlier later asked according instead however also stated continued added "
    "noted explained concluded replied"
)

NOT_NAMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december"
)
