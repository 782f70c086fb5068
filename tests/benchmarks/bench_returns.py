"""`python -m tests.benchmarks.bench_returns`: what messes do to returns, and how fast returns are checked and loaded."""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import mess_kinds, returns_messes, returns_speed, table_messes
from tests.benchmarks.measures import table


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_returns", description="調査票の読取りの正しさと速さを測る"
    )
    parser.add_argument("--files", type=int, nargs="*", default=[179, 1741], help="測る件数")
    parser.add_argument("--repeats", type=int, default=3, help="測る回数（既定 3）")
    parser.add_argument("--no-messes", action="store_true", help="速さだけを測る")
    parser.add_argument("--out", type=Path, help="表を書き出すファイル（指定しなければ画面だけ）")
    given = parser.parse_args()
    parts: list[str] = []
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if not given.no_messes:
            shown, wrong = returns_messes.measure(scratch / "messes")
            of_tables, wrong_in_tables = table_messes.measure(scratch / "tables")
            by_kind, faults = mess_kinds.measure(scratch / "kinds")
            parts += [shown, of_tables, by_kind]
            wrong += wrong_in_tables + faults
        if given.files:
            measures, words = returns_speed.measure(given.files, scratch, given.repeats)
            parts.append(table(measures) + "\n" + "\n".join(f"- {line}" for line in words) + "\n")
    parts.append(f"{os.cpu_count()} コア、Python {platform.python_version()}、{platform.system()}\n")
    text = "\n".join(parts)
    sys.stdout.write(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
