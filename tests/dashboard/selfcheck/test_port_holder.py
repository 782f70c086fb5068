"""Who listens on a port is told, and that nobody does."""

import socket
import subprocess
import sys

from dashboard.selfcheck import port_holder

LISTEN = """
import socket, sys
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
sys.stdin.read()
"""


def test_this_process_is_known_as_itself_and_a_free_port_as_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        holder = port_holder.holder_of(port)
        assert holder is not None
        assert holder.is_me
    assert port_holder.holder_of(port) is None


def test_another_program_is_told_with_its_name_and_number() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LISTEN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        port = int(other.stdout.readline())
        holder = port_holder.holder_of(port)
        assert other.stdin is not None
        other.stdin.close()
    assert holder is not None
    assert not holder.is_me
    assert f"番号 {other.pid}" in holder.said
