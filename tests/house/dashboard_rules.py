"""Rules on the rooms of the dashboard: each a function from a project folder to what breaks the rule."""

import re
from pathlib import Path

from tests.house.import_rules import import_graph, is_in, never_reaches, reached

# Plain data about a page, and the tables behind its charts: no widget, however far one follows their imports.
WITHOUT_WIDGETS = ("dashboard.views", "dashboard.chart_data")
WIDGETS = re.compile(r"^(dash|dash_\w+|dashboard\.components|dashboard\.pages)(\.|$)")


def without_widgets(root: Path) -> list[str]:
    """views and chart_data are plain data: neither Dash nor a widget of ours, directly or through others."""
    return never_reaches(root, WITHOUT_WIDGETS, WIDGETS)


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
