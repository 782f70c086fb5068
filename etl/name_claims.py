"""What a written name claims beside the town that it names: another town in brackets, or the sum of a 振興局."""

from __future__ import annotations

import re
from collections.abc import Collection

from etl.name_directory import NORTHERN_CODES, Directory, MunicipalityName
from etl.written_name import WrittenName

_SEPARATORS = re.compile(r"[・､、,/+&]|及び|並びに|と|ほか|外")
_PART_OF = re.compile(r"(?:の)?(?:分|のみ|だけ|を?含む|を?除く|地区|地域|区域|区)$")
# Words that say of a remark without the name of a town, that not all or more than this town is meant.
_NOT_THE_WHOLE = re.compile(r"(?:のみ|だけ|を?除く|を?含む)$|(?<=[町村市区部所])分$")


def may_be_subprefecture(directory: Directory, town: MunicipalityName, name: WrittenName) -> bool:
    """Whether a bare 石狩 or 日高 may be the sum of the 振興局 of that name: nothing says 市 町 村 or the district."""
    body = directory.key(name.body)
    is_bare = not body.endswith(("市", "町", "村")) and body != directory.key(town.kana)
    stem = directory.fold(town.name.removesuffix(town.kind))
    return is_bare and stem in directory.subprefectures and not name.district


def with_office(directory: Directory, name: WrittenName, codes: Collection[str]) -> MunicipalityName | None:
    """The town of a full name that only a village of the Northern Territories, which answers nobody, has too; else None."""
    own = [code for code in codes if code not in NORTHERN_CODES]
    if len(own) != 1 or len(own) == len(codes) or name.subprefecture or name.district:
        return None
    town = directory.by_code[own[0]]
    return town if directory.key(name.body) == directory.key(town.name) else None


def other_town_in_remark(directory: Directory, name: WrittenName, codes: Collection[str]) -> str:
    """The remark in brackets that names another town than `codes`, or only a part of it: 歌志内市（砂川市分）; else ""."""
    for remark in name.remarks:
        for part in filter(None, _SEPARATORS.split(remark)):
            key = directory.key(_base_of(part).removeprefix("旧"))
            named = directory.exact.get(key) or directory.forms.get(key, ())
            former = directory.former.get(key)
            if named and not set(named) & set(codes):
                return remark
            if former is None and not named and _NOT_THE_WHOLE.search(part):
                return remark
            if former is None or named:
                continue
            is_part = former.change == "merged" and _PART_OF.search(part) is not None
            if is_part or former.code not in codes:
                return remark
    return ""


def _base_of(part: str) -> str:
    """The name without the words that say what of it is meant: 厚沢部町分を含む → 厚沢部町."""
    while (shorter := _PART_OF.sub("", part)) != part:
        part = shorter
    return part
