"""The 配付用の1ファイル held against the warehouse: each number and name counted again, and what was changed by hand."""

from __future__ import annotations

import difflib
from typing import Any

from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import scope_of
from dashboard.export.one_file import page, read_back
from dashboard.export.one_file.read_back import FilePage
from dashboard.queries import overview
from dashboard.slides import one_file_values
from dashboard.slides.check import close
from dashboard.slides.one_file_values import RowValues
from dashboard.slides.verified import Edited, Erratum, Verified
from dashboard.views import one_file
from dashboard.warehouse.reader import Reader
from dashboard.words import words

ROW = "市町村の行"
TYPED = "手で書き換えられています"
COLOURED = "塗りが手で変えられています"
CODE = "表示の仕組み"


def verify(reader: Reader, content: bytes, name: str) -> Verified:
    """Every number and name of a file, against the warehouse of now. Raises OneFileRefusedError."""
    found = read_back.read(content, name)
    try:
        return _Check(reader, found).verified()
    except (KeyError, TypeError, AttributeError, ValueError, StopIteration) as error:
        raise read_back.OneFileRefusedError(
            f"「{name}」の中のデータの形が変えられていて、確かめられません。作った課の元のファイルを使ってください。"
        ) from error


class _Check:
    def __init__(self, reader: Reader, found: FilePage) -> None:
        self.reader = reader
        self.found = found
        self.record = found.content["record"]
        asked = {**self.record["asked"], "groups": []}  # 状態 leaves nobody out of the file
        self.year = int(asked["fiscal_year"])
        self.context = RecountContext(reader, scope_of(asked), self.year)
        groups = overview.groups(reader)
        self.labels = dict(zip(groups["code"], groups["label_ja"], strict=True))
        self.rows = {str(town["code"]): town for town in found.content["towns"]}
        self.values = RowValues(self.context, found.content)
        self.errata: list[Erratum] = []
        self.edited: list[Edited] = []
        self.deleted: list[str] = []
        self.unknown: list[str] = []
        self.looked = 0
        self.names = 0

    def verified(self) -> Verified:
        self._members()
        for code, town in self.rows.items():
            if code in self.values.facts:
                self._town(code, town)
        self._numbers()
        self._pieces()
        self._code()
        about = self.found.content["about"]
        return Verified(
            str(self.record["warehouse_id"]),
            str(self.record["as_of"]),
            self.reader.warehouse_id,
            self.looked,
            tuple(self.errata),
            tuple(self.edited),
            tuple(self.deleted),
            tuple(dict.fromkeys(self.unknown)),
            self.names,
            is_synthetic=bool(about["fictional"]),
        )

    def _members(self) -> None:
        """Municipalities that the file should have and has not, and the other way round."""
        for code in sorted(self.context.codes - set(self.rows)):
            name = str(self.values.facts[code]["name"])
            self.deleted.append(f"{ROW} {name}")
        for code in sorted(set(self.rows) - self.context.codes):
            self._edit(ROW, code, str(self.rows[code]["name"]), "範囲の外", "手で加えられています")

    def _town(self, code: str, town: dict[str, Any]) -> None:
        is_ours = self.record["rows"].get(code) == one_file.digest(town)
        wrong = False
        for value in self.values.of(code, town):
            if value.item == one_file_values.NAME:
                self.names += 1
            else:
                self.looked += 1
            if value.stands == value.right:
                continue
            wrong = True
            place = f"{self.values.facts[code]['name']}　{value.item}"
            stands, right = self._display(value.stands), self._display(value.right)
            if is_ours:
                self._err(ROW, place, value.item, stands, right)
            else:
                self._edit(ROW, place, stands, right, TYPED)
        if not is_ours and not wrong:
            self._edit(ROW, str(self.values.facts[code]["name"]), "数の外のところ", "―", TYPED)
        if code in self.found.names:
            self.names += 1
            if self.found.names[code] != self.values.facts[code]["name"]:
                self._edit(
                    "市町村の一覧", code, self.found.names[code], str(self.values.facts[code]["name"]), TYPED
                )
        fills = {group["code"]: group["fill"] for group in self.found.content["groups"]}
        group = town["states"][str(self.year)]["group"]
        if self.found.fills.get(code) != fills[group]:
            self._edit("地図", str(self.values.facts[code]["name"]), "別の色", self.labels[group], COLOURED)

    def _numbers(self) -> None:
        """The sums that stand in the text: as they were written, and as they are counted now."""
        written = [(str(key), str(text)) for key, text in self.record["numbers"]]
        if len(written) != len(self.found.numbers):
            self._edit(
                "本文",
                "数",
                f"{len(self.found.numbers)}個",
                f"{len(written)}個",
                "数が加えられたか、除かれています",
            )
        for (key, text), (_, before) in zip(self.found.numbers, written, strict=False):
            self.looked += 1
            value = self._recounted(key)
            if close(text.removesuffix("＊"), value) or (text == "―" and value != value):
                continue
            right = self._like(key, value)
            if text == before:
                self._err("本文", self._number_place(key), key, text, right)
            else:
                self._edit("本文", self._number_place(key), text, right, TYPED)

    def _recounted(self, key: str) -> float:
        kind, *rest = key.split(".")
        whole = len(self.context.codes)
        if kind == "towns":
            return whole
        if kind in ("group", "share"):
            number = self.context.count(rest[0])
            return number if kind == "group" else _share(number, whole)
        if kind == "count":
            return self.context.count(rest[1], int(rest[0]))
        if kind == "area":
            return sum(
                row.subprefecture == rest[0] and row.group == rest[1]
                for row in self.context.states(self.year)
            )
        answers = [
            answer["stated"]
            for (code, year), answer in self.values.answers.items()
            if code in self.context.codes and year == rest[0] and answer["state"] in one_file_values.ANSWERED
        ]
        if kind == "answered":
            return len(answers)
        if kind == "barrier_top":
            return len([one for one in answers if one.get(rest[1], 0) > 0])
        stated = sum(rest[1] in one for one in answers)
        return stated if kind == "barrier" else _share(stated, len(answers))

    def _number_place(self, key: str) -> str:
        kind, *rest = key.split(".")
        if kind in ("group", "share"):
            return f"{self.labels.get(rest[0], rest[0])}の{'割合' if kind == 'share' else '市町村数'}"
        if kind == "count":
            return f"{words.fiscal_year(int(rest[0]))}の{self.labels.get(rest[1], rest[1])}の市町村数"
        if kind == "area":
            name = dict(self.found.content["areas"]).get(rest[0], rest[0])
            return f"{name}の{self.labels.get(rest[1], rest[1])}の市町村数"
        if kind.startswith("barrier"):
            labels = {str(survey["year"]): dict(survey["items"]) for survey in self.found.content["barriers"]}
            return f"課題「{labels.get(rest[0], {}).get(rest[1], rest[1])}」"
        return "答えた市町村数" if kind == "answered" else "市町村数"

    def _like(self, key: str, value: float) -> str:
        return f"{words.decimal(value, 1)}％" if "share" in key else words.count(value)

    def _pieces(self) -> None:
        """Words that are not as they were written; what stood there is known by its hash alone."""
        now = [read_back.digest("".join(piece)) for piece in self.found.pieces]
        reported = {one.stands for one in self.edited}
        matcher = difflib.SequenceMatcher(None, self.record["pieces"], now, autojunk=False)
        for kind, start, end, first, last in matcher.get_opcodes():
            for place, text in self.found.pieces[first:last] if kind != "equal" else ():
                if text not in reported:
                    note = TYPED if kind == "replace" else "手で加えられています"
                    self._edit(place, "文", text[:80], "―", note)
            if kind == "delete":
                self.deleted.append(f"文 {end - start}か所")

    def _code(self) -> None:
        if page.shared_digest(self.found.content) != self.record["shared"]:
            self._edit("データ", "見出し・区分・出典など", "―", "―", TYPED)
        if self.found.code != self.record["code"]:
            self._edit(CODE, "スクリプトかスタイル", "―", "―", TYPED)
        style, script = "".join(self.found.styles), "".join(self.found.scripts)
        if self.found.policy != page.policy(style, script):
            self._edit(CODE, "外に出ないための決まり（CSP）", "―", "―", TYPED)
        if (style, script) != page.assets():
            self.unknown.append(
                f"{CODE}が今のかさなりのものと違います（別の版で作られたか、書き換えられています）"
            )
        for address in self.found.addresses:
            self._edit(CODE, "外へのアドレスか命令", address, "なし", "手で加えられています")

    def _err(self, view: str, place: str, key: str, written: str, right: str) -> None:
        is_same = self.reader.warehouse_id == self.record["warehouse_id"]
        why = "同じ版のデータの数と合いません。" if is_same else "ファイルを作った後にデータが変わりました。"
        self.errata.append(Erratum(0, view, (place,), key, written, right, (why,)))

    def _edit(self, view: str, place: str, stands: str, right: str, note: str) -> None:
        self.edited.append(Edited(0, view, place, stands, right, note))

    def _display(self, value: object) -> str:
        if value is None:
            return "なし"
        return self.labels.get(str(value), str(value)) if isinstance(value, str) else str(value)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")
