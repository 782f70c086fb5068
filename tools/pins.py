"""Print constraints.txt: the exact version of every package that the project needs, directly or indirectly.

Run it in a virtual environment whose tests are green:  .venv/bin/python tools/pins.py > constraints.txt
"""

import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HEADER = "# Made by tools/pins.py: exact versions. Where they come from is for pip's own settings to say.\n"
# Needed on Windows only, so it may be missing where this file is written.
WINDOWS_ONLY = {"colorama": "0.4.6", "tzdata": "2026.6"}


def declared_requirements(pyproject: Path, *, tests: bool = True) -> list[Requirement]:
    """The requirements in pyproject.toml, for running and, where asked, for testing."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    requirements = list(project["dependencies"])
    for extra in project["optional-dependencies"].values() if tests else ():
        requirements += extra
    return [Requirement(text) for text in requirements]


def build_requirements(pyproject: Path) -> dict[str, str]:
    """Package to version of what pip builds the project with, in an isolated environment; pinned in pyproject.toml."""
    requires = tomllib.loads(pyproject.read_text(encoding="utf-8"))["build-system"]["requires"]
    return dict(text.split("==") for text in requires)


def resolved_versions(
    requirements: Iterable[Requirement], markers: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Canonical name to version, for the requirements and their own; markers describe a machine other than this one."""
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
            if name in WINDOWS_ONLY:
                versions[name] = WINDOWS_ONLY[name]
                continue
            distribution = metadata.distribution(name)
            versions[name] = distribution.version
            for text in distribution.requires or []:
                dependency = Requirement(text)
                if dependency.marker is None or dependency.marker.evaluate(
                    {**(markers or {}), "extra": extra}
                ):
                    queue.append(dependency)
    return versions


def main() -> int:
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    versions = {
        **WINDOWS_ONLY,
        **resolved_versions(declared_requirements(pyproject)),
        **build_requirements(pyproject),
    }
    sys.stdout.write(HEADER + "".join(f"{name}=={versions[name]}\n" for name in sorted(versions)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
