"""Whose program asks is told by the system: our own account's, not another's, and not a closed socket's."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine import peer
from machine.peer import Place

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the table of Linux")


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_a_connection_of_our_own_is_ours_until_it_is_closed(listening: socket.socket) -> None:
    server = Place(*listening.getsockname())
    with socket.create_connection(server) as asking:
        client = Place(*asking.getsockname())
        taken, _ = listening.accept()
        assert peer.is_of_this_account(client, server)
        assert not peer.is_of_this_account(Place(client.host, client.port ^ 1), server)
    assert not peer.is_of_this_account(client, server)
    taken.close()


def test_a_connection_by_ipv6_is_known_too() -> None:
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 on this machine")
    server = Place("::1", listening.getsockname()[1])
    with listening, socket.create_connection(server) as asking:
        assert peer.is_of_this_account(Place("::1", asking.getsockname()[1]), server)


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root may act for another account")
def test_a_connection_of_another_account_is_not_ours(listening: socket.socket) -> None:
    server = Place(*listening.getsockname())
    os.seteuid(65534)
    try:
        asking = socket.create_connection(server)
    finally:
        os.seteuid(0)
    with asking:
        assert not peer.is_of_this_account(Place(*asking.getsockname()), server)


@pytest.mark.parametrize(
    ("uid", "inode", "is_ours"),
    [(os.getuid(), "77", True), (os.getuid() + 1, "77", False), (os.getuid(), "0", False)],
)
def test_the_owner_of_an_open_socket_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uid: int, inode: str, is_ours: bool
) -> None:
    table = tmp_path / "tcp"
    row = f"   0: 0100007F:C350 0100007F:1F72 01 00000000:00000000 00:00000000 00000000 {uid:5d} 0 {inode} 1"
    table.write_text(f"  sl  local_address rem_address st\n{row}\n", encoding="ascii")
    monkeypatch.setattr(peer, "TABLES", (str(table),))
    assert peer.is_of_this_account(Place("127.0.0.1", 50000), Place("127.0.0.1", 8050)) == is_ours
