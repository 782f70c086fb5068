"""Which modules of others our code imports, where they lie in the wheels, and whether nothing that they need is missing."""

import ast
import csv
import io
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.bundle.target import ROOT

# Code of a bundle beside the packages that run.
STARTERS = ("tools/office.py",)
NATIVE = (".pyd", ".so")


def our_packages() -> list[str]:
    """The folders of code that run: those that pyproject.toml installs."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    return [pattern.rstrip("*") for pattern in settings["packages"]["find"]["include"]]


def our_modules() -> list[Path]:
    """Each module that a bundle carries of us."""
    folders = (path for folder in our_packages() for path in (ROOT / folder).rglob("*.py"))
    return sorted([*folders, *(ROOT / name for name in STARTERS)])


def imported_names(path: Path) -> Iterator[str]:
    """Every dotted name that a module imports, wherever in it; `from a import b` gives a.b too, which may be no module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def foreign_imports() -> set[str]:
    """The dotted names that our code imports from packages of others."""
    names = {name for path in our_modules() for name in imported_names(path)}
    known = {"tools", *our_packages(), *sys.stdlib_module_names}
    return {name for name in names if name.split(".")[0] not in known}


def index_modules(files: Iterable[str]) -> dict[str, str]:
    """Dotted name of a module to its file, from the files of site-packages."""
    modules: dict[str, str] = {}
    for file in sorted(files):
        folder, _, name = file.rpartition("/")
        stem = name.split(".")[0]
        if not name.endswith((".py", *NATIVE)) or not all(
            part.isidentifier() for part in folder.split("/") if part
        ):
            continue
        parts = [*(part for part in folder.split("/") if part), *([] if stem == "__init__" else [stem])]
        modules.setdefault(".".join(parts), file)
    return modules


def locate(files: Iterable[str]) -> dict[str, str]:
    """Each imported module to its file; refuses a module that no wheel has."""
    modules = index_modules(files)
    found: dict[str, str] = {}
    for name in sorted(foreign_imports()):
        parent = name.rpartition(".")[0]
        if name in modules:
            found[name] = modules[name]
        elif parent not in modules:  # else: a function or class of its module
            raise SystemExit(f"no wheel has the module {name}")
    return found


def to_csv(found: dict[str, str]) -> str:
    """The places as text for git."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("module", "file"))
    writer.writerows(sorted(found.items()))
    return stream.getvalue()
