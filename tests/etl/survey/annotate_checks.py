"""Workbooks for the red pen made by libraries, and what tests look at in a copy."""

import re
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from etl.findings import Finding
from etl.survey.annotate import annotate

RED = "FFFFC7CE"
WORDS = "人数が前年度の10倍です。確かめて直してください。"


def finding(cell: str, message: str = WORDS, sheet: str = "調査票", severity: str = "error") -> Finding:
    return Finding(severity, "TEST", message, sheet=sheet, cell=cell)  # type: ignore[arg-type]


def write_form(path: Path) -> Path:
    """A protected form as xlsxwriter writes it: colours, rules on colours, a merged answer, a hidden sheet."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("調査票")
        answer = book.add_format(
            {"bg_color": "#FFFBE6", "border": 1, "num_format": '0"人"', "locked": False, "bold": True}
        )
        grey = book.add_format({"bg_color": "#E6E6E6", "font_color": "#767676"})
        sheet.set_column(0, 0, 20)
        sheet.set_column(3, 3, 12, answer)
        sheet.write("A1", "問1 職員数")
        sheet.write("B1", 5, answer)
        sheet.write("A2", "問2 実施の状況")
        sheet.write("B2", "実施中", answer)
        sheet.merge_range("B4:D5", "自由記述", answer)
        sheet.conditional_format("B2:B3", {"type": "formula", "criteria": '=$B$1=""', "format": grey})
        sheet.conditional_format("A2:D3", {"type": "formula", "criteria": "=$B$1=5", "format": grey})
        sheet.data_validation("B2", {"validate": "list", "source": ["実施中", "検討中"]})
        sheet.set_row(8, None, None, {"hidden": True})
        sheet.write("A9", "隠れた行")
        sheet.protect()
        book.add_worksheet("_manifest").very_hidden()
    return path


def marked(path: Path, *findings: Finding) -> Path:
    out = path.with_name(f"marked_{path.name}")
    annotate(path, findings, out)
    return out


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def raw_entries(path: Path) -> dict[str, tuple[bytes, tuple[object, ...]]]:
    """The packed bytes of each part, and what the directory says of it besides where it lies."""
    content = path.read_bytes()
    found = {}
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name_bytes, extra_bytes = struct.unpack_from("<HH", content, info.header_offset + 26)
            start = info.header_offset + 30 + name_bytes + extra_bytes
            about = (
                info.date_time,
                info.external_attr,
                info.compress_type,
                info.CRC,
                info.flag_bits,
                info.extra,
            )
            found[info.filename] = (content[start : start + info.compress_size], about)
    return found


def fill_of(path: Path, cell: str, sheet: str = "調査票") -> str | None:
    fill = openpyxl.load_workbook(path)[sheet][cell].fill
    return fill.fgColor.rgb if fill.fill_type == "solid" else None


def note_of(path: Path, cell: str, sheet: str = "調査票") -> str:
    comment = openpyxl.load_workbook(path)[sheet][cell].comment
    return comment.text if comment is not None else ""


def boxes(path: Path, drawing: str = "xl/drawings/vmlDrawing1.vml") -> dict[tuple[int, int], list[int]]:
    """Cell → anchor of the comment boxes of a drawing."""
    found = {}
    for shape in re.findall(rb"<\w+:shape .*?</\w+:shape>", parts_of(path)[drawing], re.DOTALL):
        if b'ObjectType="Note"' in shape:
            row, column = (int(re.search(rb":%s>(\d+)" % name, shape)[1]) for name in (b"Row", b"Column"))
            anchor = re.search(rb":Anchor>([^<]*)", shape)
            found[row, column] = [int(number) for number in anchor[1].split(b",")] if anchor else []
    return found


def through_libreoffice(path: Path, kind: str) -> Path:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) がない")
    folder = path.parent / "lo"
    profile = (path.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, str(folder), str(path)], check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{kind}"


def write_notes(path: Path) -> Path:
    """A workbook with a person's comments at B2 and A3, as openpyxl writes them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "調査票"
    sheet["A1"], sheet["B2"] = "問1", 3
    sheet["B2"].comment = openpyxl.comments.Comment("去年の数です　田中", "田中")
    sheet["A3"].comment = openpyxl.comments.Comment("あとで見る", "田中")
    book.save(path)
    return path
