"""Reads a returned 調査票 sheet by sheet: by the manifest that it carries, else by its labels alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl import fiscal_year
from etl.findings import Finding
from etl.readers.comment_year import comments_of
from etl.readers.grid import Document, Sheet
from etl.survey.returned import cells
from etl.survey.returned.commented import unread_by_comment
from etl.survey.returned.head_notes import (
    basis_findings,
    name_findings,
    note_findings,
    print_findings,
    read_notes,
    version_findings,
)
from etl.survey.returned.identity import Identity, contact_findings, decided, identify
from etl.survey.returned.last_year import read_changes
from etl.survey.returned.model import DocumentReturns, ReturnRead, Route
from etl.survey.returned.plan import Plan, plan_of_cells
from etl.survey.returned.rows import Fit, fit
from etl.survey.returned.setting import Setting
from etl.survey.returned.sheet import SheetRows, read_rows
from etl.survey.sheet.manifest import Manifest, ManifestProblem, is_manifest, read_manifest

# Of the rows of a form, number and label: from here a sheet is this form, up to there it has nothing to do with it.
FITS, RESEMBLES = 0.6, 0.15
LEAST_ROWS = 3
DAMAGED: dict[ManifestProblem, str] = {
    "damaged": "調査票の控えのシート（非表示）の中身が書き換わっているので、設問の文言をたよりに読みました。",
    "unknown_version": "調査票の控えのシート（非表示）が本システムより新しいので、設問の文言をたよりに読みました。",
}


@dataclass(frozen=True)
class FormSheet:
    """A sheet that holds a form, and how well it fits."""

    rows: SheetRows
    plan: Plan
    fit: Fit


def read_form(
    document: Document, setting: Setting, name: str, decided_code: str = ""
) -> DocumentReturns | None:
    """The return that a workbook (or a CSV made of one) holds; None where no sheet has anything of a form.

    `name` is the file's name as it came; `decided_code` the municipality that an officer has decided on.
    """
    manifests = [read_manifest(sheet.rows) for sheet in document.sheets if is_manifest(sheet.rows)]
    problems = [
        Finding("warning", "MANIFEST-DAMAGED", DAMAGED[why]) for _, why in manifests if why in DAMAGED
    ]
    whole: list[Manifest] = []
    for one, _ in manifests:
        if one is not None and one not in whole:
            whole.append(one)
    sheets = [sheet for sheet in document.sheets if not is_manifest(sheet.rows) and any(map(any, sheet.rows))]
    if len(whole) > 1:
        towns = "、".join(f"{one.municipality_name}（{one.municipality_code}）" for one in whole)
        message = (
            f"1つのブックに調査票が{len(whole)}つ入っています（{towns}）。"
            "1つの調査票を1つのファイルにして送ってもらってください。"
        )
        return DocumentReturns(findings=[Finding("error", "RETURN-SEVERAL", message)])
    manifest = whole[0] if whole else None
    plans = _plans(setting, manifest, sheets)
    if not plans:
        return DocumentReturns(findings=[_unknown_form(setting, manifest)])
    form_sheet = _best(sheets, plans, manifest.fiscal_year if manifest else setting.fiscal_year)
    if form_sheet is None and manifest is None and not problems:
        return _resembling(sheets, plans)
    if form_sheet is None:
        message = "調査票の控えのシートはありますが、設問の並んだシートが見つかりません。調査票のシートを消していないか確かめてください。"
        return DocumentReturns(findings=[*problems, Finding("error", "SHEET-MISSING", message)])
    if isinstance(form_sheet, Finding):
        return DocumentReturns(findings=[*problems, form_sheet])
    read = _read_form_sheet(form_sheet, manifest, document, setting, name, decided_code)
    return DocumentReturns((read,), problems)


def _plans(setting: Setting, manifest: Manifest | None, sheets: Sequence[Sheet]) -> list[Plan]:
    """The plans that a sheet may follow: of all years and versions, or that of the manifest's version as it has it."""
    plans = dict(setting.plans)
    if manifest is not None:
        if manifest.fiscal_year not in plans:
            return []
        own = setting.plan_of_version(manifest.fiscal_year, manifest.form_version)
        plans[manifest.fiscal_year] = plan_of_cells(manifest.cells, own)
        if sum(_may_be_form(sheet) for sheet in sheets) == 1:
            return [plans[manifest.fiscal_year]]
        return list(plans.values())
    return [*plans.values(), *(plan for earlier in setting.earlier_plans.values() for plan in earlier)]


def _may_be_form(sheet: Sheet) -> bool:
    """Whether a sheet is long enough to hold a form at all."""
    return len(sheet.rows) >= LEAST_ROWS


def _unknown_form(setting: Setting, manifest: Manifest | None) -> Finding:
    known = "、".join(fiscal_year.label(year) for year in setting.plans)
    year = fiscal_year.label(manifest.fiscal_year) if manifest else ""
    message = f"{year}の調査票ですが、その年度の調査がありません。あるのは{known}です。画面「調査をつくる」で作るか、控えから戻してください。"
    return Finding("error", "FORM-UNKNOWN", message, value=manifest.form_version if manifest else "")


def _best(sheets: Sequence[Sheet], plans: Sequence[Plan], year: int | None) -> FormSheet | Finding | None:
    """The sheet and the form that fit; a finding that asks where two fit alike; None where none does.

    `year`: of which the return is to be, where the workbook holds the sheet of another one beside it.
    """
    candidates: list[FormSheet] = []
    for sheet in sheets:
        fits = [candidate for candidate in _fits(sheet, plans) if candidate.fit.best >= FITS]
        if not fits:
            continue
        best = max(candidate.fit.score for candidate in fits)
        alike = [candidate for candidate in fits if candidate.fit.score == best]
        closest = alike[0] if len(alike) == 1 else _by_version(sheet, alike)
        if closest is None:
            versions = "、".join(
                f"{fiscal_year.label(candidate.plan.form.fiscal_year)}（様式 {candidate.plan.form.version}）"
                for candidate in alike
            )
            message = (
                f"どの年度の調査票か決められません（{versions}）。"
                "年度を確かめ、発出した調査票に書きなおしてもらってください。"
            )
            return Finding("error", "FORM-AMBIGUOUS", message, sheet=sheet.name)
        candidates.append(closest)
    this_year = [candidate for candidate in candidates if candidate.plan.form.fiscal_year == year]
    shown = [candidate for candidate in this_year or candidates if candidate.rows.sheet.visible]
    return _one_sheet(shown or this_year or candidates) if candidates else None


def _fits(sheet: Sheet, plans: Iterable[Plan]) -> list[FormSheet]:
    return [FormSheet(rows, plan, fit(plan, rows)) for plan in plans for rows in [read_rows(sheet, plan)]]


def _by_version(sheet: Sheet, alike: list[FormSheet]) -> FormSheet | None:
    """The one whose version stands in the sheet's card, where two forms have the same wording.

    Of versions of one year that no card tells apart, it is the newest: what fits them alike reads alike.
    """
    written = {str(value).strip() for row in sheet.rows[:60] for value in row if value is not None}
    named = [one for one in alike if one.plan.form.version in written]
    if len({one.plan.form.fiscal_year for one in alike}) == 1:
        return (named or alike)[0]
    return named[0] if len(named) == 1 else None


def _one_sheet(candidates: list[FormSheet]) -> FormSheet | Finding:
    """Of several sheets with a form the only one that says something; copies that say the same count once."""
    if len(candidates) == 1:
        return candidates[0]
    said = {index: cells.written_texts(one.rows, one.plan) for index, one in enumerate(candidates)}
    different = {said[index]: one for index, one in reversed(list(enumerate(candidates))) if said[index]}
    if len(different) > 1:
        names = "".join(f"「{one.rows.sheet.name}」" for one in candidates)
        message = (
            f"回答の違う調査票のシートが{len(candidates)}枚あります（{names}）。どれが正しいか決められません。"
            "正しい1枚だけを残して送ってもらってください。"
        )
        return Finding("error", "RETURN-SEVERAL", message, sheet=candidates[0].rows.sheet.name)
    return next(iter(different.values()), candidates[0])


def _resembling(sheets: Sequence[Sheet], plans: Iterable[Plan]) -> DocumentReturns | None:
    """Says so where a sheet has something of a form but too little of it to be read."""
    fits = [one for sheet in sheets for one in _fits(sheet, plans)]
    best = max(fits, key=lambda one: one.fit.best, default=None)
    if best is None or best.fit.best < RESEMBLES:
        return None
    message = (
        f"{fiscal_year.label(best.plan.form.fiscal_year)}の調査票に似ていますが、番号と文言の合う行が足りず"
        f"（{best.fit.best:.0%}）、読み込めません。発出した調査票に書きなおしてもらってください。"
    )
    return DocumentReturns(findings=[Finding("error", "FORM-UNCLEAR", message, sheet=best.rows.sheet.name)])


def _read_form_sheet(
    form_sheet: FormSheet,
    manifest: Manifest | None,
    document: Document,
    setting: Setting,
    name: str,
    decided_code: str,
) -> ReturnRead:
    form = form_sheet.plan.form
    notes = read_notes(form_sheet.rows, form_sheet.plan)
    identity = (
        decided(decided_code, setting)
        if decided_code
        else identify(form_sheet.rows, manifest, name, setting, notes)
    )
    route: Route = "labels" if manifest is None else "manifest"
    if form_sheet.rows.columns.instead:
        missing = cells.no_answers(form_sheet.rows)
        findings = [*identity.findings, missing]
        return ReturnRead(identity.code, form, route, {}, findings, identity.rejected or missing.message)
    answers = cells.read_cells(form_sheet.rows, form_sheet.plan)
    commented = dict(unread_by_comment(answers.cells, comments_of(document), form))
    findings = [*identity.findings, *note_findings(notes, form), *answers.findings, *commented.values()]
    findings += basis_findings(form_sheet.rows, form_sheet.plan)
    findings += [*name_findings(name, form), *print_findings(form_sheet.rows, form)]
    findings += contact_findings(answers.cells, form, identity.code or "", setting)
    findings += read_changes(
        form_sheet.rows, form_sheet.plan, answers.rows, answers.cells, identity.code, setting
    )
    findings += version_findings(form, manifest, form_sheet.rows.sheet.name, setting)
    if document.kind == "csv":
        message = (
            "調査票がCSVで送られています。結合したセル、取り消し線、コメントはCSVでは失われるので、"
            "元のExcelの調査票をもらって見比べてください。"
        )
        findings.append(Finding("warning", "FORM-CSV", message))
    elif not form_sheet.rows.sheet.merged and any(slot.is_wide for slot in form_sheet.plan.layout.slots):
        message = (
            "調査票の体裁がないので、値だけを貼り付けた写しと思われます。結合したセル、取り消し線、コメントは写しでは"
            "失われるので、元の調査票をもらって見比べてください。"
        )
        findings.append(Finding("warning", "FORM-COPIED", message, sheet=form_sheet.rows.sheet.name))
    findings += cells.about_document(document, form_sheet.rows.sheet)
    rejected = _rejected(identity, answers, form_sheet, setting, findings)
    return ReturnRead(
        identity.code,
        form,
        route,
        answers.cells,
        findings,
        rejected,
        answers.unread | commented.keys(),
        form_sheet.rows.sheet.name,
        form_sheet.rows.columns.header_row,
    )


def _rejected(
    identity: Identity,
    answers: cells.SheetAnswers,
    form_sheet: FormSheet,
    setting: Setting,
    findings: list[Finding],
) -> str:
    """Why the return must not be loaded; also said by an error finding. Empty where it may be."""
    year = form_sheet.plan.form.fiscal_year
    sheet = form_sheet.rows.sheet.name
    if setting.fiscal_year is not None and year != setting.fiscal_year:
        message = (
            f"{fiscal_year.label(year)}の調査票です（受け取っているのは{fiscal_year.label(setting.fiscal_year)}）。"
            "取り違えでなければ、年度を指定しなおして受け取ってください。"
        )
        findings.append(Finding("error", "FORM-OTHER-YEAR", message, sheet=sheet))
        return message
    if form_sheet.rows.columns.doubled:
        message = "「回答」という見出しの列が2つ以上あり、どちらが正しいか決められません。1つだけ残してもらってください。"
        findings.append(Finding("error", "COLUMN-TWICE", message, sheet=sheet))
        return message
    if identity.rejected:
        return identity.rejected
    if answers.is_empty:
        message = "何も記入されていません。記入した調査票を送ってもらってください。"
        findings.append(Finding("error", "RETURN-EMPTY", message, sheet=sheet))
        return message
    return ""
