"""Try the zip for Windows under Wine 10 or later: `python -m tools.bundle.wine [ZIP]`. Says so where Wine is not at hand.

Wine tells nothing of SmartScreen, AppLocker, Edge or Office; it does tell whether every DLL finds the others.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

from tools.bundle import launchers, wheels
from tools.bundle.__main__ import archive_name
from tools.bundle.target import FOLDER, HERE, ROOT, WINDOWS

OLDEST = 10
SECONDS = 900
PAGE_SECONDS = 60
COMMANDS = (
    ("-m", "etl", "build"),
    ("-m", "etl", "demo"),
    ("-m", "dashboard", "rank"),
    ("-m", "dashboard", "deck", "--out", "trial.pptx", "--fiscal-year", "2023"),
)


def wine_version() -> int | None:
    """The major version of Wine on this machine, if it has one."""
    wine = shutil.which("wine")
    if wine is None:
        return None
    shown = subprocess.run([wine, "--version"], capture_output=True, encoding="utf-8", check=False).stdout
    match = re.match(r"wine-(\d+)", shown)
    return int(match.group(1)) if match else None


def take_older_numpy(site: Path, folder: Path) -> None:
    """Put a numpy in place that Wine can load, in this copy alone."""
    lock = HERE / "locks" / "wine-numpy.txt"
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
    ]
    command += [f"--platform={WINDOWS.pip_platforms[0]}", "--python-version=3.11", "--implementation=cp"]
    subprocess.run([*command, "--dest", str(folder), "-r", str(lock)], check=True)
    for old in site.glob("numpy*"):
        shutil.rmtree(old)
    wheels.unpack(sorted(folder.glob("numpy-*.whl")), site)


def try_out(packed: Path, folder: Path) -> None:
    """Unzip, build, rank, draw a deck, start by the .bat, open the first page, stop."""
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(folder)
    root = folder / FOLDER
    environment = {
        **os.environ,
        "WINEPREFIX": str(folder / "prefix"),
        "WINEDEBUG": "-all",
        "LANG": "ja_JP.UTF-8",
    }

    def call(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["wine", *words],
            cwd=cwd,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )

    def run(*words: str, cwd: Path) -> None:
        done = call(*words, cwd=cwd)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")

    run("wineboot", "--init", cwd=folder)
    # numpy asks Windows' C library for crealf since 2.1, which Wine 10 only names
    if call(r"..\python\python.exe", "-c", "import numpy", cwd=root / "app").returncode != 0:
        take_older_numpy(root / "site", folder / "numpy")
        sys.stdout.write("this Wine gets an older numpy, whose functions its C library has\n")
    for words in COMMANDS:
        run(r"..\python\python.exe", *words, cwd=root / "app")
        sys.stdout.write(f"ran: {' '.join(words)}\n")
    started = subprocess.Popen(
        ["wine", "cmd", "/c", "起動.bat", "--no-browser"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    try:
        assert started.stdout
        address = next(
            (
                match.group()
                for line in started.stdout
                if (match := re.search(r"http://127\.0\.0\.1:\S+", line))
            ),
            None,
        )
        if address is None:
            raise SystemExit("the server gave no address")
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        until, page = time.monotonic() + PAGE_SECONDS, ""
        # an answer waits for the picture of the page a little (prerender.WAIT_SECONDS), then goes without: Dash draws it
        while "実施中" not in page and time.monotonic() < until:
            with browser.open(address, timeout=SECONDS) as answer:
                page = answer.read().decode("utf-8")
            address = answer.url
        if "実施中" not in page:
            raise SystemExit(f"no answer within {PAGE_SECONDS} s holds the picture of the first page")
        sys.stdout.write(f"first page: {len(page):,} characters\n")
    finally:
        run("cmd", "/c", "停止.bat", cwd=root)
        started.wait(timeout=SECONDS)
    sys.stdout.write("stopped\n")
    run("cmd", "/c", f"{launchers.SELFCHECK}.bat", "--no-window", cwd=root)
    sys.stdout.write((root / launchers.RESULT).read_text(encoding="utf-8-sig"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Try the zip for Windows under Wine")
    default = ROOT / "build" / "bundle" / archive_name(WINDOWS)
    parser.add_argument("zip", nargs="?", type=Path, default=default)
    options = parser.parse_args()
    version = wine_version()
    if version is None or version < OLDEST:
        sys.stdout.write(f"skipped: Wine {OLDEST} or later is not at hand (found: {version or 'none'})\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        try_out(options.zip, Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
