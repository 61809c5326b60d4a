"""A measured system replies to every line that it is asked in."""

import io
import json
import sys

import pytest

from benchmarks.peers.protocol import serve
from benchmarks.process import MB, BenchmarkFailed, Session, run
from benchmarks.systems import OnRecord, systems

# Holds the first number of MB, forks, and the child holds the second number of MB of its own.
_FAMILY = """
import os, sys, time
mine = b"x" * (int(sys.argv[1]) * 1_000_000)
child = os.fork()
if child == 0:
    its = b"x" * (int(sys.argv[2]) * 1_000_000)
    time.sleep(1)
    os._exit(0)
os.waitpid(child, 0)
print("done")
"""


def replies_to(handle, requests, workers=2):
    replies = io.StringIO()
    serve(handle, [json.dumps(request) for request in requests], replies, workers=workers)
    return [json.loads(line) for line in replies.getvalue().splitlines()]


def test_every_request_gets_the_reply_to_it():
    """By its id, since replies may come in any order."""
    requests = [{"id": n, "question": f"q{n}"} for n in range(50)]
    replies = replies_to(lambda request: {"texts": [request["question"]]}, requests)
    assert {reply["id"]: reply["texts"] for reply in replies} == {n: [f"q{n}"] for n in range(50)}


def test_a_request_that_fails_gets_a_reply_that_says_so():
    """And the others are answered."""
    replies = replies_to(
        lambda request: {"texts": [["a", "b"][request["question"]]]},
        [{"id": 0, "question": 7}, {"id": 1, "question": 1}],
        workers=1,
    )
    assert replies == [
        {"id": 0, "error": "IndexError: list index out of range"},
        {"id": 1, "texts": ["b"]},
    ]


def test_letters_of_any_script_survive_the_line():
    """Whatever the locale, and with characters that end a line elsewhere."""
    text = "Zoë said:\u2028“да”\n"
    assert replies_to(
        lambda request: {"texts": [request["question"]]}, [{"id": 0, "question": text}]
    ) == [{"id": 0, "texts": [text]}]


def test_the_peak_counts_what_children_hold():
    """100 MB of the parent's and 100 MB of the child's."""
    family = run([sys.executable, "-c", _FAMILY, "100", "100"])
    assert family.megabytes > 200


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what is shared")
def test_memory_that_a_fork_shares_counts_once():
    """A child that only looks on adds little to the 200 MB of its parent."""
    family = run([sys.executable, "-c", _FAMILY, "200", "0"])
    assert 200 < family.megabytes < 300


def test_the_first_line_comes_before_the_end():
    """Time to the first answer leaves out what comes after it."""
    told = run([sys.executable, "-c", "import time; print('yes', flush=True); time.sleep(0.3)"])
    assert told.first < told.seconds


def test_a_command_that_fails_is_shown_with_what_it_said():
    """A benchmark of something broken must not look fast."""
    with pytest.raises(BenchmarkFailed, match=r"no such thing(.|\n)*status 3"):
        run(
            [
                sys.executable,
                "-c",
                "import sys; print('no such thing', file=sys.stderr); sys.exit(3)",
            ]
        )


def test_a_process_that_ends_early_is_shown_with_what_it_said():
    """While it is asked."""
    with (
        pytest.raises(BenchmarkFailed, match=r"out of luck(.|\n)*ended early"),
        Session([sys.executable, "-c", "raise SystemExit('out of luck')"]) as session,
    ):
        session.ask({"question": "who spoke?"})


def test_a_reply_that_is_no_line_of_the_protocol_is_an_error():
    """A library that prints would be timed instead of the answer."""
    with (
        pytest.raises(BenchmarkFailed, match="Loading"),
        Session([sys.executable, "-c", "input(); print('Loading')"]) as session,
    ):
        session.ask({"question": "who spoke?"})


@pytest.mark.model
def test_on_record_answers_in_these_lines(seed_index):
    """One after another and many at once, in a process that holds memory."""
    with Session(OnRecord().serve(seed_index)) as session:
        asked = {"question": "what did Ushakov say about territory?"}
        assert "territor" in session.ask(asked).body["texts"][0]
        assert len(session.ask_at_once([asked] * 5)) == 5
        assert session.megabytes() * MB > 20_000_000


def test_the_others_run_in_their_own_environment(tmp_path):
    """And On Record in the one that measures."""
    python = tmp_path / "python"
    ours, *others = systems(python)
    assert ours.serve(tmp_path)[0] == sys.executable
    assert {other.serve(tmp_path)[0] for other in others} == {str(python)}
