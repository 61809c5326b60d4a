"""read: articles from paths, one at a time, with the problems met on the way."""

from __future__ import annotations

import tomllib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.articles import Article
from index.errors import ArticleError
from index.reading import documents, records
from index.reading.assembly import LONGEST_TEXT, assembled
from index.reading.decoding import Decoded, decode
from index.reading.files import SIDECAR, files
from index.reading.metadata import Metadata, Sidecar, described
from index.reading.problem import Problem, problem

FORMATS = (
    "plain text (.txt), Markdown (.md), HTML (.html), JSON (.json) "
    "and JSON Lines (.jsonl, .jsonl.gz)"
)
"""The formats that are read, as a person reads them."""

_PLAIN = frozenset(["", ".txt", ".text"])
_MARKDOWN = frozenset([".md", ".markdown"])
_HTML = frozenset([".html", ".htm", ".xhtml"])
_JSON = frozenset([".json"])
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
# Text, but not the text of an article. Other names are read when the content is text.
_UNSUPPORTED = frozenset(
    suffix
    for kind in (
        (".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".xls", ".xlsx", ".pptx", ".eml"),
        (".csv", ".tsv", ".xml", ".rss", ".atom", ".toml", ".yaml", ".yml", ".ini", ".cfg"),
        (".py", ".js", ".ts", ".css", ".sh", ".sql", ".svg", ".tex", ".srt", ".vtt", ".log"),
        (".zip", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".7z", ".db", ".sqlite", ".parquet"),
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp3", ".mp4", ".wav", ".mov", ".ico"),
    )
    for suffix in kind
)
_MEND = {
    "unsupported": f"convert it; read are {FORMATS}",
    "large": f"split it into articles of at most {LONGEST_TEXT // 1_000_000} MB each",
    "content": "correct or remove it, and build again",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """An article and the line of its file that it was read from."""

    article: Article
    line: int | None


def read(paths: Sequence[Path]) -> Iterator[Article | Problem]:
    """The articles in ``paths``, in the order of the paths, folders read recursively by name.

    Formats are told by name and content. Each file is read once, and an id is given out once: the
    second article with an id is a problem, not an article. Only one article is held at a time,
    but for a ``.json`` file, which is read as a whole.

    Args:
        paths: files and folders.

    Yields:
        Articles, and a problem for each input that was not read (or, with ``note``, was read with
        something guessed or left out). Paths that hold nothing yield nothing.
    """
    places: dict[str, str] = {}
    for path in files(paths):
        if isinstance(path, Problem):
            yield path
            continue
        for found in _load(path):
            if isinstance(found, Problem):
                yield found
                continue
            article_id = found.article.id
            place = f"{path}" if found.line is None else f"{path}, line {found.line}"
            if article_id not in places:
                places[article_id] = place
                yield found.article
            else:
                what = f"its id {article_id!r} is already that of {places[article_id]}"
                mend = "give one of the two another id (the id of a plain file is its name)"
                yield problem(path, what, mend, line=found.line)


def _load(path: Path) -> Iterator[_Found | Problem]:
    name = path.name.lower()
    suffix = path.suffix.lower()
    try:
        if name.endswith(_LINES):
            yield from _from_records(path, records.lines(path))
        elif suffix in _UNSUPPORTED:
            yield problem(path, f"files of the kind {suffix} are not read", _MEND["unsupported"])
        elif suffix in _JSON:
            yield from _from_json(path)
        else:
            yield from _from_document(path, suffix)
    except OSError as exc:
        why = exc.strerror or str(exc)
        mend = "give the user who builds the right to read it"
        yield problem(path, f"it cannot be read ({why})", mend)
    except ArticleError as exc:
        known = suffix in _PLAIN | _MARKDOWN | _HTML | _JSON or name.endswith(_LINES)
        yield problem(path, str(exc), _MEND["content" if known else "unsupported"])


def _from_json(path: Path) -> Iterator[_Found | Problem]:
    size = path.stat().st_size
    if size > records.LONGEST_DOCUMENT:
        limit = records.LONGEST_DOCUMENT // 1_000_000
        yield problem(path, f"a JSON file of more than {limit} MB", "convert it to JSON Lines")
        return
    decoded = decode(path.read_bytes())
    yield from _guessed(path, decoded)
    yield from _from_records(path, records.document(decoded.text))


def _from_records(
    path: Path, found: Iterator[records.Record | records.Unreadable]
) -> Iterator[_Found | Problem]:
    beside = yield from _sidecar(path)
    for record in found:
        if isinstance(record, records.Unreadable):
            yield problem(path, record.what, _MEND["content"], line=record.line)
            continue
        article_id = record.id
        if article_id is None and record.alone:
            article_id = path.stem
        try:
            if article_id is None:
                raise ArticleError("the record has no id")
            article, notes = assembled(article_id, record.text, record.metadata.over(beside))
        except ArticleError as exc:
            yield problem(path, str(exc), _MEND["content"], line=record.line)
            continue
        yield from _notes(path, notes, record.line)
        yield _Found(article, record.line)


def _from_document(path: Path, suffix: str) -> Iterator[_Found | Problem]:
    size = path.stat().st_size
    if size > LONGEST_TEXT:
        what = f"it has {size / 1_000_000:.1f} MB, more than {LONGEST_TEXT // 1_000_000} MB"
        yield problem(path, what, _MEND["large"])
        return
    beside = yield from _sidecar(path)
    data = path.read_bytes()
    decoded = decode(data, declared=documents.page_encoding(data) if suffix in _HTML else None)
    yield from _guessed(path, decoded)
    text, own = decoded.text, Metadata()
    if suffix in _HTML or (suffix not in _MARKDOWN and documents.is_html(text)):
        text, own = documents.html(text)
    elif suffix in _MARKDOWN:
        text, own = documents.markdown(text)
    article, notes = assembled(path.stem, text, beside.over(own), is_markdown=suffix in _MARKDOWN)
    yield from _notes(path, notes, None)
    yield _Found(article, None)


def _guessed(path: Path, decoded: Decoded) -> Iterator[Problem]:
    if decoded.guessed is not None:
        what = f"read as {decoded.guessed}, which was guessed"
        yield problem(path, what, "save it as UTF-8 if letters look wrong", note=True)


def _notes(path: Path, notes: Sequence[str], line: int | None) -> Iterator[Problem]:
    for note in notes:
        mend = "left unknown; correct it, and build again"
        yield problem(path, note, mend, line=line, note=True)


def _sidecar(path: Path) -> Generator[Problem, None, Metadata]:
    """What the ``<name>.meta.toml`` beside ``path`` says, with its problems."""
    for name in (path.name, path.stem):
        beside = path.with_name(name + SIDECAR)
        if not beside.is_file():
            continue
        try:
            return described(tomllib.loads(decode(beside.read_bytes()).text), Sidecar)
        except OSError as exc:
            why = exc.strerror or str(exc)
            yield problem(beside, f"it cannot be read ({why})", "correct its rights")
        except (tomllib.TOMLDecodeError, ArticleError) as exc:
            mend = "its keys are title, source, published and url"
            yield problem(beside, str(exc), mend)
    return Metadata()
