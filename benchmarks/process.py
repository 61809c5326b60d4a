"""Running the systems: a command to its end, or a process that is asked line by line."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

import psutil

from benchmarks.memory import Peak, resident
from index.errors import OnRecordError

ROOT = Path(__file__).parent.parent
MB = 1_000_000


class BenchmarkFailed(OnRecordError):
    """A measured system did not do what it was asked."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process.

    Attributes:
        seconds: from start to end.
        first: from start to its first line on standard output; to its end where there was none.
        megabytes: the most memory that it and its children held.
    """

    seconds: float
    first: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Runs a command to its end.

    Raises:
        BenchmarkFailed: it did not end with status 0.
    """
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        with (
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, cwd="/", env=_environment()
            ) as process,
            Peak(process.pid) as peak,
        ):
            try:
                out = cast("IO[bytes]", process.stdout)
                out.readline()
                first = time.perf_counter() - started
                out.read()
                process.wait()
                seconds = time.perf_counter() - started
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            raise BenchmarkFailed(_failure(command, errors, f"status {process.returncode}"))
    return Run(seconds, first, peak.bytes / MB)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request got.

    Attributes:
        seconds: from sending the request, or the first of several at once, to the reply.
        body: the reply.
    """

    seconds: float
    body: Mapping[str, Any]


class Session:
    """A running system that is asked by the lines of ``benchmarks.peers.protocol``.

    Args:
        command: starts it.

    Raises:
        BenchmarkFailed: by every method, where the process has ended or says that it failed.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd="/",
            env=_environment(),
        )
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._replies = cast("IO[bytes]", self._process.stdout)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()
        self._errors.close()

    def ask(self, request: Mapping[str, Any]) -> Reply:
        """The reply to a request."""
        return self.ask_at_once([request])[0]

    def ask_at_once(self, requests: Sequence[Mapping[str, Any]]) -> list[Reply]:
        """Sends all requests and gives the replies as they came."""
        lines = [json.dumps({"id": at, **request}) for at, request in enumerate(requests)]
        started = time.perf_counter()
        try:
            self._requests.write("".join(f"{line}\n" for line in lines).encode())
            self._requests.flush()
        except BrokenPipeError:
            raise self._failed("ended early") from None
        return [self._reply(started) for _ in requests]

    def megabytes(self) -> float:
        """The memory that it and its children hold now."""
        return resident(psutil.Process(self._process.pid)) / MB

    def _reply(self, started: float) -> Reply:
        line = self._replies.readline()
        seconds = time.perf_counter() - started
        if not line:
            raise self._failed("ended early")
        try:
            reply = json.loads(line)
        except json.JSONDecodeError:
            raise self._failed(f"printed {line[:200]!r}") from None
        if "error" in reply:
            raise self._failed(reply["error"])
        return Reply(seconds, reply)

    def _failed(self, what: str) -> BenchmarkFailed:
        self._process.kill()
        self._process.wait()
        return BenchmarkFailed(_failure(self._command, self._errors, what))


def _environment() -> dict[str, str]:
    """The environment without settings of On Record, with this project on the path, offline."""
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("ONRECORD_")}
    return kept | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}


def _failure(command: Sequence[str], errors: IO[bytes], what: str) -> str:
    errors.seek(0)
    said = errors.read().decode(errors="replace").strip()[-2000:]
    return f"{said}\n{' '.join(command)}: {what}: run it by hand to see why"
