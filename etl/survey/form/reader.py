"""The notebook used while a form.toml is read: collects every mistake with its line, looks code lists up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from etl import csv_bytes
from etl.findings import Finding
from etl.refusal import Refusal

ID_PATTERN = re.compile(r"[a-z](?:_?[a-z0-9])*")
TYPE_NAMES: dict[type, str] = {
    str: '文字列（"…"）',
    int: "整数",
    bool: "true か false",
    date: "日付（2023-04-01 の形）",
    list: "配列（[…]）",
}


class FormError(Refusal):
    """The questionnaire cannot be used. `findings` lists what to fix, each with its line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{finding.file} {finding.message}" for finding in self.findings))


class FormReader:
    """State of reading one file, so that all mistakes are reported in one run."""

    def __init__(self, name: str, text: str, vocabulary: Path) -> None:
        self.name = name
        self.vocabulary = vocabulary
        self.findings: list[Finding] = []
        self._question_lines = _lines_with(text, "[[question]]")
        self._form_line = next(iter(_lines_with(text, "[form]")), 1)
        self._codes: dict[str, list[dict[str, str]]] = {}
        self.at_form()

    def at_form(self) -> None:
        self.question_id = ""
        self.place = f"{self._form_line}行目 [form]"

    def at_question(self, index: int, question_id: str) -> None:
        line = self._question_lines[index] if index < len(self._question_lines) else self._form_line
        self.question_id = question_id
        self.place = f"{line}行目 質問「{question_id or f'{index + 1}番目'}」"

    def problem(self, rule: str, message: str) -> None:
        self.findings.append(
            Finding("error", rule, f"{self.place}: {message}", file=self.name, question_id=self.question_id)
        )

    def typed(self, entry: Any, keys: dict[str, type], required: Iterable[str]) -> dict[str, Any]:
        """The entries whose names and types are right; every other one is a finding."""
        values = entry if isinstance(entry, dict) else {}
        good: dict[str, Any] = {}
        for key, value in values.items():
            if key not in keys:
                self.problem("FORM-KEY", f"「{key}」という項目はありません。使えるのは {quoted(keys)} です")
            elif type(value) is not keys[key]:
                expected = TYPE_NAMES[keys[key]]
                self.problem("FORM-TYPE", f"「{key}」は{expected}で書いてください（{value!r} は使えません）")
            else:
                good[key] = value
        missing = sorted(key for key in required if values.get(key, "") in ("", []))
        if missing:
            self.problem("FORM-KEY", f"{quoted(missing)} がありません。書いてください")
        return good

    def check_id(self, label: str, value: str) -> None:
        if value and not ID_PATTERN.fullmatch(value):
            advice = "英小文字で始め、英小文字・数字・_（続けて2つは不可）だけにしてください"
            self.problem("FORM-ID", f"{label}「{value}」は{advice}")

    def codes(self, name: str, key: str) -> list[dict[str, str]]:
        """Rows of a code list of etl/vocabulary in its order; an unknown list is a finding."""
        if name not in self._codes:
            path = self.vocabulary / f"{name}.csv"
            rows = _csv_rows(path) if ID_PATTERN.fullmatch(name) else []
            if not rows or not {"code", "label_ja"} <= set(rows[0]):
                message = f"{key} の「{name}」というコード表が etl/vocabulary にありません"
                self.problem("FORM-VOCABULARY", message)
                rows = []
            self._codes[name] = sorted(rows, key=lambda row: int(row.get("sort_order") or 0))
        return self._codes[name]

    def aliases(self, name: str) -> dict[str, tuple[str, ...]]:
        """Spellings of each code of a code list, where the list has any."""
        spellings: dict[str, tuple[str, ...]] = {}
        for row in _csv_rows(self.vocabulary / f"{name}_aliases.csv"):
            spellings[row["code"]] = (*spellings.get(row["code"], ()), row["alias"])
        return spellings


def quoted(values: Iterable[str]) -> str:
    return "「" + "」「".join(values) + "」"


def _lines_with(text: str, header: str) -> list[int]:
    lines = enumerate(text.splitlines(), 1)
    return [number for number, line in lines if line.split("#")[0].strip() == header]


def _csv_rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    return csv_bytes.read_records(path).rows
