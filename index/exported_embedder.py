"""The embedder of a build: the exported model, with torch only where one has to be exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.apart import apart
from index.blueprint import assemble
from index.cores import cores
from index.embedding import FloatArray, SentenceTransformerEmbedder
from index.encoder_files import TOKENIZER_FILE
from index.errors import ModelError
from index.fast_form import AGREEMENT, least_cosine
from index.inference import IntArray, OpenRuntime, OpenVinoRuntime, Runtime, open_runtime
from index.late_chunking import shifted, sums, with_parts
from index.sealed import Spec, unsealed
from index.spans import Span
from index.staging import link_or_copy

# Tokens of a batch, padding included: bounds memory. More makes nothing faster.
_BUDGET = 512
# Lengths are padded to a multiple of 8 up to 64 tokens, above of an eighth of a power of two.
# A runtime keeps a megabyte for every shape it has met, so that there are few.
_STEP = 8
# Texts that are tokenized together and sorted into batches by length.
_AHEAD = 128


@dataclass(frozen=True, slots=True)
class _Exported:
    """A whole export."""

    folder: Path
    spec: Spec


@dataclass(frozen=True, slots=True)
class _Batch:
    """Places of texts that are encoded together, and how many rows they are padded to."""

    places: list[int]
    rows: int


class ExportedEmbedder:
    """A sentence-transformers model by its export, which is made where it is missing.

    Where this program has a blueprint of the model, that is filled in. Any other one is exported,
    in a process of its own: torch takes seconds and hundreds of megabytes.

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
        self._opening: Future[Runtime] | None = None

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

    def prepare(self) -> None:
        """Loads the export on a thread of its own; what goes wrong is raised by ``encode``."""
        if self._opening is None:
            lane = ThreadPoolExecutor(1)
            self._opening = lane.submit(self._open)
            lane.shutdown(wait=False)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length; texts of like length are encoded together."""
        whole = [vector for vector, *_ in self.encode_parts(texts, [()] * len(texts))]
        return np.array(whole, dtype=np.float32).reshape(len(texts), self.dimension)

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """The vectors of texts, and of parts of them; see ``Embedder.encode_parts``."""
        made: dict[int, FloatArray] = {}
        if not texts:
            return []
        runtime, spec = self._runtime, self._exported.spec
        moved = shifted(parts, len(spec.document_prompt))

        def fill(read: Sequence[Encoding], batch: _Batch, start: int) -> None:
            places = [start + at for at in batch.places]
            inputs = self._padded([read[at].ids for at in batch.places], batch.rows)
            if not spec.pools or not any(moved[place] for place in places):
                for place, vector in zip(places, runtime.run(*inputs), strict=False):
                    made[place] = with_parts(vector, len(moved[place]))
                return
            vectors, tokens = runtime.run_tokens(*inputs)
            for row, (place, at) in enumerate(zip(places, batch.places, strict=True)):
                of_parts = sums(tokens[row], read[at].offsets, moved[place])
                made[place] = with_parts(vectors[row], of_parts)

        with ThreadPoolExecutor(self._threads) as lanes:
            filled: list[Future[None]] = []
            # The next texts are tokenized while the lanes compute.
            for start in range(0, len(texts), _AHEAD):
                read = self._tokenize(texts[start : start + _AHEAD])
                batches = _batches([len(encoding) for encoding in read])
                filled += [lanes.submit(fill, read, batch, start) for batch in batches]
            for some in filled:
                some.result()
        if not all(np.isfinite(vectors).all() for vectors in made.values()):
            raise ModelError(
                f"{self.model_id} returns vectors that are not numbers: "
                "choose another model with ONRECORD_INDEX__MODEL"
            )
        return [made[place] for place in range(len(texts))]

    def export(self, folder: Path) -> tuple[Path, ...]:
        """The files a serving encoder needs, in ``folder``.

        Raises:
            ModelError: the model cannot be exported.
        """
        made = self._exported.folder
        files = tuple(folder / name for name in self._exported.spec.served)
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
            if not assemble(self._source.folder, self.weights_hash, folder):
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
        return self._open() if self._opening is None else self._opening.result()

    def _open(self) -> Runtime:
        folder = self._exported.folder
        return open_runtime(
            folder, self._threads, agrees=self._agrees, fast=self._fast, note=self._note
        )

    def _agrees(self, runtime: Runtime) -> bool:
        made = self._exported
        return least_cosine(runtime, made.folder, made.spec) >= AGREEMENT

    def _tokenize(self, texts: Sequence[str]) -> list[Encoding]:
        prompt = self._exported.spec.document_prompt
        return self._cut_texts.encode_batch([prompt + text for text in texts])

    def _padded(self, ids: Sequence[Sequence[int]], rows: int) -> tuple[IntArray, IntArray]:
        """Token ids and mask of a batch, shape ``(rows, length)``; what is left over is empty."""
        width = min(_up(max(map(len, ids))), self.max_tokens)
        matrix = np.zeros((rows, width), dtype=np.int64)
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
    try:
        apart(_export, model, folder)
    except BrokenProcessPool as exc:
        raise ModelError(
            f"the export of {model} was killed: give it 1 GB of memory, and run "
            "`onrecord index build` again"
        ) from exc


def _export(model: str, folder: Path) -> None:
    SentenceTransformerEmbedder(model).export(folder)


def _batches(lengths: Sequence[int]) -> Iterator[_Batch]:
    """Batches of texts of like length, the longest first.

    As many as the budget of tokens allows, at least one; the last batch may have empty rows, so
    that there is one shape for each length.
    """
    order = sorted(range(len(lengths)), key=lambda at: -lengths[at])
    while order:
        rows = max(_BUDGET // _up(lengths[order[0]]), 1)
        places, order = order[:rows], order[rows:]
        while rows >= 2 * len(places):
            rows //= 2
        yield _Batch(places, rows)


def _up(length: int) -> int:
    step = max(_STEP, (1 << (length - 1).bit_length()) // _STEP) if length > 0 else _STEP
    return -(-length // step) * step
