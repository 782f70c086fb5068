"""A command of the pipeline that is killed as by a power cut, at a chosen step of its work on a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Counts the steps on the files of a folder (open, rename, remove …), ends before the chosen one as by kill -9.
DRIVER = """
import os, runpy, signal, sys
folder, last = sys.argv[1], int(sys.argv[2])
seen = 0
def step(event, arguments):
    global seen
    if event in ("open", "os.rename", "os.remove", "os.mkdir", "sqlite3.connect") and any(
        isinstance(one, (str, os.PathLike)) and os.fspath(one).startswith(folder) for one in arguments
    ):
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(step)
sys.argv = ["etl", *sys.argv[3:]]
try:
    runpy.run_module("etl", run_name="__main__")
finally:
    print(f"steps: {seen}", file=sys.stderr)
"""


def run_until(last: int, folder: Path, *arguments: object) -> tuple[int, int]:
    """`python -m etl …`, killed before its step number `last` on the folder (0: not at all): exit code and steps done.

    A command that was killed has an exit code below 0 and no number of steps.
    """
    command = [sys.executable, "-c", DRIVER, str(folder), str(last), *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, text=True, check=False
    )
    steps = [line for line in done.stderr.splitlines() if line.startswith("steps: ")]
    return done.returncode, int(steps[-1].removeprefix("steps: ")) if steps else 0
