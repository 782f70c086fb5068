"""What people do to compiled tables (取りまとめ表) and lists of states before they send them. Imports nothing of etl.

A mess changes a Table. Rows that then are not this year's, or no single town's, are put into `foreign`: they must
not be loaded in silence. A mess of INNOCENT leaves everything right: nothing may be said but for information.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

TOWNS = (
    ("01202", "函館市"), ("01337", "七飯町"), ("01331", "松前町"), ("01452", "鷹栖町"), ("01453", "東神楽町"),
    ("01458", "東川町"), ("01400", "倶知安町"), ("01639", "更別村"), ("01543", "美幌町"), ("01227", "歌志内市"),
)  # fmt: skip
STATES = ("実施中", "実施予定なし", "実施予定・検討中（時期未定）")
YEAR = 2023


@dataclass
class Table:
    """A table about to be sent: `head` and `rows` (code, name, state, and a number where it is compiled).

    `meant`: code → state as the sender means it. `foreign`: codes that must not be loaded in silence.
    """

    head: list[object]
    rows: list[list[object]]
    rng: random.Random
    above: list[list[object]] = field(default_factory=list)
    below: list[list[object]] = field(default_factory=list)
    sheet: str = "一覧"
    stem: str = "上川"
    more_sheets: dict[str, list[list[object]]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    foreign: set[str] = field(default_factory=set)
    meant: dict[str, str] = field(default_factory=dict)

    def all_foreign(self) -> None:
        self.foreign |= set(self.meant)

    def add_column(self, heading: str, values: list[object]) -> None:
        at = self.rng.choice([0, len(self.head)])
        self.head.insert(at, heading)
        for row, value in zip(self.rows, values, strict=True):
            row.insert(at, value)

    def cells(self) -> list[list[object]]:
        return [*self.above, self.head, *self.rows, *self.below]

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        book = openpyxl.Workbook()
        del book["Sheet"]
        for name, rows in ({self.sheet: self.cells()} | self.more_sheets).items():
            page = book.create_sheet(name)
            for row in rows:
                page.append(row)
            page.sheet_state = "hidden" if name in self.hidden else "visible"
        path = folder / f"{self.stem}.xlsx"
        book.save(path)
        return path


Mess = Callable[[Table], None]


def make_table(rng: random.Random, *, compiled: bool) -> Table:
    """Some towns with states, and the number of staff where it is a compiled table."""
    towns = rng.sample(TOWNS, 5)
    rows: list[list[object]] = [[code, name, rng.choice(STATES)] for code, name in towns]
    head: list[object] = ["団体コード", "市町村名", "実施状況"]
    if compiled:
        head.append("専任職員数")
        for row in rows:
            row.append(rng.randint(0, 9))
    return Table(head, rows, rng, meant={str(row[0]): str(row[2]) for row in rows})


def _title(text: str) -> Mess:
    def change(table: Table) -> None:
        before: list[object] = [None] * table.rng.randint(0, 2)
        table.above = [[*before, text]]
        if table.rng.random() < 0.5:
            table.above.append([None])
        table.all_foreign()

    return change


def _note(text: str) -> Mess:
    def change(table: Table) -> None:
        table.below = [[None], [text]]
        table.all_foreign()

    return change


def _sheet(name: str) -> Mess:
    def change(table: Table) -> None:
        table.sheet = name
        table.all_foreign()

    return change


def _file(stem: str) -> Mess:
    def change(table: Table) -> None:
        table.stem = stem
        table.all_foreign()

    return change


def _column(heading: str, right: object, wrong: object) -> Mess:
    def change(table: Table) -> None:
        others = table.rng.sample(range(len(table.rows)), table.rng.randint(1, 3))
        table.foreign |= {str(table.rows[index][0]) for index in others}
        table.add_column(heading, [wrong if index in others else right for index in range(len(table.rows))])

    return change


def _name(pattern: str) -> Mess:
    def change(table: Table) -> None:
        row = table.rng.choice(table.rows)
        table.foreign.add(str(row[0]))
        row[1] = pattern.format(row[1])

    return change


def code_of_another_town(table: Table) -> None:
    row, other = table.rng.sample(table.rows, 2)
    table.foreign |= {str(row[0]), str(other[0])}
    row[0] = other[0]


def _sums(name: str, code: str) -> Mess:
    """A sum of a 振興局 without a code among towns without codes; `code` is the town it may be taken for."""

    def change(table: Table) -> None:
        for row in table.rows:
            row[0] = None
        table.rows.append([None, name, *table.rows[0][2:]])
        table.foreign.add(code)

    return change


def _second_sheet(name: str, *, hidden: bool) -> Mess:
    """One town's row stands on a second sheet, of the same shape."""

    def change(table: Table) -> None:
        table.more_sheets[name] = [table.head, table.rows.pop()]
        table.hidden = frozenset({name}) if hidden else frozenset()
        if name in ("R4", "前年度"):
            table.foreign.add(str(table.more_sheets[name][1][0]))

    return change


def section_of_another_year(table: Table) -> None:
    table.rows.insert(3, ["【令和4年度】"])
    table.all_foreign()


def _beside(*headings: str) -> Mess:
    def change(table: Table) -> None:
        for heading in headings:
            table.add_column(heading, [f"値{number}" for number in range(len(table.rows))])

    return change


def _innocent_above(*texts: object) -> Mess:
    def change(table: Table) -> None:
        table.above = [[text] for text in texts]

    return change


def _innocent_column(heading: str, *values: object) -> Mess:
    def change(table: Table) -> None:
        table.add_column(heading, [table.rng.choice(values) for _ in table.rows])

    return change


OTHER_YEAR = (
    "令和4年度", "R4.11.30現在", "（令和4年4月1日現在）", "令和四年度 一覧", "2022/4/1 時点", "２０２２年度", "前年度分", "昨年度の結果", "R４年度分",
    "平成30年度", "令和4年12月5日作成",
)  # fmt: skip

MESSES: dict[str, Mess] = {
    **{f"題が「{text}」": _title(text) for text in OTHER_YEAR},
    "下の注が「令和4年4月1日現在」": _note("※令和4年4月1日現在"),
    **{f"シートの名前が「{name}」": _sheet(name) for name in ("R4", "前年度", "令和4年度", "2022")},
    **{f"ファイルの名前が「{stem}」": _file(stem) for stem in ("R4一覧", "令和4年度", "20221205_一覧", "昨年度分")},
    "年度の列": _column("年度", "令和5年度", "令和4年度"),
    "調査年度の列": _column("調査年度", 2023, 2022),
    "対象年度の列（前年度）": _column("該当年度", "今年度", "前年度"),
    "基準日の列": _column("基準日", "R5.4.1", "R4.4.1"),
    "提出日の列": _column("提出日", "R5.12.10", "R4.12.10"),
    "提出状況の列（未提出）": _column("提出状況", "提出", "未提出"),
    "提出状況の列（前年度の値）": _column("提出状況", "済", "未提出（前年度の値）"),
    "回答状況の列（転記）": _column("回答状況", "回答あり", "前回から転記"),
    "回答の有無の列": _column("回答の有無", "○", "×"),
    "備考に前年度の値": _column("備考", None, "前年度の値を記載"),
    "名前の後に（前年度）": _name("{}（前年度）"),
    "名前の後に（R4）": _name("{}(R4)"),
    "名前の後に別の市町村": _name("{}（砂川市分）"),
    "2つの市町村": _name("{}・砂川市"),
    "別の市町村のコード": code_of_another_town,
    "隠したシートに1行": _second_sheet("檜山", hidden=True),
    "次のシートに1行": _second_sheet("後志", hidden=False),
    "シート「R4」に1行": _second_sheet("R4", hidden=False),
    "シート「前年度」に1行": _second_sheet("前年度", hidden=False),
    "途中に【令和4年度】": section_of_another_year,
    **{f"振興局の計（{name}）": _sums(name, code) for name, code in (
        ("石狩", "01235"), ("上川", "01457"), ("日高", "01601"), ("留萌", "01212"), ("根室", "01223"))},
}  # fmt: skip

INNOCENT: dict[str, Mess] = {
    "題が今年度": _innocent_above("令和5年度 一覧"),
    "題に時点": _innocent_above("重層的支援体制整備事業", "（令和5年4月1日現在）"),
    "題に創設の年": _innocent_above("重層的支援体制整備事業（令和3年度創設）"),
    "題に前年度との比較": _innocent_above("※前年度から変わったときは理由を書いてください。"),
    "題に人口の時点": _innocent_above("人口は令和5年1月1日現在"),
    "人口・担当課・電話の列": _beside("人口（人）", "担当課", "電話"),
    "郡・所在地・法人番号の列": _beside("郡", "所在地", "法人番号", "〒"),
    "コード一覧の列": _beside("都道府県名\n（漢字）", "市区町村名\n（カナ）"),
    "メールと世帯数の列": _beside("メール", "世帯数", "高齢化率"),
    "年度の列がすべて今年度": _innocent_column("年度", "令和5年度", "R5", "2023", 2023),
    "提出状況がすべて提出": _innocent_column("提出状況", "提出", "済", "○", "提出済", "12月10日"),
    "見出しが31行目より下": _innocent_above(*(f"説明 {number}" for number in range(40))),
}


def apply(name: str, seed: int, *, compiled: bool) -> Table:
    """The table of a seed with one mess."""
    table = make_table(random.Random(f"{name}{seed}{compiled}"), compiled=compiled)
    (MESSES | INNOCENT)[name](table)
    return table
