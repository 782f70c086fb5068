"""Follow every import from our code through a laid-out bundle; what is left out must be missed by nothing."""

import ast
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.bundle import imports

LIBRARY = Path(sysconfig.get_path("stdlib"))


def is_built_in(name: str) -> bool:
    """Whether a module belongs to Python and has no source: it lies in the interpreter or beside it."""
    top = name.split(".")[0]
    has_source = (LIBRARY / top).is_dir() or (LIBRARY / f"{top}.py").exists()
    return top in sys.stdlib_module_names and not has_source


def is_made_elsewhere(name: str, modules: dict[str, str]) -> bool:
    """Whether a name is a folder without __init__, or is made by its parent as that is loaded, as os.path is by os."""
    if any(module.startswith(f"{name}.") for module in modules):
        return True
    parent = modules.get(name.rpartition(".")[0])
    return parent is not None and not parent.endswith("/__init__.py")


def search_places(root: Path) -> dict[str, str]:
    """Dotted name to file, for all that the bundle's Python finds: app, site and the standard library."""
    modules: dict[str, str] = {}
    for folder in ("app", "site", "python", "python/lib", "python/lib/lib-dynload"):
        base = root / folder
        names = (
            path.relative_to(base).as_posix()
            for path in base.rglob("*")
            if path.suffix in {".py", *imports.NATIVE}
        )
        for module, file in imports.index_modules(names).items():
            modules.setdefault(module, f"{folder}/{file}")
    for archive in root.glob("python/python*.zip"):
        with zipfile.ZipFile(archive) as opened:
            library = (name.removesuffix("c") for name in opened.namelist() if name.endswith(".pyc"))
            for module in imports.index_modules(library):
                modules.setdefault(module, "")
    return modules


def unconditional_imports(file: Path, module: str, *, everywhere: bool) -> Iterator[tuple[str, bool]]:
    """Dotted names that a module imports as it is loaded, and whether each may be a name within its module instead.

    Imports under try, if or within functions are the package's own business, so only ours are taken from everywhere.
    """
    tree = ast.parse(file.read_bytes())
    package = module if file.stem == "__init__" else module.rpartition(".")[0]
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from ((alias.name, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
            origin = ".".join(part for part in (base, node.module) if part)
            yield origin, False
            yield from ((f"{origin}.{alias.name}", True) for alias in node.names if alias.name != "*")


def follow(root: Path, *, lazy: bool = True) -> tuple[set[str], list[str]]:
    """The source files that are reached from our code, and each module that is missing with who wants it.

    lazy: whether what our functions import when they are called counts.
    """
    modules = search_places(root)
    reached: set[str] = set()
    missing: set[str] = set()
    queue = [(name, "") for name, file in modules.items() if file.startswith("app/")]
    while queue:
        name, wanted_by = queue.pop()
        if name in reached:
            continue
        reached.add(name)
        parent = name.rpartition(".")[0]
        if parent:
            queue.append((parent, wanted_by))
        file = modules.get(name)
        if file is None:
            if not is_built_in(name) and not is_made_elsewhere(name, modules):
                missing.add(f"{name} (for {wanted_by})")
            continue
        if not file.endswith(".py"):
            continue
        for imported, may_be_attribute in unconditional_imports(
            root / file, name, everywhere=lazy and file.startswith("app/")
        ):
            if imported in modules or not may_be_attribute:
                queue.append((imported, file))
    return {modules[name] for name in reached if modules.get(name, "").endswith(".py")}, sorted(missing)
