"""Engine: everything that answering needs of one generation, made once when it is opened."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from bot.names import SpeakerLookup
from bot.understanding import Understanding
from index.collection import Collection
from index.retrieval import Retriever
from index.vectors import Unit
from index.words import tokens

_REMEMBERED_PHRASES = 4096
# How many sentences are looked at for the spelling of a name.
_LOOKED_AT = 30
# They are the best of so many: what stands in more is found spelled so among these.
_COMPARED = 2_000


class Engine:
    """One open generation with the lookups over it. Immutable, shared by all threads."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.speakers = collection.speakers()
        self.retriever = Retriever(collection)
        occurs = lru_cache(maxsize=_REMEMBERED_PHRASES)(self._occurs)
        self.occurs = occurs
        self.understanding = Understanding(SpeakerLookup(self.speakers, occurs), occurs)

    def _occurs(self, phrase: str) -> bool:
        """Whether the words of a phrase stand side by side in a sentence, spelled so.

        The lexical search folds endings; whether a name is spelled so is seen in the sentence.
        """
        wanted = tokens(phrase)
        if not wanted:
            return False
        hits = self.collection.lexical(
            [phrase], unit=Unit.SENTENCE, limit=_LOOKED_AT, most_read=_COMPARED
        )
        for stored in self.collection.sentences([row for row, _ in hits]):
            words = tokens(stored.span.of(self.collection.article(stored.article_id).text))
            if any(words[i : i + len(wanted)] == wanted for i in range(len(words))):
                return True
        return False

    def published(self, since: dt.date | None, until: dt.date | None) -> frozenset[str] | None:
        """Ids of the articles published in the days asked for, both inclusive; None for all.

        An article of unknown date is not known to be among them. Days before the first article was
        printed limit nothing: what was said then is reported later.
        """
        oldest = self.collection.oldest()
        before_all = until is not None and oldest is not None and until < oldest
        if (since is None and until is None) or before_all:
            return None
        return self.collection.published(since, until)
