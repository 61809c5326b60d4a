"""Reading: which files become articles, what about them is found, and what is a problem."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import pytest

from index.articles import Article
from index.reading import Problem, read
from index.reading.assembly import LONGEST_TEXT
from index.segmentation import sentences
from tests.conftest import SEEDS

BODY = "The council of Exampleton met on Tuesday. “The bridge stays shut,” its chair said."


def articles(*paths: Path) -> list[Article]:
    """The articles read from paths."""
    return [found for found in read(paths) if isinstance(found, Article)]


def problems(*paths: Path) -> list[Problem]:
    """The problems met while reading paths."""
    return [found for found in read(paths) if isinstance(found, Problem)]


def written(path: Path, content: str | bytes) -> Path:
    """A file with this content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def record(**values: object) -> str:
    """A line of a JSON Lines file."""
    return json.dumps({"id": "a", "title": "A bridge", "text": BODY} | values)


class TestPlainText:
    """Plain text files."""

    def test_the_text_is_that_of_the_file(self, tmp_path):
        """Offsets count the file's own characters, white space and all."""
        content = f"  A bridge \n\n\n{BODY}\n\n\n"
        (found,) = articles(written(tmp_path / "a.txt", content))
        assert found.text == content

    def test_a_byte_order_mark_is_dropped_and_crlf_is_read_as_lf(self, tmp_path):
        """The two things of a file that are not its text."""
        (found,) = articles(written(tmp_path / "a.txt", b"\xef\xbb\xbfA bridge\r\n\r\nIt is shut."))
        assert found.text == "A bridge\n\nIt is shut."

    def test_the_id_is_the_stem(self, tmp_path):
        """A file's name without its ending names the article."""
        (found,) = articles(written(tmp_path / "2024.bridge.txt", BODY))
        assert found.id == "2024.bridge"

    @pytest.mark.parametrize("separator", ["\n\n", "\n"])
    def test_a_short_first_line_is_the_title(self, tmp_path, separator):
        """With or without a blank line after it."""
        (found,) = articles(written(tmp_path / "a.txt", f"Bridge stays shut{separator}{BODY}"))
        assert found.headline is not None
        assert (found.title, found.headline.of(found.text)) == ("Bridge stays shut",) * 2

    def test_a_sentence_is_no_title(self, tmp_path):
        """A first line that is a sentence gives the title its first words, cut at a word."""
        text = f"The council of Exampleton{' met on a rainy Tuesday' * 9}.\n{BODY}"
        (found,) = articles(written(tmp_path / "a.txt", text))
        made = found.title.removesuffix(" …")
        assert found.headline is None
        assert len(made) <= 90
        assert text.startswith(f"{made} ")

    @pytest.mark.parametrize(
        "line", ["EXAMPLETON", "Exampleton (AP)", "EXAMPLETON —", "By Al Example"]
    )
    def test_a_dateline_is_no_title(self, tmp_path, line):
        """Neither is the name of who wrote it."""
        (found,) = articles(written(tmp_path / "a.txt", f"{line}\n\n{BODY}"))
        assert found.headline is None

    def test_the_only_line_is_no_title(self, tmp_path):
        """A headline has an article under it."""
        (found,) = articles(written(tmp_path / "a.txt", "The bridge stays shut"))
        assert (found.title, found.headline) == ("The bridge stays shut", None)

    def test_other_names_are_read_when_they_hold_text(self, tmp_path):
        """A name without a known ending does not matter."""
        assert len(articles(written(tmp_path / "notes.final", BODY))) == 1

    def test_what_is_not_said_is_unknown(self, tmp_path):
        """No outlet, day or address is made up."""
        (found,) = articles(written(tmp_path / "a.txt", BODY))
        assert (found.source, found.published, found.url) == (None, None, None)


class TestSeeds:
    """The two articles that come with the project."""

    def test_the_trailer_names_the_outlet(self):
        """The outlet stands under the first seed, and nowhere under the second."""
        assert [found.source for found in articles(SEEDS)] == ["TRT", None]

    def test_the_headline_is_found_where_there_is_one(self):
        """The first seed has one, the second begins with its first sentence."""
        first, second = articles(SEEDS)
        assert first.headline is not None
        assert first.headline.of(first.text) == first.title
        assert second.headline is None

    def test_furniture_is_kept_and_never_cited(self):
        """Cross references, credits and trailers are in the text and in no sentence."""
        for found in articles(SEEDS):
            cited = "\n".join(s.span.of(found.text) for s in sentences(found))
            for words in ("Also read", "With inputs", "Source: TRT", "Fetched On", "___"):
                assert words not in cited

    def test_a_subhead_is_a_sentence_of_its_own(self):
        """A line without a full stop does not run into the next."""
        first, _ = articles(SEEDS)
        assert "Acceptance for US, not for EU" in [s.span.of(first.text) for s in sentences(first)]

    def test_there_is_nothing_to_complain_about(self):
        """The seeds are read without a problem."""
        assert problems(SEEDS) == []


class TestTrailer:
    """Lines under an article that say where it is from."""

    def read(self, tmp_path: Path, trailer: str) -> Article:
        """An article with this trailer."""
        (found,) = articles(written(tmp_path / "a.txt", f"Bridge shut\n\n{BODY}\n{trailer}"))
        return found

    def test_all_its_values_are_read(self, tmp_path):
        """Outlet, day and address."""
        found = self.read(
            tmp_path,
            "___\nSource: Example Daily\nURL: https://example.org/a\n"
            "Published: 2 Dec 2025, 10:15 IST",
        )
        assert (found.source, found.url, found.published) == (
            "Example Daily",
            "https://example.org/a",
            dt.date(2025, 12, 2),
        )

    def test_a_value_may_stand_on_the_next_line(self, tmp_path):
        """As pages that were copied have it."""
        found = self.read(tmp_path, "Source: Example Daily\nLast Updated\nDecember 3, 2025")
        assert found.published == dt.date(2025, 12, 3)

    def test_the_day_it_was_published_goes_before_the_last_update(self, tmp_path):
        """The update counts only where nothing else is known."""
        found = self.read(tmp_path, "Published: 2025-12-01\nLast Updated: 2025-12-03")
        assert found.published == dt.date(2025, 12, 1)

    def test_the_day_it_was_fetched_is_not_when_it_was_published(self, tmp_path):
        """Fetching says nothing about publication."""
        assert self.read(tmp_path, "Fetched On: 2025-12-03").published is None

    def test_a_sentence_that_begins_like_a_label_is_no_trailer(self, tmp_path):
        """The note under a table stays citable."""
        found = self.read(tmp_path, "Source: figures of the city, which counted all its bridges.")
        assert (found.source, found.furniture) == (None, ())

    def test_a_label_amid_the_article_is_no_trailer(self, tmp_path):
        """Only the end of a text is read for it."""
        found = self.read(tmp_path, "Source: Example Daily\nThe bridge was built in 1900.")
        assert found.source is None


class TestFurniture:
    """Lines of a page that are not the article."""

    @pytest.mark.parametrize(
        "line",
        [
            "Also read: Bridge falls",
            "Read more: Bridge falls",
            "More:Bridge falls in the night",
            "Read on:Bridge falls",
            "Opinion: The bridge had to fall",
            "JUST WATCHED Bridge falls Replay More Videos ...",
            "Video Ad Feedback 01:06 - Source: Example",
            "Editor's note: This is what we know of the bridge.",
            "READ MORE",
            "ALSO READ Bridge falls",
            "Watch: Bridge falls in the night",
            "Topics: bridges, rivers",
            "(Except for the headline, this story has not been edited by our staff.)",
            "Advertisement",
            "Sign up for our newsletter to get the news of the day",
            "Share this article",
            "Photo: Ann Example / Example Agency",
            "Ann Example/Getty Images",
            "(With inputs from agencies)",
            "(Reporting by Ann Example in Exampleton; Editing by Sam Sample)",
            "Ann Example contributed to this report.",
            "By Ann Example and Sam Sample",
            "Follow Ann Example on Twitter: @example",
            "© 2025 Example Media. All rights reserved.",
            "Story continues below",
            "___",
            "* * *",
        ],
    )
    def test_a_furniture_line_is_never_cited(self, tmp_path, line):
        """It is kept in the text, and in no sentence."""
        (found,) = articles(written(tmp_path / "a.txt", f"Bridge shut\n\n{BODY}\n{line}\n{BODY}"))
        assert line in [span.of(found.text) for span in found.furniture]
        assert not any(line in s.span.of(found.text) for s in sentences(found))

    @pytest.mark.parametrize(
        "line",
        [
            "Watch the bridge, he said.",
            "This story has been told before, she said.",
            "Read the bill before you sign it, she said.",
            "Share the burden, he told the council.",
            "Sign up to vote, she told the crowd.",
            "Photo albums were lost in the flood.",
            "More than ten came: they saw the bridge fall.",
            "Opinions differ: the bridge will fall or stand.",
            "Just watched the bridge fall, she wrote.",
            "More stories came out that night than ever.",
            "Related parties were asked to leave the room.",
            "By Tuesday the bridge was shut.",
            "Source close to the mayor: the bridge will fall.",
            "Advertisements for the bridge were taken down.",
        ],
    )
    def test_a_line_that_resembles_furniture_can_be_cited(self, tmp_path, line):
        """Rather a stray line than a lost statement."""
        (found,) = articles(written(tmp_path / "a.txt", f"Bridge shut\n\n{BODY}\n{line}\n{BODY}"))
        assert found.furniture == ()

    def test_a_credit_at_the_end_of_a_paragraph_is_cut_off(self, tmp_path):
        """The sentence before it stays."""
        (found,) = articles(written(tmp_path / "a.txt", f"{BODY} (With inputs from agencies)"))
        assert [span.of(found.text) for span in found.furniture] == ["(With inputs from agencies)"]


class TestMarkdown:
    """Markdown with front matter."""

    CONTENT = (
        "---\ntitle: Bridge stays shut\nsource: Example Daily\ndate: 2025-12-02\n"
        "url: https://example.org/a\nlayout: post\n---\n\n# Bridge stays shut\n\n"
        f"{BODY}\n\n- No cars\n- No boats\n"
    )

    def test_front_matter_describes_the_article(self, tmp_path):
        """Title, outlet, day and address; other keys are ignored."""
        (found,) = articles(written(tmp_path / "a.md", self.CONTENT))
        assert (found.title, found.source, found.published, found.url) == (
            "Bridge stays shut",
            "Example Daily",
            dt.date(2025, 12, 2),
            "https://example.org/a",
        )

    def test_the_stored_text_is_the_body(self, tmp_path):
        """From its first character to its last."""
        (found,) = articles(written(tmp_path / "a.md", self.CONTENT))
        assert found.text.startswith("# Bridge stays shut\n\nThe council")
        assert found.text.endswith("- No boats")

    def test_the_marks_of_headings_and_lists_are_not_cited(self, tmp_path):
        """The words after them are."""
        (found,) = articles(written(tmp_path / "a.md", self.CONTENT))
        cited = [(s.span.of(found.text), s.is_headline) for s in sentences(found)]
        assert cited[0] == ("Bridge stays shut", True)
        assert [words for words, _ in cited[-2:]] == ["No cars", "No boats"]

    @pytest.mark.parametrize(
        "given", ["2025-12-02", "2025-12-02 10:00:00", "2025-12-02T10:00:00+01:00", "Dec 2, 2025"]
    )
    def test_a_day_may_be_given_in_many_ways(self, tmp_path, given):
        """As YAML's own dates and moments, and in words."""
        (found,) = articles(written(tmp_path / "a.md", f"---\ndate: {given}\n---\n{BODY}"))
        assert found.published == dt.date(2025, 12, 2)

    def test_broken_front_matter_is_a_problem(self, tmp_path):
        """YAML that cannot be parsed is named as such."""
        path = written(tmp_path / "a.md", f"---\ntitle: [\n---\n{BODY}")
        assert ["front matter" in found.message for found in problems(path)] == [True]

    def test_no_front_matter_is_no_problem(self, tmp_path):
        """The title is then the first heading."""
        (found,) = articles(written(tmp_path / "a.md", f"# Bridge stays shut\n\n{BODY}\n"))
        assert found.title == "Bridge stays shut"


PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Bridge stays shut | Example Daily</title>
<meta property="og:title" content="Bridge stays shut">
<meta property="og:site_name" content="Example Daily">
<meta property="article:published_time" content="2025-12-02T10:00:00Z">
<link rel="canonical" href="https://example.org/news/bridge">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge stays shut</h1>
<p>{BODY}</p><p>Nobody knows when it will open again, the chair told the citizens in the hall.</p>
</article><footer>Imprint</footer></body></html>"""


class TestHtml:
    """HTML pages."""

    def test_the_main_text_is_read_with_what_the_page_says_about_it(self, tmp_path):
        """Without navigation and footer."""
        (found,) = articles(written(tmp_path / "a.html", PAGE))
        assert (found.title, found.source, found.published, found.url) == (
            "Bridge stays shut",
            "Example Daily",
            dt.date(2025, 12, 2),
            "https://example.org/news/bridge",
        )
        assert BODY in found.text
        assert "Imprint" not in found.text

    def test_a_page_is_recognised_by_its_content(self, tmp_path):
        """Whatever its name."""
        (found,) = articles(written(tmp_path / "a.txt", PAGE))
        assert found.title == "Bridge stays shut"

    def test_the_encoding_the_page_declares_is_used(self, tmp_path):
        """Without a guess, so without a note."""
        page = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">')
        page = page.replace("Nobody", "Mr. Łódź").replace("“", '"').replace("”", '"')
        path = written(tmp_path / "a.html", page.encode("iso-8859-2"))
        assert ["Łódź" in found.text for found in articles(path)] == [True]
        assert problems(path) == []

    def test_a_page_without_an_article_is_a_problem(self, tmp_path):
        """There is nothing to cite in it."""
        path = written(tmp_path / "a.html", "<html><body><p></p></body></html>")
        assert ["no article" in found.message for found in problems(path)] == [True]


class TestRecords:
    """JSON and JSON Lines."""

    def test_the_text_is_exactly_the_field(self, tmp_path):
        """White space, CRLF and all, so that offsets of others hold."""
        text = " A bridge\r\n\r\n  It is shut. "
        (found,) = articles(written(tmp_path / "a.jsonl", record(text=text)))
        assert found.text == text

    def test_all_fields_are_read(self, tmp_path):
        """A day may be given as a moment; other fields are ignored."""
        line = record(
            source="Example Daily",
            published="2025-12-02T23:30:00-05:00",
            url="https://example.org/a",
            section="news",
        )
        (found,) = articles(written(tmp_path / "a.jsonl", line))
        assert (found.id, found.title, found.source, found.published, found.url) == (
            "a",
            "A bridge",
            "Example Daily",
            dt.date(2025, 12, 2),
            "https://example.org/a",
        )

    def test_the_title_is_the_headline_where_it_stands_in_the_text(self, tmp_path):
        """Whatever its punctuation there."""
        (found,) = articles(written(tmp_path / "a.jsonl", record(text=f"A bridge.\n\n{BODY}")))
        assert found.headline is not None
        assert found.headline.of(found.text) == "A bridge."

    def test_another_first_line_is_no_headline(self, tmp_path):
        """When the title is given, nothing else is taken for it."""
        (found,) = articles(written(tmp_path / "a.jsonl", record(text=f"Overview\n\n{BODY}")))
        assert found.headline is None

    @pytest.mark.parametrize(
        ("name", "content", "ids"),
        [
            ("a.json", record(), ["a"]),
            ("a.json", f"[{record()}, {record(id='b')}]", ["a", "b"]),
            ("a.json", f"{record()}\n{record(id='b')}\n", ["a", "b"]),
            ("a.jsonl", f"{record()}\n\n{record(id='b')}", ["a", "b"]),
            ("a.jsonl", f"[{record()},\n{record(id='b')}]", ["a", "b"]),
            ("a.jsonl", f"\ufeff{record()}\n{record(id='b')}\n", ["a", "b"]),
        ],
    )
    def test_objects_arrays_and_lines_are_told_by_content(self, tmp_path, name, content, ids):
        """JSON under the name of JSON Lines, and the other way round."""
        found = articles(written(tmp_path / name, content))
        assert [a.id for a in found] == ids
        assert problems(tmp_path / name) == []

    def test_gzipped_lines_are_read(self, tmp_path):
        """As data sets are handed on."""
        path = written(tmp_path / "a.jsonl.gz", gzip.compress(record().encode()))
        assert len(articles(path)) == 1

    def test_a_single_object_is_named_by_its_file(self, tmp_path):
        """Where it has no id of its own."""
        (found,) = articles(written(tmp_path / "bridge.json", json.dumps({"text": BODY})))
        assert found.id == "bridge"

    def test_an_id_may_be_a_number(self, tmp_path):
        """It is read as its digits."""
        (found,) = articles(written(tmp_path / "a.jsonl", record(id=17)))
        assert found.id == "17"

    @pytest.mark.parametrize(
        ("line", "what"),
        [
            ('{"id": "b", ', "invalid JSON"),
            ("[" * 100_000, "invalid JSON"),
            ('"text"', "no JSON object"),
            (json.dumps({"id": "b"}), "text"),
            (json.dumps({"text": BODY}), "no id"),
            (json.dumps({"id": "b", "text": None}), "text"),
            (json.dumps({"id": "b", "text": ["x"]}), "text"),
            (json.dumps({"id": "b", "text": " -- "}), "no words"),
            (json.dumps({"id": " ", "text": BODY}), "blank"),
            (json.dumps({"id": "b" * 201, "text": BODY}), "200"),
            (json.dumps({"id": "b", "text": "Half \ud800 a pair"}), "surrogate"),
            (json.dumps({"id": "b", "title": "\udfff", "text": BODY}), "surrogate"),
            (json.dumps({"id": "b\u0000", "text": BODY}), "printed"),
            (json.dumps({"id": "b", "text": "Nothing \u0000 here"}), "NUL"),
            (json.dumps({"id": "b", "text": "w" * (LONGEST_TEXT + 1)}), "5,000,000"),
        ],
    )
    def test_a_bad_line_is_named_and_the_others_are_read(self, tmp_path, line, what):
        """The problem says which line of which file, and the rest of the file is read."""
        lines = [record(id=str(n)) for n in range(8)]
        lines[6] = line
        path = written(tmp_path / "a.jsonl", "\n".join(lines))
        (found,) = problems(path)
        assert found.line == 7
        assert f"{path}, line 7: " in found.message
        assert what in found.message
        assert len(articles(path)) == 7

    def test_a_line_that_is_not_utf8_is_named(self, tmp_path):
        """Other lines of the file are read."""
        path = written(tmp_path / "a.jsonl", b'{"id": "\xff"}\n' + record().encode())
        assert [found.line for found in problems(path)] == [1]
        assert len(articles(path)) == 1

    def test_invalid_json_is_named_with_its_line(self, tmp_path):
        """In a JSON file too."""
        path = written(tmp_path / "a.json", '{\n"id": "a",\n"text": }')
        assert [found.line for found in problems(path)] == [3]

    def test_a_record_of_an_array_is_named_by_its_number(self, tmp_path):
        """Lines say nothing in an array."""
        path = written(tmp_path / "a.json", f"[{record()}, 5]")
        assert ["record 2" in found.message for found in problems(path)] == [True]

    def test_a_damaged_archive_gives_what_it_holds(self, tmp_path):
        """The lines before the damage are read."""
        lines = "\n".join(record(id=str(n), text=os.urandom(500).hex()) for n in range(50))
        whole = gzip.compress(lines.encode())
        path = written(tmp_path / "a.jsonl.gz", whole[: len(whole) // 2])
        assert articles(path)
        assert ["damaged" in found.message for found in problems(path)] == [True]

    @pytest.mark.parametrize(
        "values",
        [
            {"published": "the other day"},
            {"published": "2025"},
            {"published": 1764633600},
            {"published": "2025-13-40"},
            {"url": "javascript:alert(1)"},
        ],
    )
    def test_what_cannot_be_used_is_noted_and_unknown(self, tmp_path, values):
        """The article is read without its date or address."""
        path = written(tmp_path / "a.jsonl", record(**values))
        assert [(found.note, found.line) for found in problems(path)] == [(True, 1)]
        assert [(found.published, found.url) for found in articles(path)] == [(None, None)]


class TestSidecar:
    """A ``<name>.meta.toml`` beside an article."""

    def test_it_describes_the_article_beside_it(self, tmp_path):
        """Before what the article says itself."""
        path = written(tmp_path / "a.txt", f"Bridge shut\n\n{BODY}\nSource: Other Daily\n")
        written(tmp_path / "a.meta.toml", 'source = "Example Daily"\npublished = 2025-12-02\n')
        (found,) = articles(path)
        assert (found.source, found.published) == ("Example Daily", dt.date(2025, 12, 2))

    @pytest.mark.parametrize(
        "content", ['outlet = "Example Daily"', "source = ", 'published = ["2025"]']
    )
    def test_what_is_wrong_in_it_is_a_problem(self, tmp_path, content):
        """An unknown key is; the article is read without it."""
        path = written(tmp_path / "a.txt", BODY)
        beside = written(tmp_path / "a.meta.toml", content)
        assert [found.path for found in problems(path)] == [beside]
        assert [found.source for found in articles(path)] == [None]

    def test_it_is_no_article(self, tmp_path):
        """A folder gives the article, not its description."""
        written(tmp_path / "a.txt", BODY)
        written(tmp_path / "a.meta.toml", 'source = "Example Daily"')
        assert len(list(read([tmp_path]))) == 1

    def test_one_without_an_article_is_noted(self, tmp_path):
        """It is most likely misspelt."""
        beside = written(tmp_path / "b.meta.toml", 'source = "Example Daily"')
        assert [(found.path, found.note) for found in problems(tmp_path)] == [(beside, True)]


class TestEncodings:
    """Bytes to text."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_marked_encodings_are_read_without_a_note(self, tmp_path, encoding):
        """A byte order mark says it all."""
        path = written(tmp_path / "a.txt", BODY.encode(encoding))
        assert [found.text for found in read([path]) if isinstance(found, Article)] == [BODY]
        assert problems(path) == []

    def test_a_guessed_encoding_is_noted(self, tmp_path):
        """The article is read, and the guess reported."""
        text = (
            "Der Bürgermeister erklärte, die Brücke über den Fluss müsse geschlossen bleiben. " * 5
        )
        path = written(tmp_path / "a.txt", text.encode("cp1252"))
        assert [found.text for found in articles(path)] == [text]
        assert [(found.note, "guessed" in found.message) for found in problems(path)] == [
            (True, True)
        ]

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), id="picture"),
            pytest.param(b"%PDF-1.7\nThe bridge", id="document"),
            pytest.param(b"The bridge\x00 is shut.", id="NUL byte"),
            pytest.param("The bridge\0 is shut.".encode("utf-16"), id="NUL character"),
            pytest.param(bytes(range(1, 9)) * 100, id="control characters"),
            pytest.param(b"\xff\xfe\x00\xd8", id="not the UTF-16 it says it is"),
        ],
    )
    def test_a_binary_file_is_a_problem_whatever_its_name(self, tmp_path, content):
        """Nothing of it becomes an article."""
        path = written(tmp_path / "a.txt", content)
        assert [str(path) in found.message for found in problems(path)] == [True]
        assert articles(path) == []

    def test_a_few_control_characters_are_kept(self, tmp_path):
        """They harm nothing, and offsets hold."""
        text = BODY + "\x07\x1b[0m\u200b\u202e\ufffe" + BODY
        assert [found.text for found in articles(written(tmp_path / "a.txt", text))] == [text]


class TestBadInput:
    """What else can be wrong with files."""

    @pytest.mark.parametrize("content", ["", " \n\n ", "___\n---\n"])
    def test_an_article_without_words_is_a_problem(self, tmp_path, content):
        """There is nothing in it to cite."""
        path = written(tmp_path / "a.txt", content)
        assert ["no words" in found.message for found in problems(path)] == [True]

    def test_an_article_that_is_too_large_is_a_problem(self, tmp_path):
        """The message says how large, and what the limit is."""
        path = written(tmp_path / "a.txt", "word " * 4_000_000)
        (found,) = problems(path)
        assert "20.0 MB, more than 5 MB" in found.message

    def test_an_unsupported_kind_is_told_which_are_read(self, tmp_path):
        """The message lists the formats."""
        (found,) = problems(written(tmp_path / "a.pdf", b"%PDF-1.7"))
        assert "Markdown (.md)" in found.message

    def test_the_second_article_with_an_id_is_a_problem(self, tmp_path):
        """The message names both."""
        first = written(tmp_path / "a.jsonl", f"{record()}\n{record()}")
        second = written(tmp_path / "b" / "a.txt", BODY)
        found = problems(tmp_path)
        assert len(articles(tmp_path)) == 1
        assert [f"{first}, line 1" in problem.message for problem in found] == [True, True]
        assert [problem.path for problem in found] == [first, second]

    def test_a_path_that_does_not_exist_is_fatal(self, tmp_path):
        """Who names a path means it; the others are read nevertheless."""
        path = written(tmp_path / "a.txt", BODY)
        found = list(read([tmp_path / "missing", path]))
        assert isinstance(found[0], Problem)
        assert found[0].fatal
        assert isinstance(found[1], Article)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_an_unreadable_file_is_a_problem(self, tmp_path):
        """The others are read."""
        path = written(tmp_path / "a.txt", BODY)
        written(tmp_path / "b.txt", BODY)
        path.chmod(0)
        assert [found.path for found in problems(tmp_path)] == [path]
        assert len(articles(tmp_path)) == 1

    def test_a_pipe_is_a_problem(self, tmp_path):
        """Nothing waits for what will never be written."""
        os.mkfifo(tmp_path / "a.txt")
        assert ["no regular file" in found.message for found in problems(tmp_path)] == [True]

    def test_an_empty_folder_gives_nothing(self, tmp_path):
        """Neither an article nor a problem."""
        assert list(read([tmp_path])) == []

    def test_a_name_that_is_too_long_for_an_id_is_a_problem(self, tmp_path):
        """Ids are bounded."""
        path = written(tmp_path / f"{'a' * 210}.txt", BODY)
        assert ["200" in found.message for found in problems(path)] == [True]

    def test_a_name_that_is_no_text_is_a_problem(self, tmp_path):
        """Its message can be printed."""
        try:
            written(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")), BODY)
        except OSError:
            pytest.skip("this file system takes no such names")
        (found,) = problems(tmp_path)
        assert found.message.encode()

    def test_every_problem_ends_with_what_mends_it(self, tmp_path):
        """A colon, and what to do."""
        written(tmp_path / "a.txt", "")
        written(tmp_path / "b.pdf", "")
        written(tmp_path / "c.jsonl", "{")
        assert all(
            found.message.startswith(str(tmp_path)) and len(found.message.split(": ")) >= 3
            for found in problems(tmp_path)
        )


class TestFolders:
    """Which files are read."""

    def test_folders_are_read_recursively_by_name(self, tmp_path):
        """The same articles in the same order, on every machine."""
        for name in ("b/z.txt", "b/a.txt", "a.txt", "c.md"):
            written(tmp_path / name, BODY.replace("Tuesday", name))
        written(tmp_path / "b" / "m.txt", BODY)
        assert [found.id for found in read([tmp_path]) if isinstance(found, Article)] == [
            "a",
            "m",
            "z",
            "c",
        ]

    def test_hidden_files_are_passed_over(self, tmp_path):
        """They belong to programs, not to the collection."""
        written(tmp_path / ".cache" / "a.txt", BODY)
        written(tmp_path / ".b.txt", BODY)
        assert list(read([tmp_path])) == []

    def test_a_file_is_read_once(self, tmp_path):
        """However many paths lead to it."""
        path = written(tmp_path / "a.txt", BODY)
        (tmp_path / "b.txt").symlink_to(path)
        assert len(list(read([tmp_path, path, tmp_path]))) == 1

    def test_links_in_a_circle_end(self, tmp_path):
        """A link back is noted, a link to nowhere is a problem, and everything else is read."""
        written(tmp_path / "news" / "a.txt", BODY)
        (tmp_path / "news" / "back").symlink_to(tmp_path)
        (tmp_path / "news" / "self").symlink_to(tmp_path / "news" / "self")
        (tmp_path / "news" / "gone").symlink_to(tmp_path / "nowhere")
        assert len(articles(tmp_path)) == 1
        assert [(found.path.name, found.note) for found in problems(tmp_path)] == [
            ("back", True),
            ("gone", False),
            ("self", False),
        ]
