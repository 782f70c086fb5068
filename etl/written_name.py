"""What stands around a municipality's name: marks, remarks in brackets, 北海道, 振興局, 郡, 役場, 様."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

MARKS = "※*＊・●○◎◇◆□■△▲☆★、。,.:;\"'‐‑–—―-"
_BRACKETED = re.compile(
    r"(?P<before>.*?)[(\[{【〔〈《「『](?P<remark>[^()\[\]{}【】〔〕〈〉《》「」『』]*)[)\]}】〕〉》」』](?P<after>.*)"
)
_OFFICE = re.compile(r"(?P<name>.+[市町村])(?:役所|役場|長)?(?:様|殿|御中)?")
_BUREAU = re.compile(r"(?:総合振興局|振興局|支庁)(?:管内)?|管内")
_DISTRICT = re.compile(r"(?P<district>.{1,3}郡)(?P<rest>.+)")
_RENAMED_BUREAUS = {"網走": "オホーツク"}


@dataclass(frozen=True)
class WrittenName:
    """`body` is the name itself; subprefecture (short: 後志) and district (古宇郡) only where they are written.

    `remarks`: what else stands in brackets behind it.
    """

    body: str
    subprefecture: str = ""
    district: str = ""
    remarks: tuple[str, ...] = ()


def split(text: str, subprefectures: Container[str]) -> WrittenName:
    """Take a name (as Directory.fold gives it) apart.

    Only what says 振興局, 支庁 or 管内 is taken for a subprefecture: 日高町 stays whole.
    Remarks in brackets are dropped but for 市 町 村, as in 釧路(町), and for a subprefecture, as in 泊村(後志).
    """
    body, remarks = _without_remarks(text)
    area = next((found for remark in remarks if (found := short_subprefecture(remark, subprefectures))), "")
    district = next((remark for remark in remarks if remark.endswith("郡")), "")
    body = body.removeprefix("北海道") or body
    before, after = _at_bureau(body)
    if after and short_subprefecture(before, subprefectures):
        area, body = short_subprefecture(before, subprefectures), after
    in_district = _DISTRICT.fullmatch(body)
    if in_district:
        district, body = in_district["district"], in_district["rest"]
    others = (
        remark
        for remark in remarks
        if not remark.endswith("郡") and not short_subprefecture(remark, subprefectures)
    )
    return WrittenName(body, area, district, tuple(others))


def without_office(body: str) -> str:
    """夕張市役所, 夕張市長様 → 夕張市; the text itself where nothing of the kind follows 市 町 村."""
    found = _OFFICE.fullmatch(body)
    return found["name"] if found else body


def short_subprefecture(text: str, subprefectures: Container[str]) -> str:
    """後志総合振興局, 後志管内, 後志 → 後志; empty where it is none of them."""
    short = without_bureau(text)
    short = _RENAMED_BUREAUS.get(short, short)
    return short if short in subprefectures else ""


def without_bureau(text: str) -> str:
    """後志総合振興局 → 後志."""
    return _BUREAU.sub("", text)


def _at_bureau(body: str) -> tuple[str, str]:
    found = _BUREAU.search(body)
    return (body[: found.end()], body[found.end() :]) if found else ("", "")


def _without_remarks(text: str) -> tuple[str, list[str]]:
    remarks: list[str] = []
    text = text.strip(MARKS)
    while found := _BRACKETED.fullmatch(text):
        before, remark, after = found["before"], found["remark"], found["after"]
        if not before and not after:
            text = remark.strip(MARKS)
            continue
        if remark in ("市", "町", "村") and before[-1:] != remark:
            before += remark
        else:
            remarks.append(remark.strip(MARKS))
        text = (before + after).strip(MARKS)
    return text, remarks
