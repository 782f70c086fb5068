"""How long a whole deck takes, in a new process and in one that runs, and how much memory it holds at most."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.slides import make, renew
from dashboard.warehouse.reader import Reader, Warehouse
from tests.benchmarks.building import ROOT, SAMPLE_SECONDS, resident
from tests.benchmarks.measures import Measure


def deck_once(curated: Path, out: Path) -> tuple[float, float]:
    """Seconds and peak megabytes (sampled) of one `dashboard deck`."""
    return command_once(curated, "deck", "--out", str(out), "--json")


def command_once(curated: Path, *arguments: str) -> tuple[float, float]:
    """Seconds and peak megabytes (sampled) of one `dashboard` command."""
    command = [sys.executable, "-m", "dashboard", "--curated", str(curated), *arguments]
    start = time.perf_counter()
    process = psutil.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, stdout=subprocess.DEVNULL
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process))
        time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, peak / 1e6


def measure(curated: Path, scratch: Path, repeats: int) -> list[Measure]:
    """New processes first; then within one, where the page 資料づくり makes its decks."""
    runs = [deck_once(curated, scratch / f"deck-{number}.pptx") for number in range(repeats)]
    reader = Warehouse(curated).reader()
    wanted = make.briefing(Scope())
    inside, again, cpu = [], [], []
    content = b""
    for _ in range(repeats):
        start, used = time.perf_counter(), time.process_time()
        content = make.build_deck(reader, wanted, template.load_template()).content
        inside.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
        start = time.perf_counter()
        renew.renew(reader, content, "deck.pptx")
        again.append(time.perf_counter() - start)
    subject = f"説明資料 {len(wanted)}枚"
    seconds_of_one, cpu_of_one = one_slide(reader, repeats)
    return [
        Measure("説明資料 1枚", "動いているプロセスで（検算を含む）", "秒", seconds_of_one),
        Measure("説明資料 1枚", "同、CPU", "秒", cpu_of_one),
        Measure(subject, "新しいプロセスで", "秒", [seconds for seconds, _ in runs]),
        Measure(subject, "最大メモリ", "MB", [megabytes for _, megabytes in runs]),
        Measure(subject, "動いているプロセスで（検算を含む）", "秒", inside),
        Measure(subject, "同、CPU", "秒", cpu),
        Measure(subject, "--refresh（検算を含む）", "秒", again),
        Measure(subject, "ファイルの大きさ", "MB", [len(content) / 1e6]),
    ]


def one_slide(reader: Reader, repeats: int) -> tuple[list[float], list[float]]:
    """Seconds and CPU seconds of the deck of one slide: in each repeat the median over all slides of the briefing."""
    seconds, cpu = [], []
    for _ in range(repeats):
        runs = []
        for wanted in make.briefing(Scope()):
            start, used = time.perf_counter(), time.process_time()
            make.build_deck(reader, [replace(wanted, is_optional=False)], template.load_template())
            runs.append((time.perf_counter() - start, time.process_time() - used))
        seconds.append(statistics.median(wall for wall, _ in runs))
        cpu.append(statistics.median(used for _, used in runs))
    return seconds, cpu
