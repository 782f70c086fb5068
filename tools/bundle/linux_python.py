"""The Python of this machine's distribution, copied so that it runs from any folder."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.bundle.target import PYTHON

# Tests, windows, editors, installers and what was compiled for other folders.
LEFT_OUT = shutil.ignore_patterns(
    "test", "tests", "idlelib", "tkinter", "turtledemo", "turtle.py", "lib2to3", "ensurepip", "venv", "pydoc_data",
    "site-packages", "dist-packages", "__pycache__", "config-*", "_tkinter*", "EXTERNALLY-MANAGED", "sitecustomize.py",
)  # fmt: skip
OWN_LIBRARY = re.compile(r"libpython\S* => (\S+)")

NOTE = """Python {release}（作った機械の OS が配る Python の写し）
OpenSSL、SQLite、libffi などは、使う PC の OS が持つものを使います（Debian 12 以降、Ubuntu 22.04 以降）。
"""


class PythonMissingError(Exception):
    """No Python that can be copied."""


def choose() -> Path:
    """A Python 3.11 that needs no library of its own beside the system's; the distribution's comes first."""
    for candidate in (Path(f"/usr/bin/python{PYTHON}"), Path(sys.executable).resolve()):
        if not candidate.exists():
            continue
        version = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        libraries = subprocess.run(["ldd", candidate], capture_output=True, text=True, check=False)
        if version.stdout.strip() == PYTHON and not OWN_LIBRARY.search(libraries.stdout):
            return candidate
    raise PythonMissingError(
        f"a bundle for Linux takes Python {PYTHON} of this machine's distribution, which has none"
    )


def lay_out(folder: Path) -> str:
    """Copy the interpreter and its library and return its release."""
    interpreter = choose()
    library = subprocess.run(
        [
            interpreter,
            "-c",
            "import sysconfig, sys; print(sysconfig.get_path('stdlib')); print(sys.version.split()[0])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    place, release = library.stdout.split()
    shutil.copytree(place, folder / "lib", ignore=LEFT_OUT, symlinks=False)
    shutil.copy(interpreter, folder / "python3")
    # As on Windows: nothing but this folder is searched, and no environment variable is heard.
    (folder / "python3._pth").write_text(
        "lib\nlib/lib-dynload\n../site\n../app\nimport site\n", encoding="ascii"
    )
    return release
