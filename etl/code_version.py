"""The version of all code, words and packages that decide what is read of a file and made of it."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

ETL = Path(__file__).parent
FOLDERS = ("readers", "survey", "vocabulary")
PACKAGES = (
    *("python-calamine", "xlrd", "olefile"),
    *("numpy", "pandas", "scipy", "shapely", "pyproj", "geopandas", "pyogrio"),
)


@cache
def code_version() -> bytes:
    """Another one after every change of code, vocabulary, Python or package on which what is kept depends."""
    files = [*ETL.glob("*.py"), *(path for folder in FOLDERS for path in (ETL / folder).rglob("*.*"))]
    digest = hashlib.sha256(sys.version.encode())
    for package in PACKAGES:
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    for path in sorted(path for path in files if path.suffix in (".py", ".csv")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ETL).as_posix()} {len(content)}\n".encode() + content)
    return digest.digest()
