"""The analyzer: an article in, its sentences, statements and speakers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.analysis import Analysis
from index.articles import Article
from index.attribution.drafts import Draft, draft_sentence
from index.attribution.entities import Entity, words_of
from index.attribution.floating import float_quotations
from index.attribution.genders import vote_genders
from index.attribution.labels import Labelled, labelled
from index.attribution.mentions import Mention
from index.attribution.names import Names
from index.attribution.parsing import MODEL, Parsed, Parser
from index.attribution.resolution import Resolver
from index.attribution.sightings import sightings
from index.quotation import Kind, LocalSpeaker, SpeakerKind, Statement
from index.quotes import Quotation, paragraphs, quotations
from index.segmentation import Sentence, sentences
from index.spans import Span, hull

if TYPE_CHECKING:
    from spacy.language import Language

# Raise it with every change of the rules: analyses are reused while it stays the same.
RULES = 1


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
        return f"rules-{RULES}/{MODEL}-3.8.0"

    def analyze(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        """One analysis for each article, in the order given.

        Raises:
            ModelError: the parser model is missing or cannot be loaded.
        """
        for article in articles:
            found = sentences(article)
            parsed = list(self._parser.parse(article.text, enumerate(found)))
            yield analyze_parsed(article, found, parsed)


def analyze_parsed(
    article: Article, found: tuple[Sentence, ...], parsed: Sequence[Parsed]
) -> Analysis:
    """The analysis of an article whose sentences are parsed already."""
    text = article.text
    quoted = quotations(text, paragraphs(text))
    labels = labelled(text, found)
    drafts = _drafts(text, found, parsed, quoted, labels)
    names = Names(s for p in parsed for s in sightings(p))
    closed = [(q.span.start, q.span.end) for q in quoted]
    vote_genders(names, parsed, closed)
    resolver = Resolver(names, parsed, closed)
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].number, _place(drafts[i])))
    outer = [_outer(drafts, i) for i in range(len(drafts))]
    resolved: dict[int, tuple[Entity | None, float]] = {}
    for i in order:
        resolved[i] = resolver.resolve(drafts[i], nested=outer[i] is not None)
    return _assemble(article, found, drafts, outer, resolved, quoted)


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
    taken = [label.content for label in labels] + [label.label for label in labels]
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
        previous = by_number.get(number - 1)
        float_quotations(text, found, number, here, new, drafts, previous)
        drafts.extend(new)
    return drafts


def _labelled_draft(text: str, label: Labelled) -> Draft:
    draft = Draft(label.first, [label.content], cue_span=label.colon, quoted=True, last=label.last)
    draft.mention_span = label.label
    if not label.anonymous:
        name = label.label.of(text)
        if name.isupper() and len(name) > 3:
            name = name.title()
        draft.mention = Mention(
            label.label, name, name, None, None, (), SpeakerKind.PERSON, False, None, False, False
        )
    return draft


def _assemble(
    article: Article,
    found: Sequence[Sentence],
    drafts: Sequence[Draft],
    outer: Sequence[int | None],
    resolved: dict[int, tuple[Entity | None, float]],
    quoted: Sequence[Quotation],
) -> Analysis:
    rows: dict[int, int] = {}
    speakers: list[Entity] = []
    for i in range(len(drafts)):
        entity = resolved[i][0]
        if entity is not None and id(entity) not in rows:
            rows[id(entity)] = len(speakers)
            speakers.append(entity)
    statements = []
    for i, draft in enumerate(drafts):
        entity, sure = resolved[i]
        statements.append(
            Statement(
                kind=_kind(draft, quoted),
                content=tuple(draft.content),
                extent=_extent(article.text, found, drafts, i, resolved),
                cue=draft.cue_span,
                speaker_mention=draft.mention_span,
                speaker=None if entity is None else rows[id(entity)],
                confidence=round(sure * (0.8 if draft.weak else 1.0), 3),
                negated=draft.negated,
                hypothetical=draft.hypothetical,
                nested_in=outer[i],
            )
        )
    return Analysis(article.id, tuple(found), tuple(statements), tuple(map(_local, speakers)))


def _kind(draft: Draft, quoted: Sequence[Quotation]) -> Kind:
    if draft.quoted:
        return Kind.DIRECT
    touched = any(q.span.overlap(c) for c in draft.content for q in quoted)
    return Kind.MIXED if touched else Kind.INDIRECT


def _outer(drafts: Sequence[Draft], i: int) -> int | None:
    own = drafts[i]
    place = own.cue_span or own.content[0]
    best: tuple[int, int] | None = None
    for j, other in enumerate(drafts):
        if j == i or other.number > own.number or other.last < own.number:
            continue
        for span in other.content:
            if span.contains(place):
                size = sum(len(c) for c in other.content)
                if best is None or size < best[0]:
                    best = (size, j)
    return best[1] if best else None


def _extent(
    text: str,
    found: Sequence[Sentence],
    drafts: Sequence[Draft],
    i: int,
    resolved: dict[int, tuple[Entity | None, float]],
) -> Span:
    draft = drafts[i]
    whole = hull(found[draft.number].span, found[draft.last].span)
    parts = [*draft.content]
    parts += [s for s in (draft.cue_span, draft.mention_span) if s and whole.contains(s)]
    own = hull(*parts)
    others = [
        j
        for j, d in enumerate(drafts)
        if j != i
        and d.number <= draft.last
        and d.last >= draft.number
        and resolved[j][0] is not resolved[i][0]
        and not any(c.contains(d.cue_span or d.content[0]) for c in draft.content)
    ]
    return own if others else whole


def _local(entity: Entity) -> LocalSpeaker:
    kind = entity.decided_kind
    own = set(entity.words)
    aliases = tuple(
        name
        for name, _ in entity.names.most_common()
        if name != entity.name and words_of(name) and set(words_of(name)) <= own
    )
    roles = tuple(r for r, _ in entity.roles.most_common()) if entity.named else ()
    gender = entity.gender if kind is SpeakerKind.PERSON else None
    return LocalSpeaker(entity.name, tuple(dict.fromkeys(aliases)), roles, kind, gender)
