"""Visit routes for 20 and 60 towns: seconds and priority, by both searches. `python -m tests.benchmarks.bench_routes`.

The exact search (every set of towns that a day can hold) stands beside the one for large instances where it ends.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from dashboard.planning import visits
from dashboard.planning.visits import VisitRules
from dashboard.queries import visits as queries_visits
from dashboard.services import routes
from dashboard.warehouse.reader import Reader, Warehouse
from tests.benchmarks.building import build_once

CASES = (("空知", 20, 3), ("上川", 20, 3), ("上川", 60, 5), ("空知", 60, 10))
MONTH, SEED = 6, 2023


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_routes")
    parser.add_argument("--curated", type=Path, help="出来上がったデータ（なければ作る）")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        curated = given.curated or Path(folder) / "curated"
        if given.curated is None:
            build_once(Path("data/raw"), curated)
        reader = Warehouse(curated).reader()
        sys.stdout.write("出発地 | 町 | 日 | 経路の秒（中央値） | 優先度 | 訪問 | 最適の証明\n")
        for name, towns, days in CASES:
            sys.stdout.write(measured(reader, name, towns, days, given.repeats) + "\n")
    return 0


def measured(reader: Reader, name: str, towns: int, days: int, repeats: int) -> str:
    office = routes.office_of(reader, name)
    times = routes.times(reader, MONTH)
    codes = [str(code) for code in queries_visits.places(reader)["municipality_code"]]
    nearest = sorted(codes, key=lambda code: (times.between(office.municipality_code, code), code))[:towns]
    chance = random.Random(SEED)
    priorities = {code: round(chance.random(), 3) for code in nearest}
    seconds, found = [], None
    for _ in range(repeats):
        began = time.perf_counter()
        found = visits.route(times, office.municipality_code, priorities, VisitRules(days))
        seconds.append(time.perf_counter() - began)
    assert found is not None
    stops = sum(len(day.stops) for day in found.days)
    proof = "あり" if found.is_proved else "なし"
    return f"{name} | {towns} | {days} | {statistics.median(seconds):.2f} | {found.priority:.3f} | {stops} | {proof}"


if __name__ == "__main__":
    raise SystemExit(main())
