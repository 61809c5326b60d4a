"""The lines that a running system is asked in, so that all are measured from outside alike.

One JSON object a line, on standard input and standard output::

    {"id": 1, "question": "..."}    ->  {"id": 1, "texts": ["...", ...]}
    {"id": 2, "encode": ["..."]}    ->  {"id": 2, "encoded": 1}
    what failed                     ->  {"id": 3, "error": "..."}

Replies come as they are ready, in any order. This module runs in every environment: it imports the
standard library only.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TextIO

Request = dict[str, Any]
Handler = Callable[[Request], dict[str, Any]]


def serve(handle: Handler, requests: Iterable[str], replies: TextIO, *, workers: int) -> None:
    """Replies to every request, until there are no more.

    Args:
        handle: makes a reply of a request; called in ``workers`` threads.
        requests: lines of JSON.
        replies: takes a line of JSON for each.
        workers: how many requests are worked on at once; the others wait.
    """
    lock = threading.Lock()
    with ThreadPoolExecutor(workers) as pool:
        for line in requests:
            request: Request = json.loads(line)
            work = pool.submit(handle, request)
            work.add_done_callback(partial(_reply, request["id"], replies, lock))


def _reply(
    identity: int, replies: TextIO, lock: threading.Lock, work: Future[dict[str, Any]]
) -> None:
    error = work.exception()
    reply = work.result() if error is None else {"error": f"{type(error).__name__}: {error}"}
    with lock:
        # ASCII, so that it does not depend on the locale.
        print(json.dumps({"id": identity, **reply}), file=replies, flush=True)
