"""Measures encoding by itself: tokens a second of texts that are already cut."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from benchmarks.building import Tell
from benchmarks.data import passages
from benchmarks.peers.splitting import sentences
from benchmarks.peers.weights import weights
from benchmarks.process import Session
from benchmarks.results import Results
from benchmarks.systems import System

TOKENS = 10_000
"""How much is encoded in one run, of each kind of text."""

_LONGEST = 256  # tokens of a text that the model reads, special tokens included
_WARM_UP = 16


def encoding(
    systems: Sequence[System],
    texts: Sequence[str],
    folder: Path,
    results: Results,
    *,
    runs: int,
    tell: Tell,
) -> float:
    """Encodes the same texts with every system in turn, ``runs`` times, in warm processes.

    Args:
        systems: the vectors of the first are compared with those of the last.
        texts: texts of articles.
        folder: where vectors are put down for the comparison.
        results: takes the measures.
        runs: how often.
        tell: told how it goes on.

    Returns:
        The mean cosine between the first system's vectors and the last one's.
    """
    kinds = {
        "encode_sentences": _sized(list(chain.from_iterable(map(sentences, texts)))),
        "encode_passages": _sized(list(chain.from_iterable(map(passages, texts)))),
    }
    with ExitStack() as stack:
        sessions = {s.name: stack.enter_context(Session(s.encode())) for s in systems}
        for at, session in enumerate(sessions.values()):
            some = [text for cut, _ in kinds.values() for text in cut[:_WARM_UP]]
            session.ask({"encode": some, "save": str(folder / f"vectors-{at}.npy")})
        for number in range(1, runs + 1):
            tell(f"encoding {number} of {runs}")
            for key, (cut, tokens) in kinds.items():
                for name, session in sessions.items():
                    results.add(key, name, tokens / session.ask({"encode": cut}).seconds)
    first = np.load(folder / "vectors-0.npy")
    last = np.load(folder / f"vectors-{len(systems) - 1}.npy")
    return float(np.mean(np.sum(first * last, axis=1)))


def _sized(cut: Sequence[str]) -> tuple[list[str], int]:
    """The first texts that have ``TOKENS`` tokens together, and how many they have."""
    tokenizer = Tokenizer.from_file(str(weights() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    taken: list[str] = []
    tokens = 0
    for text in cut:
        if tokens >= TOKENS:
            break
        taken.append(text)
        tokens += len(tokenizer.encode(text).ids)
    return taken, tokens
