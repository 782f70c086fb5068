"""Fetch the wheels of a lock with pip, and unpack what is used of them."""

import fnmatch
import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache as remember
from pathlib import Path, PurePosixPath

from packaging.utils import parse_wheel_filename

from tools.bundle.target import HERE, PYTHON, ROOT, Target

LOCKED = re.compile(r"^([a-z0-9-]+)==(\S+) \\\n +--hash=sha256:([0-9a-f]{64})$", re.M)


@dataclass
class Unpacked:
    """What came of the wheels: bytes left out by reason, and the package of each file that was kept."""

    left_out: Counter[str] = field(default_factory=Counter)
    package_of: dict[str, tuple[str, str]] = field(default_factory=dict)


def cache(target: Target) -> Path:
    """Where fetched wheels wait for the next bundle."""
    return ROOT / "build" / f"wheels-{target.name}"


def package_of(wheel: Path) -> str:
    """The canonical name of the package in a wheel."""
    return parse_wheel_filename(wheel.name)[0]


@remember
def unused() -> tuple[tuple[str, str], ...]:
    """Pattern and reason, for each kind of file that is left out."""
    groups = tomllib.loads((HERE / "unused.toml").read_text(encoding="utf-8"))["unused"]
    return tuple((pattern, group["why"]) for group in groups for pattern in group["paths"])


def why_unused(name: str) -> str | None:
    """The reason for leaving a file of a wheel out; licences stay whatever they lie in."""
    parts = PurePosixPath(name).parts
    if any(part.endswith(".dist-info") for part in parts[:1]) and not parts[0].startswith("setuptools-"):
        return None
    return next((why for pattern, why in unused() if fnmatch.fnmatchcase(name, pattern)), None)


def installed_name(name: str) -> str:
    """Where pip would put a file of a wheel, seen from site-packages."""
    parts = PurePosixPath(name).parts
    if parts[0].endswith(".data") and parts[1] in {"purelib", "platlib"}:
        return "/".join(parts[2:])
    return name


def kept_names(wheel: Path) -> list[str]:
    """The files of a wheel that go into a bundle, by their place in site-packages."""
    with zipfile.ZipFile(wheel) as archive:
        return [
            installed_name(info.filename)
            for info in archive.infolist()
            if not info.is_dir() and why_unused(info.filename) is None
        ]


def locked(lock: Path) -> dict[str, tuple[str, str]]:
    """Package to version and hash, as a lock has them."""
    text = lock.read_text(encoding="utf-8")
    return {name: (version, digest) for name, version, digest in LOCKED.findall(text)}


def fetch(target: Target) -> list[Path]:
    """The wheels of the lock, from an earlier fetch or by pip, which refuses one whose hash differs."""
    folder = cache(target)
    wanted = {digest for _, digest in locked(target.lock).values()}
    if not wanted <= {sha256(path) for path in folder.glob("*.whl")}:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        command += ["--only-binary=:all:", *(f"--platform={platform}" for platform in target.pip_platforms)]
        command += [f"--python-version={PYTHON}", "--implementation=cp", "--dest", str(folder)]
        subprocess.run([*command, "-r", str(target.lock)], check=True)
    # what an older lock had fetched stays where it is
    return sorted(path for path in folder.glob("*.whl") if sha256(path) in wanted)


def sha256(path: Path) -> str:
    """The hash of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(paths: list[Path], site: Path) -> Unpacked:
    """Lay the wheels out as pip would, without what is unused."""
    outcome = Unpacked()
    for path in paths:
        name, version, *_ = parse_wheel_filename(path.name)
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                if why := why_unused(info.filename):
                    outcome.left_out[why] += info.file_size
                    continue
                place = installed_name(info.filename)
                destination = site / place
                destination.parent.mkdir(parents=True, exist_ok=True)
                content = archive.read(info)
                if place.endswith(".dist-info/RECORD"):
                    content = without_unused(content)
                destination.write_bytes(content)
                outcome.package_of[place] = (name, str(version))
    return outcome


def without_unused(record: bytes) -> bytes:
    """A wheel's list of its files, without those that were left out and those that pip would have put elsewhere."""
    rows = record.decode("utf-8").splitlines(keepends=True)
    return "".join(row for row in rows if why_unused(row.split(",")[0].strip('"')) is None).encode("utf-8")
