"""`python -m tests.benchmarks.bench_twin`: the dashboard beside a Streamlit page, and at the size of Japan."""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

import psutil

from tests.benchmarks import nation_speed, twin
from tests.benchmarks.building import ROOT, build_once
from tests.benchmarks.measures import table


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_twin", description="Streamlit の同じ画面と、全国の大きさで測る"
    )
    parser.add_argument("--curated", type=Path, help="出来上がったデータ（なければ架空の回答で作る）")
    parser.add_argument("--repeats", type=int, default=5, help="初めて開く回数（既定 5）")
    parser.add_argument("--changes", type=int, default=40, help="年度を変える回数（既定 40）")
    parser.add_argument("--only", choices=["twin", "nation"], help="片方だけを測る")
    parser.add_argument("--out", type=Path, help="表を書き出すファイル（指定しなければ画面だけ）")
    given = parser.parse_args()
    measures, words = [], []
    before = os.getloadavg() if hasattr(os, "getloadavg") else (0.0, 0.0, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        curated = given.curated or with_demo(scratch)
        if given.only != "nation":
            measures, words = twin.measure(curated, scratch, given.repeats, given.changes)
        if given.only != "twin":
            more, said = nation_speed.measure(curated, scratch, given.repeats)
            measures, words = measures + more, words + said
    machine = f"{os.cpu_count()} コア、Python {platform.python_version()}、{platform.system()}、"
    machine += f"始めたときの負荷 {before[0]:.1f}、終わりの負荷 {psutil.getloadavg()[0]:.1f}"
    text = f"{table(measures)}\n" + "\n".join(f"- {line}" for line in words) + f"\n\n{machine}\n"
    sys.stdout.write(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    return 0


def with_demo(scratch: Path) -> Path:
    """A warehouse with the fictional returns of two rounds, so that every layer of the map has something to show."""
    raw = scratch / "raw-demo"
    shutil.copytree(ROOT / "data" / "raw", raw, ignore=shutil.ignore_patterns("demo", "returns"))
    twin.run_here("-m", "etl", "demo", "--raw", str(raw))
    curated = scratch / "curated-demo"
    build_once(raw, curated)
    return curated


if __name__ == "__main__":
    raise SystemExit(main())
