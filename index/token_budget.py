"""TokenBudget: how many tokens texts have for the model, and how many a passage may have."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.embedding import Embedder


class TokenBudget:
    """Counts tokens without the special ones, which every input has once.

    Args:
        embedder: whose tokens are counted.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def count(self, text: str) -> int:
        """Tokens of ``text``."""
        return self._embedder.count_tokens(text) - self._special

    def beside(self, title: int) -> int:
        """Tokens left for a passage beside its title; half of all where the title is endless.

        Args:
            title: the tokens of the title and what parts it from the passage.
        """
        limit = self._embedder.max_tokens
        return max(limit - self._special - title, limit // 2)

    @cached_property
    def _special(self) -> int:
        return self._embedder.count_tokens("")
