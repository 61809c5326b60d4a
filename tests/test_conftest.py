"""What every test gets holds."""

from __future__ import annotations

import os
import socket

import pytest


def test_a_connection_beyond_this_machine_fails_the_test():
    with socket.socket() as beyond, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        beyond.connect(("192.0.2.1", 80))


def test_a_look_up_of_another_machine_fails_the_test():
    with pytest.raises(pytest.fail.Exception, match=r"news\.example"):
        socket.getaddrinfo("news.example", 443)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = ("localhost", server.getsockname()[1])
        with socket.create_connection(address, timeout=5) as client:
            assert client.getpeername()[1] == address[1]


def test_no_setting_of_the_one_who_runs_the_tests_reaches_them():
    assert [name for name in os.environ if name.startswith("ONRECORD_")] == []
