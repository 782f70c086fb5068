"""The native files (.dll, .pyd, .so) that the program is carried by: against the list that came with it, and loaded.

Application control (WDAC, AppLocker) blocks single files, most of which nobody signed; the IT section allows them by hash.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboard.selfcheck.report import CheckLine, CheckSection

PROJECT = Path(__file__).resolve().parents[2]
# Written when the folder for Windows or Linux is made: its columns, and where it lies, below or beside the app.
LIST = "native_files.csv"
COLUMNS = ("path", "sha256", "package", "version", "licence")
SUFFIXES = {".dll", ".pyd", ".so", ".exe"}
LOADING_SECONDS = 120.0
MOST_NAMED = 10
# What Windows says where a policy, a virus scanner or a missing signature stands against a file: errors 1260, 4551, 225, 577.
POLICY = re.compile(
    r"アプリケーション制御|グループ ?ポリシー|ブロック|デジタル署名|ウイルス|application control|group policy|blocked|"
    r"digital signature|virus|\b(1260|4551|225|577)\b",
    re.I,
)
FOR_IT = (
    "次のことを IT の担当に伝えてください: このファイルを、アプリケーション制御（WDAC・AppLocker）でハッシュにより許可すること。"
    "止めた記録は、イベント ビューアーの「Microsoft-Windows-CodeIntegrity/Operational」のイベント ID 3033・3077、"
    "AppLocker なら 8004 にあります。"
)
BROKEN_WAY = "かさなりのフォルダーを、配られた zip から展開し直してください。同じときは、この結果を IT の担当に渡してください。"
NO_LIST = "一覧（native_files.csv）は、配付用のフォルダーに付きます。この場所にはないので、比べていません。"


@dataclass(frozen=True)
class ListedFile:
    """A row of the list: a file below the folder of the list."""

    path: str
    sha256: str
    package: str
    version: str


def find_list(app: Path = PROJECT) -> Path | None:
    """The list in the folder of the app or beside it."""
    return next((place / LIST for place in (app, app.parent) if (place / LIST).is_file()), None)


def read_list(path: Path) -> list[ListedFile]:
    """Raises ValueError where it is no such list."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            raise ValueError(f"{path.name}: other columns than {', '.join(COLUMNS)}")
        return [
            ListedFile(row["path"], row["sha256"].lower(), row["package"], row["version"]) for row in rows
        ]


def compared(app: Path = PROJECT) -> CheckSection:
    """Every native file against the list, by its hash."""
    title = "部品のファイルと一覧"
    found = find_list(app)
    if found is None:
        return CheckSection(title, (CheckLine("一覧", NO_LIST),))
    try:
        listed = read_list(found)
    except (OSError, ValueError, UnicodeDecodeError):
        way = "一覧が壊れています。配られた zip から展開し直してください。"
        return CheckSection(title, (CheckLine("一覧", f"{found} を読めません。", "bad", way),))
    home = found.parent
    missing = [one for one in listed if not (home / one.path).is_file()]
    changed = [one for one in listed if one not in missing and _sha256(home / one.path) != one.sha256]
    known = {one.path for one in listed}
    added = sorted(set(_native_files(home)) - known)
    lines = [
        CheckLine(
            "一覧のとおりのもの", f"{len(listed) - len(missing) - len(changed)} / {len(listed)}ファイル"
        ),
        *(_line("ない", one) for one in missing[:MOST_NAMED]),
        *(_line("中身が違う", one) for one in changed[:MOST_NAMED]),
        *(
            CheckLine("一覧にないもの", name, "look", "IT の担当に見せてください。")
            for name in added[:MOST_NAMED]
        ),
    ]
    left = sum(max(0, len(some) - MOST_NAMED) for some in (missing, changed, added))
    if left:
        lines.append(CheckLine("ほかに", f"{left}ファイル", "bad", BROKEN_WAY))
    return CheckSection(title, tuple(lines))


def loaded(python: str = sys.executable, modules: Iterable[str] = ()) -> CheckSection:
    """Load every native part once, in a process of its own: what cannot be loaded is named, with its package.

    modules: those to load instead of all.
    """
    title = "部品を動かせるか"
    command = [python, "-m", "dashboard.selfcheck.loading", *modules]
    try:
        done = subprocess.run(
            command,
            cwd=PROJECT,
            capture_output=True,
            timeout=LOADING_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        said = f"調べる途中で止まりました（{type(error).__name__}）。"
        return CheckSection(title, (CheckLine("部品", said, "bad", FOR_IT),))
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()]
    tried = [row for row in rows if row[0] == "try"]
    failed = [row for row in rows if row[0] == "failed"]
    lines = [CheckLine("動いたもの", f"{len([row for row in rows if row[0] == 'loaded'])}個")]
    lines += [told(row[2], row[1], row[3]) for row in failed[:MOST_NAMED]]
    if len(failed) > MOST_NAMED:
        lines.append(CheckLine("ほかに動かせないもの", f"{len(failed) - MOST_NAMED}個", "bad"))
    if done.returncode != 0 and tried:
        lines.append(told(tried[-1][2], tried[-1][1], f"読み込むと止まりました（{done.returncode}）"))
    return CheckSection(title, tuple(lines))


def told(file: str, module: str, error: str) -> CheckLine:
    """A part that cannot be loaded: its file, its package, and whom to tell."""
    path = Path(file) if file else None
    package = package_of(path) if path else ""
    hashed = f"、SHA-256 {_sha256(path)}" if path and path.is_file() else ""
    named = f"{path.name if path else module}（{package or module}{hashed}）"
    if POLICY.search(error):
        return CheckLine(
            "止められたもの",
            f"{named} が、この PC の決まりで止められています。",
            "bad",
            f"{FOR_IT}（{error}）",
        )
    return CheckLine("動かせないもの", f"{named}: {error}", "bad", BROKEN_WAY)


def is_native(error: ImportError) -> bool:
    """Whether it is a file of the system's own kind that could not be loaded, and not a fault in the program."""
    return bool(error.path) and Path(str(error.path)).suffix.lower() in SUFFIXES


def from_import_error(error: ImportError) -> CheckLine:
    """What kept a command from starting."""
    return told(error.path or "", error.name or "", str(error).partition("\n")[0])


def package_of(path: Path) -> str:
    """Name and version of the package that a file came with; "" where none has it."""
    for one in importlib.metadata.distributions():
        base = Path(str(one.locate_file(""))).resolve()
        if path.resolve().is_relative_to(base):
            name = path.resolve().relative_to(base).as_posix()
            if any(file.as_posix() == name for file in one.files or ()):
                return f"{one.metadata['Name']} {one.version}"
    return ""


def _line(said: str, one: ListedFile) -> CheckLine:
    return CheckLine(
        said, f"{one.path}（{one.package} {one.version}、SHA-256 {one.sha256}）", "bad", BROKEN_WAY
    )


def _native_files(home: Path) -> Iterable[str]:
    return (
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file()
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
