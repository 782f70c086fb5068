"""Compile ahead what a start loads, so that the first page comes soon.

Runs as a process of its own: how Python writes bytecode rests on what else is in memory and on the seed of its hashes.
"""

import importlib.util
import json
import os
import subprocess
import sys
from importlib import _bootstrap_external
from pathlib import Path

from tools.bundle.target import LONGEST_PATH, PYTHON, PYTHON_TAG, ROOT


def is_of_target() -> bool:
    """Whether this machine's Python writes the bytecode that the bundle's Python reads."""
    return f"{sys.version_info.major}.{sys.version_info.minor}" == PYTHON


def compile_modules(folder: Path, names: list[str]) -> None:
    """Write the bytecode of the modules of a bundle, the same bytes at every build."""
    subprocess.run(
        [sys.executable, "-S", "-m", "tools.bundle.bytecode", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        input=json.dumps(sorted(names)),
        encoding="utf-8",
        check=True,
    )


def write(folder: Path, name: str) -> None:
    """Write bytecode that stands for its source without a look at the source's time."""
    source = folder / name
    place = f"{name.rpartition('/')[0]}/__pycache__/{source.stem}.cpython-{PYTHON_TAG}.pyc"
    if len(place) > LONGEST_PATH:
        return
    content = source.read_bytes()
    # compiled under its place within the bundle: the same bytes wherever the bundle is built
    code = compile(content, name, "exec", dont_inherit=True)
    (folder / place).parent.mkdir(exist_ok=True)
    digest = importlib.util.source_hash(content)
    compiled = _bootstrap_external._code_to_hash_pyc(code, digest, checked=False)  # type: ignore[attr-defined]
    (folder / place).write_bytes(compiled)


def main() -> int:
    for name in json.load(sys.stdin):
        write(Path(sys.argv[1]), name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
