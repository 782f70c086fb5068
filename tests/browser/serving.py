"""Start the dashboard as people do, and what the browser is told: for the browser tests and the benchmark."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60
# The same engine without the windows of the browser itself, which cost CPU for nothing here; else the whole browser.
CHROMIUMS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = os.environ.get("KASANARI_CHROMIUM") or next(filter(os.path.exists, CHROMIUMS), CHROMIUMS[0])
# Without a network the browser's calls home would only fail; the resolver rule makes ours fail too.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
]
OFFICE_PC = {
    "locale": "ja-JP",
    "timezone_id": "Asia/Tokyo",
    "viewport": {"width": 1366, "height": 768},
}


@contextmanager
def served(curated: Path, scratch: Path, raw: Path | None = None, port: int | None = None) -> Iterator[str]:
    """Serve a folder of warehouses with a new journal in scratch; gives the address, without a slash.

    raw: where returns are received; by default an empty place in scratch. port: by default any free one.
    """
    port = port or free_port()
    log = scratch / "server.log"
    command = [sys.executable, "-m", "dashboard", "--curated", str(curated)]
    command += ["--journal", str(scratch / "journal.sqlite"), "--port", str(port)]
    if raw is None:
        (raw := scratch / "raw").mkdir(exist_ok=True)
    command += ["--raw", str(raw)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as process,
    ):
        try:
            wait_until_served(process, port, log)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether a page is served on the port."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.OK
    except ConnectionRefusedError:
        return False
    finally:
        connection.close()


def wait_until_served(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        said = log.read_text(encoding="utf-8", errors="replace")
        assert process.poll() is None, f"the dashboard stopped at its start:\n{said}"
        assert time.monotonic() < deadline, f"no page after {START_SECONDS} s:\n{said}"
        time.sleep(0.05)
