"""Whose return a workbook is: what its manifest, its card and its file name say, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.findings import Finding
from etl.readers.grid import CellRef, Sheet, cell_at
from etl.survey.returned.file_name import town_in_name, towns_in_name
from etl.survey.returned.plan import key
from etl.survey.returned.setting import Setting
from etl.survey.returned.sheet import SheetRows
from etl.survey.sheet.manifest import Manifest

NAME_LABEL, CODE_LABEL = "市町村名", "市町村コード"
HEAD_ROWS, VALUE_WITHIN = 40, 4
OTHER_TOWN = "別の市町村の調査票に書いて送られたおそれがあるので、取り込みません。"


@dataclass(frozen=True)
class Claim:
    """The municipality named in one cell or record of a return. `source` is that cell in words for people."""

    source: str
    code: str
    ref: CellRef


@dataclass
class Identity:
    """`code` is None where it cannot be told; `rejected` says why the return must not be loaded."""

    code: str | None = None
    findings: list[Finding] = field(default_factory=list)
    rejected: str = ""

    def reject(self, rule: str, message: str, ref: CellRef) -> None:
        self.rejected = self.rejected or message
        self.findings.append(
            Finding("error", rule, message, sheet=ref.sheet, cell=ref.cell, value=ref.text[:200])
        )


def identify(rows: SheetRows, manifest: Manifest | None, file_name: str, setting: Setting) -> Identity:
    """The municipality of a return. Where two places name different ones nothing is chosen."""
    identity = Identity()
    name_ref, code_ref = card_values(rows.sheet, rows.columns.header_row)
    claims = [*_by_manifest(identity, manifest, setting), *_by_card(identity, name_ref, code_ref, setting)]
    codes = list(dict.fromkeys(claim.code for claim in claims))
    ref = code_ref or name_ref or CellRef(rows.sheet.name, "", None, "")
    if len(codes) > 1:
        said = "、".join(f"{claim.source}は{_town(setting, claim.code)}" for claim in claims)
        ref = next((claim.ref for claim in claims if claim.code != claims[0].code), ref)
        message = f"どの市町村の回答か決められません（{said}）。{OTHER_TOWN}市町村に確かめてください。"
        identity.reject("TOWN-CONTRADICTION", message, ref)
    elif codes:
        identity.code = codes[0]
        _check_file_name(identity, codes[0], file_name, setting, ref)
    elif not identity.rejected:
        _by_file_name(identity, file_name, setting, ref)
    return identity


def decided(code: str, setting: Setting) -> Identity:
    """The municipality that an officer has decided on, whatever the file says."""
    message = f"担当者の判断により、{_town(setting, code)}の回答として読みました。"
    return Identity(code, [Finding("info", "TOWN-DECIDED", message)])


def card_values(sheet: Sheet, header_row: int) -> tuple[CellRef | None, CellRef | None]:
    """The cells of the name and of the code in the card at the top."""
    found: dict[str, CellRef] = {}
    for row in range(min(header_row if header_row > 0 else HEAD_ROWS, len(sheet.rows))):
        for column, value in enumerate(sheet.rows[row]):
            label = key(value) if isinstance(value, str) and len(value) < 20 else ""
            if label in (NAME_LABEL, CODE_LABEL) and label not in found:
                found |= _value_beside(sheet, row, column, label)
    return found.get(NAME_LABEL), found.get(CODE_LABEL)


def _value_beside(sheet: Sheet, row: int, column: int, label: str) -> dict[str, CellRef]:
    for place in range(column + 1, min(column + 1 + VALUE_WITHIN, len(sheet.rows[row]))):
        ref = cell_at(sheet, row, place)
        if ref.text.strip():
            return {label: ref}
    return {}


def _by_manifest(identity: Identity, manifest: Manifest | None, setting: Setting) -> list[Claim]:
    if manifest is None:
        return []
    code = setting.resolve(manifest.municipality_code, None).code
    if code is None:
        message = (
            f"調査票の控えにある市町村コード「{manifest.municipality_code}」は、いまの市町村の一覧にありません。"
            "どの市町村の回答か確かめてください。"
        )
        identity.reject("TOWN-UNKNOWN", message, CellRef("", "", None, manifest.municipality_code))
        return []
    return [Claim("調査票の控え", code, CellRef("", "", None, manifest.municipality_name))]


def _by_card(
    identity: Identity, name_ref: CellRef | None, code_ref: CellRef | None, setting: Setting
) -> list[Claim]:
    """What the card says; a name that several towns share claims nothing unless the code is among them."""
    claims = []
    code = setting.resolve(code_ref.text, None) if code_ref else None
    name = setting.resolve(None, name_ref.text) if name_ref else None
    for ref, resolution, label in ((code_ref, code, CODE_LABEL), (name_ref, name, NAME_LABEL)):
        if ref is None or resolution is None:
            continue
        if resolution.code is not None:
            claims.append(Claim(f"{ref.cell}の{label}", resolution.code, ref))
        elif resolution.problem != "ambiguous_name":
            identity.findings.append(
                Finding(
                    "warning",
                    "TOWN-NOTE",
                    f"{label}「{ref.text[:40]}」が読めません。{resolution.note}",
                    sheet=ref.sheet,
                    cell=ref.cell,
                    value=ref.text[:200],
                )
            )
    return claims


def _check_file_name(identity: Identity, code: str, file_name: str, setting: Setting, ref: CellRef) -> None:
    """A file named after another town, and not after this one, may be another town's file filled in anew."""
    named = dict.fromkeys(town for found_in in towns_in_name(file_name, setting) for town in found_in)
    if not named or set(named) == {code}:
        return
    others = "、".join(_town(setting, other) for other in named if other != code)
    if code in named:
        message = (
            f"ファイル名に{others}ともあります。中身は{_town(setting, code)}の調査票です。確かめてください。"
        )
        identity.findings.append(Finding("warning", "FILE-NAME-TOWN", message, value=file_name))
        return
    message = (
        f"中身は{_town(setting, code)}の調査票ですが、ファイル名は{others}です。{OTHER_TOWN}"
        "中身が正しければ、ファイル名を直して受け取りなおしてください。"
    )
    identity.reject("FILE-NAME-TOWN", message, ref)


def _by_file_name(identity: Identity, file_name: str, setting: Setting, ref: CellRef) -> None:
    """Nothing inside says whose it is: the file name is taken only where its code and name agree."""
    code = town_in_name(file_name, setting)
    if code:
        identity.code = code
        message = f"調査票の中に市町村名がないので、ファイル名から{_town(setting, code)}の回答としました。確かめてください。"
        identity.findings.append(Finding("warning", "TOWN-BY-FILE-NAME", message, value=file_name))
        return
    candidates = dict.fromkeys(town for found_in in towns_in_name(file_name, setting) for town in found_in)
    asked = (
        f"ファイル名からは{'、'.join(_town(setting, code) for code in candidates)}と思われます。"
        if candidates
        else ""
    )
    message = f"どの市町村の回答かわかりません。{asked}市町村に確かめ、調査票に市町村名を書いて受け取りなおしてください。"
    identity.reject("TOWN-MISSING", message, ref)


def _town(setting: Setting, code: str) -> str:
    return f"{setting.directory.by_code[code].name}（{code}）"
