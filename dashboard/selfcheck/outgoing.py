"""Counts what this process sends to any other machine, by the interpreter's own audit events: it should be nothing.

Sees every socket that Python opens, not those of a library written in C; these have no network in their settings
(DuckDB without extensions, boundaries read as GeoJSON and Shapefile alone).
"""

from __future__ import annotations

import ipaddress
import sys
import threading
from collections import Counter
from typing import Any

ASKED_BY_NAME = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
CONNECTED = {"socket.connect", "socket.sendto", "socket.sendmsg"}

_counted: Counter[str] = Counter()
_lock = threading.Lock()
_watching = threading.Event()


def watch() -> None:
    """From now on, for as long as the process lives. An audit hook cannot be taken away."""
    with _lock:
        if not _watching.is_set():
            _watching.set()
            sys.addaudithook(_heard)


def is_watching() -> bool:
    return _watching.is_set()


def counted() -> dict[str, int]:
    """Other machines → how often they were asked for or sent to since `watch`."""
    return dict(_counted)


def is_of_this_pc(host: object, *, is_only_asked: bool = False) -> bool:
    """is_only_asked: the address of a name is asked for. Of a number nobody has to be asked."""
    if host is None or host in ("", b"", "localhost", b"localhost"):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback or is_only_asked
    except ValueError:
        return False


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in CONNECTED:
        address = arguments[1]
        host = (
            address[0] if isinstance(address, tuple) and address else None
        )  # else a socket of this PC's files
    elif event in ASKED_BY_NAME:
        host = arguments[0]
    else:
        return
    if not is_of_this_pc(host, is_only_asked=event in ASKED_BY_NAME):
        _counted[str(host)] += 1
