"""Municipalities by code and by name as people write them.

What is ambiguous or unknown is never guessed: it comes back as a problem, with the candidates and a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from etl.municipality_code import NO_VALUE, Fault, ReadCode, looks_like_code, read_code
from etl.name_claims import may_be_subprefecture, other_town_in_remark, with_office
from etl.name_directory import (
    NORTHERN_CODES,
    Directory,
    FormerName,
    MunicipalityName,
    make_directory,
    near,
    normalise,
)
from etl.written_name import MARKS, WrittenName, short_subprefecture, split, without_office

__all__ = [
    "Directory",
    "FormerName",
    "MunicipalityName",
    "Problem",
    "Resolution",
    "make_directory",
    "normalise",
    "resolve",
]

HOKKAIDO, SAPPORO = "01000", "01100"
WARD_CODE = re.compile(r"011(?:0[1-9]|10)")
WARD_NAME = re.compile(r"札幌市(?:中央|北|東|白石|豊平|南|西|厚別|手稲|清田)区")

Problem = Literal[
    "missing",
    "unknown_code",
    "unknown_name",
    "ambiguous_name",
    "former_name",
    "northern_village",
    "code_name_mismatch",
    "joint_name",
    "district_mismatch",
    "subprefecture_mismatch",
    "ward",
]


@dataclass(frozen=True)
class Resolution:
    """`code` is None where nothing can be loaded; a problem beside a code is one that wants a look.

    `candidates`: 「釧路市（01206）」 …; `note`: plain Japanese, says what to do, empty where all is well.
    """

    code: str | None
    problem: Problem | None = None
    candidates: tuple[str, ...] = ()
    note: str = ""

    @property
    def candidate_codes(self) -> tuple[str, ...]:
        """The codes in the candidates."""
        return tuple(code for text in self.candidates for code in re.findall(r"（(\d{5})", text))


@dataclass(frozen=True)
class _NameMatch:
    """Codes that a name may stand for, before the area decides between them."""

    name: WrittenName
    codes: tuple[str, ...] = ()
    former: FormerName | None = None
    is_ward: bool = False


def resolve(directory: Directory, code: object, name: object, subprefecture: object = None) -> Resolution:
    """The municipality that a row is about, by its code, else by its name. Never raises for bad input.

    Where code and name disagree, or a remark in brackets names another town, nothing is chosen. A bare name
    that a 振興局 has too (石狩, 日高) may be its sum. `subprefecture` (the 振興局 of the row) decides between
    towns of one name, and is compared with the town's own.
    """
    parsed_code, text = read_code(code), _text(name)
    if parsed_code.fault == "missing" and looks_like_code(text):
        parsed_code, text = read_code(text), ""
    match = _search(directory, text)
    area = short_subprefecture(directory.fold(_text(subprefecture)), directory.subprefectures)
    if area:
        match = replace(match, name=replace(match.name, subprefecture=area))
    remark = other_town_in_remark(directory, match.name, match.codes) if match.codes else ""
    if remark:
        note = (
            f"「{text}」には「{remark}」ともあり、どの市町村の値か決められません。"
            "1つの市町村の値か確かめ、市町村名だけを書いてください。"
        )
        return Resolution(None, "joint_name", _labels(directory, match.codes), note)
    if parsed_code.fault == "missing":
        return _by_name(directory, match, text)
    return _by_code(directory, parsed_code, match, text)


def _by_code(directory: Directory, parsed_code: ReadCode, match: _NameMatch, text: str) -> Resolution:
    is_ward = WARD_CODE.fullmatch(parsed_code.code) is not None
    town = directory.by_code.get(SAPPORO if is_ward else parsed_code.code)
    if parsed_code.fault or town is None:
        return _unknown_code(directory, parsed_code, match)
    if town.code in NORTHERN_CODES:
        return _northern(directory, town)
    agrees = not text or town.code in match.codes or (is_ward and text.endswith("区"))
    if not agrees:
        note = (
            f"団体コード{town.code}は{town.name}ですが、市町村名は「{text}」です。どちらの値か決められないので、"
            "取り込みません。どちらが正しいか確かめ、違うほうを直してください。"
        )
        return Resolution(None, "code_name_mismatch", _labels(directory, match.codes), note)
    return _resolved(
        directory, town, replace(match, is_ward=is_ward or match.is_ward), text or parsed_code.text
    )


def _by_name(directory: Directory, match: _NameMatch, text: str) -> Resolution:
    if not text:
        return Resolution(None, "missing", note="市町村名も団体コードも空欄です。どちらかを書いてください。")
    unknown_district = bool(match.name.district) and match.name.district not in directory.districts
    if unknown_district or not match.codes:
        return _unknown_name(directory, match, text, unknown_district)
    codes = _in_area(directory, match)
    namesake = with_office(directory, match.name, codes)
    if namesake is not None:
        note = f"「{text}」を{namesake.subprefecture}の{namesake.name}（{namesake.code}）として読みました（北方領土の{namesake.name}には役場がありません）。"
        return Resolution(namesake.code, note=note)
    if len(codes) > 1:
        candidates = _labels(directory, codes)
        note = (
            f"「{text}」だけではどの市町村か決められません。{'、'.join(candidates)}のどれですか。"
            "正式な市町村名か団体コードを書いてください。"
        )
        return Resolution(None, "ambiguous_name", candidates, note)
    town = directory.by_code[codes[0]]
    if town.code in NORTHERN_CODES:
        return _northern(directory, town)
    if may_be_subprefecture(directory, town, match.name):
        note = (
            f"「{text}」だけでは、{town.name}（{town.code}）か{town.subprefecture}の計か決められません。"
            "市町村なら正式な市町村名か団体コードを書き、計の行なら除いてください。"
        )
        return Resolution(None, "ambiguous_name", _labels(directory, codes), note)
    if match.former and match.former.change == "merged":
        note = (
            f"{_merged(match.former, town)}{town.name}（{town.code}）の値なら、今の市町村名に直してください。"
        )
        return Resolution(None, "former_name", _labels(directory, codes), note)
    return _resolved(directory, town, match, text)


def _search(directory: Directory, text: str) -> _NameMatch:
    """The whole name first, then a form of it, then what people put around or in place of it."""
    name = split(directory.fold(text), directory.subprefectures)
    body = directory.key(name.body)
    for codes in (
        directory.exact.get(body),
        directory.forms.get(body),
        directory.exact.get(without_office(body)),
    ):
        if codes:
            return _NameMatch(name, codes)
    for short in directory.subprefectures:
        codes = directory.exact.get(body.removeprefix(short), ())
        if any(_subprefecture(directory, code) == short for code in codes):
            return _NameMatch(replace(name, subprefecture=short), codes)
    if body in directory.former:
        former = directory.former[body]
        return _NameMatch(name, (former.code,), former)
    if WARD_NAME.fullmatch(body):
        return _NameMatch(name, (SAPPORO,), is_ward=True)
    return _NameMatch(name)


def _in_area(directory: Directory, match: _NameMatch) -> tuple[str, ...]:
    """The codes in the district and subprefecture that are written; all of them where none is."""
    codes, name = match.codes, match.name
    if name.district:
        codes = _only(codes, [c for c in codes if _district(directory, c) == name.district])
    if name.subprefecture:
        codes = _only(codes, [c for c in codes if _subprefecture(directory, c) == name.subprefecture])
    return codes


def _only(codes: tuple[str, ...], inside: list[str]) -> tuple[str, ...]:
    return tuple(inside) or codes


def _resolved(directory: Directory, town: MunicipalityName, match: _NameMatch, text: str) -> Resolution:
    """The town, with what of the row around its name does not fit it."""
    district, area = match.name.district, match.name.subprefecture
    read_as = f"{town.name}（{town.code}）として読みました。正しいか確かめてください。"
    if district and district != _district(directory, town.code):
        its_district = f"{town.district}です" if town.district.endswith("郡") else "市なので郡がありません"
        note = f"「{text}」と書かれていますが、{town.name}は{its_district}。{read_as}"
        return Resolution(town.code, "district_mismatch", note=note)
    if area and area != _subprefecture(directory, town.code):
        note = f"「{area}」の「{text}」と書かれていますが、{town.name}は{town.subprefecture}です。{read_as}"
        return Resolution(town.code, "subprefecture_mismatch", note=note)
    if match.is_ward:
        note = (
            f"「{text}」は札幌市の区です。札幌市（{SAPPORO}）として読みました。市全体の値か確かめてください。"
        )
        return Resolution(town.code, "ward", note=note)
    if match.former and match.former.change == "merged":
        note = (
            f"{_merged(match.former, town)}団体コードにより{town.name}（{town.code}）として読みました。"
            "市町村全体の値か確かめてください。"
        )
        return Resolution(town.code, "former_name", note=note)
    if match.former:
        note = f"「{text}」を今の正式な名前の{town.name}（{town.code}）として読みました。"
        return Resolution(town.code, note=note)
    return Resolution(town.code)


_CODE_FAULTS: dict[Fault | None, str] = {
    "check_digit": "は北海道の団体コードとして正しくありません（検査数字が合いません）",
    "five_digits_from_1": "は北海道の市町村のコードではありません（5桁ならほかの都府県のコードです。"
    "先頭の0が落ちた6桁のコードなら、検査数字が合いません）",
    "not_a_code": "は団体コードとして読めません（5桁か6桁の数字です）",
    None: "の市町村は北海道にありません",
    "other_prefecture": "は北海道の市町村のコードではありません",
}


def _unknown_code(directory: Directory, parsed_code: ReadCode, match: _NameMatch) -> Resolution:
    if parsed_code.code == HOKKAIDO:
        note = f"「{parsed_code.text}」は北海道全体のコードです。市町村の行だけを残してください。"
        return Resolution(None, "unknown_code", note=note)
    same_digits = (parsed_code.code,) if parsed_code.code in directory.by_code else ()
    candidates = _labels(directory, tuple(dict.fromkeys((*same_digits, *match.codes))))
    note = f"団体コード「{parsed_code.text}」{_CODE_FAULTS[parsed_code.fault]}。{_did_you_mean(candidates)}正しい団体コードを書いてください。"
    return Resolution(None, "unknown_code", candidates, note)


def _unknown_name(directory: Directory, match: _NameMatch, text: str, unknown_district: bool) -> Resolution:
    if short_subprefecture(match.name.body, directory.subprefectures):
        note = f"「{text}」は振興局の名前で、市町村ではありません。市町村ごとの行だけを残してください。"
        return Resolution(None, "unknown_name", note=note)
    codes = match.codes or near(directory, directory.key(match.name.body))
    candidates = _labels(directory, codes)
    unknown = f"「{match.name.district}」という郡" if unknown_district else f"「{text}」という市町村"
    note = f"{unknown}は北海道にありません。{_did_you_mean(candidates)}正しい市町村名か団体コードを書いてください。"
    return Resolution(None, "unknown_name", candidates, note)


def _northern(directory: Directory, village: MunicipalityName) -> Resolution:
    namesakes = tuple(
        code for code in directory.exact[directory.key(village.name)] if code not in NORTHERN_CODES
    )
    candidates = _labels(directory, namesakes)
    hint = f"{candidates[0]}のことなら団体コードを直し、そうでなければ" if candidates else ""
    note = f"{village.name}（{village.code}）は北方領土の村で、数えません。{hint}この行を除いてください。"
    return Resolution(None, "northern_village", candidates, note)


def _merged(former: FormerName, town: MunicipalityName) -> str:
    return f"「{former.former_name}」は{former.changed_year}年の合併で{town.name}になりました。"


def _did_you_mean(candidates: tuple[str, ...]) -> str:
    return f"{'、'.join(candidates)}のことですか。" if candidates else ""


def _labels(directory: Directory, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{directory.by_code[code].name}（{code}{'、北方領土' if code in NORTHERN_CODES else ''}）"
        for code in codes
    )


def _district(directory: Directory, code: str) -> str:
    return directory.fold(directory.by_code[code].district)


def _subprefecture(directory: Directory, code: str) -> str:
    return directory.subprefecture(directory.by_code[code])


def _text(value: object) -> str:
    """The name as written, empty where the cell is empty or holds nothing but marks."""
    text = "" if value is None or str(value) in NO_VALUE else " ".join(str(value).split())
    if not normalise(text).strip(MARKS):
        return ""
    return text if len(text) <= 60 else text[:60] + "…"
