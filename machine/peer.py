"""Whose program is at the other end of a connection within this PC, by the system's own table of connections."""

from __future__ import annotations

import ipaddress
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TABLES = ("/proc/net/tcp", "/proc/net/tcp6")


class Place(NamedTuple):
    """One end of a connection."""

    host: str
    port: int


def is_of_this_account(client: Place, server: Place) -> bool:
    """Whether a program of our own account asks. False where the system does not tell."""
    if sys.platform == "linux":
        return any(_asks(Path(table), client, server) for table in TABLES)
    return _owner_by_process(client, server)


def _asks(table: Path, client: Place, server: Place) -> bool:
    try:
        lines = table.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return False
    wanted = set(_written(client, server))
    for line in lines:
        fields = line.split()
        # A closed socket belongs to nobody: its row has no inode, and root for its owner.
        if len(fields) > 9 and (fields[1], fields[2]) in wanted and fields[9] != "0":
            return int(fields[7]) == os.getuid()
    return False


def _written(client: Place, server: Place) -> Iterator[tuple[str, str]]:
    """Both ends as the table writes them: each word of an address in the machine's own order."""
    hosts = [ipaddress.ip_address(one.host) for one in (client, server)]
    forms = [[one.packed for one in hosts]]
    if all(one.version == 4 for one in hosts):  # also where a socket for both versions is used
        forms.append([bytes(10) + b"\xff\xff" + one.packed for one in hosts])
    for packed in forms:
        there, here = (
            f"{''.join(f'{word:08X}' for word in struct.unpack(f'={len(one) // 4}I', one))}:{place.port:04X}"
            for one, place in zip(packed, (client, server), strict=True)
        )
        yield there, here


def _owner_by_process(client: Place, server: Place) -> bool:
    import psutil  # native, and so what application control may block

    try:
        for one in psutil.net_connections("tcp"):
            if (
                one.laddr
                and one.raddr
                and tuple(one.laddr) == client
                and tuple(one.raddr) == server
                and one.pid
            ):
                return bool(psutil.Process(one.pid).username() == psutil.Process().username())
    except (psutil.AccessDenied, psutil.NoSuchProcess):  # of another account
        return False
    return False
