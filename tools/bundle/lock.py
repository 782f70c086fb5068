"""Make the locks of the bundles: each package with its version and the hash of its wheel, and where our imports lie.

`python -m tools.bundle.lock` downloads the wheels of constraints.txt with pip; which index pip asks is for pip's own
settings to say. A bundle takes nothing but what stands here.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tools import pins
from tools.bundle import imports, wheels
from tools.bundle.target import PYTHON, ROOT, TARGETS, Target

HEADER = (
    "# Made by python -m tools.bundle.lock: the wheels of a bundle for {name}. Nothing else goes into it.\n"
)


def pinned_versions() -> dict[str, str]:
    """Package to version, as constraints.txt has it."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def needed_packages(target: Target) -> dict[str, str]:
    """Package to version, for what the pages and commands need on the target."""
    requirements = pins.declared_requirements(ROOT / "pyproject.toml", tests=False)
    versions = pins.resolved_versions(requirements, target.markers)
    pinned = pinned_versions()
    return {name: pinned[name] for name in sorted(versions)}


def lock_text(target: Target, versions: dict[str, str], folder: Path) -> str:
    """The requirements file for the wheels in a folder; every package has exactly one."""
    found = {wheels.package_of(path): path for path in folder.glob("*.whl")}
    if set(found) != set(versions):
        raise SystemExit(f"{target.name}: wheels for {sorted(set(found) ^ set(versions))} do not match")
    lines = (
        f"{name}=={version} \\\n    --hash=sha256:{wheels.sha256(found[name])}\n"
        for name, version in versions.items()
    )
    return HEADER.format(name=target.name) + "".join(lines)


def download(target: Target, requirements: Iterable[str], folder: Path) -> None:
    """Let pip fetch the wheels of a target, as they are and nothing that they require."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += [f"--platform={platform}" for platform in target.pip_platforms]
    command += [f"--python-version={PYTHON}", "--implementation=cp", "--dest", str(folder), *requirements]
    subprocess.run(command, check=True)


def main() -> int:
    argparse.ArgumentParser(description="Make the locks of the bundles").parse_args()
    for target in TARGETS.values():
        versions = needed_packages(target)
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            download(target, (f"{name}=={version}" for name, version in versions.items()), folder)
            target.lock.parent.mkdir(exist_ok=True)
            target.lock.write_text(lock_text(target, versions, folder), encoding="utf-8")
            listing = {name for path in folder.glob("*.whl") for name in wheels.kept_names(path)}
            target.imports.write_text(imports.to_csv(imports.locate(listing)), encoding="utf-8")
            shutil.copytree(folder, wheels.cache(target), dirs_exist_ok=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
