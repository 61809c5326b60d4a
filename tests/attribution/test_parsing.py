"""The shortened pipeline: faster than spaCy's own, with the same trees, words and names."""

from __future__ import annotations

import pytest

from index.articles import Article
from index.attribution.parsing import Parser, plain
from index.segmentation import sentences

# Words that the ruler's patterns name, alone and in company, and names among them.
TEXT = """There is a ferry to Norholm, and there's another. It ain't late, it isn't.
"I'm gonna call you and y'all," said Ana Lind. "Let's go, c'mon, nothin' stops us.
You gotta see it!"
Those who have been there had done what they did; do they have it? She does. He'd have had to.
That she did not come because of the fog, which the council of Norholm feared, is known.
Whether those boats are to be sold, Ole Brandt couldn't say: "We've this one, and that."
"""


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="module")
def article() -> Article:
    return Article(id="a", title="Ferry", text=TEXT * 2)


@pytest.mark.model
def test_every_token_has_what_the_whole_pipeline_gives_it(parser: Parser, article: Article):
    found = sentences(article)
    parsed = list(parser.parse(article.text, enumerate(found)))
    assert len(parsed) == len(found) > 15
    whole = parser.nlp.pipe([parser._tokenize(p.sentence, p.words) for p in parsed])
    for ours, theirs in zip(parsed, whole, strict=True):
        for one, other in zip(ours.doc, theirs, strict=True):
            for attribute in ("tag_", "pos_", "dep_", "lemma_", "morph", "head", "sent"):
                wanted = str(getattr(other, attribute))
                assert str(getattr(one, attribute)) == wanted, (one, attribute)


@pytest.mark.model
def test_names_are_labelled_as_the_whole_pipeline_labels_them(parser: Parser, article: Article):
    parsed = list(parser.parse(article.text, enumerate(sentences(article))))
    named = 0
    for ours in parsed:
        theirs = parser.nlp(parser._tokenize(ours.sentence, ours.words))
        for one, other in zip(ours.doc, theirs, strict=True):
            if one.pos_ == "PROPN":
                named += 1
                assert (one.ent_type_, one.ent_iob_) == (other.ent_type_, other.ent_iob_)
    assert named > 10


@pytest.mark.model
def test_offsets_are_those_of_the_article(parser: Parser, article: Article):
    for parsed in parser.parse(article.text, enumerate(sentences(article))):
        for token in parsed.doc:
            words = article.text[parsed.start(token) : parsed.end(token)]
            assert plain(words) == token.text
