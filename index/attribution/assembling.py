"""Assembling: drafts and the entities they were resolved to, as the boundary types have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from index.analysis import Analysis
from index.articles import Article
from index.attribution.drafts import Draft
from index.attribution.entities import Entity, words_of
from index.quotation import Kind, LocalSpeaker, SpeakerKind, Statement
from index.segmentation import Sentence
from index.spans import Span, hull

# What is left of the confidence in a name when only position ties the words to it.
_BY_POSITION = 0.8


def assemble(
    article: Article,
    sentences: Sequence[Sentence],
    drafts: Sequence[Draft],
    outer: Sequence[int | None],
    resolved: Mapping[int, tuple[Entity | None, float]],
) -> Analysis:
    """The analysis of an article.

    Args:
        article: the article.
        sentences: its sentences.
        drafts: its statements, in the order of the text.
        outer: for each draft the number of the one that holds it, or None.
        resolved: for each draft its speaker, or None, and how sure that is.
    """
    rows: dict[int, int] = {}
    speakers: list[Entity] = []
    for i in range(len(drafts)):
        entity = resolved[i][0]
        if entity is not None and id(entity) not in rows:
            rows[id(entity)] = len(speakers)
            speakers.append(entity)
    together = _together(drafts)
    statements = []
    for i, draft in enumerate(drafts):
        entity, sure = resolved[i]
        rivals = [
            drafts[j]
            for n in range(draft.number, draft.last + 1)
            for j in together[n]
            if j != i and resolved[j][0] is not entity
        ]
        statements.append(
            Statement(
                kind=_kind(draft),
                content=tuple(draft.content),
                extent=_extent(sentences, draft, rivals),
                cue=draft.cue_span,
                speaker_mention=draft.mention_span,
                speaker=None if entity is None else rows[id(entity)],
                confidence=round(sure * (_BY_POSITION if draft.weak else 1.0), 3),
                negated=draft.negated,
                hypothetical=draft.hypothetical,
                nested_in=outer[i],
            )
        )
    return Analysis(article.id, tuple(sentences), tuple(statements), tuple(map(_local, speakers)))


def outer_statements(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the number of the smallest other one whose content holds its cue."""
    together = _together(drafts)
    found: list[int | None] = []
    for i, own in enumerate(drafts):
        place = own.cue_span or own.content[0]
        holders = [
            (sum(map(len, drafts[j].content)), j)
            for j in together[own.number]
            if j != i and any(c.contains(place) for c in drafts[j].content)
        ]
        found.append(min(holders)[1] if holders else None)
    return found


def _together(drafts: Sequence[Draft]) -> defaultdict[int, list[int]]:
    """Numbers of the drafts by the sentences they reach over."""
    together: defaultdict[int, list[int]] = defaultdict(list)
    for i, draft in enumerate(drafts):
        for number in range(draft.number, draft.last + 1):
            together[number].append(i)
    return together


def _kind(draft: Draft) -> Kind:
    if draft.quoted:
        return Kind.DIRECT
    return Kind.MIXED if draft.marked else Kind.INDIRECT


def _extent(sentences: Sequence[Sentence], draft: Draft, rivals: Sequence[Draft]) -> Span:
    """The whole sentences, or only the statement where they hold another speaker's."""
    whole = hull(sentences[draft.number].span, sentences[draft.last].span)
    places = [r.cue_span or r.content[0] for r in rivals]
    # Speech inside the content is part of what is said and hides nothing of anybody's.
    if all(any(c.contains(place) for c in draft.content) for place in places):
        return whole
    named = (draft.cue_span, draft.mention_span)
    return hull(*draft.content, *(s for s in named if s is not None and whole.contains(s)))


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
    named = tuple(dict.fromkeys(aliases))
    return LocalSpeaker(entity.name, named, roles, kind, gender, apart=entity.apart)
