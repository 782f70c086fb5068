"""Rules on the inside of etl: the floors of etl/survey and the layers of its SQL."""

import ast
import re
from pathlib import Path

from tests.house.import_rules import import_graph, modules

SURVEY = "etl.survey"
# The rooms of etl/survey from the ground up: a room imports rooms of lower floors only, none beside or above it.
SURVEY_FLOORS = (
    {"form", "ooxml"},
    {"answers", "sheet"},
    {"rules"},
    {"returned"},
    {"annotate", "check", "issue", "removing"},
    {"drafting", "receive"},
    {"draft_preview", "saving"},
)

SQL_LAYERS = {"codes": "10_codes", "core": "20_core", "mart": "30_mart"}
SQL_COMMENT = re.compile(r"--.*")
SQL_TABLE = re.compile(rf"\b({'|'.join(SQL_LAYERS)})_\w+")

# 令和, 平成, 昭和: what their years are counted from.
YEARS_BEFORE_ERAS = (2018, 1988, 1925)


def survey_floors(root: Path) -> list[str]:
    """form, ooxml ← answers, sheet ← rules ← returned ← annotate, check, issue, removing ← receive."""
    broken = []
    for name, targets in import_graph(root).items():
        room = _room(name)
        if room is None:
            continue
        floor = _floor(room)
        if floor is None:
            broken.append(f"{name}: {room} has no floor; give it one in SURVEY_FLOORS")
            continue
        for target in sorted(targets):
            other = _room(target)
            if other is None or other == room:
                continue
            below = _floor(other)
            if below is not None and below >= floor:
                broken.append(f"{name}: imports {target}, which is not on a lower floor")
    return broken


def sql_layers(root: Path) -> list[str]:
    """10_codes ← 20_core ← 30_mart: a file makes a table of its own layer and reads none of a higher one."""
    broken = []
    for layer in SQL_LAYERS.values():
        for path in sorted((root / "etl" / "sql" / layer).rglob("*.sql")):
            where = path.relative_to(root).as_posix()
            prefix = path.stem.partition("_")[0]
            if SQL_LAYERS.get(prefix) != layer:
                broken.append(f"{where}: makes no table of {layer}")
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for match in SQL_TABLE.finditer(SQL_COMMENT.sub("", line)):
                    if SQL_LAYERS[match[1]] > layer:
                        broken.append(f"{where}:{number}: reads {match[0]}, which is made later")
    return broken


def _room(name: str) -> str | None:
    """The room of etl/survey that a module is in: a folder, or a module of its own."""
    return name.split(".")[2] if name.startswith(f"{SURVEY}.") else None


def _floor(room: str) -> int | None:
    return next((floor for floor, rooms in enumerate(SURVEY_FLOORS) if room in rooms), None)


def eras_in_one_table(root: Path) -> list[str]:
    """The year before an era (2018 for 令和) is a number nowhere: years are counted by etl.japanese_date.ERAS."""
    return [
        f"{module.name}: line {node.lineno} counts the years of an era by {node.value}"
        for module in modules(root)
        if module.name.startswith("etl.")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value in YEARS_BEFORE_ERAS
    ]
