"""The forms of a question, as patterns over one line of text.

Each pattern names the parts it finds: ``speaker``, ``topic``, ``verb``, ``rest``. The order in which
they are tried is in ``bot.question``.
"""

from __future__ import annotations

import re

AUX = r"(?:did|does|do|has|have|had|would|will|is|was|were|are|can|could|should|might|'s|s)"
# Verbs that ask for somebody's words; the topic follows them.
SAY = (
    r"(?:say|says|said|saying|tell|tells|told|comment(?:ed|s)?|report(?:ed|s)?|remark(?:ed)?|respond(?:ed)?|repl(?:y|ied)|"
    r"react(?:ed)?|answer(?:ed)?|think|thinks|thought|state[ds]?|mention(?:ed)?|talk(?:ed)?(?: about)?|"
    r"sp[eo]ak(?:en)?|spoke|weigh(?:ed)? in|have to say|had to say|make of|made of|explain(?:ed)?|"
    r"announce[ds]?|claim(?:s|ed)?|argue[ds]?|suggest(?:s|ed)?|describe[ds]?|view(?:s|ed)?|see|feel|put|"
    r"call(?:s|ed)?|regret(?:s|ted)?|want|believe[ds]?|expect(?:s|ed)?|warn(?:s|ed)?|den(?:y|ied)|"
    r"promise[ds]?|propose[ds]?|accuse[ds]?|blame[ds]?|critici[sz]e[ds]?|praise[ds]?|admit(?:s|ted)?|"
    r"demand(?:s|ed)?|predict(?:s|ed)?|vow(?:s|ed)?|insist(?:s|ed)?|recommend(?:s|ed)?|ask(?:s|ed)?|"
    r"justif(?:y|ied)|defend(?:s|ed)?|condemn(?:s|ed)?|tweet(?:s|ed)?|write|wrote|mean|meant|"
    r"joke[ds]?(?: about)?|compare[ds]?|hint(?:s|ed)?|acknowledge[ds]?|confirm(?:s|ed)?|rule[ds]? out|"
    r"hope[ds]?|fear(?:s|ed)?|worr(?:y|ies|ied)|complain(?:s|ed)?|concede[ds]?|urge[ds]?|advise[ds]?|"
    r"disagree[ds]?|apologi[sz]e[ds]?|dismiss(?:es|ed)?|welcome[ds]?)"
)

# What comes before a verb of saying and what does not: after "the", "of" or "'s" the word is a noun
# ("the secretary of state"), and so it is right before a verb ("the big state say").
_A_VERB = (
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bof )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bits )(?<!\bto )"
    r"(?<!['’]s )(?<!s['’] )"
    r"(?!(?:state|report|call|claim|view|answer|demand|comment)s? "
    r"(?:(?!(?:to|that|on|about|he|she|it|they|who|for)\b)[\w-]+ )?"
    r"(?:say|tell|think|mention|comment|respond|react|announce|warn|make of)\b)"
)

# Of these, the ones that only point at the words; the others belong to the topic.
POINTING = re.compile(
    r"^(?:say|says|said|saying|tell|tells|told|comment\w*|report\w*|remark\w*|respond\w*|repl\w+|react\w*|"
    r"answer\w*|think\w*|thought|state[ds]?|mention\w*|talk\w*(?: about)?|speak|spoken|spoke|weigh\w* in|have to say|"
    r"had to say|make of|made of|explain\w*|describe[ds]?|view\w*|see|feel|put|announce[ds]?|"
    r"ask\w*|want|mean|meant|claim\w*|suggest\w*|argue[ds]?|believe[ds]?)$"
)
# The acts among these belong to the topic, as verbs do that say more than "say".
OPINION = (
    r"(?:position|view|views|stance|take|read|reaction|response|opinion|opinions|thoughts|comment|"
    r"comments|remark|remarks|words|line|statement|statements|answer|reply|message|plan|explanation|"
    r"excuse|guidance|verdict|thinking|attitude|quotes?|tweets?|testimony|apology|"
    r"(?P<act>argument|arguments|criticism|concern|concerns|advice|warning|assessment|verdict|"
    r"complaint|prediction|forecast|feelings|reasoning|justification|defen[cs]e|rationale|proposal))"
)
WHO_VERB = (
    r"(?:said|says|say|called|calls|call|told|thought|thinks|think|warned|claimed|claims|joked|compared|"
    r"described|describes|accused|blamed|praised|criticised|criticized|found|suggested|argued|argues|"
    r"predicted|denied|admitted|announced|promised|vowed|insisted|tweeted|wrote|commented|complained|"
    r"condemned|defended|demanded|confirmed|declared|believes|believed|likened|slammed|dismissed|rejected|"
    r"apologi[sz]ed|worried|feared|fears|hoped|hopes|objected|lamented|conceded|advised|pledged|remarked|"
    r"supports|supported|backs|backed|opposes|opposed|endorsed|favou?rs|favou?red|wants|wanted|"
    r"urged|asked|mocked|acknowledged|noted|spoke|talked|reacted|responded|questioned|labelled|labeled|"
    r"branded|referred|mentioned|quipped|estimated|expects|expected|hailed|welcomed|disagreed|agreed)"
)
LEAD = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well|then|also|please|hey|hi)\b[\s,]*)+", re.IGNORECASE
)
# "can you tell me what ...", "I need quotes by ...": the request is what follows.
REQUEST = re.compile(
    r"^(?:(?:can|could|would|will) (?:you|u) (?:please )?)?(?:please )?(?:"
    r"(?:tell|show|give|get|find) me|find(?: out)?|look up|"
    r"i(?:'m| am) looking for|i (?:need|want)(?: to (?:know|see|hear|find))?|"
    r"i(?:'d| would) like(?: to (?:know|see|hear|find))?|do (?:you|we) (?:know|have))\s+"
    r"(?=(?:what|how|why|when|where|who|which|if|whether|any|some|a|an|the|all|quotes?|statements?|"
    r"comments?|remarks?|reactions?|responses?)\b)",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^(?:what about|about|on|regarding|concerning|of|over|as to|with regard to|in regard to|to|toward|towards|"
    r"anything about|anything on|anything|something about)\b\s*",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"^(?:he|she|they|him|her|them|himself|herself|themselves)$", re.IGNORECASE)
EMPTY_TOPIC = re.compile(
    r"^(?:it|that|this|them|those|these|so|anything|something|then|next|there|else|in response|"
    r"(?:anything|something) (?:on|about|to) (?:it|that|this)|back|about it)$",
    re.IGNORECASE,
)


def _flags(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


BRIEF = _flags(
    r"^(?:brief(?: me)?|briefing|summari[sz]e|sum up|catch me up|update me|"
    r"what(?:'s| is) (?:the latest|new|on record))(?:\s+(?:on|about|for|of|with|from))?\b\s*(?P<topic>.*)$"
)
WHEN = _flags(
    r"^(?:when|where|when and where|when exactly|on what day|what day|on what date|what date|"
    r"how long ago|in which (?:outlet|paper|article))\s+"
    r"(?:(?:did|has|have) (?:he|she|they|it) (?:say|said|tell|claim|write|tweet|announce|post)"
    r"(?: (?:that|this|it|so))?|did (?:that|this|it) happen|"
    r"(?:was|is) (?:that|this|it)(?: (?:said|announced|written|posted))?)$|^when$|^where$|^since when$"
)
SOURCE = _flags(
    r"^(?:what(?:'s| is) the )?(?:source|sources|link|links|citation)$|"
    r"^(?:which|what) (?:outlet|paper|article|source)$|^where (?:is|was) (?:that|this|it) from$|"
    r"^who (?:reported|wrote|published|printed) (?:that|this|it)$"
)
# More of what the question before asked for.
MORE = _flags(
    r"^(?:(?:tell|show|give) me )?(?:some |any )?more"
    r"(?: (?:please|quotes|remarks|of (?:that|this|those|it)|from (?:him|her|them)|on (?:that|this|it)))?$|"
    r"^(?:go on|continue|keep going|next|what else|anything else|something else|any others?)$|"
    r"^(?:what|anything) else (?:did|has|does|do|have) (?:he|she|they|it) (?:say|said|mention(?:ed)?)"
    r"(?: (?:about|on) (?:it|that|this))?$"
)
WHY = _flags(r"^(?:why(?: not| so| is that| was that)?|how come|how so|for what reason)$")
# "did anyone push back?", "anybody against it?": whoever it is, it is somebody else.
DID_ANYONE = _flags(
    r"^(?:(?:did|does|do|has|have|had|is|was|are|were) )?(?:any(?:one|body)|some(?:one|body)|others)"
    r"(?! else)(?: who| that)? (?P<topic>.+)$"
)
# What is neither a question nor a name.
SMALL_TALK = _flags(
    r"^(?:thanks?(?: you)?(?: (?:so|very) much)?|thx|cheers|ok(?:ay)?|great|good|cool|nice|hi|hello|hey|"
    r"good (?:morning|evening|afternoon)|bye|really|yes|no|sure|hm+|help)$"
)
# "and in schools?": what stands after the preposition is the topic.
PLACE_ONLY = _flags(r"^(?:in|at|on|for|during|under|about|with)(?: [\w'’-]+){1,4}$")
# What is left of "what about yesterday?" and "and in June?" without the day.
NO_MORE = _flags(r"^(?:(?:what|how) about|same for|and|in|on|from|for)?$")
ELSE = _flags(
    r"^(?:who|which \w+|anyone|anybody) else(?:\s+(?P<verb>" + WHO_VERB + r"))?\b\s*(?P<topic>.*)$"
)
ANYTHING_FROM = _flags(
    r"^(?:is there |was there )?(?:any(?:thing|body)?|something|any comments?|any words?|any reaction)(?: else)?"
    r"(?:\s+(?:on|about|regarding|to)\s+(?P<topic>.+?))?\s+(?:from|by)\s+(?P<speaker>.+)$"
)
# "anything from her on tolls?"
FROM_ON = _flags(
    r"^(?:any(?:thing|body)?|something|any comments?|any words?|any reaction)(?: else)?\s+(?:from|by)\s+(?P<speaker>.+?)\s+"
    r"(?:on|about|regarding)\s+(?P<topic>.+)$"
)
# "and on tolls?": the speaker is the one before.
ONLY_TOPIC = _flags(r"^(?:on|about|regarding|concerning)\s+(?P<topic>.+)$")
ANYTHING = _flags(r"^(?:anything|something)$")
# A pronoun; "that" and "this" only where they stand alone, "it" not where it stands for nothing.
REFERS_BACK = _flags(
    r"\b(?:he|she|they|him|her|his|hers|them|their|theirs|its|it(?! (?:that|to)\b)|"
    r"(?:is|was|are|were|did|does|will) (?:that|this|those|these|there)(?=\s*$| \w+ed\b| happen))\b"
)
ANYTHING_ON = _flags(r"^(?:anything|something)(?: else)?\s+(?:on|about|regarding)\s+(?P<topic>.+)$")
IN_VIEW = _flags(
    r"^(?P<topic>.+?),?\s+(?:"
    r"in (?P<speaker>(?:(?! in ).)+?)(?:'s|s') (?:view|opinion|words|eyes|judgment|judgement)|"
    r"according to (?P<source>.+))$"
)
ACCORDING = _flags(r"^according to (?P<speaker>[^,]+),\s*(?P<topic>.+)$")
WHO_SAID = _flags(
    r"^(?:who|which (?P<role>[\w' -]+?)|what (?P<role2>(?:official|politician|minister|expert)s?))\s+"
    r"(?:(?:has|had|have|is|was) )?(?P<verb>" + WHO_VERB + r")\b\s*(?P<topic>.*)$"
)
WH_SAID = _flags(
    r"^(?P<wh>(?:what|how|when|where|why|which|who|whom)(?:\s+(?!" + AUX + r"\b)[\w'-]+){0,4}?)\s*"
    r"(?P<aux>did|does|do|has|have|had|would|will|might|could|should)\s+"
    r"(?P<speaker>(?!(?:i|we|you|it|there)\b).+?)\s+"
    r"(?:(?:ever|really|actually|also|already|publicly|have to|had to) )?"
    + _A_VERB
    + r"(?P<verb>"
    + SAY
    + r")\b\s*(?P<rest>.*)$"
)
YESNO_SAID = _flags(
    r"^(?:did|does|do|has|have|had|is|was|will|would)\s+(?P<speaker>.+?)\s+"
    r"(?:(?:ever|really|actually|also|already|publicly) )?"
    + _A_VERB
    + r"(?P<verb>"
    + SAY
    + r")\b\s*(?P<rest>.*)$"
)
OPINION_OF = _flags(
    r"^(?:what(?:'s|s| is| was| are| were)\s+)?(?P<speaker>(?:(?! on ).)+?)(?:'s|’s|s')\s+"
    r"(?:own |latest )?(?P<noun>"
    + OPINION
    + r")(?:\s+(?:on|of|about|to|regarding|for|over|in)\s+(?P<topic>.+))?$"
)
OPINION_ON = _flags(
    r"^(?:what(?:'s|s| is| was| are| were)\s+)?(?:the )?"
    + OPINION
    + r" (?:of|by|from) (?P<speaker>.+?)\s+(?:on|about|to|regarding)\s+(?P<topic>.+)$"
)
_WORDS_OF = (
    r"(?:quotes?|quotations?|statements?|comments?|remarks?|words|reactions?|responses?|tweets?|"
    r"posts?|views?|speech(?:es)?|testimony|guidance|advice|position|stance)"
)
_ANSWERS = r"(?:saying|claiming|telling|arguing|suggesting|warning|promising|proposing|predicting|demanding)"
# Further ways to ask for somebody's words, tried in this order. The act belongs to the topic.
SAID = tuple(
    _flags(pattern)
    for pattern in (
        # "quotes from the mayor on tolls"
        r"^(?:(?:any|some|the|a|all)\s+)?(?:(?:latest|recent|direct)\s+)?"
        + _WORDS_OF
        + r" (?:from|by|of) (?P<speaker>.+?)(?P<act>)"
        r"(?:\s+(?:on|about|to|regarding|concerning)\s+(?P<topic>.+))?$",
        # "what the mayor said about tolls", "whether she spoke about them"
        r"^(?:what|how|why|if|whether) (?P<speaker>(?!" + AUX + r"\b).+?) (?:has |have |had )?"
        r"(?:said|says|spoke|commented|responded|reacted|thinks|thought)(?P<act>) "
        r"(?:about|on|regarding|to|of)\b\s*(?P<topic>.+)$",
        # "the mayor said what about tolls"
        r"^(?P<speaker>.+?) (?:said|says|thinks)(?P<act>) what(?: exactly)?\b\s*"
        r"(?:(?:about|on|regarding|of)\s+)?(?P<topic>.*)$",
        # "what is the mayor saying about tolls"
        r"^(?:what|how|why)(?:'s|'re| is| are| was| were) (?P<speaker>.+?) "
        r"(?P<act>" + _ANSWERS + r"|)(?<=ing)\b\s*(?:(?:about|on|regarding)\s+)?(?P<topic>.*)$",
        r"^what else (?:did|has|have|does|do) (?P<speaker>.+?) (?:say|said|mention(?:ed)?|tell)(?P<act>)"
        r"(?:\s+(?:about|on|regarding))?\b\s*(?P<topic>.*)$",
        r"^where (?:does|do|did) (?P<speaker>.+?) stand(?P<act>) on (?P<topic>.+)$",
        # "what was said about tolls by the mayor"
        r"^what (?:was|is|has been|have been|had been) said(?P<act>)"
        r"(?: (?:about|on) (?P<topic>.+?))? by (?P<speaker>.+)$",
        # "what reason did the mayor give for tolls"
        r"^(?:what|which) (?P<act>reasons?|explanation|excuse|advice|answer|example|examples|details) "
        r"(?:did|does|do|has|have|had) (?P<speaker>.+?) (?:give|gave|given|offer|offered|provided?|cited?)"
        r"\b\s*(?P<topic>.*)$",
        r"^(?P<topic>.+), (?:says|said)(?P<act>) (?P<speaker>.+)$",
        r"^in (?P<speaker>.+?)(?:'s|s') (?:view|opinion|words|eyes)(?P<act>),\s*(?P<topic>.+)$",
        # "the mayor's toll remarks", "mayor reaction to tolls"
        r"^(?P<speaker>.+?)(?:'s|s')(?P<act>) (?P<topic>[\w -]+?) (?:remarks|comments|quotes?)$",
        r"^(?P<speaker>.+?) re(?P<act>)(?::\s*|\s+)(?P<topic>.+)$",
    )
)
# What somebody is for or against may stand in their words or in the news.
SIDES = tuple(
    _flags(pattern)
    for pattern in (
        r"^(?:is|are|was|were) (?P<speaker>.+?) (?P<act>for or against|against|in fav(?:ou)?r of|"
        r"opposed to|supportive of)\s+(?P<topic>.+)$",
        r"^(?:does|do|did|has|have|would|will) (?P<speaker>.+?) (?P<act>supports?|oppose|back|endorse|"
        r"favou?r|agree with|disagree with|approve(?: of)?|object to|reject)(?:d|ed)?\s+(?P<topic>.+)$",
    )
)
# "what has been said about tolls?", "who is calling for tolls?"
BY_ANYONE = _flags(
    r"^(?:what (?:has been|have been|had been|is being|was|is) said (?:about|on)|"
    r"who(?:'s|'re| is| are| was| were) (?P<act>calling for|against|for|opposed to|in fav(?:ou)?r of|"
    + _ANSWERS
    + r"))\s+(?P<topic>.+)$"
)
# "union reaction to tolls"
NOUN_ON = _flags(
    r"^(?:what(?:'s|s| is| was) )?(?P<speaker>.+?) (?:reaction|response|reply|guidance|remarks|comments|quotes?|statements?|"
    r"views?|stance|position|opinion|warning|advice) (?:to|on|about|regarding|of|after)\s+(?P<topic>.+)$"
)
WHAT_ABOUT = _flags(
    r"^(?:(?:what|how) about|as for|(?:the )?same(?: question| thing)? (?:for|to|about))\s+"
    r"(?P<speaker>.+)$"
)
SUBJECT = _flags(
    r"^(?:what|how|when|where|why|which|who|whom)?\b(?:\s+[\w'-]+){0,3}?\s*\b(?P<aux>did|does|do|has|have|had|"
    r"would|will|could|should|might|is|was|are|were|can)\s+(?P<subject>.+)$"
)
X_ON_Y = _flags(r"^(?P<speaker>[^?]+?),?\s+(?:on|regarding)\s+(?P<topic>.+)$")
X_COLON_Y = _flags(r"^(?P<speaker>[\w.' -]{2,60}?)(?::| [-–—])\s+(?P<topic>.+)$")
# A question word in the middle: "the crew of the ferry saw what on the beach?"
# The World Health Organization is none, nor what stands after "the".
EMBEDDED_WH = _flags(
    r"(?<!\bthe )\b(?!(?-i:WHO)\b)(?:what|which|who|whom|whose|where|when|why|how (?:many|much|long|old|far|soon))\b"
)
# Where one sentence ends and the question begins: not after "Sen." or "St.".
SENTENCE_END = re.compile(
    r"(?<=[?!])\s+|(?<=[a-z\d%)”\"]{3}\.)\s+(?=(?:Which|What|Who|Whom|Whose|How|When|Where|Why|Did|Does|Do|Is|Was|Are|Were|In|On|At)\b)"
)
QUESTION_WORD = _flags(
    r"^(?:what|how|when|where|why|which|who|whom|whose|did|does|do|has|have|had|is|was|are|were|would|"
    r"will|can|could|should|might|may|in|on|at|by|the number|list|name)\b"
)


# "and the company, did they say anything?": the part before the comma is who is asked about.
NAME_FIRST = _flags(
    r"^(?P<speaker>[^,]+),\s*(?P<asked>(?:did|does|do|has|have|is|was|what|how|why|anything|something) "
    r"(?:.* )?(?:he|she|they|it|him|her|them)\b.*)$"
)
# "and the man who lost his boat?"
SOMEBODY_WHO = _flags(r"^(?:the|a|an|his|her) (?:[\w'’-]+ ){1,3}(?:who|whose|that)\b.+$")
# Words at the end that add nothing.
TAIL = re.compile(r"\s+(?:at all|please|exactly|so far|though|btw)$", re.IGNORECASE)
# "and the author, who wrote the book?": the clause only says who is meant.
WHO_IS = _flags(r"^(?P<speaker>[^,]+), (?:who|whose|which)\b.+$")
# Verbs that ask for words in "what does X want?", and for a fact in "how many does X want?".
FACT_VERB = _flags(
    r"^(?:want|ask\w*|expect\w*|see|feel|put|mean|meant|call\w*|believe\w*|announce\w*|write|wrote|"
    r"make of|made of|demand\w*|propose\w*|promise\w*|predict\w*|mention\w*)$"
)
# Verbs that answer somebody; without a topic they point at the one before.
REPLY = _flags(r"^(?:answer|repl|respon|react|comment|make of|made of|weigh)")
# "did she comment?", "has it said anything on tolls?": no answer is an answer.
WHETHER = _flags(r"^(?:(?:answer|repl|respon|react|comment)|\w+ (?:anything|something)\b)")
QUANTITY = _flags(r"^(?:how (?:many|much|long|old|far|often|big|high)|when|where|which|who|whom)\b")
