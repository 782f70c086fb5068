"""How long the 市町村カルテ of all 179 towns take, in a new process, and how much memory it holds at most."""

import sys
from pathlib import Path

from tests.benchmarks.decks import command_once
from tests.benchmarks.measures import Measure, table


def measure(curated: Path, scratch: Path, repeats: int) -> list[Measure]:
    """`dashboard profile --all`."""
    out = scratch / "profiles.zip"
    runs = [command_once(curated, "profile", "--all", "--out", str(out), "--json") for _ in range(repeats)]
    subject = "市町村カルテ 179市町村"
    return [
        Measure(subject, "新しいプロセスで", "秒", [seconds for seconds, _ in runs]),
        Measure(subject, "最大メモリ", "MB", [megabytes for _, megabytes in runs]),
        Measure(subject, "zip の大きさ", "MB", [out.stat().st_size / 1e6]),
    ]


if __name__ == "__main__":  # python -m tests.benchmarks.profiles CURATED SCRATCH
    sys.stdout.write(table(measure(Path(sys.argv[1]), Path(sys.argv[2]), 1)))
