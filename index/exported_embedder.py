"""The embedder of a build: the exported model, with torch only where one has to be exported."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.cores import cores
from index.embedding import FloatArray, SentenceTransformerEmbedder
from index.encoder import TOKENIZER_FILE
from index.errors import ModelError
from index.inference import IntArray, OpenRuntime, OpenVinoRuntime, Runtime, open_runtime
from index.sealed import SERVED_FILES, Spec, unsealed
from index.staging import link_or_copy

# The least cosine between a vector and the model's own, for a runtime to be used.
AGREEMENT = 0.999
# Tokens of a batch, padding included: bounds memory. From 1,024 on, more makes nothing faster.
_BUDGET = 1024
# Lengths are padded to multiples of this: a runtime prepares each new shape once.
_STEP = 8
# Texts that are tokenized together, a thread ahead of the batches.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class _Exported:
    """A whole export."""

    folder: Path
    spec: Spec


class ExportedEmbedder:
    """A sentence-transformers model by its export, which is made where it is missing.

    The export runs in a process of its own: torch takes seconds and hundreds of megabytes.

    Args:
        model: as in ``SentenceTransformerEmbedder``.
        encoders: holds a folder with the export of each model.
        threads: how many threads compute; None for one on each core.
        fast: opens the runtime to try first.
        note: told, in a line, what makes encoding slower than it could be.

    Raises:
        ModelError: the model is not on this machine, or is not the pinned one.
    """

    def __init__(
        self,
        model: str | None,
        encoders: Path,
        *,
        threads: int | None = None,
        fast: OpenRuntime = OpenVinoRuntime,
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._source = SentenceTransformerEmbedder(model)
        self.model_id = self._source.model_id
        self.weights_hash = self._source.weights_hash
        self._encoders = encoders
        self._threads = threads or cores()
        self._fast = fast
        self._note = note

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._exported.spec.dimension

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens included."""
        return self._exported.spec.max_tokens

    @property
    def query_prompt(self) -> str:
        """What the model wants before a question."""
        return self._exported.spec.query_prompt

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` has, special tokens included, uncut."""
        return len(self._whole_texts.encode(text))

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length; texts of like length are encoded together."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        slices = [range(at, min(at + _AHEAD, len(texts))) for at in range(0, len(texts), _AHEAD)]
        if not slices:
            return vectors
        runtime = self._runtime
        with ThreadPoolExecutor(1) as ahead:
            tokenized = ahead.submit(self._tokenize, [texts[at] for at in slices[0]])
            for here, following in zip(slices, [*slices[1:], range(0)], strict=True):
                ids = tokenized.result()
                if following:
                    tokenized = ahead.submit(self._tokenize, [texts[at] for at in following])
                for batch in _batches([len(some) for some in ids]):
                    made = runtime.run(*self._padded([ids[at] for at in batch]))
                    vectors[[here[at] for at in batch]] = made
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"{self.model_id} returns vectors that are not numbers: "
                "choose another model with ONRECORD_INDEX__MODEL"
            )
        return vectors

    def export(self, folder: Path) -> tuple[Path, ...]:
        """The files a serving encoder needs, in ``folder``.

        Raises:
            ModelError: the model cannot be exported.
        """
        made = self._exported.folder
        files = tuple(folder / name for name in SERVED_FILES)
        if folder != made:
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                link_or_copy(made / file.name, file)
        return files

    @cached_property
    def _exported(self) -> _Exported:
        """The export, made where it is missing or not whole."""
        folder = self._encoders / self.weights_hash
        spec = unsealed(folder)
        if spec is None:
            export_apart(self.model_id, folder)
            spec = unsealed(folder)
        if spec is None:
            raise ModelError(
                f"the encoder exported to {folder} is not whole: free some disk space there, "
                "remove that folder, and run `onrecord index build` again"
            )
        return _Exported(folder, spec)

    @cached_property
    def _runtime(self) -> Runtime:
        folder = self._exported.folder
        return open_runtime(
            folder, self._threads, agrees=self._agrees, fast=self._fast, note=self._note
        )

    def _agrees(self, runtime: Runtime) -> bool:
        probes = self._exported.spec.probes
        made = runtime.run(*self._padded(self._tokenize(list(probes))))
        wanted = np.array(list(probes.values()), dtype=np.float32)
        return bool((made * wanted).sum(axis=1).min() >= AGREEMENT)

    def _tokenize(self, texts: list[str]) -> list[list[int]]:
        prompt = self._exported.spec.document_prompt
        encodings = self._cut_texts.encode_batch_fast([prompt + text for text in texts])
        return [encoding.ids for encoding in encodings]

    def _padded(self, ids: Sequence[Sequence[int]]) -> tuple[IntArray, IntArray]:
        width = min(_up(max(map(len, ids))), self.max_tokens)
        matrix = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros_like(matrix)
        for row, some in enumerate(ids):
            matrix[row, : len(some)] = some
            mask[row, : len(some)] = 1
        return matrix, mask

    @cached_property
    def _cut_texts(self) -> Tokenizer:
        tokenizer = self._tokenizer()
        tokenizer.enable_truncation(max_length=self.max_tokens)
        return tokenizer

    @cached_property
    def _whole_texts(self) -> Tokenizer:
        return self._tokenizer()

    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._exported.folder / TOKENIZER_FILE))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def export_apart(model: str, folder: Path) -> None:
    """Exports a model in a process of its own, which takes torch with it when it ends.

    Raises:
        ModelError: the model cannot be exported, or the process was killed.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as apart:
        try:
            apart.submit(_export, model, folder).result()
        except BrokenProcessPool as exc:
            raise ModelError(
                f"the export of {model} was killed: give it 1 GB of memory, and run "
                "`onrecord index build` again"
            ) from exc


def _export(model: str, folder: Path) -> None:
    SentenceTransformerEmbedder(model).export(folder)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of like length, as many as the budget of tokens allows, at least one."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda at: lengths[at]):
        if batch and (len(batch) + 1) * _up(lengths[at]) > _BUDGET:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _up(length: int) -> int:
    return -(-length // _STEP) * _STEP
