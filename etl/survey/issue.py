"""Issues the 調査票: one workbook per municipality, all in a folder, and a zip of them for download."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from etl import raw_writes
from etl.fiscal_year import label, short_label
from etl.names import MunicipalityName
from etl.refusal import Refusal
from etl.survey.form import versions
from etl.survey.form.entries import Entries, Entry, entries_of, previous_entries
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.form.questions import Form, PlainAnswer
from etl.survey.form.unwritten import unwritten
from etl.survey.returned.previous import previous_answers
from etl.survey.sheet.layout import marked_synthetic
from etl.survey.sheet.workbook import Template, created_at, draw_workbook, make_template

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
NOTHING: Mapping[str, PlainAnswer] = {}

PreviousAnswers = Mapping[str, Mapping[str, PlainAnswer]]  # municipality code -> question id -> answer


class IssueRefusedError(Refusal):
    """Nothing was written: other files of these names, or another form of this version, are there already."""


@dataclass(frozen=True)
class IssueReport:
    """What was issued. `with_previous`: to how many municipalities with their answers of the round before.

    `codes`: the municipality of each file. `previous_word`: what the sheets call that round, 前年度 or 前回（令和5年度）.
    `previous_is_synthetic`: these answers are fictional, and each sheet says so.
    """

    form: Form
    files: tuple[Path, ...]
    codes: tuple[str, ...]
    with_previous: int
    previous_word: str
    previous_is_synthetic: bool
    zip_path: Path | None
    seconds: float

    @property
    def fiscal_year(self) -> int:
        return self.form.fiscal_year

    @property
    def form_version(self) -> str:
        return self.form.version

    @property
    def deadline(self) -> str:
        return self.form.deadline.isoformat()

    def as_json(self) -> dict[str, object]:
        """The object that `issue --json` prints: what a covering letter says, and the file of each municipality."""
        form = self.form
        return {
            "fiscal_year": form.fiscal_year,
            "form_version": form.version,
            "title": form.title,
            "as_of": form.as_of.isoformat(),
            "issued_on": form.issued_on.isoformat(),
            "deadline": self.deadline,
            "sender": form.sender,
            "reply_to": form.reply_to,
            "legal_basis": form.legal_basis,
            "previous_word": self.previous_word,
            "with_previous": self.with_previous,
            "previous_is_synthetic": self.previous_is_synthetic,
            "files": dict(zip(self.codes, (path.name for path in self.files), strict=True)),
        }


def run(
    raw: Path,
    fiscal_year: int,
    out: Path,
    zip_path: Path | None = None,
    previous: PreviousAnswers | None = None,
) -> IssueReport:
    """Issue the 調査票 of a fiscal year to all municipalities.

    `previous`: last year's answers; None: those of last year's received returns. Raises FileNotFoundError without form.toml, FormError for a faulty one, IssueRefusedError rather than
    overwrite a file that somebody may have filled in. The version that is issued is kept, for its returns to be read by it.
    """
    started = time.perf_counter()
    path = form_path(raw, fiscal_year)
    if not path.is_file():
        raise FileNotFoundError(
            f"{label(fiscal_year)}の調査票がありません。画面「調査をつくる」で作ってください"
        )
    form = load_form(path)
    towns = read_municipalities(raw / MUNICIPALITIES)
    if versions.differs_from_kept(path, form.version):
        raise IssueRefusedError(
            f"{label(fiscal_year)}の調査票（様式 {form.version}）は、作ったあとに内容が変わっています。"
            "画面「調査をつくる」で新しい版として保存してから作ってください。"
        )
    if still := unwritten(form):
        raise IssueRefusedError(
            f"{label(fiscal_year)}の調査票に、書きかけのところが{len(still)}つあります（{still[0].message}）。"
            "画面「調査をつくる」で書いて保存してから、作ってください。"
        )
    previous_form = versions.load_previous_form(path, form)
    answers, is_synthetic = previous or {}, False
    if previous is None and previous_form is not None:
        answers, is_synthetic = previous_answers(raw, form.previous_year)
    files = issue_all(form, towns, answers, out, previous_form, previous_is_synthetic=is_synthetic)
    if zip_path is not None:
        write_zip(files, zip_path)
    if not is_synthetic:
        with raw_writes.locked(raw):
            versions.keep_version(path, form.version)
    return IssueReport(
        form=form,
        files=files,
        codes=tuple(town.code for town in towns),
        with_previous=sum(town.code in answers for town in towns),
        previous_word=form.previous_word,
        previous_is_synthetic=is_synthetic,
        zip_path=zip_path,
        seconds=round(time.perf_counter() - started, 2),
    )


def issue_all(
    form: Form,
    municipalities: Sequence[MunicipalityName],
    previous: PreviousAnswers,
    out_dir: Path,
    previous_form: Form | None = None,
    created: datetime | None = None,
    *,
    previous_is_synthetic: bool = False,
) -> tuple[Path, ...]:
    """One workbook a municipality in `out_dir`. All are drawn and checked before the first is written.

    Fictional answers of last year are shown as such, and fill in no cell of this year.
    """
    template, moment = make_template(form), created or created_at(form)
    if previous_is_synthetic:
        template = replace(template, layout=marked_synthetic(template.layout))
    drawn = {
        out_dir / file_name(form, town): _draw(
            template,
            town,
            previous.get(town.code, NOTHING),
            moment,
            previous_form,
            prefill=not previous_is_synthetic,
        )
        for town in municipalities
    }
    edited = [path.name for path, content in drawn.items() if path.exists() and path.read_bytes() != content]
    if edited:
        shown = "、".join(edited[:3]) + ("ほか" if len(edited) > 3 else "")
        raise IssueRefusedError(
            f"{out_dir} に、内容の違う同じ名前のファイルが{len(edited)}件あります（{shown}）。"
            "記入済みの調査票を消さないよう中止しました。別のフォルダを指定してください"
        )
    out_dir.mkdir(parents=True, exist_ok=True)
    for path, content in drawn.items():
        path.write_bytes(content)
    return tuple(drawn)


def issue_workbook(
    form: Form,
    municipality: MunicipalityName,
    previous_answers: Mapping[str, PlainAnswer],
    out_path: Path,
    created: datetime | None = None,
    previous_form: Form | None = None,
    entries: Entries | None = None,
) -> Path:
    """One workbook. `entries` fills cells already, as they would be typed: {("status", ""): "実施中"}."""
    template, moment = make_template(form), created or created_at(form)
    content = _draw(template, municipality, previous_answers, moment, previous_form, entries)
    out_path.parent.mkdir(parents=True, exist_ok=True)
    out_path.write_bytes(content)
    return out_path


def file_name(form: Form, municipality: MunicipalityName) -> str:
    """01452_鷹栖町_重層調査票_R5.xlsx."""
    year = short_label(form.fiscal_year)
    return f"{municipality.code}_{municipality.name}_{form.file_label}_{year}.xlsx"


def write_zip(files: Sequence[Path], zip_path: Path) -> Path:
    """All files in one zip, without dates of their own: the same files give the same bytes."""
    zip_path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(zip_path, "w") as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.name, ZIP_DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_STORED)
    return zip_path


def _draw(
    template: Template,
    town: MunicipalityName,
    answers: Mapping[str, PlainAnswer],
    created: datetime,
    previous_form: Form | None,
    entries: Entries | None = None,
    *,
    prefill: bool = True,
) -> bytes:
    form = template.layout.form
    filled: dict[tuple[str, str], Entry] = {}
    for question in form.questions:
        if question.prefilled and prefill:
            for old in question.previous_ids:
                filled |= entries_of(question, answers[old]) if old in answers else {}
    filled |= entries or {}
    previous = previous_entries(form, previous_form or form, answers)
    return draw_workbook(template, town, previous, filled, created)
