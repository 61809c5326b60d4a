"""One server and one bot for the tests that only talk to it; others start their own."""

import socket

import pytest

from tests.telegram.server import Process, Server


@pytest.fixture(scope="module")
def server():
    """A Bot API server."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="module")
def bot(server, tmp_path_factory):
    """The bot as a process, polling."""
    process = Process(server, tmp_path_factory.mktemp("bot"), ONRECORD_TELEGRAM__BURST="1000")
    try:
        server.wait("getUpdates")
        yield process
    finally:
        process.close()


@pytest.fixture
def unused_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
