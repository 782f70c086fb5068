"""Rules on the text of the project's files: a function from a project folder to what breaks the rule."""

import re
import subprocess
from pathlib import Path

LONG = 300
CODE_SUFFIXES = {".py", ".sql", ".js", ".css", ".sh"}
WHY_LONG: dict[str, str] = {
    "tests/etl/test_raw_data.py": "holds every received file against the facts, one test a fact",
    "tests/etl/readers/test_tables.py": "draws each kind of messy table in the test itself",
    "tests/etl/readers/test_figures.py": "draws each kind of table of figures in the test itself",
    "tests/etl/readers/test_boundaries.py": "draws each kind of boundary file, good and broken, in the test itself",
    "tests/browser/test_returns.py": "its tests share one server, which only their own file may change",
}

REGISTRIES = [
    re.escape(".".join(parts))
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("anaconda", "org"),
        ("crates", "io"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
]
FORBIDDEN_TEXT = {
    "names the host of a package registry": re.compile("|".join(REGISTRIES)),
    "names a path of one machine": re.compile(
        r"(?<![\w.~*})/-])/(home|root|Users|work|opt|mnt|srv)/\w|[A-Z]:\\Users"
    ),
    "leaves work for later": re.compile(r"\b(TO" r"DO|FIX" r"ME)\b"),
}


CLOCKS = {"etl/clock.py", "dashboard/clock.py"}
# The machine's own day or time, in whatever zone it is set to; a time in UTC is one everywhere.
MACHINE_CLOCK = re.compile(
    r"\b(?:date|datetime|Timestamp)\.(?:today\(|now\((?!UTC\)|timezone\.utc\)))"
    r"|\blocaltime\(|\bfromtimestamp\([^,()]*\)|\bcurrent_date\b"
)

# Where a fiscal year begins, for either side.
YEAR_HOMES = {"etl/fiscal_year.py", "dashboard/words/eras.py"}
YEAR_OF_A_DAY = re.compile(r"\.month\s*(?:<=?|>=?)\s*\w+")

# Who may open a published warehouse; the benchmark's twin is a program of its own.
DOORS = {"etl/publish.py", "dashboard/warehouse/reader.py", "tests/benchmarks/twin_app.py"}
OPENED = re.compile(r"duckdb\.connect\(.*\bread_only" r"=True")
WIDE_HAS = re.compile(r"(?:^|[\s>+~,(]):has\([^{]*|:has\([^{]*:(?:first|last|nth|only)-[^{]*")


def tracked_files(root: Path) -> list[Path]:
    """What git holds; where there is no git (a project handed over as a zip), every file but .venv."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
        paths = [root / name for name in listed.stdout.decode("utf-8").split("\0") if name]
        return [path for path in paths if path.is_file()]
    return [path for path in root.rglob("*") if path.is_file() and ".venv" not in path.parts]


def short_files(root: Path) -> list[str]:
    """A file of code past 300 lines wants a reason in WHY_LONG, and a reason wants a long file."""
    lengths = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for path in tracked_files(root)
        if path.suffix in CODE_SUFFIXES
    }
    long = {name for name, lines in lengths.items() if lines > LONG}
    broken = [
        f"{name}: {lengths[name]} lines; split it, or say why in WHY_LONG"
        for name in sorted(long - set(WHY_LONG))
    ]
    return broken + [
        f"{name}: is in WHY_LONG but not past {LONG} lines" for name in sorted(set(WHY_LONG) - long)
    ]


def one_clock(root: Path) -> list[str]:
    """What day it is, is asked of clock.py alone, which counts in Japan's time on every machine."""
    return [
        f"{name}:{number}: asks the machine's clock: {hit.group()}"
        for path in tracked_files(root)
        if (name := path.relative_to(root).as_posix()).startswith(("etl/", "dashboard/"))
        and path.suffix in {".py", ".sql"}
        and name not in CLOCKS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := MACHINE_CLOCK.search(line))
    ]


def one_april(root: Path) -> list[str]:
    """In which fiscal year a day lies, is asked of one function on either side."""
    return [
        f"{name}:{number}: counts fiscal years by itself: {hit.group()}"
        for path in tracked_files(root)
        if (name := path.relative_to(root).as_posix()).startswith(("etl/", "dashboard/"))
        and path.suffix == ".py"
        and name not in YEAR_HOMES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := YEAR_OF_A_DAY.search(line))
    ]


def one_door_to_a_warehouse(root: Path) -> list[str]:
    """A published warehouse is opened in one way: DuckDB refuses another in the same process that is configured otherwise."""
    return [
        f"{name}:{number}: opens a warehouse by itself; take etl.publish.connect or read_only"
        for path in tracked_files(root)
        if path.suffix == ".py" and (name := path.relative_to(root).as_posix()) not in DOORS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OPENED.search(line)
    ]


def narrow_has(root: Path) -> list[str]:
    """A rule of style with :has() names what it is of, and counts no children within it.

    Where any element may be meant, the browser looks at all of them whenever one comes: half a second on a large page.
    """
    return [
        f"{path.relative_to(root).as_posix()}:{number}: :has() of any element, or one that counts children: {hit.group()}"
        for path in tracked_files(root)
        if path.suffix == ".css"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := WIDE_HAS.search(line))
    ]


def clean_text(root: Path) -> list[str]:
    """No tracked text names a registry's host or a path of one machine, or leaves work for later."""
    broken = []
    for path in tracked_files(root):
        content = path.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8", errors="replace")
        for complaint, pattern in FORBIDDEN_TEXT.items():
            for hit in pattern.finditer(text):
                line = text.count("\n", 0, hit.start()) + 1
                broken.append(f"{path.relative_to(root).as_posix()}:{line}: {complaint}: {hit.group()}")
    return broken
