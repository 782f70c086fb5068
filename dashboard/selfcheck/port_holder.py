"""Who listens on a port of this PC."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass

HOST = "127.0.0.1"
UNKNOWN = "ほかの利用者のプログラム（名前は、この利用者からは見えません）"


@dataclass(frozen=True)
class PortHolder:
    """`said`: program, process and user, as far as this user may see them; is_me: this very process."""

    said: str
    is_me: bool = False


def holder_of(port: int) -> PortHolder | None:
    """None where nobody listens."""
    import psutil  # native, and so what application control may block

    if not _is_answered(port):
        return None
    try:
        found = [
            one.pid
            for one in psutil.net_connections("tcp")
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port
        ]
    except psutil.AccessDenied:  # macOS tells nobody but its administrator
        found = []
    if os.getpid() in found:
        return PortHolder("このかさなり", is_me=True)
    pid = next((one for one in found if one), None)
    if pid is None:
        return PortHolder(UNKNOWN)
    try:
        process = psutil.Process(pid)
        return PortHolder(f"{process.name()}（番号 {pid}、利用者 {process.username()}）")
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return PortHolder(UNKNOWN)


def _is_answered(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0
