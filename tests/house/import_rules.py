"""Rules on what imports what: each a function from a project folder to what breaks the rule."""

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGES = ("etl", "dashboard")

# Lower may not import higher; a name stands for the module or the whole folder.
LAYERS = {
    "etl": (
        {  # pure: words, dates, names, shapes
            "add_kinds",
            "clock",
            "code_version",
            "command_line",
            "command_types",
            "csv_bytes",
            "findings",
            "fiscal_year",
            "geometry",
            "japanese_date",
            "kept_results",
            "municipality_code",
            "name_claims",
            "name_directory",
            "names",
            "raw_writes",
            "refusal",
            "sandbox",
            "split_digits",
            "tiles",
            "unfinished_restore",
            "written_name",
        },
        {"sources"},
        {"learned_headings"},
        {"readers", "sql", "ledger", "across_years"},
        {
            "across_sources",
            "backup",
            "corrected_facts",
            "corrected_states",
            "corrections",
            "corrections_file",
            "dictionary",
            "form_rows",
            "publish",
            "report",
            "state",
            "survey",
            "tables",
        },
        {"load", "load_returns", "load_rounds"},
        {"load_kept"},
        {"layers"},
        {"lost_files", "new_meeting", "trial", "trial_warehouse"},
        {"add", "build", "demo", "state_form", "trace"},
        {"correct", "inspection", "register_changes", "returns_beside_held"},
        {"address_list", "forgetting"},
        {
            *("backup_commands", "correction_commands", "form_commands", "register_commands"),
            *("decision_commands", "round_commands", "sending_commands", "state_form_commands"),
        },
        {"__main__"},
    ),
    "dashboard": (
        {"clock", "faults", "frames", "selfcheck", "theme", "words"},
        {"planning"},
        {"access", "figures", "warehouse", "journal", "intake"},
        {"export"},
        {"queries"},
        # what queries and pure parts make together, for pages and the command line alike
        {"services"},
        {"views"},
        # the registry: what each chart is called, rests on, gives out as a table and as a slide, and how it is recounted
        {"chart_data"},
        {"slides"},
        {"components"},
        # addresses that answer a view, caches, the first picture of a page
        {"web"},
        {"pages"},
        {"app", "cli"},
        {"__main__"},
    ),
}

# These know frames and pictures, neither the web nor the warehouse, however far one follows their imports.
FRAMES_ONLY = ("dashboard.figures", "dashboard.planning", "dashboard.export")
WEB_AND_WAREHOUSE = re.compile(r"^(dash|dash_\w+|duckdb|flask|sqlite3|waitress)(\.|$)")

POSIX_HOMES = {"etl.sandbox", "dashboard.intake.subprocess_limits"}
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_NAMES = {
    "os": {"fork", "getuid", "geteuid", "killpg", "setsid", "setrlimit", "wait3", "wait4", "mkfifo", "chown"},
    "signal": {"SIGKILL", "SIGALRM", "SIGHUP", "alarm", "setitimer"},
    "asyncio": {"add_signal_handler"},
}


class Module(NamedTuple):
    name: str
    path: Path
    tree: ast.Module


def modules(root: Path) -> list[Module]:
    """Every module of etl and dashboard."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, path, parsed(path)))
    return found


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(module: Module, known: set[str]) -> Iterator[str]:
    """Full names of what a module imports anywhere in it; `from a import b` gives a.b where a.b is known."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                outer = module.name.split(".")
                keep = len(outer) - node.level + (module.path.name == "__init__.py")
                base = ".".join([*outer[:keep], *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in known else base


def import_graph(root: Path) -> dict[str, set[str]]:
    found = modules(root)
    known = {module.name for module in found}
    return {module.name: set(imports(module, known)) for module in found}


def layer_of(name: str) -> int | None:
    """The layer of a module, counted from the bottom; the package itself is below all."""
    package, _, rest = name.partition(".")
    if not rest:
        return -1
    top = rest.split(".")[0]
    return next((level for level, names in enumerate(LAYERS[package]) if top in names), None)


def one_way(root: Path) -> list[str]:
    """etl/__main__ → build, survey → readers, sql → names, fiscal_year, findings; the dashboard likewise."""
    broken = []
    for name, targets in import_graph(root).items():
        level = layer_of(name)
        if level is None:
            broken.append(f"{name}: has no layer; give it one in LAYERS")
            continue
        for target in sorted(targets):
            if target.split(".")[0] != name.split(".")[0]:
                continue
            below = layer_of(target)
            if below is not None and below > level:
                broken.append(f"{name}: imports {target}, which stands above it")
    return broken


def no_dead_layer_name(root: Path) -> list[str]:
    """Every name in LAYERS is that of a module or a folder of modules."""
    known = {".".join(module.name.split(".")[:2]) for module in modules(root)}
    return [
        f"{package}.{name}: has a layer but no module"
        for package, layers in LAYERS.items()
        for names in layers
        for name in sorted(names)
        if f"{package}.{name}" not in known
    ]


def warehouse_is_all_that_passes(root: Path) -> list[str]:
    """dashboard never imports etl, nor etl dashboard."""
    return [
        f"{name}: imports {target}"
        for name, targets in import_graph(root).items()
        for target in sorted(targets)
        if target.split(".")[0] in PACKAGES and target.split(".")[0] != name.split(".")[0]
    ]


def no_circles(root: Path) -> list[str]:
    """No module imports itself by way of others."""
    graph = import_graph(root)
    inner = {
        name: {target for target in targets if target in graph} - {name} for name, targets in graph.items()
    }
    try:
        graphlib.TopologicalSorter(inner).prepare()
    except graphlib.CycleError as error:
        return [" → ".join(error.args[1])]
    return []


def reached(graph: dict[str, set[str]], name: str) -> Iterator[tuple[str, str]]:
    """Everything that a module imports, directly or through others of ours: the importer and what it imports."""
    seen, queue = {name}, [name]
    while queue:
        current = queue.pop()
        for target in sorted(graph.get(current, set()) - seen):
            seen.add(target)
            queue.append(target)
            yield current, target


def is_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def never_reaches(root: Path, packages: tuple[str, ...], forbidden: re.Pattern[str]) -> list[str]:
    """Modules of the packages that import what is forbidden, with the module through which they do."""
    graph = import_graph(root)
    return [
        f"{name}: imports {target}" + (f" through {importer}" if importer != name else "")
        for name in graph
        if is_in(name, packages)
        for importer, target in reached(graph, name)
        if forbidden.match(target)
    ]


def frames_only(root: Path) -> list[str]:
    """figures, planning and export import neither dash nor duckdb, nor anything of ours that does."""
    return never_reaches(root, FRAMES_ONLY, WEB_AND_WAREHOUSE)


def posix_at_home(root: Path) -> list[str]:
    """What only POSIX has stays in one module, which has a Windows twin of it."""
    broken = []
    for module in modules(root):
        if module.name in POSIX_HOMES:
            continue
        for target in imports(module, set()):
            if target.split(".")[0] in POSIX_MODULES:
                broken.append(f"{module.name}: imports {target}")
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.attr in POSIX_NAMES.get(node.value.id, set())
            ):
                broken.append(f"{module.name}: line {node.lineno} uses {node.value.id}.{node.attr}")
    return broken


WATCHED_IMPORT = """
import importlib, sys
from pathlib import Path
root, names = Path(sys.argv[1]).resolve(), sys.argv[2:]
sys.path.insert(0, str(root))
sys.dont_write_bytecode = True
current = ""
WORK = {"socket.connect", "subprocess.Popen", "sqlite3.connect", "os.mkdir", "os.remove", "os.rename"}
def listen(event, args):
    if event in WORK:
        print(f"{current}: {event} {args[0]!r} at import")
    if event == "open" and isinstance(args[0], str) and current:
        path = Path(args[0])
        ours = path.is_absolute() and path.is_relative_to(root) and ".venv" not in path.parts
        if (ours or not path.is_absolute()) and path.suffix not in {".py", ".pyc"}:
            print(f"{current}: opens {path.name} at import")
sys.addaudithook(listen)
for name in names:
    current = name
    importlib.import_module(name)
    current = ""
"""


def nothing_at_import(root: Path) -> list[str]:
    """Importing a module opens no file of the project, no connection and no process."""
    names = [module.name for module in modules(root)]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WATCHED_IMPORT, str(root), *names],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.stdout.splitlines() + ([done.stderr] if done.returncode else [])
