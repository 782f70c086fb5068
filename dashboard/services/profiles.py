"""市町村カルテ of one town or of all 179 on paper: read once for all of them, one Word file each, a zip of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import clock
from dashboard.export import docx_page, profile_blocks, profile_docx
from dashboard.export.docx_sheet import Bit, TableBlock, line
from dashboard.export.profile_docx import Profile
from dashboard.export.profile_town import ProfileTown, Sources, mark
from dashboard.frames import record, records
from dashboard.planning import rank, rank_summary, spec
from dashboard.queries import overview, town_sheet
from dashboard.queries import profiles as own
from dashboard.services import ranking
from dashboard.warehouse.reader import Reader
from dashboard.words import town as town_words
from dashboard.words import words
from dashboard.words.file_names import ended

MOST_PEERS = 3


class UnknownTownError(Exception):
    """A code that none of the 179 municipalities has; the message says in Japanese what to do."""


def gather(reader: Reader, journal: Path | None, codes: Sequence[str] | None = None) -> list[Profile]:
    """The sheets of towns (None: of all), in 行政順. Raises UnknownTownError, WarehouseError."""
    towns = own.towns(reader)
    known = set(towns["municipality_code"])
    for code in codes or ():
        if code not in known:
            raise UnknownTownError(
                f"コード「{code[:12]}」の市町村は道内の179市町村にありません。5桁のコード（例 01452）で指定してください。"
            )
    wanted = known if codes is None else set(codes)
    parts = {
        name: _by_town(frame(reader))
        for name, frame in (
            ("years", own.years),
            ("figures", own.figures),
            ("rounds", own.rounds),
            ("answers", own.answers),
            ("activities", own.activities),
            ("case", own.cases),
        )
    }
    files = {str(row["file"]): row for row in _records(own.files(reader))}
    medians = _Medians(towns)
    outreach = _Outreach(reader, journal)
    functions = _records(town_sheet.functions(reader))
    foot = _foot(reader)
    made = []
    for row in _records(towns):
        code = str(row["municipality_code"])
        if code not in wanted:
            continue
        rows = {name: part.get(code, []) for name, part in parts.items()}
        place, reasons, measures, peers = outreach.for_town(code)
        figures, sizes = medians.for_town(row)
        town = ProfileTown(
            town=row,
            **rows,
            medians=figures,
            sizes=sizes,
            functions=functions,
            rank_summary=place,
            reasons=reasons,
            measures=measures,
            peers=peers,
        )
        sources = Sources(files)
        left, right = profile_blocks.columns(town, sources)
        is_fictional = place[1] or any(one.get("is_synthetic") for part in rows.values() for one in part)
        made.append(_profile(row, left, right, foot, is_fictional, reader.warehouse_id))
    return made


def to_docx(profile: Profile) -> bytes:
    """The sheet of one town as .docx, dated today."""
    return profile_docx.to_docx(profile, clock.today())


def to_zip(profiles: Iterable[Profile], each: Callable[[], None] = lambda: None) -> bytes:
    """One .docx a town in a zip; `each` is called after each. The same sheets on the same day: the same bytes."""
    out = io.BytesIO()
    day = clock.today()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a .docx is compressed already
        for profile in profiles:
            entry = zipfile.ZipInfo(profile.file_name, docx_page.ZIP_EPOCH)
            archive.writestr(entry, profile_docx.to_docx(profile, day))
            each()
    return out.getvalue()


def zip_name(reader: Reader, profiles: Sequence[Profile]) -> str:
    """市町村カルテ_179市町村_wh_…_架空データ.zip"""
    is_synthetic = any(profile.is_synthetic for profile in profiles)
    return ended(f"市町村カルテ_{len(profiles)}市町村.zip", reader.warehouse_id, is_synthetic=is_synthetic)


class _Outreach:
    """The places in 働きかけ, worked out once."""

    def __init__(self, reader: Reader, journal: Path | None) -> None:
        self.material = ranking.material(reader, journal)
        self.ranked = self.material.ranking(spec.weights_of(rank_summary.PRESET, None), ranking.TOP)
        self.rows = {str(row["code"]): row for row in records(self.ranked.rows)}

    def for_town(
        self, code: str
    ) -> tuple[tuple[str, bool], list[str], list[dict[str, object]], list[dict[str, object]]]:
        listed = str(self.ranked.lists.get(code, rank.OUT))
        if listed == rank.OUT:
            return (rank_summary.OFF_THE_LIST[listed], False), [], [], []
        measures, peers = self.material.measures.get(code, []), self.material.peers(code)[:MOST_PEERS]
        if listed != rank.RANKED:
            return (rank_summary.OFF_THE_LIST[listed], False), [], measures, peers
        row = self.rows[code]
        place = (rank_summary.rank_summary(row, len(self.rows), ranking.TOP), bool(row["is_synthetic"]))
        return place, list(row["reasons"]), measures, peers


class _Medians:
    """Medians of the figures of each 振興局, each size class and of all, worked out once."""

    def __init__(self, towns: pd.DataFrame) -> None:
        columns = [column for column, *_ in town_words.FIGURES]
        self.every = len(towns)
        self.all = record(towns[columns].astype("Float64").median())
        self.by: dict[str, tuple[dict[Any, Any], dict[Any, Any]]] = {}
        for key in ("subprefecture_code", "size_class"):
            groups = towns.groupby(key)
            self.by[key] = (groups[columns].median().to_dict("index"), groups.size().to_dict())

    def for_town(self, row: dict[str, object]) -> tuple[dict[str, dict[str, object]], tuple[int, int, int]]:
        (areas, in_area), (sizes, alike) = self.by["subprefecture_code"], self.by["size_class"]
        area, size = row["subprefecture_code"], row["size_class"]
        unknown = dict.fromkeys(self.all)  # of a town of unknown population nobody is known to be alike
        medians = {"area": areas[area], "alike": sizes.get(size, unknown), "all": self.all}
        return medians, (int(in_area[area]), int(alike.get(size, 0)), self.every)


def _profile(
    row: dict[str, object],
    left: tuple[TableBlock, ...],
    right: tuple[TableBlock, ...],
    foot: tuple[str, ...],
    is_fictional: bool,
    warehouse_id: str,
) -> Profile:
    code = str(row["municipality_code"])
    return Profile(
        code=code,
        name=str(row["name"]),
        kana=str(row["kana"]),
        facts=f"コード {code}（6桁 {row['code6']}）　{row['subprefecture_name']}　人口規模 {row['size_class_label'] or '不明'}",
        state=line(
            f"わかっている最新の状態{_of_year(row['fiscal_year'])}　",
            Bit(f"{row['symbol']} {row['status_label']}", "strong"),
            mark(row),
        ),
        left=left,
        right=right,
        foot=foot,
        is_synthetic=is_fictional,
        warehouse_id=warehouse_id,
    )


def _of_year(year: object) -> str:
    """（令和5年度）; "" of a town of which no state is known."""
    return "" if year is None else f"（{words.fiscal_year(int(str(year)))}）"


def _foot(reader: Reader) -> tuple[str, ...]:
    day = reader.as_of or pd.Timestamp(overview.build(reader)["as_of"].iloc[0]).date()
    return (
        f"時点 {words.day_short(day)}までに把握した内容　データの更新日 {words.moment(reader.built_at)}",
        "未回答・データなしは「予定なし」ではありません。国勢調査は10月1日、住民基本台帳は1月1日の数です。「継続とみなす」は新しい記載があるまで続いているとみなしたものです。",
    )


def _by_town(frame: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in _records(frame):
        found.setdefault(str(row["municipality_code"]), []).append(row)
    return found


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Plain rows, None where there is nothing."""
    plain = frame.astype(object)
    return records(plain.where(frame.notna(), None))
