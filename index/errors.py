"""The errors that people see.

    OnRecordError
    ├── SettingsError            a setting is missing, unknown or unusable
    ├── ArticleError             one article (file or line) could not be read; the others can
    ├── CollectionError          nothing to build from, or nothing to answer from
    │   ├── EmptyCollection      the paths hold no readable article
    │   ├── NoIndex              there is no published generation yet
    │   ├── IndexDamaged         a generation's file is missing, truncated or altered
    │   ├── IndexIncompatible    a generation of another format version or model
    │   ├── IndexLocked          another build is running
    │   └── IndexUnwritable      the index folder cannot be written (permissions, disk full)
    ├── ModelError               the embedding or parsing model is missing or not the pinned one
    ├── CitationError            a citation that does not resolve to words of a stored article
    └── QuestionError            a question that cannot be read (blank, too long)

Every message names its input and ends with the command or setting that mends it. Errors of
SQLite, FAISS, the models and the parsers are turned into one of these where they enter, with
``raise ... from``. Only the outermost layer (a command line, a chat handler) prints them.
"""


class OnRecordError(Exception):
    """Base of every error that is written to be read by a person."""


class SettingsError(OnRecordError):
    """A setting is missing, unknown or unusable."""


class ArticleError(OnRecordError):
    """One article could not be read; a build reports it and goes on."""


class CollectionError(OnRecordError):
    """The collection as a whole cannot be built or opened."""


class EmptyCollection(CollectionError):
    """The given paths hold no readable article."""


class NoIndex(CollectionError):
    """The index folder holds no published generation."""


class IndexDamaged(CollectionError):
    """A file of a generation is missing, truncated or altered."""


class IndexIncompatible(CollectionError):
    """A generation was written in another format or for another model."""


class IndexLocked(CollectionError):
    """Another process is building in the same index folder."""


class IndexUnwritable(CollectionError):
    """The index folder cannot be written."""


class ModelError(OnRecordError):
    """A model is missing, altered or cannot be loaded."""


class CitationError(OnRecordError):
    """A citation does not resolve to words of a stored article."""


class QuestionError(OnRecordError):
    """A question cannot be read: it is blank, or longer than the limit."""
