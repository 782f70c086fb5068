"""`python -m tools.bundle [windows] [linux]`: make the folder and the archive for each kind of PC, in build/bundle/."""

import argparse
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tools.bundle import (
    application,
    archive,
    bytecode,
    closure,
    inventory,
    launchers,
    linux_python,
    wheels,
    windows_python,
)
from tools.bundle.inventory import Part
from tools.bundle.target import LONGEST_PATH, ROOT, TARGETS, WINDOWS, Target

LARGEST_ARCHIVE = 150_000_000
MOST_WEIGHTS = 15
# Generated classes whose bytecode weighs more than 1 MB in the zip; the first start writes it in two seconds.
WITHOUT_BYTECODE = ("site/dash_mantine_components/",)


class BundleRefusedError(Exception):
    """A bundle that would not do what it promises."""


def build(target: Target, folder: Path, report: Callable[[str], None]) -> wheels.Unpacked:
    """Lay out the folder of a bundle anew."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    fetched = wheels.fetch(target)
    outcome = wheels.unpack(fetched, folder / "site")
    application.copy_code_and_data(folder / "app")
    application.write_guide(folder)
    signed: dict[str, str] = {}
    if target is WINDOWS:
        embedded = windows_python.lay_out(windows_python.fetch(), folder / "python")
        release, signed = embedded.release, embedded.signatures
        note = windows_python.describe(embedded)
    else:
        release = linux_python.lay_out(folder / "python")
        note = linux_python.NOTE.format(release=release)
    report(note)
    scripts = launchers.windows() if target is WINDOWS else launchers.linux()
    for name, content in scripts.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o755)
    _, missing = closure.follow(folder)
    if missing:
        raise BundleRefusedError("modules are missing:\n" + "\n".join(missing))
    if bytecode.is_of_target():
        reached, _ = closure.follow(folder, lazy=False)
        names = (name for name in reached if name.startswith(("app/", "site/")))
        bytecode.compile_modules(folder, [name for name in names if not name.startswith(WITHOUT_BYTECODE)])
    python = Part("python", release, "PSF-2.0", None)
    parts = inventory.read_parts(folder / "site", fetched)
    application.write_metadata(folder / "site")
    papers = folder / application.FOR_IT
    natives = inventory.describe_native_files(folder, target, outcome.package_of, parts, python, signed)
    (papers / "実行ファイルの一覧.csv").write_bytes(inventory.list_for_people(natives))
    (folder / inventory.SELFCHECK_LIST).write_bytes(inventory.list_for_selfcheck(natives))
    (papers / "部品表.cdx.json").write_bytes(
        inventory.bill_of_materials(target, project_version(), [python, *parts.values()])
    )
    (papers / "ライセンス全文.txt").write_bytes(inventory.gather_licences(folder, folder))
    (papers / "Pythonの出所.txt").write_bytes(note.replace("\n", "\r\n").encode("utf-8-sig"))
    return outcome


def project_version() -> str:
    """The version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def archive_name(target: Target) -> str:
    """What the archive for a kind of PC is called."""
    return f"kasanari-{project_version()}-{target.name}{'.zip' if target is WINDOWS else '.tar.xz'}"


def longest_path(folder: Path) -> str:
    """The longest path below the folder."""
    return max((path.relative_to(folder).as_posix() for path in folder.rglob("*")), key=len)


def weigh(folder: Path, outcome: wheels.Unpacked) -> str:
    """What weighs most in the folder, and what was left out, as lines."""
    weights: Counter[str] = Counter()
    for name, file, _ in archive.files_of(folder):
        weights["/".join(name.split("/")[:2])] += file.stat().st_size
    lines = [f"  {size / 1e6:7.1f} MB  {name}" for name, size in weights.most_common(MOST_WEIGHTS)]
    lines += [f"  {-size / 1e6:7.1f} MB  left out: {why}" for why, size in outcome.left_out.most_common()]
    return "\n".join(lines)


def make(target: Target, out: Path, report: Callable[[str], None]) -> Path:
    """Make folder and zip of one kind of PC; refuses an archive that is too heavy or a path that is too long."""
    folder = out / target.name
    outcome = build(target, folder, report)
    path = longest_path(folder)
    if len(path) > LONGEST_PATH:
        raise BundleRefusedError(f"{path} has {len(path)} characters, more than {LONGEST_PATH}")
    write = archive.write_zip if target is WINDOWS else archive.write_tar
    packed = out / archive_name(target)
    write(folder, packed)
    size = packed.stat().st_size
    files = [file for file in folder.rglob("*") if file.is_file()]
    report(weigh(folder, outcome))
    report(
        f"{packed.relative_to(ROOT) if packed.is_relative_to(ROOT) else packed}: {size / 1e6:.1f} MB, unpacked "
        f"{sum(file.stat().st_size for file in files) / 1e6:.0f} MB in {len(files):,} files, longest path {len(path)}, "
        f"{len(inventory.native_files(folder, target))} native files, sha256 {wheels.sha256(packed)}"
    )
    if size > LARGEST_ARCHIVE:
        raise BundleRefusedError(f"{packed.name} has {size:,} bytes, more than {LARGEST_ARCHIVE:,}")
    return packed


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the folders and zips for office PCs")
    parser.add_argument("targets", nargs="*", help=f"{' '.join(TARGETS)} (both unless named)")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bundle")
    options = parser.parse_args()

    def report(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    try:
        for name in options.targets or TARGETS:
            make(TARGETS[name], options.out, report)
    except (BundleRefusedError, windows_python.PythonRefusedError, linux_python.PythonMissingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
