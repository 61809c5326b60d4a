"""Running an exported model: OpenVINO in bf16, else ONNX Runtime in fp32.

OpenVINO's bf16 is the fastest path where the processor computes in bf16, and its vectors are those
of the model to a cosine of 0.9999. Everything else (an older processor, no OpenVINO, one that does
not load the model or gives other vectors) takes ONNX Runtime; a build tells the reason.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoder_files import ENCODER_FILE, FAST_FILE, INPUTS, OUTPUT, TOKENS_OUTPUT
from index.errors import ModelError

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


class Runtime(Protocol):
    """An exported model, loaded; safe to share between threads.

    It computes as many batches at once as it has threads, one thread on each: a quarter faster
    than all threads on one batch (docs/performance.md).
    """

    @property
    def name(self) -> str:
        """What computes, and in which precision."""

    def run(self, ids: IntArray, mask: IntArray) -> FloatArray:
        """Unit vectors of a batch: ids and mask ``(n, length)`` in, ``(n, dimension)`` out."""

    def run_tokens(self, ids: IntArray, mask: IntArray) -> tuple[FloatArray, FloatArray]:
        """The same, and the vectors of the tokens, shape ``(n, length, dimension)``.

        Only for models whose export has them (``Spec.pools``).
        """


class Unsuitable(Exception):
    """This runtime is of no use here; the message says why."""


class OpenVinoRuntime:
    """The model on OpenVINO in bf16.

    Args:
        folder: holds the exported model.
        threads: how many batches are computed at once; further calls wait.

    Raises:
        Unsuitable: OpenVINO is missing, does not load the model, or the processor has no bf16.
    """

    name = "OpenVINO bf16"

    def __init__(self, folder: Path, threads: int) -> None:
        core = openvino_core()
        try:
            if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
                raise Unsuitable("this processor does not compute in bf16")
            if not (folder / FAST_FILE).is_file():
                raise Unsuitable("the model's export has no form for OpenVINO")
            compiled = core.compile_model(
                folder / FAST_FILE,
                "CPU",
                {
                    "INFERENCE_PRECISION_HINT": "bf16",
                    "INFERENCE_NUM_THREADS": threads,
                    "NUM_STREAMS": threads,
                    "ENABLE_CPU_PINNING": False,  # the parser's processes want the cores too
                },
            )
            self._idle: SimpleQueue[Any] = SimpleQueue()  # its library ships no types
            for _ in range(threads):
                self._idle.put(compiled.create_infer_request())
            # Its bindings set themselves up at the first call, and two first calls at once wait for
            # each other for ever.
            self.run(*np.ones((2, 1, 8), dtype=np.int64))
        except RuntimeError as exc:
            raise Unsuitable(f"OpenVINO does not load the model ({_last_line(exc)})") from exc

    def run(self, ids: IntArray, mask: IntArray) -> FloatArray:
        """Unit vectors of a batch."""
        return self._outputs(1, ids, mask)[0]

    def run_tokens(self, ids: IntArray, mask: IntArray) -> tuple[FloatArray, FloatArray]:
        """Unit vectors of a batch, and the vectors of its tokens."""
        vectors, tokens = self._outputs(2, ids, mask)
        return vectors, tokens

    def _outputs(self, number: int, ids: IntArray, mask: IntArray) -> list[FloatArray]:
        request = self._idle.get()
        try:
            found = request.infer(dict(zip(INPUTS, (ids, mask), strict=True)), share_inputs=True)
            # Copies: the request's own memory is written over by the next one.
            return [np.array(found[output], dtype=np.float32) for output in range(number)]
        finally:
            self._idle.put(request)


class OnnxRuntime:
    """The model on ONNX Runtime in fp32, on any processor.

    Args:
        folder: holds the exported model.

    Raises:
        ModelError: the model does not load.
    """

    name = "ONNX Runtime fp32"

    def __init__(self, folder: Path) -> None:
        import onnxruntime as ort  # type: ignore[import-untyped]

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # the calling threads compute
        options.inter_op_num_threads = 1
        # Texts differ in length: the arena would keep the largest batch for good.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 4
        try:
            self._session = ort.InferenceSession(
                str(folder / ENCODER_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:  # the library raises bare Exception subclasses
            raise ModelError(
                f"cannot load the exported encoder in {folder}: remove that folder and run "
                "`onrecord index build` again"
            ) from exc

    def run(self, ids: IntArray, mask: IntArray) -> FloatArray:
        """Unit vectors of a batch."""
        return self._outputs([OUTPUT], ids, mask)[0]

    def run_tokens(self, ids: IntArray, mask: IntArray) -> tuple[FloatArray, FloatArray]:
        """Unit vectors of a batch, and the vectors of its tokens."""
        vectors, tokens = self._outputs([OUTPUT, TOKENS_OUTPUT], ids, mask)
        return vectors, tokens

    def _outputs(self, names: list[str], ids: IntArray, mask: IntArray) -> list[FloatArray]:
        found = self._session.run(names, dict(zip(INPUTS, (ids, mask), strict=True)))
        return [np.asarray(output, dtype=np.float32) for output in found]


OpenRuntime = Callable[[Path, int], Runtime]


def open_runtime(
    folder: Path,
    threads: int,
    *,
    agrees: Callable[[Runtime], bool],
    fast: OpenRuntime = OpenVinoRuntime,
    note: Callable[[str], None],
) -> Runtime:
    """The fastest runtime that gives the vectors of the model, for a build.

    Args:
        folder: holds the exported model.
        threads: how many batches are computed at once.
        agrees: whether a runtime gives the vectors of the model.
        fast: opens the one to try first.
        note: told, in a line, why the slower one is taken.

    Raises:
        ModelError: neither gives the vectors of the model.
    """
    try:
        runtime = fast(folder, threads)
        if agrees(runtime):
            return runtime
        note(f"{runtime.name} gives other vectors on this processor; taking {OnnxRuntime.name}")
    except Unsuitable as exc:
        note(f"{exc}; taking {OnnxRuntime.name}, which is slower")
    runtime = OnnxRuntime(folder)
    if not agrees(runtime):
        raise ModelError(
            f"the exported encoder in {folder} gives other vectors than the model on this "
            "processor: remove that folder and run `onrecord index build` again"
        )
    return runtime


def open_for_serving(folder: Path, threads: int) -> Runtime:
    """The fastest runtime for the encoder of a generation.

    The build has compared the vectors; an index from a machine with other instructions is answered
    from on those that are here.

    Args:
        folder: holds the exported model.
        threads: how many texts are encoded at once.

    Raises:
        ModelError: the model does not load.
    """
    try:
        return OpenVinoRuntime(folder, threads)
    except Unsuitable:
        return OnnxRuntime(folder)


def openvino_core() -> Any:  # noqa: ANN401  # it ships no types
    """OpenVINO's entry point.

    Raises:
        Unsuitable: OpenVINO is missing, or does not load.
    """
    # Its import would report to its makers' statistics over the network.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    try:
        import_module("openvino")
    except (ImportError, OSError) as exc:
        raise Unsuitable(f"OpenVINO cannot be imported ({exc})") from exc
    return _core()


@cache
def _core() -> Any:  # noqa: ANN401  # the same
    """One for the process: it stays as long as that.

    Each one gives the thread that made it a stack for signals and takes it away again; of two whose
    lives overlap, the later one leaves the stack of the earlier, and the next signal is a crash.
    """
    return import_module("openvino").Core()


def _last_line(exc: RuntimeError) -> str:
    lines = str(exc).strip().splitlines()
    return lines[-1][:200] if lines else "no reason given"
