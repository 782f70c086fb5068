"""Who keeps connections and says nothing, or says it slowly, keeps nobody else from the pages."""

import contextlib
import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.serving import served

IDLE, DRIPPING = 150, 100
# Until a server that takes no further connection is given up; an answer comes in less than a second.
PATIENCE = 15


@pytest.fixture
def address(built_curated: Path, tmp_path: Path) -> Iterator[str]:
    with served(built_curated, tmp_path) as address:
        yield address


def test_idle_and_dripping_connections_leave_the_pages_to_the_others(address: str) -> None:
    where = urlsplit(address)
    with contextlib.ExitStack() as open_ones:
        for number in range(IDLE + DRIPPING):
            one = open_ones.enter_context(
                socket.create_connection((where.hostname, where.port), timeout=PATIENCE)
            )
            if number >= IDLE:
                one.sendall(
                    b"POST /_dash-update-component HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\n{"
                )
        for path in ("/", "/_dash-layout", "/progress"):
            asked = http.client.HTTPConnection(where.netloc, timeout=PATIENCE)
            open_ones.callback(asked.close)
            asked.request("GET", path)
            assert asked.getresponse().status == 200, path
