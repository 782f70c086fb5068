"""`make bench`: the build, the pages, the same page by Streamlit, returns read and checked. Writes a file only with --out."""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import (
    base,
    bench_kills,
    bench_twin,
    bench_users,
    building,
    decks,
    mess_kinds,
    nation_speed,
    opening,
    profiles,
    ranking,
    returns_messes,
    returns_speed,
    table_messes,
    twin,
)
from tests.benchmarks.measures import table

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="速さ・メモリ・通信量を測る")
    parser.add_argument("--repeats", type=int, default=5, help="測る回数（既定 5）")
    parser.add_argument("--out", type=Path, help="表を書き出すファイル（指定しなければ画面だけ）")
    parser.add_argument(
        "--returns", type=int, nargs="*", default=[179, 1741], help="調査票の件数（既定 179 1741）"
    )
    parser.add_argument("--returns-repeats", type=int, default=1, help="調査票を測る回数（既定 1）")
    parser.add_argument("--changes", type=int, default=40, help="年度を変える回数（既定 40）")
    parser.add_argument("--minutes", type=float, default=5, help="50人で使う時間（既定 5分）")
    parser.add_argument("--kills", type=int, default=200, help="途中で止める回数（既定 200）")
    parser.add_argument("--base", help="この版と比べるコミット（指定すると、比べるだけを行う）")
    parser.add_argument("--rounds", type=int, default=3, help="比べるときに交互に測る回数（既定 3）")
    given = parser.parse_args()
    if given.base:
        text, is_worse = base.compare(given.base, given.rounds)
        return write(text, given.out, is_worse=is_worse)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        raw = scratch / "raw"
        shutil.copytree(ROOT / "data" / "raw", raw, ignore=shutil.ignore_patterns("demo", "returns"))
        measures = building.measure(raw, scratch, given.repeats)
        measures += decks.measure(scratch / "curated-0", scratch, given.repeats)
        measures += profiles.measure(scratch / "curated-0", scratch, given.repeats)
        measures += opening.measure(scratch / "curated-0", scratch, given.repeats)
        measures += ranking.measure(scratch / "curated-0", scratch, given.repeats)
        demo = bench_twin.with_demo(scratch)
        beside, demands = twin.measure(demo, scratch, given.repeats, given.changes)
        larger, more = nation_speed.measure(demo, scratch, given.repeats)
        apart = [scratch / name for name in ("users", "kills")]
        for folder in apart:
            folder.mkdir()
        at_once, told, not_met = bench_users.measure(
            demo, scratch / "raw-demo", apart[0], bench_users.USERS, given.minutes * 60, bench_users.PAUSE
        )
        killed = bench_kills.told(bench_kills.run(apart[1], given.kills, bench_kills.SEED))
        messes, wrong = returns_messes.measure(scratch / "messes")
        of_tables, wrong_in_tables = table_messes.measure(scratch / "tables")
        by_kind, faults = mess_kinds.measure(scratch / "kinds")
        of_returns, ratios = returns_speed.measure(given.returns, scratch, given.returns_repeats)
    machine = f"{os.cpu_count()} コア、Python {platform.python_version()}、{platform.system()}"
    said = "\n".join(f"- {line}" for line in demands + more + told + killed + ratios)
    text = f"{table(measures + beside + larger + at_once + of_returns)}\n{said}\n\n{messes}\n{of_tables}\n{by_kind}\n{machine}\n"
    is_worse = bool(wrong + wrong_in_tables + faults + not_met + len(killed) - 1)
    return write(text, given.out, is_worse=is_worse)


def write(text: str, out: Path | None, *, is_worse: bool) -> int:
    """The exit code."""
    sys.stdout.write(text)
    if out:
        out.write_text(text, encoding="utf-8")
    return 1 if is_worse else 0


if __name__ == "__main__":
    raise SystemExit(main())
