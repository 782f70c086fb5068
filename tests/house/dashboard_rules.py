"""Rules on the rooms of the dashboard: each a function from a project folder to what breaks the rule."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.import_rules import Module, import_graph, is_in, modules, never_reaches, reached

# Plain data about a page, and the tables behind its charts: no widget, however far one follows their imports.
WITHOUT_WIDGETS = ("dashboard.views", "dashboard.chart_data")
WIDGETS = re.compile(r"^(dash|dash_\w+|dashboard\.components|dashboard\.pages)(\.|$)")

WEB = re.compile(r"^(dash|dash_\w+|flask|waitress|werkzeug|dashboard\.web)(\.|$)")

# Where SQL may stand, and why there.
SQL_ROOMS = {
    "dashboard.access": "keeps accounts and sessions in a SQLite file of their own",
    "dashboard.queries": "asks the warehouse, one function per question",
    "dashboard.warehouse": "opens the warehouse and answers as of a day",
    "dashboard.journal": "keeps its own SQLite file",
}
# Ids that two pages share on purpose, and why.
SHARED_IDS = {"map-hover": "what lies under the pointer of the one map that both pages draw (assets/map.js)"}
SQL_TEXT = re.compile(
    r"\bselect\b.+\bfrom\s+[\w\"{(]|^\s*(from\s+(codes|core|mart)_|with\s+\w+\s+as\s*\(|insert\s+into\s|delete\s+from\s"
    r"|update\s+\w+\s+set\s|(create|drop|alter)\s+(or\s+replace\s+)?(temp\s+)?(table|view|macro)\s|attach\s|pragma\s)",
    re.I | re.S,
)
DATABASES = {"duckdb", "sqlite3"}
SQL_CALLS = {"execute", "executemany", "executescript", "sql"}
# What begins a workbook: of xlsxwriter, openpyxl and pandas.
WORKBOOK_MAKERS = {"Workbook", "ExcelWriter", "to_excel"}
WORKBOOK_HOMES = {
    "dashboard.export.excel": "the writer of lists",
    "etl.survey.sheet.workbook": "the 調査票 is a form: merged cells, choices to pick from, a hidden manifest",
}


def without_widgets(root: Path) -> list[str]:
    """views and chart_data are plain data: neither Dash nor a widget of ours, directly or through others."""
    return never_reaches(root, WITHOUT_WIDGETS, WIDGETS)


def services_off_the_web(root: Path) -> list[str]:
    """services/ serves pages and commands alike: it registers no address and knows no request."""
    return never_reaches(root, ("dashboard.services",), WEB)


def shared_components(root: Path) -> list[str]:
    """components/ holds what two pages, or a page's shell, use; what one page alone uses lives in its folder."""
    graph = import_graph(root)
    users: dict[str, set[str]] = {name: set() for name in graph if is_in(name, ("dashboard.components",))}
    among_components = {name: graph[name] & users.keys() for name in users}
    for name in graph.keys() - users.keys():
        user = ".".join(name.split(".")[:3]) if name.startswith("dashboard.pages.") else "the shell"
        for target in graph[name] & users.keys():
            users[target].add(user)
            for _, deeper in reached(among_components, target):
                users[deeper].add(user)
    users.pop("dashboard.components", None)
    return [
        f"{name}: used by {' '.join(users[name]) or 'nobody'} alone"
        for name in sorted(users)
        if len(users[name]) < 2 and "the shell" not in users[name]
    ]


def pages_apart(root: Path) -> list[str]:
    """A page imports no page: pages/<page>/ knows its own folder and none beside it."""
    return [
        f"{name}: imports {target}"
        for name, targets in import_graph(root).items()
        for target in sorted(targets)
        if name.startswith("dashboard.pages.")
        and target.startswith("dashboard.pages.")
        and name.split(".")[2] != target.split(".")[2]
    ]


def sql_in_its_rooms(root: Path) -> list[str]:
    """SQL stands in queries/ and where a database is opened; no other room has any or asks a connection itself."""
    return [
        f"{module.name}: line {line} {what}"
        for module in modules(root)
        if module.name.startswith("dashboard.") and not is_in(module.name, tuple(SQL_ROOMS))
        for line, what in sorted(_sql(module.tree))
    ]


def _sql(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines of statements in texts (docstrings aside), of database modules, and of calls that pass a statement on."""
    plain = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    pieces = {piece for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and node not in plain | pieces:
            if SQL_TEXT.search(_text(node)):
                yield node.lineno, "has SQL"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {node.module} if isinstance(node, ast.ImportFrom) else {each.name for each in node.names}
            yield from ((node.lineno, f"imports {name}") for name in names & DATABASES)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in SQL_CALLS:
                yield node.lineno, f"calls .{node.func.attr}()"
            elif node.func.attr == "frame" and ast.unparse(node.func.value).split(".")[-1] == "reader":
                yield node.lineno, "calls reader.frame()"


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    """A text with {} where a value goes in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(piece) if isinstance(piece, ast.Constant) else "{}" for piece in node.values)
    return node.value if isinstance(node.value, str) else ""


def workbooks_at_home(root: Path) -> list[str]:
    """Every list in Excel is written by dashboard.export.excel; who else begins a workbook says why in WORKBOOK_HOMES."""
    broken = []
    for module in modules(root):
        lines = sorted(_workbook_makers(module))
        if module.name not in WORKBOOK_HOMES:
            broken += [f"{module.name}: line {line} begins a workbook with {maker}" for line, maker in lines]
        elif not lines:
            broken.append(f"{module.name}: is in WORKBOOK_HOMES but begins no workbook")
    return broken


def _workbook_makers(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in WORKBOOK_MAKERS:
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias) and node.name in WORKBOOK_MAKERS:
            yield node.lineno, node.name


def one_page_per_id(root: Path) -> list[str]:
    """An id of Dash belongs to one page: the callbacks of all pages are there at once, and would hear of each other's."""
    homes: dict[str, set[str]] = {}
    for module in modules(root):
        if not is_in(module.name, ("dashboard.pages",)):
            continue
        page = ".".join(module.name.split(".")[:3])
        for node in ast.walk(module.tree):
            if isinstance(node, ast.keyword) and node.arg == "id" and isinstance(node.value, ast.Constant):
                homes.setdefault(str(node.value.value), set()).add(page)
    return [
        f"id {name!r} is used by {' and '.join(sorted(pages))}"
        for name, pages in sorted(homes.items())
        if len(pages) > 1 and name not in SHARED_IDS
    ]
