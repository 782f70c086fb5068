"""Workbooks with something drawn on them, and what is read and told of them: helpers for the tests of the marks."""

from __future__ import annotations

from pathlib import Path

from etl.readers import document
from etl.readers.grid import Mark
from tests import drawn_parts as drawn
from tests import messes


def marks_of(path: Path) -> list[Mark]:
    found, told = document.read_here(path, path.name)
    assert found is not None, told
    return found.marks


def findings_of(path: Path) -> list[tuple[str, str, str]]:
    return [(f.severity, f.rule, f.cell) for f in document.read_here(path, path.name)[1]]


def with_parts(tmp_path: Path, **parts: bytes) -> Path:
    return drawn.with_parts(messes.workbook(tmp_path / "a.xlsx"), parts)
