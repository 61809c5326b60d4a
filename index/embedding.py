"""Embedding texts while building: the protocol, and sentence-transformers behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.full_vectors import unit_length
from index.late_chunking import pools, shifted, sums, with_parts
from index.model_folder import model_folder, model_id, model_identity
from index.spans import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

FloatArray = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors while building, and hands over what serving needs."""

    @property
    def model_id(self) -> str:
        """The model as a person names it: a name, or the path of its folder."""

    @property
    def weights_hash(self) -> str:
        """Identifies everything the vectors depend on; vectors may be reused while it is equal."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens included; the rest is cut."""

    @property
    def query_prompt(self) -> str:
        """What is put before a question when serving; empty for most models."""

    def prepare(self) -> None:
        """Begins what ``encode`` would have to wait for; there is no need to."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length, shape ``(len(texts), dimension)``."""

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """The vectors of texts, and those of parts of them as they stand in their text.

        Args:
            texts: any number of texts.
            parts: for each of them any number of parts.

        Returns:
            One array a text, shape ``(1 + parts, dimension)``: the text's vector of unit length,
            and a row a part, of any length. Zeros for a part behind the last token that is read,
            and for every part where the model's vectors are no means (``index/late_chunking.py``).
        """

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` has, special tokens included, uncut."""

    def export(self, folder: Path) -> tuple[Path, ...]:
        """The files a serving encoder needs, written to ``folder`` unless they are there.

        Raises:
            ModelError: the model cannot be exported.
        """


class SentenceTransformerEmbedder:
    """A sentence-transformers model from a folder on this machine; never downloads.

    It computes on a GPU where torch sees one.

    Args:
        model: a folder, a name, or None for the default model.
        batch_size: how many texts are encoded at once.
        unexported: where the model cannot be exported it is told why, and ``export`` hands over no
            files: the index is then answered from through sentence-transformers. None: an error.

    Attributes:
        model_id: the model as it was asked for.
        folder: where its files are.
        weights_hash: for the default model the SHA-256 of ``model.safetensors``; for any other
            one a SHA-256 over the names and contents of its weights and configuration.

    Raises:
        ModelError: the model is not on this machine, or is not the pinned one.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        batch_size: int = 32,
        unexported: Callable[[str], None] | None = None,
    ) -> None:
        self.model_id = model_id(model)
        self.folder = model_folder(self.model_id)
        self.weights_hash = model_identity(self.model_id, self.folder)
        self._batch_size = batch_size
        self._unexported = unexported

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"{self.model_id} does not say how long its vectors are: "
                "choose another model with ONRECORD_INDEX__MODEL"
            )
        return dimension

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens included."""
        # Models without a limit of their own still get one: passages are cut to it.
        return int(self._model.max_seq_length or 512)

    @property
    def query_prompt(self) -> str:
        """What the model wants before a question."""
        prompts = self._model.prompts
        default = self._model.default_prompt_name
        return prompts.get("query") or (prompts.get(default) if default else None) or ""

    @property
    def _document_prompt(self) -> str:
        """What ``encode_document`` puts before a text: the first of its names that is known."""
        prompts = self._model.prompts
        names = ("document", "passage", "corpus", self._model.default_prompt_name)
        return next((str(prompts[name]) for name in names if name and prompts.get(name)), "")

    def prepare(self) -> None:
        """Does nothing: torch is slow to load and would take the parser's time."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length; texts of like length are encoded together.

        Raises:
            ModelError: the model made something that is not a vector.
        """
        return self._encode(texts, self._document_prompt)

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """The vectors of texts, and of parts of them; see ``Embedder.encode_parts``.

        Raises:
            ModelError: the model made something that is not a vector.
        """
        prompt = self._document_prompt
        if not any(parts) or not pools(self._model):
            whole = self._encode(texts, prompt)
            return [with_parts(v, len(p)) for v, p in zip(whole, parts, strict=True)]
        encoded = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=self._batch_size,
            output_value="token_embeddings",
            show_progress_bar=False,
        )
        tokens = [some.cpu().numpy() for some in encoded]
        # The model's own vectors are these means: it need not read the texts again.
        whole = self._checked(unit_length(np.stack([some.mean(axis=0) for some in tokens])))
        read = self._cut_texts.encode_batch([prompt + text for text in texts])
        return [
            with_parts(vector, sums(some, encoding.offsets, moved))
            for vector, some, encoding, moved in zip(
                whole, tokens, read, shifted(parts, len(prompt)), strict=True
            )
        ]

    def encode_questions(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of unit length for questions; what ``query_prompt`` says is put before each.

        Raises:
            ModelError: the model made something that is not a vector.
        """
        return self._encode(texts, self.query_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> FloatArray:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.asarray(
            self._model.encode(
                list(texts),
                prompt=prompt,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            ),
            dtype=np.float32,
        )
        return self._checked(vectors)

    def _checked(self, vectors: FloatArray) -> FloatArray:
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"{self.model_id} returns vectors that are not numbers: "
                "choose another model with ONRECORD_INDEX__MODEL"
            )
        return vectors

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` has, special tokens included."""
        return len(self._whole_texts.encode(text).ids)

    def export(self, folder: Path) -> tuple[Path, ...]:
        """The ONNX encoder and its tokenizer in ``folder``, exported unless they are there.

        No files where the export fails and somebody is there to be told (``unexported``).

        Raises:
            ModelError: the export fails, or the exported model does not give the same vectors.
        """
        from index.export import export

        try:
            return export(
                self._model,
                folder,
                model_id=self.model_id,
                query_prompt=self.query_prompt,
                document_prompt=self._document_prompt,
            )
        except ModelError as exc:
            if self._unexported is None:
                raise
            self._unexported(
                f"{exc}; this index answers through sentence-transformers, which takes seconds to "
                "start"
            )
            return ()

    @cached_property
    def _model(self) -> SentenceTransformer:
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar
        except ImportError as exc:
            raise ModelError(
                "sentence-transformers is not installed: run `pip install sentence-transformers`"
            ) from exc
        # The bar of loading the weights, a matter of milliseconds.
        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            import torch

            return SentenceTransformer(
                str(self.folder),
                device="cuda" if torch.cuda.is_available() else "cpu",
                local_files_only=True,
                model_kwargs={"use_safetensors": True},  # the other format is a pickle
            )
        except Exception as exc:  # torch and transformers raise anything
            raise ModelError(
                f"cannot load the embedding model in {self.folder} ({_first_line(exc)}): "
                "correct ONRECORD_INDEX__MODEL"
            ) from exc

    @cached_property
    def _whole_texts(self) -> Tokenizer:
        return self._tokenizer()

    @cached_property
    def _cut_texts(self) -> Tokenizer:
        tokenizer = self._tokenizer()
        tokenizer.enable_truncation(max_length=self.max_tokens)
        return tokenizer

    def _tokenizer(self) -> Tokenizer:
        from index.export import tokenizer_of

        tokenizer = tokenizer_of(self._model, model_id=self.model_id)
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def _first_line(exc: BaseException) -> str:
    return (str(exc).strip() or type(exc).__name__).splitlines()[0][:200]
