"""`python -m tests.benchmarks.bench_pictures`: the same twelve slides natively and as pasted pictures, in one run."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import psutil

from dashboard import theme
from dashboard.chart_data import registry
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.figures import (
    barrier_bars,
    barrier_change_bars,
    flow,
    outlook,
    plan_outcome,
    rollout_curve,
    subprefecture_bars,
)
from dashboard.planning import barriers
from dashboard.queries import barriers as barrier_queries
from dashboard.queries import overview
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import progress as progress_view
from dashboard.views import view, year
from dashboard.warehouse.reader import Reader, Warehouse
from tests.benchmarks import bench_twin, twin
from tests.benchmarks.building import ROOT, SAMPLE_SECONDS, resident
from tests.benchmarks.measures import Measure, table
from tests.browser.serving import CHROMIUM

VIEWS = (
    *("cover", "summary", "status_map", "status_bars", "rollout", "flow"),
    *("barriers", "barrier_change", "slippage", "outlook", "ranking", "towns"),
)
NATIVE = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from dashboard.export.deck import template
from dashboard.slides import make
from dashboard.chart_data.scope import Scope
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Warehouse
reader = Warehouse(Path(sys.argv[1])).reader()
done = make.build_deck(reader, [Wanted(view, Scope()) for view in sys.argv[3].split(",")], template.load_template())
Path(sys.argv[2]).write_bytes(done.content)
"""


def measure(curated: Path, scratch: Path, repeats: int) -> tuple[list[Measure], list[str]]:
    """Both ways by turns: each in a new process, and again where it runs already. With the ratios in words."""
    reader = Warehouse(curated).reader()
    wanted = [Wanted(name, Scope()) for name in VIEWS]
    python, why_not = twin.environment()
    subject, other = f"説明資料 {len(VIEWS)}枚", f"画像を貼る方法 {len(VIEWS)}枚"
    ours: dict[str, list[float]] = {"new": [], "memory": [], "warm": [], "size": []}
    theirs: dict[str, list[float]] = {"new": [], "memory": [], "warm": [], "size": []}
    for number in range(repeats):
        file = scratch / f"native-{number}.pptx"
        _note(ours, _watched([sys.executable, "-c", NATIVE, str(curated), str(file), ",".join(VIEWS)]), file)
        start = time.perf_counter()
        make.build_deck(reader, wanted, template.load_template())
        ours["warm"].append(time.perf_counter() - start)
        if python is None:
            continue
        start = time.perf_counter()
        figures = scratch / "figures.json"
        figures.write_text(json.dumps(pictures(reader)), encoding="utf-8")
        making = time.perf_counter() - start
        file, times = scratch / f"pictures-{number}.pptx", scratch / "times.json"
        command = [str(python), str(Path(__file__).with_name("picture_way.py"))]
        seconds, peak = _watched([*command, str(figures), str(file), str(times), "1"])
        _note(theirs, (making + seconds, peak), file)
        _watched([*command, str(figures), str(file), str(times), "2"])
        theirs["warm"].append(making + json.loads(times.read_text(encoding="utf-8"))[-1])
    measures = _rows(subject, ours) + (_rows(other, theirs) if theirs["new"] else [])
    if why_not:
        return measures, [f"{why_not}（画像を貼る方法も）"]
    said = {
        "new": "新しいプロセスで",
        "warm": "動いているところから",
        "memory": "最大メモリ",
        "size": "ファイル",
    }
    ratios = [
        f"{label} {statistics.median(ours[name]) / statistics.median(theirs[name]):.2f}倍"
        for name, label in said.items()
    ]
    return measures, [
        "画像を貼る方法（plotly の図を kaleido と Chromium で画像にして python-pptx で貼る。数は確かめず、直せない）に対し、"
        f"かさなりは（図形とグラフで、数をすべて数え直して） {'、'.join(ratios)}"
    ]


def pictures(reader: Reader) -> list[dict[str, Any]]:
    """Title and figure of each slide; words where it has none."""
    facts = year.gather(reader, view.parse_address("", reader))
    progress = progress_view.gather(reader, view.parse_address("", reader))
    answers, changes = barrier_queries.answers(reader), barrier_queries.changes(reader)
    newest = answers["fiscal_year"].max()
    plans = progress.plans[progress.plans["is_first"].astype(bool)]
    labels = progress.labels.set_index("fiscal_year")["label_ja"]
    counts = plans.groupby(["planned_start", "outcome"]).size().rename("plans").reset_index()
    figures = {
        "status_map": _map(reader, facts),
        "status_bars": subprefecture_bars.figure(facts.areas),
        "rollout": rollout_curve.figure(facts.rollout, facts.fiscal_year),
        "flow": flow.figure(progress.blocks, progress.bands, progress.years, progress.groups),
        "barriers": barrier_bars.figure(barriers.shares(answers[answers["fiscal_year"] == newest])),
        "barrier_change": barrier_change_bars.figure(
            barriers.persistence(changes[changes["fiscal_year"] == newest])
        ),
        "slippage": plan_outcome.figure(
            counts.assign(year_label=counts["planned_start"].map(labels)), progress_view.OUTCOMES
        ),
        "outlook": outlook.figure(progress.scenarios),
    }
    names = "、".join(facts.towns["name"])
    return [
        {
            "title": registry.chart(name).label,
            "figure": json.loads(figures[name].to_json()) if name in figures else None,
            "words": names,
        }
        for name in VIEWS
    ]


def _map(reader: Reader, facts: year.YearFacts) -> go.Figure:
    """The map of states, its geometry inside."""
    areas = overview.boundaries(reader)
    areas = areas[areas["municipality_code"].notna()]
    features = [
        {"type": "Feature", "id": code, "properties": {}, "geometry": json.loads(text)}
        for code, text in zip(areas["municipality_code"], areas["geojson"], strict=True)
    ]
    order = list(theme.GROUP_ORDER)
    steps = len(order) - 1
    towns = facts.everyone
    picture = go.Figure(
        go.Choropleth(
            geojson={"type": "FeatureCollection", "features": features},
            locations=towns["municipality_code"].tolist(),
            z=[order.index(group) for group in towns["group_code"]],
            zmin=0,
            zmax=steps,
            colorscale=[[place / steps, theme.GROUPS[group].fill] for place, group in enumerate(order)],
        )
    )
    return picture.update_geos(fitbounds="locations", visible=False)


def _watched(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes (sampled, with the browser that it starts) of one command."""
    topojson = (ROOT / "tests" / "benchmarks" / "topojson").resolve().as_uri() + "/"
    environment = {**os.environ, "BROWSER_PATH": CHROMIUM, "KASANARI_TOPOJSON": topojson}
    start = time.perf_counter()
    process = psutil.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process))
        time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, peak / 1e6


def _note(found: dict[str, list[float]], run: tuple[float, float], file: Path) -> None:
    found["new"].append(run[0])
    found["memory"].append(run[1])
    found["size"].append(file.stat().st_size / 1e6)


def _rows(subject: str, found: dict[str, list[float]]) -> list[Measure]:
    return [
        Measure(subject, "新しいプロセスで", "秒", found["new"]),
        Measure(subject, "動いているところから", "秒", found["warm"]),
        Measure(subject, "最大メモリ（ブラウザーを含む）", "MB", found["memory"]),
        Measure(subject, "ファイルの大きさ", "MB", found["size"]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_pictures")
    parser.add_argument("--curated", type=Path, help="出来上がったデータ（なければ架空の回答で作る）")
    parser.add_argument("--repeats", type=int, default=3, help="測る回数（既定 3）")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        measures, words = measure(given.curated or bench_twin.with_demo(scratch), scratch, given.repeats)
    sys.stdout.write(f"{table(measures)}\n" + "\n".join(f"- {line}" for line in words) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
