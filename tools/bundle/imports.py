"""Which modules of others our code imports, where they lie in the wheels, and whether nothing that they need is missing."""

import ast
import csv
import io
import sys
import tomllib
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from tools.bundle.target import ROOT

# Code of a bundle beside the packages that run.
STARTERS = ("tools/office.py",)
NATIVE = (".pyd", ".so")
DEPTH = 2


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
    """Each public module of the packages that we import, to its file; refuses an import that no wheel has.

    Deeper ones are listed where we import them, so that an import of a neighbour needs no new list.
    """
    modules = index_modules(files)
    wanted = foreign_imports()
    if missing := unresolved(wanted, modules):
        raise SystemExit(f"no wheel has {', '.join(missing)}")
    tops = {name.split(".")[0] for name in wanted}
    return {
        name: file
        for name, file in modules.items()
        if name in wanted
        or (name.split(".")[0] in tops and name.count(".") < DEPTH and "._" not in f".{name}")
    }


def unresolved(wanted: Iterable[str], modules: Container[str]) -> list[str]:
    """The imported names that are neither a module nor a name within one."""
    return sorted(name for name in wanted if name not in modules and name.rpartition(".")[0] not in modules)


def to_csv(found: dict[str, str]) -> str:
    """The places as text for git."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("module", "file"))
    writer.writerows(sorted(found.items()))
    return stream.getvalue()
