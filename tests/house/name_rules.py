"""Rules on names: a function from a project folder to what breaks the rule."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.house.import_rules import modules


def one_class_per_name(root: Path) -> list[str]:
    """A public class name belongs to one module, so that a reader who meets `Chart` need not ask which one."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module in modules(root):
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(module.name)
    return [
        f"class {name} is defined in {' and '.join(sorted(homes[name]))}; give each its own name"
        for name in sorted(homes)
        if len(homes[name]) > 1
    ]
