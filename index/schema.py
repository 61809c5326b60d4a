"""The tables of ``articles.db``. A change here is a new ``FORMAT_VERSION``."""

from __future__ import annotations

from index.units import Unit

FORMAT_VERSION = 5

# Case and accents are folded, English endings stemmed.
TOKENIZER = "porter unicode61 remove_diacritics 2"

TABLES = """
CREATE TABLE articles (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT,
    published TEXT,
    url TEXT,
    headline_start INTEGER,
    headline_end INTEGER,
    furniture TEXT NOT NULL,
    length INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE sentences (
    row INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (row),
    number INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    is_headline INTEGER NOT NULL,
    stems BLOB NOT NULL,
    holds INTEGER NOT NULL
);
CREATE TABLE speakers (
    row INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,
    roles TEXT NOT NULL,
    statements INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    words BLOB NOT NULL
);
CREATE TABLE speaker_names (
    name TEXT NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speakers (row),
    last TEXT NOT NULL,
    whole INTEGER NOT NULL,
    PRIMARY KEY (name, speaker)
) WITHOUT ROWID;
CREATE TABLE speaker_words (
    word TEXT NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speakers (row),
    PRIMARY KEY (word, speaker)
) WITHOUT ROWID;
CREATE TABLE speaker_roles (
    stem TEXT NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speakers (row),
    role INTEGER NOT NULL,
    PRIMARY KEY (stem, speaker, role)
) WITHOUT ROWID;
CREATE TABLE statements (
    row INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (row),
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    extent_start INTEGER NOT NULL,
    extent_end INTEGER NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    mention_start INTEGER,
    mention_end INTEGER,
    speaker INTEGER REFERENCES speakers (row),
    confidence REAL NOT NULL,
    negated INTEGER NOT NULL,
    hypothetical INTEGER NOT NULL,
    nested_in INTEGER REFERENCES statements (row),
    first INTEGER NOT NULL REFERENCES sentences (row),
    last INTEGER NOT NULL REFERENCES sentences (row),
    stems BLOB NOT NULL,
    holds INTEGER NOT NULL
);
CREATE TABLE article_stems (
    article INTEGER PRIMARY KEY REFERENCES articles (row),
    first INTEGER NOT NULL,
    title BLOB NOT NULL,
    stems BLOB NOT NULL
);
CREATE TABLE touches (
    sentence INTEGER NOT NULL REFERENCES sentences (row),
    statement INTEGER NOT NULL REFERENCES statements (row),
    PRIMARY KEY (sentence, statement)
) WITHOUT ROWID;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (row),
    first INTEGER NOT NULL REFERENCES sentences (row),
    last INTEGER NOT NULL REFERENCES sentences (row),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE TABLE duplicates (
    first INTEGER NOT NULL REFERENCES articles (row),
    second INTEGER NOT NULL REFERENCES articles (row),
    is_exact INTEGER NOT NULL,
    similarity REAL NOT NULL,
    PRIMARY KEY (first, second)
) WITHOUT ROWID;
"""

INDEXES = (
    "CREATE INDEX articles_published ON articles (published, id)",
    "CREATE INDEX speakers_name ON speakers (name)",
    "CREATE INDEX speakers_quoted ON speakers (statements DESC)",
    "CREATE INDEX speaker_names_last ON speaker_names (last)",
    "CREATE INDEX sentences_article ON sentences (article)",
    "CREATE INDEX statements_article ON statements (article)",
    "CREATE INDEX statements_speaker ON statements (speaker)",
    "CREATE INDEX passages_article ON passages (article)",
)

# The table of rows and the table of words of each unit. Tables of words keep no text of their
# own: their rowid is the unit's row, and the text is in the article.
ROWS = {Unit.SENTENCE: "sentences", Unit.STATEMENT: "statements", Unit.PASSAGE: "passages"}
WORDS = {unit: f"{unit}_words" for unit in Unit}
# How many rows hold each word, so that nothing is counted when a question is asked.
FREQUENCIES = {unit: f"{unit}_frequencies" for unit in Unit}


def word_tables() -> str:
    """The statements that create the tables of words, and those of how frequent they are."""
    return "".join(
        f"CREATE VIRTUAL TABLE {WORDS[unit]} "
        f"USING fts5(words, content='', tokenize='{TOKENIZER}');\n"
        f"CREATE TABLE {FREQUENCIES[unit]} "
        "(term TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;\n"
        for unit in Unit
    )
