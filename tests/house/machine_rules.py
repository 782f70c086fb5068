"""Rules on machine/: a function from a project folder to what breaks the rule."""

import ast
import sys
from pathlib import Path


def machine_alone(root: Path) -> list[str]:
    """What etl and dashboard both ask of the PC knows neither of them, and works where no package can be loaded."""
    broken = []
    for path in sorted((root / "machine").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "machine"]
            broken += [
                f"{path.relative_to(root).as_posix()}: imports {name}"
                for name in names
                if name.split(".")[0] not in sys.stdlib_module_names | {"machine", "psutil"}
            ]
    return broken
