"""Sentences keep quotations whole; passages keep sentences whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article
from index.segmentation import Sentence, passages, sentences
from index.spans import Span

MARKS = st.text(alphabet="aA sS.,!?\n —-“”\"«»‘’'()5é\u2028\U0001f600", max_size=120)
ANY_TEXT = st.one_of(st.text(max_size=200), MARKS)


def article(text: str, headline: Span | None = None, *furniture: Span) -> Article:
    """An article that is nothing but its text."""
    return Article("a", "Title", text, headline=headline, furniture=furniture)


def cut(text: str) -> list[str]:
    """The sentences of a text."""
    return [sentence.span.of(text) for sentence in sentences(article(text))]


@pytest.mark.parametrize(
    "text",
    [
        "“We came. We saw,” Anna Example said.",
        '"We came. We saw. We left!" said Anna Example.',
        "“Why? Who knows?” she asked.",
        "“Why?” Example asked.",
        "“Go!” Anna Example shouted at the crowd.",
        "Anna Example said: “We came. We saw. We left.”",
        "Anna Example said 'We came. We saw.'",
        "« On part. On arrive, » dit-elle.",
        "“He said ‘Go. Now.’ to me. I left,” she said.",
    ],
)
def test_a_full_stop_in_a_quotation_does_not_end_the_sentence(text):
    """A quotation and the words that report it are one sentence."""
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We came. We saw.” She left.", ["“We came. We saw.”", "She left."]),
        ('"I am done." "Go," he said.', ['"I am done."', '"Go," he said.']),
        ("“Go,” he said. “Now.”", ["“Go,” he said.", "“Now.”"]),
        ("She called it “great.” They agreed.", ["She called it “great.”", "They agreed."]),
        ("She said “no.”Then she left.", ["She said “no.”", "Then she left."]),
        ("“Go!” She left. “Go!” he said.", ["“Go!”", "She left.", "“Go!” he said."]),
        ("“Yes.” Example said no more than that.", ["“Yes.”", "Example said no more than that."]),
    ],
)
def test_a_quotation_that_ends_a_sentence_ends_at_its_closing_mark(text, expected):
    """When a new sentence begins after the closing mark, the quotation's is over."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Army met Mr. Sample and Mrs. Example on Monday.",
        "Sen. Ann Example, D-Conn., spoke with Rep. J. K. Sample (R-Fla.) and left.",
        "It was No. 5 of the list, and No. 6 came at 5 a.m. on Jan. 5 in St. Example.",
        "Example Inc. and Sample Corp. paid $3.5 million, or 2.5 percent.",
        "He waited... and then he left, see www.example.com/a.b for more.",
        "He said . . . nothing at all about it.",
        "Dr. A. Example of the Example v. Sample case has a Ph.D. in physics.",
        "The town (pop. 300. No more.) is small.",
        "Example, Jr. was there, as were the U.K. government and the E.U. Commission.",
        "1. First point of the list",
        "EXAMPLETON, Ill. — The council met, and the S.&P. 500 fell.",
    ],
)
def test_abbreviations_end_no_sentence(text):
    """Titles, initials, numbers, dates, firms, addresses and ellipses go on."""
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left the U.S. The rest stayed.", 2),
        ("They left at 5 p.m. She stayed.", 2),
        ("It was bought by Example Inc. The price is not known.", 2),
        ("It cost a lot. $5 million went to the city.", 2),
        ("She left… Then she came back.", 2),
        ("Is it over? Yes! It is over.", 3),
        ("They went home.The others stayed.", 2),
        ("It ended in 2015. 23 people came.", 2),
        ("She met Sam J. Example. He was late.", 2),
        ("(They left. She stayed.) Then it rained.", 3),
        ("これは文です。これも文です。", 2),
    ],
)
def test_a_full_stop_before_a_beginning_ends_a_sentence(text, expected):
    """After an abbreviation too, when the next word is one that begins sentences."""
    assert len(cut(text)) == expected


def test_each_line_is_a_sentence_of_its_own():
    """A line break ends a sentence, so subheads and list items stand alone."""
    text = "First line without a stop\nAcceptance for some, not for all\n• an item\nA sentence."
    assert cut(text) == text.split("\n")


def test_a_long_quotation_stays_one_sentence():
    """However many full stops a quotation has, it is one sentence within its paragraph."""
    text = "“" + "We came. We saw. " * 40 + "We left.”"
    assert cut(text) == [text]


def test_an_unclosed_quotation_does_not_swallow_its_paragraph():
    """A missing mark leaves the full stops of its paragraph what they are."""
    assert len(cut("“We go, she said. The vote is on Monday. Nobody came.")) == 3


def test_a_quotation_over_paragraphs_is_one_sentence_a_paragraph():
    """Each paragraph of a quotation that is re-opened stays whole."""
    text = "“We came. We saw.\n\n“We left. We slept.” She smiled."
    assert cut(text) == ["“We came. We saw.", "“We left. We slept.”", "She smiled."]


def test_clauses_are_cut_inside_quotations():
    """What the parser reads ends at every full stop, those in quotations included."""
    text = "“We came. We saw,” Anna Example said."
    (sentence,) = sentences(article(text))
    assert [clause.of(text) for clause in sentence.clauses] == [
        "“We came.",
        "We saw,” Anna Example said.",
    ]


def test_the_headline_is_one_sentence_and_flagged():
    """A headline with two full stops is still one headline."""
    text = "It is over. Nobody won\n\nThe cup ended. Nobody won."
    found = sentences(article(text, Span(0, 22)))
    assert [(s.span.of(text), s.is_headline) for s in found] == [
        ("It is over. Nobody won", True),
        ("The cup ended.", False),
        ("Nobody won.", False),
    ]


def test_furniture_is_no_sentence():
    """Neither a furniture line nor a credit at the end of a paragraph can be cited."""
    text = "Advertisement\nThe cup ended. (With inputs from agencies)"
    found = sentences(article(text, None, Span(0, 13), Span(29, len(text))))
    assert [sentence.span.of(text) for sentence in found] == ["The cup ended."]


def test_a_line_without_words_is_no_sentence():
    """Rules and rows of marks hold nothing to cite."""
    assert cut("One.\n___\n* * *\nTwo.") == ["One.", "Two."]


def test_paragraph_numbers_are_those_of_the_text():
    """Sentences of one paragraph share its number."""
    found = sentences(article("One. Two.\n\n___\n\nThree."))
    assert [sentence.paragraph for sentence in found] == [0, 0, 2]


def test_hard_wrapped_sentences_are_joined():
    """A sentence goes on over a line break where lines are wrapped."""
    text = (
        "The council met on Tuesday to talk about the bridge, which has been\n"
        "closed since the flood of last spring and is not expected to open\n"
        "again before the winter.\n\n"
        "Its chair said that the money was there but that the stones were not,\n"
        "and that nobody could say."
    )
    assert len(cut(text)) == 2


@given(ANY_TEXT)
def test_sentences_are_trimmed_ordered_and_disjoint(text):
    """Each sentence is a slice of the text without white space around it, after the last one."""
    spans = [sentence.span for sentence in sentences(article(text))]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)


@given(ANY_TEXT, st.data())
def test_every_word_outside_furniture_is_in_a_sentence(text, data):
    """No letter or digit is lost, and no sentence touches furniture."""
    ends = data.draw(
        st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True)
        if text
        else st.just([])
    )
    furniture = (Span(*sorted(ends)),) if ends else ()
    covered: set[int] = set()
    for sentence in sentences(article(text, None, *furniture)):
        assert not any(sentence.span.overlap(span) for span in furniture)
        covered.update(range(sentence.span.start, sentence.span.end))
    kept = set(range(len(text))).difference(*(range(s.start, s.end) for s in furniture))
    assert {offset for offset in kept if text[offset].isalnum()} <= covered


@given(ANY_TEXT)
def test_clauses_cover_their_sentence(text):
    """Clauses hold all of a sentence but white space, in order."""
    for sentence in sentences(article(text)):
        clauses = sentence.clauses
        assert clauses[0].start == sentence.span.start
        assert clauses[-1].end == sentence.span.end
        assert all(text[a.end : b.start].strip() == "" for a, b in pairwise(clauses))


def count(text: str) -> int:
    """Tokens of a model that knows nothing but words."""
    return len(text.split())


def test_a_passage_fills_the_budget_with_whole_sentences():
    """Windows take as many sentences as fit."""
    text = "One two. Three four. Five six. Seven eight."
    found = passages(text, sentences(article(text)), count_tokens=count, budget=4, overlap=0)
    assert [p.span.of(text) for p in found] == ["One two. Three four.", "Five six. Seven eight."]


def test_passages_overlap_by_whole_sentences():
    """Each window begins with the last sentence of the one before."""
    text = "One two. Three four. Five six."
    found = passages(text, sentences(article(text)), count_tokens=count, budget=4)
    assert [(p.first, p.last) for p in found] == [(0, 1), (1, 2)]


def test_a_sentence_longer_than_the_budget_is_a_passage_of_its_own():
    """No sentence is cut or left out for its length."""
    text = "One. Two three four five six. Seven."
    found = passages(text, sentences(article(text)), count_tokens=count, budget=2)
    assert [(p.first, p.last) for p in found] == [(0, 0), (1, 1), (2, 2)]


@pytest.mark.parametrize(("budget", "overlap"), [(0, 1), (5, -1)])
def test_a_budget_without_room_is_refused(budget, overlap):
    """A window must hold something, and overlap forwards."""
    with pytest.raises(ValueError, match="no passages"):
        passages("", (), count_tokens=count, budget=budget, overlap=overlap)


@given(st.lists(st.integers(1, 9), max_size=30), st.integers(1, 20), st.integers(0, 4))
def test_passages_cover_all_sentences_in_order_within_the_budget(lengths, budget, overlap):
    """Every sentence is in a passage, each passage adds one, and none exceeds the budget."""
    text = " ".join("w" * length for length in lengths)
    found: list[Sentence] = []
    start = 0
    for length in lengths:
        span = Span(start, start + length)
        found.append(Sentence(span, 0, False, (span,)))
        start = span.end + 1
    windows = passages(text, found, count_tokens=len, budget=budget, overlap=overlap)
    assert {n for w in windows for n in range(w.first, w.last + 1)} == set(range(len(lengths)))
    assert all(a.first < b.first and a.last < b.last for a, b in pairwise(windows))
    assert all(w.first == w.last or sum(lengths[w.first : w.last + 1]) <= budget for w in windows)
