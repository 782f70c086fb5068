"""The dashboard beside the page that a user would build instead (twin_app.py), measured in turn in one run.

One client is a real Chromium. Twenty clients are twenty connections that ask, one request after the other, what that
browser was seen to ask (ours: HTTP; the twin: its files by HTTP, then its websocket until the script has finished).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks import clients, touching, watching
from tests.benchmarks.building import ROOT, resident
from tests.benchmarks.measures import Measure, demand
from tests.benchmarks.watching import Moves, Site, Visit
from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, HOST, free_port, served, wait_until_served

ENVIRONMENT = ROOT / ".venv-bench"
REQUIREMENTS = ROOT / "tests" / "benchmarks" / "twin-requirements.txt"
LABELS = ["令和4年度", "令和5年度"]
CLIENTS, ROUNDS = 20, 6
# What the issue asks for: ours may take this part of the twin's.
FIRST_LOAD, BYTES, CHANGE, MEMORY_MB = 0.6, 0.35, 0.3, 300


class Seen(NamedTuple):
    """What one page showed."""

    visits: list[Visit]
    moves: Moves


def measure(curated: Path, scratch: Path, repeats: int, changes: int) -> tuple[list[Measure], list[str]]:
    """The measures of 概況, 地図 and the twin, of each page until it can be touched, and each demand with what was found, in words."""
    python, why_not = environment()
    warehouse = curated / (curated / "current").read_text(encoding="utf-8").strip()
    with (
        sync_playwright() as playwright,
        served(curated, scratch) as address,
        _maybe(python, warehouse, scratch) as other,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        sites = [Site("概況", f"{address}/", by_select), Site("地図", f"{address}/map", by_slider)]
        if other:
            sites.append(Site("Streamlit", f"{other}/", by_streamlit, shapes=watching.PLOTLY))
        seen = in_turn(browser, sites, repeats, changes)
        touched, told = touching.measure(browser, address, sites[2] if other else None, repeats)
        browser.close()
        ours = server("dashboard")
        memory = {"かさなり": resident(ours) / 1e6}
        opening, turns = seen["概況"].visits[-1].requests, seen["概況"].moves.requests
        many = {"概況": clients.many(address, CLIENTS, opening, turns[:2], ROUNDS)}
        memory["かさなり"] = max(memory["かさなり"], resident(ours) / 1e6)
        if other:
            many["Streamlit"] = many_of_twin(python, other, seen["Streamlit"].visits[-1], scratch)
            memory["Streamlit"] = resident(server("streamlit")) / 1e6
    words = [why_not] if why_not else []
    return rows(seen, many, memory) + touched, words + verdicts(seen, many, memory) + told


def in_turn(browser: Browser, sites: list[Site], repeats: int, changes: int) -> dict[str, Seen]:
    """Each page once to warm the server up; then first visits in turn, and changes of the year."""
    for site in sites:
        watching.visit(browser, site)
    visits: dict[str, list[Visit]] = {site.name: [] for site in sites}
    for _ in range(repeats):
        for site in sites:
            visits[site.name].append(watching.visit(browser, site))
    return {
        site.name: Seen(visits[site.name], watching.moves(browser, site, LABELS, changes)) for site in sites
    }


def environment() -> tuple[Path | None, str]:
    """The Python of the twin's own environment, laid now if need be; or why there is none."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = ENVIRONMENT / REQUIREMENTS.name
    if done.is_file() and done.read_bytes() == REQUIREMENTS.read_bytes():
        return python, ""
    try:
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True, capture_output=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(REQUIREMENTS)]
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error).encode()
        last = said.decode(errors="replace").strip().splitlines()[-1:]
        return None, f"Streamlit をそろえられないため、比べずに測りました（{''.join(last)}）。"
    shutil.copyfile(REQUIREMENTS, done)
    return python, ""


@contextmanager
def _maybe(python: Path | None, warehouse: Path, scratch: Path) -> Iterator[str]:
    """Serve the twin; gives its address, or "" where there is none."""
    if python is None:
        yield ""
        return
    folder, port, log = scratch / "twin", free_port(), scratch / "twin.log"
    folder.mkdir()
    shutil.copyfile(ROOT / "tests" / "benchmarks" / "twin_app.py", folder / "twin_app.py")
    shutil.copytree(ROOT / "tests" / "benchmarks" / "topojson", folder / "static" / "topojson")
    command = [
        str(python),
        "-m",
        "streamlit",
        "run",
        "twin_app.py",
        f"--server.port={port}",
        f"--server.address={HOST}",
    ]
    command += [
        "--server.headless=true",
        "--server.enableStaticServing=true",
        "--server.fileWatcherType=none",
    ]
    command += ["--browser.gatherUsageStats=false", "--global.developmentMode=false"]
    environment = {**os.environ, "KASANARI_WAREHOUSE": str(warehouse.resolve()), "HOME": str(folder)}
    with (
        log.open("wb") as output,
        psutil.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output) as process,
    ):
        try:
            wait_until_served(process, port, log)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()


def server(name: str) -> psutil.Process:
    """The server that this process started with `python -m name`."""
    return next(child for child in psutil.Process().children() if ["-m", name] == child.cmdline()[1:3])


def many_of_twin(
    python: Path | None, address: str, seen: Visit, scratch: Path
) -> tuple[list[float], list[float]]:
    listed = scratch / "twin-requests.json"
    listed.write_text(json.dumps([one for one in seen.requests if one.method == "GET"]), encoding="utf-8")
    command = [
        str(python),
        "-m",
        "tests.benchmarks.twin_clients",
        address,
        str(CLIENTS),
        str(ROUNDS),
        str(listed),
        *LABELS,
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found = json.loads(done.stdout)
    return found["loads"], found["moves"]


def run_here(*arguments: str) -> None:
    """Run this Python from the project's folder, quietly."""
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)


def by_select(page: Page, label: str) -> None:
    page.locator("#fy").click()
    page.get_by_role("option", name=label).click()


def by_slider(page: Page, label: str) -> None:
    page.get_by_role("slider").focus()
    shown = int(page.get_by_role("slider").get_attribute("aria-valuenow") or 0)
    wanted = 2022 + LABELS.index(label)
    for _ in range(abs(wanted - shown)):
        page.keyboard.press("ArrowRight" if wanted > shown else "ArrowLeft")


def by_streamlit(page: Page, label: str) -> None:
    page.locator('[data-testid="stSelectbox"] input').click()
    page.get_by_role("option", name=label).click()


def rows(
    seen: dict[str, Seen], many: dict[str, tuple[list[float], list[float]]], memory: dict[str, float]
) -> list[Measure]:
    found = []
    for name, (visits, moves) in seen.items():
        found += [
            Measure(name, "初めて開いて地図が描かれるまで", "秒", [one.seconds for one in visits]),
            Measure(name, "初めて開くときの通信量", "MB", [one.megabytes for one in visits]),
            Measure(name, "年度を変えて描き直すまで", "ミリ秒", moves.milliseconds),
            Measure(name, "同 95パーセンタイル", "ミリ秒", [p95(moves.milliseconds)]),
            Measure(name, "年度を変えたときの通信量", "KB", moves.kilobytes),
        ]
    for name, (loads, turns) in many.items():
        found += [
            Measure(f"{name}（同時に{CLIENTS}人）", "初めて開く（サーバーの応答）", "秒", loads),
            Measure(
                f"{name}（同時に{CLIENTS}人）",
                "年度を変える（サーバーの応答）",
                "ミリ秒",
                [1000 * one for one in turns],
            ),
            Measure(f"{name}（同時に{CLIENTS}人）", "同 95パーセンタイル", "ミリ秒", [1000 * p95(turns)]),
        ]
    return found + [Measure(f"{name}のサーバー", "メモリ", "MB", [value]) for name, value in memory.items()]


def verdicts(
    seen: dict[str, Seen], many: dict[str, tuple[list[float], list[float]]], memory: dict[str, float]
) -> list[str]:
    """Each demand of the issue, what was found, and whether it holds."""
    said = [demand("サーバーのメモリ", memory["かさなり"], MEMORY_MB, " MB")]
    geometry = [
        ask.path
        for one in seen.values()
        for turn in one.moves.requests
        for ask in turn
        if "/geo/" in ask.path
    ]
    said.append(
        f"年度を変えたときの地図の形の再送: {len(geometry)}件（求め: 0件）{'○' if not geometry else '×'}"
    )
    if "Streamlit" not in seen:
        return said
    twin = seen["Streamlit"]
    for name in ("概況", "地図"):
        ours = seen[name]
        said += [
            demand(
                f"{name} 初めて開く",
                middle(ours.visits, "seconds") / middle(twin.visits, "seconds"),
                FIRST_LOAD,
            ),
            demand(
                f"{name} 通信量", middle(ours.visits, "megabytes") / middle(twin.visits, "megabytes"), BYTES
            ),
            demand(
                f"{name} 年度を変える p50",
                ratio(ours.moves.milliseconds, twin.moves.milliseconds, 50),
                CHANGE,
            ),
            demand(
                f"{name} 年度を変える p95",
                ratio(ours.moves.milliseconds, twin.moves.milliseconds, 95),
                CHANGE,
            ),
        ]
    (ours_load, ours_turn), (twin_load, twin_turn) = many["概況"], many["Streamlit"]
    return [
        *said,
        demand(f"概況 {CLIENTS}人 初めて開く", ratio(ours_load, twin_load, 50), FIRST_LOAD),
        demand(f"概況 {CLIENTS}人 年度を変える p50", ratio(ours_turn, twin_turn, 50), CHANGE),
        demand(f"概況 {CLIENTS}人 年度を変える p95", ratio(ours_turn, twin_turn, 95), CHANGE),
    ]


def middle(visits: list[Visit], quantity: str) -> float:
    return statistics.median(getattr(one, quantity) for one in visits)


def ratio(ours: list[float], theirs: list[float], percentile: int) -> float:
    return float(np.percentile(ours, percentile) / np.percentile(theirs, percentile))


def p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))
