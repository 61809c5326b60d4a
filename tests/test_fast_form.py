"""OpenVINO's form of an export: there where it gives the model's vectors, else done without."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import ExportedEncoder
from index.encoder_files import FAST_FILES, SERVED_FILES
from index.fast_form import AGREEMENT, convert, least_cosine
from index.inference import (
    FloatArray,
    IntArray,
    OnnxRuntime,
    OpenVinoRuntime,
    Unsuitable,
    open_for_serving,
)
from index.layout import encoders_dir
from index.sealed import Spec, unsealed
from tests.new_process import printed_by

QUESTIONS = ["what did the mayor say about the bridge?", "who called it a miracle", "rain"]


class Broken:
    """A runtime whose vectors are no numbers."""

    name = "broken"

    def run(self, ids: IntArray, mask: IntArray) -> FloatArray:
        """NaN for every text."""
        return np.full((len(ids), 384), np.nan, dtype=np.float32)

    def run_tokens(self, ids: IntArray, mask: IntArray) -> tuple[FloatArray, FloatArray]:
        """NaN for every token."""
        return self.run(ids, mask), np.full((*ids.shape, 384), np.nan, dtype=np.float32)


class OtherTokens(OnnxRuntime):
    """A runtime whose tokens' vectors do not make up the texts'."""

    def run_tokens(self, ids: IntArray, mask: IntArray) -> tuple[FloatArray, FloatArray]:
        """The tokens' vectors turned round."""
        vectors, tokens = super().run_tokens(ids, mask)
        return vectors, -tokens


@pytest.fixture
def export(seed_index: Path, tmp_path: Path) -> Path:
    """A copy of a whole export, without OpenVINO's form."""
    folder = tmp_path / "export"
    shutil.copytree(next(encoders_dir(seed_index).iterdir()), folder)
    for name in FAST_FILES:
        (folder / name).unlink(missing_ok=True)
    return folder


@pytest.fixture
def spec(seed_index: Path) -> Spec:
    found = unsealed(next(encoders_dir(seed_index).iterdir()))
    assert found is not None
    return found


def computes_in_bf16(folder: Path) -> bool:
    try:
        OpenVinoRuntime(folder, 1)
    except Unsuitable:
        return False
    return True


@pytest.mark.model
def test_it_is_there_where_the_processor_computes_in_bf16_and_nowhere_else(
    export: Path, spec: Spec
):
    made = convert(export, spec)
    assert made == computes_in_bf16(export)
    assert [(export / name).exists() for name in FAST_FILES] == [made, made]


@pytest.mark.model
def test_without_openvino_there_is_none(export: Path, spec: Spec, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert not convert(export, spec)
    assert not any((export / name).exists() for name in FAST_FILES)


@pytest.mark.model
def test_one_that_gives_other_vectors_is_taken_away_again(export: Path, spec: Spec):
    others = dict.fromkeys(spec.probes, (1.0,) + (0.0,) * 383)
    assert not convert(export, spec.model_copy(update={"probes": others}))
    assert not any((export / name).exists() for name in FAST_FILES)


@pytest.mark.model
def test_vectors_that_are_no_numbers_agree_with_nothing(export: Path, spec: Spec):
    assert least_cosine(Broken(), export, spec) == -1.0
    assert least_cosine(OtherTokens(export), export, spec) < 0
    assert least_cosine(OnnxRuntime(export), export, spec) >= AGREEMENT


@pytest.mark.model
def test_an_index_without_it_is_answered_from_all_the_same(
    seed_index: Path, export: Path, spec: Spec
):
    assert isinstance(open_for_serving(export, 2), OnnxRuntime)
    whole = next(encoders_dir(seed_index).iterdir())
    plain, fast = (
        ExportedEncoder(folder, dimension=spec.dimension, max_tokens=spec.max_tokens)
        for folder in (export, whole)
    )
    cosines = (plain.encode(QUESTIONS) * fast.encode(QUESTIONS)).sum(axis=1)
    assert cosines.min() >= AGREEMENT


@pytest.mark.model
def test_a_text_has_the_same_vector_whatever_is_asked_beside_it(seed_index: Path, spec: Spec):
    folder = next(encoders_dir(seed_index).iterdir())
    encoder = ExportedEncoder(folder, dimension=spec.dimension, max_tokens=spec.max_tokens)
    together = encoder.encode(QUESTIONS)
    alone = np.concatenate([encoder.encode([question]) for question in QUESTIONS])
    np.testing.assert_array_equal(together, alone)


@pytest.mark.model
def test_the_first_questions_may_come_at_once(seed_index: Path):
    """OpenVINO's bindings would wait for each other for ever, were they not set up before."""
    folder = next(encoders_dir(seed_index).iterdir())
    code = (
        "from concurrent.futures import ThreadPoolExecutor; from pathlib import Path\n"
        "from index.encoder import ExportedEncoder\n"
        f"encoder = ExportedEncoder(Path({str(folder)!r}), dimension=384, max_tokens=256)\n"
        "with ThreadPoolExecutor(4) as chats:\n"
        "    print(len(list(chats.map(encoder.encode, [['rain', 'snow']] * 8))))\n"
    )
    assert printed_by(code) == "8"


@pytest.mark.model
def test_nothing_is_reported_to_anybody():
    """OpenVINO reports its import to its makers where it can."""
    code = (
        "import sys\n"
        "from index.inference import openvino_core\n"
        "openvino_core()\n"
        "print([name for name in sys.modules if name.startswith('openvino_telemetry.')])\n"
    )
    assert printed_by(code) == "[]"


@pytest.mark.model
def test_a_signal_after_encoders_came_and_went_is_no_crash(seed_index: Path):
    """OpenVINO would leave the thread a stack for signals that is there no more."""
    folder = next(encoders_dir(seed_index).iterdir())
    code = (
        "import os, signal; from pathlib import Path\n"
        "from index.encoder import ExportedEncoder\n"
        "def opened():\n"
        f"    return ExportedEncoder(Path({str(folder)!r}), dimension=384, max_tokens=256)\n"
        "first = opened(); second = opened(); first = None; second = None\n"
        "signal.signal(signal.SIGTERM, lambda *_: print('ended in order'))\n"
        "os.kill(os.getpid(), signal.SIGTERM)\n"
    )
    assert printed_by(code) == "ended in order"


@pytest.mark.model
def test_all_of_its_files_are_served_and_none_where_it_is_not_there(spec: Spec):
    assert spec.model_copy(update={"fast": True}).served == (*SERVED_FILES, *FAST_FILES)
    assert spec.model_copy(update={"fast": False}).served == SERVED_FILES
