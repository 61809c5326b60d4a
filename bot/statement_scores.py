"""Statements on record scored against labelled ones (``bot/labelled.py``).

A labelled statement and one on record of the same article may be a pair where the latter covers a
share of the former's content (0.3 or 0.8 of its characters) and at least 30 % of its own content
is that, so that a whole article pairs with nothing. Pairs are taken one to one, the greatest
overlap (Dice, 1945) first.

precision  share of the statements on record, in the whole collection, that are in a pair.
recall     share of the labelled statements that are in a pair.
mention    of the pairs whose label has words that name the speaker: the words on record overlap
           them by at least half of the shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.labelled import LabelledStatement
from index.records import StoredStatement
from index.spans import Span

SHARES = (0.3, 0.8)
_OWN_SHARE = 0.3
_NEAR = 0.5
_CORE = "core"


@dataclass(frozen=True, slots=True)
class StatementScore:
    """The score at one share.

    Attributes:
        share: of a label's content that a statement has to cover.
        labelled: how many labelled statements.
        on_record: how many statements on record that count.
        matched: how many pairs.
        with_mention: how many of the pairs have a label with words that name the speaker.
        right_mentions: how many of these have the same words on record.
    """

    share: float
    labelled: int
    on_record: int
    matched: int
    with_mention: int
    right_mentions: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing can match."""
        both = self.labelled + self.on_record
        return 2 * self.matched / both if both else 0.0


def score_statements(
    labelled: Sequence[LabelledStatement],
    on_record: Sequence[StoredStatement],
    *,
    core_only: bool = False,
) -> list[StatementScore]:
    """The scores at each of ``SHARES``.

    Args:
        labelled: every labelled statement of the set.
        on_record: the statements of the index.
        core_only: score on the labels of tier "core"; a statement on record that finds a label of
            another tier is neither right nor wrong.
    """
    if core_only:
        pairs = _pairs(labelled, on_record, SHARES[0])
        aside = {j for i, j in pairs if labelled[i].tier != _CORE}
        on_record = [s for j, s in enumerate(on_record) if j not in aside]
        labelled = [s for s in labelled if s.tier == _CORE]
    return [_score(labelled, on_record, share) for share in SHARES]


def _score(
    labelled: Sequence[LabelledStatement], on_record: Sequence[StoredStatement], share: float
) -> StatementScore:
    pairs = _pairs(labelled, on_record, share)
    mentions = [
        (Span(wanted.start, wanted.end), on_record[j].statement.speaker_mention)
        for i, j in pairs
        if (wanted := labelled[i].speaker_mention) is not None
    ]
    right = sum(got is not None and _near(wanted, got) for wanted, got in mentions)
    return StatementScore(share, len(labelled), len(on_record), len(pairs), len(mentions), right)


def _pairs(
    labelled: Sequence[LabelledStatement], on_record: Sequence[StoredStatement], share: float
) -> list[tuple[int, int]]:
    """Places of the labels and of the statements on record that are pairs."""
    by_article: dict[str, list[tuple[int, frozenset[int]]]] = {}
    for j, stored in enumerate(on_record):
        characters = _characters((s.start, s.end) for s in stored.statement.content)
        by_article.setdefault(stored.article_id, []).append((j, characters))
    possible: list[tuple[float, int, int]] = []
    for i, label in enumerate(labelled):
        wanted = _characters((place.start, place.end) for place in label.content)
        for j, got in by_article.get(label.article, ()):
            common = len(wanted & got)
            if common and common >= share * len(wanted) and common >= _OWN_SHARE * len(got):
                possible.append((-2 * common / (len(wanted) + len(got)), i, j))
    labels, statements = set(), set()
    pairs = []
    for _, i, j in sorted(possible):
        if i not in labels and j not in statements:
            labels.add(i)
            statements.add(j)
            pairs.append((i, j))
    return pairs


def _characters(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(at for start, end in ranges for at in range(start, end))


def _near(one: Span, other: Span) -> bool:
    common = one.overlap(other)
    return common > 0 and common >= _NEAR * min(len(one), len(other))
