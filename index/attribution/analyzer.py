"""The analyzer: an article in, its sentences, statements and speakers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.analysis import Analysis
from index.articles import Article
from index.attribution.assembling import assemble, outer_statements
from index.attribution.drafts import Draft, draft_sentence
from index.attribution.entities import Entity
from index.attribution.floating import float_quotations
from index.attribution.genders import vote_genders
from index.attribution.interviews import interviewee, with_answers
from index.attribution.labels import Labelled, bearer, labelled
from index.attribution.mentions import Mention
from index.attribution.names import Names
from index.attribution.parsing import Parsed, Parser
from index.attribution.resolution import Resolver
from index.attribution.sightings import sightings
from index.attribution.version import version
from index.quotation import SpeakerKind
from index.quotes import Quotation, paragraphs, quotations
from index.segmentation import Sentence, sentences

if TYPE_CHECKING:
    from spacy.language import Language


class SpacyAnalyzer:
    """Finds statements and their speakers with rules over spaCy's dependency trees.

    Args:
        nlp: a loaded pipeline, or None to load the pinned model on first use.
    """

    def __init__(self, nlp: Language | None = None) -> None:
        self._parser = Parser(nlp)

    @property
    def version(self) -> str:
        """Identifies the rules and the parser model."""
        return version()

    def analyze(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        """One analysis for each article, in the order given.

        Raises:
            ModelError: the parser model is missing or cannot be loaded.
        """
        for article in articles:
            found = sentences(article)
            parsed = list(self._parser.parse(article.text, enumerate(found)))
            yield analyze_parsed(article, found, parsed)

    def prepare(self, articles: int) -> None:
        """Loads the parser model, for however many articles.

        Raises:
            ModelError: it is missing or cannot be loaded.
        """
        self._parser.prepare()

    def close(self) -> None:
        """Nothing to give back: the pipeline goes with the analyzer."""


def analyze_parsed(
    article: Article, found: tuple[Sentence, ...], parsed: Sequence[Parsed]
) -> Analysis:
    """The analysis of an article whose sentences are parsed already."""
    text = article.text
    quoted = quotations(text, paragraphs(text))
    labels = with_answers(text, found, labelled(text, found))
    drafts = _drafts(text, found, parsed, quoted, labels)
    names = Names(s for p in parsed for s in sightings(p))
    closed = [(q.span.start, q.span.end) for q in quoted]
    vote_genders(names, parsed, closed)
    for draft in drafts:
        if draft.label and found[draft.number].is_headline and draft.mention is not None:
            draft.mention = _in_headline(draft.mention, names)
    resolver = Resolver(names, parsed, closed)
    head = article.title if article.headline is None else article.headline.of(text)
    answering = interviewee(f"{article.title} {head}", text, found, labels, names)
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].number, _place(drafts[i])))
    outer = outer_statements(drafts)
    resolved: dict[int, tuple[Entity | None, float]] = {}
    for i in order:
        resolved[i] = resolver.resolve(
            drafts[i],
            nested=outer[i] is not None,
            known=answering if drafts[i].answers else None,
        )
    return assemble(article, found, drafts, outer, resolved)


def _place(draft: Draft) -> int:
    return (draft.cue_span or draft.content[0]).start


def _drafts(
    text: str,
    found: Sequence[Sentence],
    parsed: Sequence[Parsed],
    quoted: Sequence[Quotation],
    labels: Sequence[Labelled],
) -> list[Draft]:
    by_number = {p.number: p for p in parsed}
    taken = [label.content for label in labels]
    taken += [label.label for label in labels if not label.continues]
    drafts: list[Draft] = []
    starts = {label.first: label for label in labels}
    inside = {n for label in labels for n in range(label.first, label.last + 1)}
    q = 0
    for number, sentence in enumerate(found):
        while q < len(quoted) and quoted[q].span.end <= sentence.span.start:
            q += 1
        here: list[Quotation] = []
        k = q
        while k < len(quoted) and quoted[k].span.start < sentence.span.end:
            here.append(quoted[k])
            k += 1
        label = starts.get(number)
        if label is not None:
            drafts.append(_labelled_draft(text, label))
        if number in inside:
            continue
        tree = by_number.get(number)
        new = draft_sentence(text, tree, here, taken) if tree is not None else []
        float_quotations(text, found, number, here, new, drafts, by_number)
        drafts.extend(new)
    return drafts


def _in_headline(mention: Mention, names: Names) -> Mention | None:
    name = bearer(mention.text, names)
    if name is None:
        return None
    owners = names.called(name)
    if len(owners) == 1 and owners[0].person > 0 and len(owners[0].words) == 1:
        owners[0].rename(name)  # the text below has the surname alone
    return replace(mention, name=name)


def _labelled_draft(text: str, label: Labelled) -> Draft:
    draft = Draft(label.first, [label.content], quoted=True, last=label.last)
    draft.answers, draft.label = label.answer, not label.anonymous
    draft.weak = label.continues
    if not label.continues:
        draft.cue_span, draft.mention_span = label.colon, label.label
    if not label.anonymous:
        name = label.label.of(text)
        if name.isupper() and len(name) > 3:
            name = name.title()
        draft.mention = Mention(
            label.label, name, name, None, None, (), SpeakerKind.PERSON, False, None, False, False
        )
    return draft
