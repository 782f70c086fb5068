"""The findings that reading can give, as the code has them: code, severities and messages with … for what varies."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from etl.findings import SEVERITIES

ETL = Path(__file__).resolve().parents[1] / "etl"
RULE = re.compile(r"L[123]-\d\d|[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)+")
NOT_RULES = {"UTF-8", "UTF-16", "EUC-JP"}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
# Calls that refuse what they are given: their findings are errors.
# Not what towns send: the questionnaire's own definition, red pen for a file, invented data.
NOT_OF_READING = ("survey/form/", "survey/annotate", "demo/", "sources.py")
REFUSING = {"RefusedError", "refuse", "unreadable", "reject", "problem", "_no"}
LONGEST = 160


class CatalogueEntry(NamedTuple):
    """One kind of finding: its code, the severities that it can have, and what it says."""

    rule: str
    severities: tuple[str, ...]
    messages: tuple[str, ...]


def catalogue(root: Path = ETL) -> dict[str, CatalogueEntry]:
    """Every code whose finding is made in one call with its message, in the order of the codes."""
    severities: dict[str, set[str]] = {}
    messages: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).as_posix().startswith(NOT_OF_READING):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        helpers = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]:
            words = _assigned(scope)
            for call in _calls(scope):
                for rule, severity, texts in _findings(call, words, helpers):
                    severities.setdefault(rule, set()).update(severity)
                    kept = messages.setdefault(rule, [])
                    kept += [text for text in texts if text not in kept]
    return {
        rule: CatalogueEntry(
            rule,
            tuple(severity for severity in SEVERITIES if severity in severities[rule]),
            tuple(messages[rule]),
        )
        for rule in sorted(messages)
        if messages[rule]
    }


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    """The calls of a scope without those of the functions in it."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and isinstance(scope, ast.FunctionDef):
            continue
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call):
            yield node
        yield from _calls(node)


def _findings(
    call: ast.Call, words: dict[str, list[ast.expr]], helpers: dict[str, ast.FunctionDef]
) -> Iterator[tuple[str, set[str], list[str]]]:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    constants = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    rules = [text for text in constants if RULE.fullmatch(text) and text not in NOT_RULES]
    if len(rules) != 1:
        return
    severities: set[str] = {text for text in constants if text in SEVERITIES}
    if not severities and _name(call.func) in REFUSING:
        severities = {"error"}
    if not severities and _name(call.func) in helpers:
        inside = ast.walk(helpers[_name(call.func)])
        severities = {
            str(one.value) for one in inside if isinstance(one, ast.Constant) and one.value in SEVERITIES
        }
    words = {
        name: [value]
        for name, values in words.items()
        for value in sorted(values, key=lambda one: one.lineno)
        if value.lineno <= call.lineno
    }
    texts = [text for one in given for text in _texts(one, words) if JAPANESE.search(text) and "。" in text]
    yield rules[0], severities, texts[:2]


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """Name → the expressions that are given to it in this scope."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope) if isinstance(scope, ast.FunctionDef) else ():
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _texts(node: ast.expr, words: dict[str, list[ast.expr]], depth: int = 0) -> list[str]:
    """The texts that an expression can be, … for what is filled in."""
    if depth > 3:
        return []
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, words, depth + 1), *_texts(node.orelse, words, depth + 1)]
    if isinstance(node, ast.Name):
        return [text for value in words.get(node.id, []) for text in _texts(value, words, depth + 1)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = [_texts(node.left, words, depth + 1) or ["…"], _texts(node.right, words, depth + 1) or ["…"]]
        return [_tidy(left + right) for left in sides[0][:2] for right in sides[1][:2]]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [_tidy(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "…" for part in node.values]
        return [_tidy("".join(map(str, parts)))]
    return []


def _tidy(text: str) -> str:
    line = re.sub(r"…(?:\s*…)+", "…", " ".join(text.split()))
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
