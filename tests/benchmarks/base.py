"""`make bench BASE=rev`: this tree beside another commit, in turn in one run; names what got worse by more than 10 %.

The other commit is checked out into a folder of its own, with the benchmarks of this tree, so that both are measured
by the same code. Each part runs in a new process with the tree as its folder; both trees measure the same demo data,
made by each for itself.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import parts
from tests.benchmarks.measures import Measure

ROOT = Path(__file__).resolve().parent.parent.parent
WORSE = 1.1
# What the benchmarks are made of; the other commit gets that of this tree.
MEASURING = ("tests/__init__.py", "tests/benchmarks", "tests/browser", "tests/conftest.py")


def compare(revision: str, rounds: int) -> tuple[str, bool]:
    """A table of both commits, and whether anything got worse. Raises CalledProcessError for an unknown commit."""
    with tempfile.TemporaryDirectory() as folder, checked_out(revision, Path(folder) / "tree") as tree:
        trees = {"before": tree, "after": ROOT}
        data = {name: Path(folder) / name for name in trees}
        for name, place in data.items():
            place.mkdir()
            _run(trees[name], parts.DATA, place)
        found: dict[tuple[str, str, str], dict[str, list[float]]] = {}
        failed = []
        for turn in range(rounds):
            for part in parts.NAMES:
                for name in trees if turn % 2 == 0 else reversed(trees):
                    try:
                        measures = _run(trees[name], part, data[name])
                    except subprocess.CalledProcessError as error:
                        failed.append(f"{part}（{name}）: {error.stderr.strip().splitlines()[-1:]}")
                        continue
                    for subject, quantity, unit, values in measures:
                        sides = found.setdefault((subject, quantity, unit), {})
                        sides.setdefault(name, []).extend(values)
    return table(found, failed)


@contextmanager
def checked_out(revision: str, tree: Path) -> Iterator[Path]:
    """The commit in a folder, with the benchmarks of this tree."""
    subprocess.run(["git", "worktree", "add", "--detach", str(tree), revision], cwd=ROOT, check=True)
    try:
        for name in MEASURING:
            source, target = ROOT / name, tree / name
            if source.is_dir():
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.is_file():
                shutil.copyfile(source, target)
        yield tree
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


def _run(tree: Path, part: str, place: Path) -> list[Measure]:
    command = [sys.executable, "-m", "tests.benchmarks.parts", part, str(place)]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=tree, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    return [Measure(*one) for one in json.loads(done.stdout or "[]")]


def table(found: dict[tuple[str, str, str], dict[str, list[float]]], failed: list[str]) -> tuple[str, bool]:
    """Medians of both commits and their ratio; then, by name, what got worse and what could not be measured."""
    lines = ["| 対象 | 量 | 前 | 後 | 比 | |", "|---|---|---:|---:|---:|---|"]
    worse = []
    for (subject, quantity, unit), sides in found.items():
        if sides.keys() != {"before", "after"}:
            failed.append(f"{subject} {quantity}: 片方だけ")
            continue
        before, after = (statistics.median(sides[name]) for name in ("before", "after"))
        ratio = after / before if before else (1.0 if not after else float("inf"))
        mark = "悪化" if ratio > WORSE else ""
        if mark:
            worse.append(f"- 悪化: {subject} {quantity} {before:.3g} → {after:.3g} {unit}（{ratio:.2f} 倍）")
        lines.append(f"| {subject} | {quantity} | {before:.3g} {unit} | {after:.3g} | {ratio:.2f} | {mark} |")
    said = worse or [f"- {(WORSE - 1) * 100:.0f}%を超えて悪くなったものはありません"]
    said += [f"- 比べられません: {one}" for one in failed]
    return "\n".join([*lines, "", *said]) + "\n", bool(worse)
