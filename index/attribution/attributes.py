"""spaCy's attribute ruler, asked once for each kind of token instead of once for each token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.matcher import Matcher
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

# Kinds of tokens that are remembered: some 20 MB. 40 articles of English news have 10,000.
_REMEMBERED = 50_000

_Kind = tuple[int, int, int]
_Attributes = tuple[int, int, int, int, int]


class RememberedAttributes:
    """Sets what the ruler sets: the same part of speech, morphology, lemma, tag and dependency.

    The ruler matches 179 patterns at every token, a sixth of the time of parsing. What it sets on
    one token follows from its tag, its word and its dependency, but for a few patterns of several
    tokens ("there is", "gonna"): a sentence that holds one of those goes to the ruler itself.

    Args:
        nlp: the pipeline whose ruler it is.
    """

    def __init__(self, nlp: Language) -> None:
        # spaCy's stubs know neither its patterns nor how attributes are set: Any, here and below.
        ruler: Any = nlp.get_pipe("attribute_ruler")
        self._ruler = ruler
        self._longer = Matcher(ruler.vocab, validate=False)
        for number, rule in enumerate(ruler.patterns):
            longer = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            if longer:
                self._longer.add(str(number), longer)
        self._known: dict[_Kind, _Attributes] = {}

    def __call__(self, doc: Doc) -> None:
        """Sets the attributes of a tagged and parsed sentence."""
        if self._longer(doc):
            self._ruler(doc)
            return
        token: Any
        for token in doc:
            kind = (token.tag, token.lower, token.dep)
            found = self._known.get(kind)
            if found is None:
                found = self._ask(token.text, token.tag_, token.dep_)
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[kind] = found
            token.pos, morph, lemma, tag, dep = found
            token.set_morph(morph)
            if lemma:
                token.lemma = lemma
            if (tag, dep) != (kind[0], kind[2]):
                token.tag, token.dep = tag, dep

    def _ask(self, word: str, tag: str, dependency: str) -> _Attributes:
        """What the ruler sets on a sentence of this one token."""
        alone = Doc(self._ruler.vocab, words=[word], tags=[tag], deps=[dependency], heads=[0])
        (made,) = self._ruler(alone)
        return made.pos, made.morph.key, made.lemma, made.tag, made.dep
