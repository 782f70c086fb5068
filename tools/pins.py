"""Print constraints.txt: the exact version of everything that the project needs, directly or through others.

Run it in a virtual environment whose tests are green:  .venv/bin/python tools/pins.py > constraints.txt
"""

import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HEADER = "# Made by tools/pins.py: exact versions. Where they come from is for pip's own settings to say.\n"
# What Windows alone needs, so that it may be absent where this file is made.
WINDOWS_ONLY = {"colorama": "0.4.6", "tzdata": "2026.6"}


def declared(pyproject: Path) -> list[Requirement]:
    """What pyproject.toml asks for to run and to test."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    return [Requirement(text) for text in wanted]


def builders(pyproject: Path) -> dict[str, str]:
    """What pip builds the project with, in an environment apart: pinned in pyproject.toml itself."""
    requires = tomllib.loads(pyproject.read_text(encoding="utf-8"))["build-system"]["requires"]
    return dict(text.split("==") for text in requires)


def needed(requirements: Iterable[Requirement]) -> dict[str, str]:
    """Canonical name to installed version, for the requirements and all that they need in turn."""
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    queue = list(requirements)
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            distribution = metadata.distribution(name)
            versions[name] = distribution.version
            for text in distribution.requires or []:
                further = Requirement(text)
                if further.marker is None or further.marker.evaluate({"extra": extra}):
                    queue.append(further)
    return versions


def main() -> int:
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    versions = {**WINDOWS_ONLY, **needed(declared(pyproject)), **builders(pyproject)}
    sys.stdout.write(HEADER + "".join(f"{name}=={versions[name]}\n" for name in sorted(versions)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
