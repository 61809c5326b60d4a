"""What every test gets: a clean environment, no network, the seed index on demand."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in list(os.environ):
        if name.upper().startswith("ONRECORD_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection beyond this machine fails the test that opens it."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def guarded_getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        if host is not None and not _loopback(host.decode() if isinstance(host, bytes) else host):
            pytest.fail(f"a look-up of {host!r}: tests stay on this machine")
        return getaddrinfo(host, *arguments, **options)

    def checked(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _loopback(address[0]):
            pytest.fail(f"a connection to {address!r}: tests stay on this machine")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        checked(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        checked(self, address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


def _loopback(host: str) -> bool:
    if host in ("localhost", "", "0.0.0.0", "::"):  # noqa: S104  # what a server listens on
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder with the seed articles, built once with the real models."""
    from index.attribution.analyzer import SpacyAnalyzer
    from index.build import build
    from index.embedding import SentenceTransformerEmbedder

    index_dir = tmp_path_factory.mktemp("seed") / "index"
    build([SEEDS], index_dir, SentenceTransformerEmbedder(), SpacyAnalyzer())
    return index_dir
