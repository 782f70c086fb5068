"""Whose return a workbook is: what its manifest, its card and its file name say, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from etl.findings import Finding
from etl.readers.grid import CellRef, Sheet, cell_at
from etl.survey.form.questions import Form
from etl.survey.returned.file_name import town_in_name, towns_in_name, towns_in_text
from etl.survey.returned.model import QuestionCells
from etl.survey.returned.plan import key
from etl.survey.returned.setting import Setting
from etl.survey.returned.sheet import SheetRows
from etl.survey.sheet.manifest import Manifest
from etl.written_name import short_subprefecture

NAME_LABEL, CODE_LABEL, BUREAU_LABEL = "市町村名", "市町村コード", "(総合)振興局"
HEAD_ROWS, VALUE_WITHIN = 40, 4
# Words that name towns without being unreadable: shared by several, of the past, with another in brackets, of the northern villages.
CLAIMING = ("ambiguous_name", "former_name", "joint_name", "northern_village")
# A town named as a partner or an address says nothing of whose answers these are.
_BESIDE = re.compile(r"協議|共同|連名|合同|経由|宛|送付|提出先|返送|問い?合わ?せ|連携|隣|ほか|他の|管内|広域")
OTHER_TOWN = "別の市町村の調査票に書いて送られたおそれがあるので、取り込みません。"


@dataclass(frozen=True)
class Claim:
    """One place that says whose return it is. `source` is that place in words for people.

    `codes`: the towns that it may mean: several for a name that several share, none for one that is not counted.
    """

    source: str
    codes: frozenset[str]
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


def identify(
    rows: SheetRows,
    manifest: Manifest | None,
    file_name: str,
    setting: Setting,
    notes: Sequence[CellRef] = (),
) -> Identity:
    """The municipality of a return. Where two places name different ones nothing is chosen.

    `notes`: what was written into the upper part of the form, which may name a town as well.
    """
    identity = Identity()
    card = card_values(rows.sheet, rows.columns.header_row)
    claims = [*_by_manifest(identity, manifest, setting), *_by_card(identity, card, setting)]
    ref = card.get(CODE_LABEL) or card.get(NAME_LABEL) or CellRef(rows.sheet.name, "", None, "")
    agreed = frozenset.intersection(*(claim.codes for claim in claims)) if claims else frozenset[str]()
    if claims and not agreed:
        said = "、".join(f"{claim.source}は{_towns(setting, claim)}" for claim in claims)
        other = next((claim.ref for claim in claims if not claim.codes & claims[0].codes), ref)
        message = f"どの市町村の回答か決められません（{said}）。{OTHER_TOWN}市町村に確かめてください。"
        identity.reject("TOWN-CONTRADICTION", message, other)
    elif len(agreed) == 1:
        [identity.code] = agreed
        _check_file_name(identity, identity.code, file_name, setting, ref)
        _check_words(identity, identity.code, rows, card, notes, setting)
    elif not identity.rejected:
        _by_file_name(identity, file_name, setting, ref)
        if identity.code and agreed and identity.code not in agreed:
            said = f"{claims[0].source}は{_towns(setting, claims[0])}、ファイル名は{_town(setting, identity.code)}"
            message = f"どの市町村の回答か決められません（{said}）。{OTHER_TOWN}市町村に確かめてください。"
            identity.reject("TOWN-CONTRADICTION", message, ref)
        elif identity.code:
            _check_words(identity, identity.code, rows, card, notes, setting)
    return identity


def decided(code: str, setting: Setting) -> Identity:
    """The municipality that an officer has decided on, whatever the file says."""
    message = f"担当者の判断により、{_town(setting, code)}の回答として読みました。"
    return Identity(code, [Finding("info", "TOWN-DECIDED", message)])


def card_values(sheet: Sheet, header_row: int) -> dict[str, CellRef]:
    """The cells of the name, the code and the 振興局 in the card at the top, by their labels."""
    found: dict[str, CellRef] = {}
    for row in range(min(header_row if header_row > 0 else HEAD_ROWS, len(sheet.rows))):
        for column, value in enumerate(sheet.rows[row]):
            label = key(value) if isinstance(value, str) and len(value) < 20 else ""
            if label in (NAME_LABEL, CODE_LABEL, BUREAU_LABEL) and label not in found:
                found |= _value_beside(sheet, row, column, label)
    return found


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
    return [Claim("調査票の控え", frozenset({code}), CellRef("", "", None, manifest.municipality_name))]


def _by_card(identity: Identity, card: Mapping[str, CellRef], setting: Setting) -> list[Claim]:
    """What the card says. A name that several towns share, or one of the past, still has to agree with the rest."""
    claims = []
    for what in (CODE_LABEL, NAME_LABEL):
        ref = card.get(what)
        if ref is None:
            continue
        resolution = (
            setting.resolve(ref.text, None) if what == CODE_LABEL else setting.resolve(None, ref.text)
        )
        if resolution.code is not None:
            claims.append(Claim(f"{ref.cell}の{what}", frozenset({resolution.code}), ref))
        elif resolution.problem in CLAIMING:
            claims.append(Claim(f"{ref.cell}の{what}", frozenset(resolution.candidate_codes), ref))
        if resolution.note and resolution.problem not in (None, "ambiguous_name", "joint_name"):
            said = (
                f"{what}は「{ref.text[:40]}」です。"
                if resolution.code
                else f"{what}「{ref.text[:40]}」が読めません。"
            )
            identity.findings.append(_warning(f"{said}{resolution.note}", ref))
    return claims


def _check_words(
    identity: Identity,
    code: str,
    rows: SheetRows,
    card: Mapping[str, CellRef],
    notes: Sequence[CellRef],
    setting: Setting,
) -> None:
    """Other words on the sheet that name a town: its tab, notes above the questions, brackets in the card, the 振興局."""
    tab = CellRef(rows.sheet.name, "", None, rows.sheet.name)
    for what, ref in [("シートの名前", tab), *(("調査票の上の部分", note) for note in notes)]:
        named = towns_in_text(ref.text, setting)
        others = "、".join(_town(setting, other) for other in named if other != code)
        if not others:
            continue
        shown = " ".join(ref.text.split())[:60]
        message = f"中身は{_town(setting, code)}の調査票ですが、{what}に「{shown}」とあり、{others}のようにも見えます。"
        if code in named or _BESIDE.search(ref.text):
            identity.findings.append(_warning(f"{message}どの市町村の回答か確かめてください。", ref))
        else:
            identity.reject("TOWN-CONTRADICTION", f"{message}{OTHER_TOWN}市町村に確かめてください。", ref)
    name = card.get(NAME_LABEL)
    beside = [other for other in towns_in_text(name.text, setting) if other != code] if name else []
    if name and beside:
        message = (
            f"市町村名の欄に「{name.text[:40]}」とあり、{'、'.join(_town(setting, other) for other in beside)}の名前もあります。"
            f"{_town(setting, code)}だけの回答として読みました。どの市町村の回答か、市町村に確かめてください。"
        )
        identity.findings.append(_warning(message, name))
    elif name and setting.resolve(None, name.text).problem == "joint_name":
        message = (
            f"市町村名の欄に「{name.text[:40]}」とあります。{_town(setting, code)}の全体の回答として読みました。"
            "一部だけの回答か、ほかの市町村の分を含む回答でないか、市町村に確かめてください。"
        )
        identity.findings.append(_warning(message, name))
    _check_bureau(identity, code, card.get(BUREAU_LABEL), setting)


def _check_bureau(identity: Identity, code: str, ref: CellRef | None, setting: Setting) -> None:
    directory, town = setting.directory, setting.directory.by_code[code]
    written = short_subprefecture(directory.fold(ref.text), directory.subprefectures) if ref else ""
    if ref and written and written != directory.subprefecture(town):
        message = (
            f"（総合）振興局の欄は「{ref.text[:40]}」ですが、{_town(setting, code)}は{town.subprefecture}です。"
            "別の市町村の調査票でないか確かめてください。"
        )
        identity.findings.append(_warning(message, ref))


def contact_findings(cells: QuestionCells, form: Form, code: str, setting: Setting) -> list[Finding]:
    """Where the person who answered works for another town."""
    identity = []
    contacts = [question.id for question in form.questions if question.kind == "contact" and code]
    written = [(question, ref) for question in contacts for _, ref in cells.get(question, [])]
    for asked, ref in written:
        named = towns_in_text(ref.text, setting)
        if named and code not in named:
            message = (
                f"回答した方の連絡先に「{ref.text[:40]}」とありますが、{_town(setting, code)}の回答として読みました。"
                f"{'、'.join(_town(setting, other) for other in named)}の回答でないか確かめてください。"
            )
            identity.append(replace(_warning(message, ref), question_id=asked))
    return identity


def _warning(message: str, ref: CellRef) -> Finding:
    return Finding("warning", "TOWN-NOTE", message, sheet=ref.sheet, cell=ref.cell, value=ref.text[:200])


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


def _towns(setting: Setting, claim: Claim) -> str:
    return "か".join(_town(setting, code) for code in sorted(claim.codes)) or f"「{claim.ref.text[:40]}」"


def _town(setting: Setting, code: str) -> str:
    return f"{setting.directory.by_code[code].name}（{code}）"
