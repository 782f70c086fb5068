"""Reads form.toml into a Form, or refuses it with every mistake, its line and what to do."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from etl import fiscal_year
from etl.findings import Finding
from etl.survey.form.question_entry import QUESTION_KEYS, read_questions
from etl.survey.form.questions import Block, Form, Question
from etl.survey.form.reader import FormError, FormReader, quoted

__all__ = ["FormError", "form_path", "load_form", "read_form"]

VOCABULARY_ROOT = Path(__file__).parents[2] / "vocabulary"
FORM_FILE = "form.toml"
FORM_KEYS: dict[str, type] = {
    "version": str,
    "fiscal_year": int,
    "title": str,
    "file_label": str,
    "as_of": date,
    "issued_on": date,
    "deadline": date,
    "sender": str,
    "reply_to": str,
    "instructions": list,
}
OPTIONAL_FORM_KEYS: dict[str, type] = {"previous": str, "legal_basis": str, "note": str}


def form_path(raw: Path, year: int) -> Path:
    """Where the questionnaire of a fiscal year lies: survey/R5/form.toml."""
    return raw / "survey" / fiscal_year.short_label(year) / FORM_FILE


def load_form(path: Path, vocabulary: Path = VOCABULARY_ROOT) -> Form:
    """Read and check a form.toml. Raises FormError naming every mistake; FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(
            f"{path.parent.name} の調査票の様式がありません。画面「調査をつくる」で作るか、控えから戻してください"
        )
    name = "/".join(path.parts[-2:])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = "UTF-8 で保存されていません。文字コードを UTF-8 にして保存し直してください"
        raise FormError([Finding("error", "FORM-SYNTAX", message, file=name)]) from error
    return read_form(text, name, vocabulary)


def read_form(text: str, name: str, vocabulary: Path = VOCABULARY_ROOT) -> Form:
    """Read and check the text of a form.toml; `name` stands in its findings. Raises FormError."""
    return _form_of(text, name) if vocabulary == VOCABULARY_ROOT else _form_by(text, name, vocabulary)


@lru_cache(maxsize=64)
def _form_of(text: str, name: str) -> Form:
    """By our vocabulary; one command asks for the same few forms again and again."""
    return _form_by(text, name, VOCABULARY_ROOT)


def _form_by(text: str, name: str, vocabulary: Path) -> Form:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"{where[1]}行目 {where[2]}文字目" if where else "ファイルの終わり"
        message = f"{place}: TOML として読めません。引用符・かっこ・「=」を見直してください（{error}）"
        raise FormError([Finding("error", "FORM-SYNTAX", message, file=name)]) from error
    reader = FormReader(name, text, vocabulary)
    form = _read_form(reader, document)
    if reader.findings:
        raise FormError(reader.findings)
    return form


def _read_form(reader: FormReader, document: dict[str, Any]) -> Form:
    unknown = sorted(set(document) - {"form", "question"})
    if unknown:
        reader.problem("FORM-KEY", f"{quoted(unknown)} は使えません。使えるのは [form] と [[question]] です")
    head = reader.typed(document.get("form", {}), FORM_KEYS | OPTIONAL_FORM_KEYS, required=FORM_KEYS)
    _check_head(reader, head)
    entries = document.get("question", [])
    blocks = _read_blocks(reader, entries if isinstance(entries, list) else [])
    no_day = date(1, 1, 1)
    return Form(
        version=head.get("version", ""),
        fiscal_year=head.get("fiscal_year", 0),
        previous=head.get("previous", ""),
        title=head.get("title", ""),
        file_label=head.get("file_label", ""),
        as_of=head.get("as_of", no_day),
        issued_on=head.get("issued_on", no_day),
        deadline=head.get("deadline", no_day),
        sender=head.get("sender", ""),
        reply_to=head.get("reply_to", ""),
        legal_basis=head.get("legal_basis", ""),
        note=head.get("note", ""),
        instructions=tuple(str(line) for line in head.get("instructions", [])),
        blocks=tuple(blocks),
    )


def _check_head(reader: FormReader, head: dict[str, Any]) -> None:
    year = head.get("fiscal_year", 2021)
    if not 2021 <= year <= 2100:
        reader.problem("FORM-DATE", f"fiscal_year（年度の西暦）は 2021 以上にしてください（今は {year}）")
    elif "as_of" in head and not date(year, 4, 1) <= head["as_of"] <= date(year + 1, 3, 31):
        reader.problem("FORM-DATE", f"as_of（基準日）{head['as_of']} が {fiscal_year.label(year)} の外です")
    before = fiscal_year.parse(head.get("previous", "")).fiscal_year if head.get("previous") else year - 1
    if before is None or before >= year:
        message = (
            f"previous（前回の調査票のフォルダ名）「{head['previous']}」は、"
            f"{fiscal_year.label(year)}より前の年度を R5 の形で書いてください"
        )
        reader.problem("FORM-DATE", message)
    if "issued_on" in head and "deadline" in head and head["deadline"] < head["issued_on"]:
        reader.problem("FORM-DATE", "deadline（回答期限）が issued_on（発出日）より前です")
    for key in ("version", "previous", "file_label"):
        if re.search(r'[\\/:*?"<>|\s]', head.get(key, "")):
            message = f"{key} に空白やファイル名に使えない文字があります。取り除いてください"
            reader.problem("FORM-KEY", message)


def _read_blocks(reader: FormReader, entries: list[Any]) -> list[Block]:
    if not entries:
        reader.problem("FORM-EMPTY", "質問がありません。[[question]] を書いてください")
    blocks: list[Block] = []
    earlier_questions: dict[str, Question] = {}
    for index, entry in enumerate(entries):
        reader.at_question(index, str(entry.get("id", "")) if isinstance(entry, dict) else "")
        values = reader.typed(entry, QUESTION_KEYS, required=("id", "kind", "wording"))
        questions = read_questions(reader, values, earlier_questions)
        for question in questions:
            if question.id in earlier_questions or any(block.id == question.id for block in blocks):
                message = f"id「{question.id}」が2回使われています。質問ごとに別の id にしてください"
                reader.problem("FORM-ID", message)
            earlier_questions[question.id] = question
        if "part_of" in values:
            _join_block(reader, values["part_of"], questions, blocks)
        else:
            blocks.append(_new_block(values, questions, blocks))
    return blocks


def _join_block(reader: FormReader, host: str, questions: list[Question], blocks: list[Block]) -> None:
    for position, block in enumerate(blocks):
        if block.id == host or any(question.id == host for question in block.questions):
            blocks[position] = replace(block, questions=(*block.questions, *questions))
            return
    reader.problem("FORM-PART", f"part_of の「{host}」という質問が、これより前にありません")


def _new_block(values: dict[str, Any], questions: list[Question], blocks: list[Block]) -> Block:
    return Block(
        number=len(blocks) + 1,
        id=values.get("id", ""),
        title=values.get("wording", ""),
        help=values.get("help", ""),
        section=values.get("section", blocks[-1].section if blocks else ""),
        questions=tuple(questions),
        is_table="for_each" in values,
    )
