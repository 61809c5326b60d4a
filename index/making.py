"""Making: a new generation of all articles, with what is known of them from the last one."""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import partial
from itertools import islice
from pathlib import Path

from index.analysis import Analyzer
from index.analysis_cache import AnalysisCache
from index.build_record import BuildRecord, inputs_digest, read_record
from index.build_report import BuildReport
from index.cache import Cache
from index.embedding import Embedder
from index.errors import CollectionError, IndexUnwritable
from index.generations import OpenEncoder
from index.intake import Intake
from index.kept_vectors import KeptVectors
from index.layout import encoders_dir, generation_dir
from index.manifest import (
    STORE_FILE,
    VECTORS_FILE,
    Chunking,
    Counts,
    Manifest,
    Model,
    describe_all,
    read_manifest,
)
from index.past import Past
from index.progress import Progress
from index.rules import OVERLAP
from index.schema import FORMAT_VERSION
from index.segmentation import passages
from index.speakers import link
from index.staging import link_or_copy, prune, prune_encoders, publish, staged
from index.store_writer import StoreWriter
from index.token_budget import TokenBudget
from index.unit_vectors import by_article, unit_vectors
from index.vector_cache import VectorCache
from index.vectors import Unit, VectorWriter, starts, write_all_codes
from index.verification import verify
from index.word_facts import FactCache

# Articles that are encoded together.
_TOGETHER = 32
# For so many new articles at most the model is loaded while they are parsed.
_FEW = 12


class Making:
    """One run of a build that has something to do, under the lock."""

    def __init__(
        self,
        paths: Sequence[Path],
        index_dir: Path,
        embedder: Embedder,
        analyzer: Analyzer,
        progress: Progress,
        open_encoder: OpenEncoder,
        now: Callable[[], dt.datetime],
        past: Past,
        started: float,
    ) -> None:
        self._paths = paths
        self._dir = index_dir
        self._embedder = embedder
        self._analyzer = analyzer
        self._progress = progress
        self._open_encoder = open_encoder
        self._now = now
        self._past = past
        self._started = started
        self._generation = f"{now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        self._intake = Intake()
        self._budget = TokenBudget(embedder)

    def run(self, keep: int) -> BuildReport:
        """Makes the generation and publishes it; see ``index.build.build``."""
        with (
            staged(self._dir, self._generation) as folder,
            closing(StoreWriter(folder / STORE_FILE)) as store,
        ):
            self._intake.fill(store, self._paths, self._progress)
            published = self._unchanged()
            if published is not None:
                before = read_record(self._dir)
                known = before is not None and before.generation == published.generation
                self._record(published, made_by=before.made_by if before and known else "")
                return self._report(published, unchanged=True)
            with (
                closing(self._cache("analyses.db")) as analysis_cache,
                closing(self._cache("vectors.db")) as vector_cache,
            ):
                analyses = AnalysisCache(
                    analysis_cache,
                    self._analyzer,
                    version=self._past.rules,
                    generation=self._generation,
                )
                vectors = VectorCache(vector_cache, self._embedder, generation=self._generation)
                # First, so that a model that cannot be exported is known before hours of work.
                encoder = self._export()
                self._prepare(analyses.unknown(d for _, d, _ in store.articles()))
                speakers = self._analyze(store, analyses, self._facts(analysis_cache))
                counts = self._counts(store, speakers)
                self._encode(store, vectors, counts, folder)
                store.finish()
                manifest = self._complete(folder, counts, encoder)
                self._progress.step("checking", None)
                asked = self._was_asked(manifest, encoder)
                verify(folder, manifest, open_encoder=None if asked else self._open_encoder)
                publish(self._dir, folder, self._generation)
                self._tidy(keep, analysis_cache, vector_cache)
                self._record(manifest, made_by=self._past.program)
        return self._report(
            manifest,
            unchanged=False,
            encoded=vectors.tally.encoded,
            cached=vectors.tally.cached,
            analyzed=analyses.analyzed,
            reused=analyses.reused,
        )

    def _unchanged(self) -> Manifest | None:
        """The published manifest, if a build would make the same again and it is whole."""
        folder, manifest = self._past.folder, self._past.manifest
        if manifest is None or folder is None:
            return None
        if manifest.corpus_hash != self._intake.corpus_hash:
            return None
        try:
            # Its encoder was asked before it was published.
            verify(folder, manifest, open_encoder=None)
        except CollectionError:
            return None
        return manifest

    def _prepare(self, unknown: int) -> None:
        """Begins to load what is wanted for articles that no cache knows."""
        # Not before the encoder is made: with its making they would be the peak of memory.
        self._analyzer.prepare(unknown)
        if 0 < unknown <= _FEW:
            # Of many, the model would lie in memory beside the parsers for minutes.
            self._embedder.prepare()

    def _was_asked(self, manifest: Manifest, encoder: Sequence[Path]) -> bool:
        """Whether the published generation has the same encoder, which was asked for a vector."""
        before = self._past.manifest
        return before is not None and all(
            before.files.get(file.name) == manifest.files[file.name] for file in encoder
        )

    def _record(self, manifest: Manifest, *, made_by: str) -> None:
        """Notes what the published generation was made of, if that is still what is there."""
        inputs = self._past.inputs
        if inputs is None or inputs_digest(self._paths) != inputs:
            return
        record = BuildRecord(
            generation=manifest.generation,
            program=self._past.program,
            made_by=made_by,
            inputs=inputs,
            day=self._past.day,
            outlets=len(self._intake.outlets),
            skipped=tuple(self._intake.skipped),
            notes=tuple(self._intake.notes),
            duplicates=tuple(self._intake.duplicates),
        )
        try:
            record.write(self._dir)
        except OSError as exc:
            self._progress.warn(f"could not note what was built: {exc}")

    def _analyze(self, store: StoreWriter, analyses: AnalysisCache, facts: FactCache) -> int:
        """Fills the store with what the articles are turned into; returns how many speakers."""
        self._progress.step("finding statements", self._intake.articles)
        stream = ((article_digest, article) for _, article_digest, article in store.articles())
        linked = link(analyses.analyze(stream, advance=self._progress.advance))
        # Before encoding, which wants the memory.
        self._analyzer.close()
        store.add_speakers(linked.speakers)
        self._progress.step("storing", self._intake.articles)
        for row, article_digest, article in store.articles():
            analysis = analyses.read(article_digest, article)
            found = facts.of(article_digest, article, analysis)
            texts = (sentence.span.of(article.text) for sentence in analysis.sentences)
            costs = dict(zip(texts, found.tokens, strict=True))
            windows = passages(
                article.text,
                analysis.sentences,
                count_tokens=costs.__getitem__,
                budget=self._budget.beside(found.title_tokens),
                overlap=OVERLAP,
            )
            speaker_row = partial(linked.row, article.id)
            store.add_analysis(row, article, analysis, windows, speaker_row, found)
            self._progress.advance()
        facts.flush()
        return len(linked.speakers)

    def _encode(
        self, store: StoreWriter, vectors: VectorCache, counts: Counts, folder: Path
    ) -> None:
        self._progress.step("encoding", counts.articles)
        digests = [article_digest for _, article_digest, _ in store.articles()]
        kept = self._kept(vectors, digests)
        writer = VectorWriter(vectors.dimension, folder)
        at = starts(counts.units())
        articles = zip(digests, store.units(), strict=True)
        while some := list(islice(articles, _TOGETHER)):
            held = [kept.vectors(digest, units.counts()) for digest, units in some]
            new = [units for (_, units), known in zip(some, held, strict=True) if known is None]
            made = by_article(new, unit_vectors(new, vectors))
            for known in held:
                for unit, found in (known or next(made)).items():
                    writer.add(found, at=at[unit], as_they_are=known is not None)
                    at[unit] += len(found)
            self._progress.advance(len(some))
        writer.write(folder / VECTORS_FILE)
        write_all_codes(folder / VECTORS_FILE, dimension=vectors.dimension, counts=counts.units())

    def _kept(self, vectors: VectorCache, digests: Sequence[str]) -> KeptVectors:
        """What the published generation holds, if this very program made it.

        Only where all of its articles are still there: what it uses of the cache is then used by
        this one too, and need not be found out article by article.
        """
        folder, manifest, record = self._past.folder, self._past.manifest, self._past.record
        if folder is None or manifest is None or record is None:
            return KeptVectors.none()
        if record.made_by == self._past.program:
            # One that is damaged is replaced by this build, and costs it time.
            with suppress(CollectionError, OSError, sqlite3.Error):
                kept = KeptVectors.of(folder, manifest)
                if kept.articles <= set(digests):
                    vectors.carry(manifest.generation)
                    return kept
        return KeptVectors.none()

    def _export(self) -> tuple[Path, ...]:
        """The files of the serving encoder."""
        self._progress.step("exporting the encoder", None)
        return self._embedder.export(encoders_dir(self._dir) / self._embedder.weights_hash)

    def _complete(self, folder: Path, counts: Counts, encoder: Sequence[Path]) -> Manifest:
        """Adds the serving encoder and the manifest to the staged folder."""
        for file in encoder:
            link_or_copy(file, folder / file.name)
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            generation=self._generation,
            created=self._now(),
            model=self._model(),
            chunking=self._chunking(),
            analyzer=self._past.rules,
            counts=counts,
            corpus_hash=self._intake.corpus_hash,
            files=describe_all(sorted(folder.iterdir())),
        )
        manifest.write(folder)
        return manifest

    def _tidy(self, keep: int, *caches: Cache) -> None:
        """Removes what no kept generation needs. The new one is published: failures only warn."""
        try:
            kept = prune(self._dir, keep)
            for cache in caches:
                cache.prune(kept)
            prune_encoders(self._dir, self._models_of(kept))
        except (IndexUnwritable, OSError) as exc:
            self._progress.warn(f"could not clear away old files: {exc}")

    def _models_of(self, generations: Sequence[str]) -> set[str]:
        hashes: set[str] = set()
        for generation in generations:
            # An older one that cannot be read needs no encoder for the next build.
            with suppress(CollectionError):
                folder = generation_dir(self._dir, generation)
                hashes.add(read_manifest(folder).model.weights_hash)
        return hashes

    def _report(
        self,
        manifest: Manifest,
        *,
        unchanged: bool,
        encoded: int = 0,
        cached: int = 0,
        analyzed: int = 0,
        reused: int = 0,
    ) -> BuildReport:
        return BuildReport(
            index_dir=self._dir,
            generation=manifest.generation,
            unchanged=unchanged,
            counts=manifest.counts,
            outlets=len(self._intake.outlets),
            skipped=tuple(self._intake.skipped),
            notes=tuple(self._intake.notes),
            duplicates=tuple(self._intake.duplicates),
            encoded=encoded,
            cached=cached,
            analyzed=analyzed,
            reused=reused,
            seconds=time.monotonic() - self._started,
        )

    def _counts(self, store: StoreWriter, speakers: int) -> Counts:
        return Counts(
            articles=self._intake.articles,
            sentences=store.count(Unit.SENTENCE),
            statements=store.count(Unit.STATEMENT),
            passages=store.count(Unit.PASSAGE),
            speakers=speakers,
        )

    def _model(self) -> Model:
        return Model(
            id=self._embedder.model_id,
            weights_hash=self._embedder.weights_hash,
            dimension=self._embedder.dimension,
            max_tokens=self._embedder.max_tokens,
            query_prompt=self._embedder.query_prompt,
        )

    def _chunking(self) -> Chunking:
        return Chunking(budget=self._embedder.max_tokens, overlap=OVERLAP)

    def _facts(self, cache: Cache) -> FactCache:
        return FactCache(
            cache,
            version=f"{self._past.rules}\0{self._embedder.weights_hash}",
            count_tokens=self._budget.count,
            generation=self._generation,
        )

    def _cache(self, name: str) -> Cache:
        return Cache(self._dir / "cache" / name, warn=self._progress.warn)
