"""How long a whole build takes in a new process, and how much memory it holds at most."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.benchmarks.measures import Measure

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE_SECONDS = 0.01


def build_once(raw: Path, curated: Path) -> tuple[float, float]:
    """Seconds and peak megabytes (the process and its workers together, sampled) of one `etl build`."""
    command = [sys.executable, "-m", "etl", "build", "--raw", str(raw), "--curated", str(curated)]
    log = curated.with_suffix(".log")
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with log.open("wb") as output:
        start = time.perf_counter()
        process = psutil.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process))
            time.sleep(SAMPLE_SECONDS)
        seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command, log.read_bytes())
    return seconds, peak / 1e6


def resident(process: psutil.Process) -> int:
    """Bytes that a process and its children hold in memory now; 0 for one that has just ended."""
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    held = 0
    for member in family:
        try:
            held += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return held


def measure(raw: Path, scratch: Path, repeats: int) -> list[Measure]:
    """Wall time and peak memory of repeated builds, each into a folder of its own."""
    runs = [build_once(raw, scratch / f"curated-{number}") for number in range(repeats)]
    subject = "python -m etl build"
    return [
        Measure(subject, "時間", "秒", [seconds for seconds, _ in runs]),
        Measure(subject, "最大メモリ", "MB", [megabytes for _, megabytes in runs]),
    ]
