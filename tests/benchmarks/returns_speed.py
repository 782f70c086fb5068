"""How long a folder of returns takes to be checked and loaded, against the plain ways: pandas, sheet by sheet.

Each side is a whole process, from its start to rows in DuckDB. `unzip` only inflates the same files: the floor. Ours
reads each file once, as `etl receive --build` does: what was checked is loaded from the same reading.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.benchmarks.building import resident
from tests.benchmarks.measures import Measure

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE_SECONDS = 0.02

MAKE = """
import random, sys
from datetime import date
from pathlib import Path
from tests.etl.survey import return_truth as truth
from etl.survey.receive import receive
raw, files, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
form = truth.make_setting().forms[2023]
template, towns = truth.template_of(form), truth.towns()
for number in range(count):
    answers = truth.random_answers(form, random.Random(number))
    last_year = truth.random_answers(form, random.Random(-number))
    truth.filled_workbook(template, towns[number % len(towns)], answers, files / str(number // len(towns)), last_year)
receive([files], raw, 2023, date(2023, 12, 12))
"""
OURS = """
import csv, sys
from operator import attrgetter
from pathlib import Path
import duckdb
from etl.survey.check import check
from etl.survey.receive import load_returns
raw, files, answers = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
if sys.argv[4] == "check":
    fresh = raw.with_name("nothing received")
    statuses = [one.status for one in check([files], fresh, 2023).files]
    assert len(statuses) == len(list(files.rglob("*.xlsx"))) and "rejected" not in statuses
loaded = load_returns(raw)
columns = ("return_id", "municipality_code", "fiscal_year", "question_id", "option_code", "value", "answer_state",
           "rank", "sheet", "cell", "text")
with answers.with_suffix(".csv").open("w", encoding="utf-8", newline="") as stream:
    csv.writer(stream, lineterminator='\\n').writerows(map(attrgetter(*columns), loaded.answers))
with duckdb.connect(str(answers)) as connection:
    layout = '''header = false, names = ?, all_varchar = true, quote = '"', escape = '"' '''
    source = [str(answers.with_suffix(".csv")), list(columns)]
    connection.execute(f"create table answer as from read_csv(?, {layout})", source)
    count = connection.execute("select count(distinct return_id) from answer").fetchone()[0]
print(count)
"""
PANDAS = """
import sys, warnings
from pathlib import Path
import duckdb, pandas
warnings.simplefilter("ignore")
with duckdb.connect(sys.argv[3]) as connection:
    paths = sorted(Path(sys.argv[2]).rglob("*.xlsx"))
    for number, path in enumerate(paths):
        frame = pandas.read_excel(path, header=None, dtype=str, engine=sys.argv[4])
        frame.columns = [f"c{column}" for column in range(frame.shape[1])]
        frame.insert(0, "file", str(path))
        if number == 0:
            connection.execute("create table cell as select * from frame")
        else:
            connection.execute("insert into cell by name select * from frame")
print(len(paths))
"""
UNZIP = """
import sys, zipfile
from pathlib import Path
paths = sorted(Path(sys.argv[2]).rglob("*.xlsx"))
for path in paths:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            archive.read(name)
print(len(paths))
"""
CHECKED, LOADED = "点検と取込み（本システム）", "取込みだけ（本システム）"
CALAMINE, OPENPYXL = "pandas.read_excel（calamine、点検なし）", "pandas.read_excel（openpyxl、点検なし）"
INFLATED = "zipの展開だけ"
SUBJECTS = {
    CHECKED: (OURS, "check"),
    LOADED: (OURS, "load"),
    CALAMINE: (PANDAS, "calamine"),
    OPENPYXL: (PANDAS, "openpyxl"),
    INFLATED: (UNZIP, "unzip"),
}


def measure(counts: list[int], scratch: Path, repeats: int) -> tuple[list[Measure], list[str]]:
    """The measures for each number of returns, and the ratios in words."""
    measures: list[Measure] = []
    words: list[str] = []
    for count in counts:
        raw, files = made(scratch / str(count), count)
        seconds: dict[str, list[float]] = {subject: [] for subject in SUBJECTS}
        works: dict[str, list[float]] = {subject: [] for subject in SUBJECTS}
        peaks: dict[str, list[float]] = {subject: [] for subject in SUBJECTS}
        for repeat in range(repeats):
            for subject, (script, mode) in SUBJECTS.items():
                target = scratch / f"{count}-{repeat}-{mode}.duckdb"
                took, work, peak = timed(script, raw, files, target, mode, count)
                seconds[subject].append(took)
                works[subject].append(work)
                peaks[subject].append(peak)
        for subject in SUBJECTS:
            measures.append(Measure(f"{subject} {count:,}件", "時間", "秒", seconds[subject]))
            measures.append(Measure(f"{subject} {count:,}件", "CPU時間", "秒", works[subject]))
            measures.append(Measure(f"{subject} {count:,}件", "最大メモリ", "MB", peaks[subject]))
        took = {subject: sorted(seconds[subject])[repeats // 2] for subject in SUBJECTS}
        work = {subject: sorted(works[subject])[repeats // 2] for subject in SUBJECTS}
        words += [
            f"{count:,}件 {ours}: {'、'.join(_ratio(ours, plain, took, work) for plain in (CALAMINE, OPENPYXL, INFLATED))}"
            for ours in (CHECKED, LOADED)
        ]
    return measures, words


def _ratio(ours: str, plain: str, took: dict[str, float], work: dict[str, float]) -> str:
    """By the clock (two cores share the reading) and by CPU time."""
    return f"{plain}の {took[ours] / took[plain]:.2f} 倍（CPU時間 {work[ours] / work[plain]:.2f} 倍）"


def made(folder: Path, count: int) -> tuple[Path, Path]:
    """A data/raw with `count` received returns (of 179 towns, several each where there are more), and the files.

    Beside it a data/raw that has received nothing yet, to check against.
    """
    raw, files = folder / "raw", folder / "files"
    for copy in (raw, raw.with_name("nothing received")):
        shutil.copytree(ROOT / "data" / "raw", copy, ignore=shutil.ignore_patterns("demo", "returns"))
    run(MAKE, str(raw), str(files), str(count))
    return raw, files


def timed(
    script: str, raw: Path, files: Path, target: Path, mode: str, count: int
) -> tuple[float, float, float]:
    """Seconds, seconds of CPU and peak megabytes (all processes together) of one run, which must have read every file.

    The CPU time tells on a machine with other work to do, where the wall clock measures the others as well.
    """
    command = [sys.executable, "-c", script, str(raw), str(files), str(target), mode]
    before = os.times()
    begun = time.perf_counter()
    process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment())
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process))
        time.sleep(SAMPLE_SECONDS)
    took = time.perf_counter() - begun
    said = process.stdout.read().decode().strip()
    if process.returncode or said != str(count):
        raise RuntimeError(f"read {said!r} of {count} files, exit {process.returncode}")
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return took, work, peak / 1e6


def run(script: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, check=True, env=environment())


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
