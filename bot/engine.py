"""Engine: everything that answering needs of one generation, made once when it is opened."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from bot.names import SpeakerLookup
from bot.understanding import Understanding
from index.collection import Collection
from index.retrieval import Retriever

_REMEMBERED_PHRASES = 4096


class Engine:
    """One open generation with the lookups over it. Immutable, shared by all threads."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.speakers = collection.speakers()
        self.headers = collection.articles()
        self.retriever = Retriever(collection)
        occurs = lru_cache(maxsize=_REMEMBERED_PHRASES)(self._occurs)
        self.occurs = occurs
        self.understanding = Understanding(SpeakerLookup(self.speakers, occurs), occurs)

    def _occurs(self, phrase: str) -> bool:
        return any(self.collection.document_frequency([phrase]).values())

    def published(self, since: dt.date | None, until: dt.date | None) -> frozenset[str] | None:
        """Ids of the articles published in the days asked for, both inclusive; None for all.

        An article of unknown date is not known to be among them.
        """
        if since is None and until is None:
            return None
        return frozenset(
            header.id
            for header in self.headers
            if header.published is not None
            and (since is None or since <= header.published)
            and (until is None or header.published <= until)
        )

    def newest(self) -> dt.date | None:
        """The day of the newest dated article."""
        return max((h.published for h in self.headers if h.published), default=None)
