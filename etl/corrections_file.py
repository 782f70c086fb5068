"""The office's own record of corrections as a file: rows are added and withdrawn, and all others stay as they were written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl import csv_bytes, names, raw_writes
from etl.corrections import KIND, row_id_of
from etl.readers import vocabulary
from etl.refusal import Refusal

PLACE = "corrections/corrections.csv"
# Our columns in the order of a new file, under the headings that people read.
HEADINGS = {
    "table": "表",
    "municipality_code": "団体コード",
    "fiscal_year": "年度",
    "column": "項目",
    "from": "誤",
    "to": "正",
    "reason": "理由",
    "told_by": "連絡者",
    "date": "連絡日",
}
LATER_HEADINGS = {"withdrawn_on": "取消日", "withdrawn_reason": "取消理由", "synthetic": "架空"}
FEWEST_HEADINGS = 5


class CorrectionRefusedError(Refusal):
    """A correction that cannot be written or withdrawn; the message says why, in Japanese."""


@dataclass
class _Record:
    """One record of the file: its fields, and the lines of text that it stands on."""

    fields: list[str]
    text: str


class CorrectionsFile:
    """The file in memory. Nothing is kept before `save`, which is to be called under `raw_writes.locked`."""

    def __init__(self, raw: Path) -> None:
        self.path = raw / PLACE
        content = self.path.read_bytes() if self.path.is_file() else b""
        _, text = csv_bytes.decode(content) if content else ("", "")
        self._first_line = text[: len(text) - len(csv_bytes.without_separator_line(text)[0])]
        text, named = csv_bytes.without_separator_line(text)
        self._delimiter = named or csv_bytes.find_delimiter(text)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._records = self._split(text)
        self._head = next(
            (place for place, one in enumerate(self._records) if _is_head(one.fields)), len(self._records)
        )
        if self._head == len(self._records):
            if any(any(one.fields) for one in self._records):
                raise CorrectionRefusedError(
                    f"正誤の記録 {PLACE} の見出しの行が読めません。1行目を「{'、'.join(HEADINGS.values())}」に戻してください。"
                )
            self._records = [self._record(list(HEADINGS.values()))]
            self._head = 0

    def row_ids(self) -> list[str]:
        """The ids of the rows in their order (etl.corrections.row_id_of)."""
        return [row_id for row_id, _ in self._rows()]

    def standing(self) -> dict[str, str]:
        """By id what the rows say that were not withdrawn."""
        columns = self._columns()
        place = columns.index("withdrawn_on") if "withdrawn_on" in columns else len(columns)
        return {
            row_id: "|".join(record.fields)
            for row_id, record in self._rows()
            if not any(field.strip() for field in record.fields[place : place + 1])
        }

    def append(self, values: Mapping[str, str]) -> str:
        """Add a row by our names of the columns; its id."""
        row_id = row_id_of(values)
        again = sum(one == row_id or one.startswith(f"{row_id}-") for one in self.row_ids()) + 1
        columns = self._columns_for(values)
        self._close_last_line()
        self._records.append(self._record([values.get(column, "") for column in columns]))
        return row_id if again == 1 else f"{row_id}-{again}"

    def withdraw(self, row_id: str, on: str, reason: str) -> None:
        """Write into a row that it is withdrawn. Raises CorrectionRefusedError where there is no such row."""
        found = next((record for one, record in self._rows() if one == row_id), None)
        if found is None:
            raise CorrectionRefusedError(
                "その訂正は記録にありません。一覧を更新してから選びなおしてください。"
            )
        said = {"withdrawn_on": on, "withdrawn_reason": reason}
        columns = self._columns_for(said)
        fields = [*found.fields, *[""] * (len(columns) - len(found.fields))]
        for column, value in said.items():
            fields[columns.index(column)] = value
        ends = found.text.endswith(("\n", "\r"))
        anew = self._record(fields)
        found.fields, found.text = anew.fields, anew.text if ends else anew.text.rstrip("\r\n")

    def save(self) -> None:
        """Put the file in place at once, as UTF-8 with the mark by which Excel knows it."""
        text = self._first_line + "".join(one.text for one in self._records)
        raw_writes.replace_file(self.path, text.encode("utf-8-sig"))

    def _rows(self) -> list[tuple[str, _Record]]:
        columns = self._columns()
        found: list[tuple[str, _Record]] = []
        seen: dict[str, int] = {}
        for record in self._records[self._head + 1 :]:
            if not any(field.strip() for field in record.fields) or _is_head(record.fields):
                continue
            texts = [csv_bytes.field_text(field).strip() for field in record.fields]
            row_id = row_id_of(dict(zip(columns, [*texts, *[""] * len(columns)], strict=False)))
            seen[row_id] = seen.get(row_id, 0) + 1
            found.append((row_id if seen[row_id] == 1 else f"{row_id}-{seen[row_id]}", record))
        return found

    def _columns(self) -> list[str]:
        known = _known_headings()
        return [known.get(names.normalise(field), "") for field in self._records[self._head].fields]

    def _columns_for(self, values: Mapping[str, str]) -> list[str]:
        """The columns of the file, after those that it lacks for these values were added at the right."""
        columns = self._columns()
        missing = [column for column, value in values.items() if value and column not in columns]
        if missing:
            head = self._records[self._head]
            more = [(HEADINGS | LATER_HEADINGS)[column] for column in missing]
            ending = head.text[len(head.text.rstrip("\r\n")) :] or self._newline
            head.text = self._delimiter.join([head.text.rstrip("\r\n"), *more]) + ending
            head.fields = [*head.fields, *more]
        return [*columns, *missing]

    def _close_last_line(self) -> None:
        last = self._records[-1]
        if last.text and not last.text.endswith(("\n", "\r")):
            last.text += self._newline

    def _record(self, fields: list[str]) -> _Record:
        stream = io.StringIO()
        csv.writer(stream, delimiter=self._delimiter, lineterminator=self._newline).writerow(fields)
        return _Record(fields, stream.getvalue())

    def _split(self, text: str) -> list[_Record]:
        lines = (
            text.splitlines(keepends=True) if "\n" not in text else io.StringIO(text, newline="").readlines()
        )
        reader = csv.reader(iter(lines), delimiter=self._delimiter, strict=True)
        records: list[_Record] = []
        start = 0
        try:
            for fields in reader:
                records.append(_Record(fields, "".join(lines[start : reader.line_num])))
                start = reader.line_num
        except csv.Error as error:
            raise CorrectionRefusedError(
                f'正誤の記録 {PLACE} の引用符（"）の対応がとれていません。元に戻してください。（{error}）'
            ) from error
        return records


def _known_headings() -> dict[str, str]:
    rows = vocabulary.rows("columns")
    return {names.normalise(row["heading"]): row["column"] for row in rows if row["kind"] == KIND}


def _is_head(fields: list[str]) -> bool:
    known = _known_headings()
    return sum(names.normalise(field) in known for field in fields) >= FEWEST_HEADINGS
