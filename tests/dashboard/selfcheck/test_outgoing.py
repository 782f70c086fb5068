"""Every connection to another machine is counted, and none to this one."""

import subprocess
import sys

from tests.conftest import ROOT

SCRIPT = """
import socket
from dashboard.selfcheck import outgoing
outgoing.watch()
outgoing.watch()
with socket.socket() as listening:
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    socket.getaddrinfo("0.0.0.0", 80)
    socket.create_connection(("localhost", listening.getsockname()[1])).close()
assert outgoing.counted() == {}, outgoing.counted()
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as away:
    away.connect(("192.0.2.1", 9))
    try:
        away.sendto(b"", ("192.0.2.1", 9))
    except OSError:
        pass
try:
    socket.getaddrinfo("example.invalid", 80)
except OSError:
    pass
print(outgoing.counted())
"""


def test_connections_and_questions_after_names_are_counted() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in (
        "{'192.0.2.1': 2, 'example.invalid': 1}",
        "{'192.0.2.1': 1, 'example.invalid': 1}",
    )
