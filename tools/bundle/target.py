"""The kinds of PC that a bundle is made for."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PYTHON = "3.11"
PYTHON_TAG = "311"
# Windows takes 260 characters from the drive on, unless its administrator allows more; this leaves 150 for where it lies.
LONGEST_PATH = 100
FOLDER = "kasanari"


@dataclass(frozen=True)
class Target:
    """One kind of PC: what pip calls it, and how a marker of a requirement sees it."""

    name: str
    pip_platforms: tuple[str, ...]
    markers: dict[str, str]
    native_suffixes: tuple[str, ...]

    @property
    def lock(self) -> Path:
        """The requirements with their hashes, made by `python -m tools.bundle.lock`."""
        return HERE / "locks" / f"{self.name}.txt"

    @property
    def imports(self) -> Path:
        """Where each module that our code imports lies within the wheels of the lock."""
        return HERE / "locks" / f"{self.name}-imports.csv"

    def is_native(self, path: str) -> bool:
        """Whether the operating system loads this file as a program; `lib.so.3` counts too."""
        name = path.rsplit("/", 1)[-1].lower()
        return any(name.endswith(suffix) or f"{suffix}." in name for suffix in self.native_suffixes)


WINDOWS = Target(
    name="windows",
    pip_platforms=("win_amd64",),
    markers={
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "python_version": PYTHON,
    },
    native_suffixes=(".pyd", ".dll", ".exe"),
)
LINUX = Target(
    name="linux",
    # Debian 12 and later, Ubuntu 22.04 and later: all of them have a glibc of at least 2.35.
    pip_platforms=(
        *(f"manylinux_2_{minor}_x86_64" for minor in (35, 34, 31, 28, 27, 26, 24, 17, 12, 5)),
        *(f"manylinux{year}_x86_64" for year in (2014, 2010, 1)),
    ),
    markers={
        "os_name": "posix",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "python_version": PYTHON,
    },
    native_suffixes=(".so",),
)
TARGETS = {target.name: target for target in (WINDOWS, LINUX)}
