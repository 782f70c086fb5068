"""Packages that Excel opens although their parts are not where most programs put them, and files that are no tables."""

from __future__ import annotations

import email.message
import zipfile
from collections.abc import Callable
from pathlib import Path

import olefile
import pytest
import xlsxwriter

from etl.readers import document, mail
from etl.readers.grid import Sheet
from tests.workbook_parts import sheet_data, workbook_of_xml

CASES = Path(__file__).parents[1] / "cases" / "package"
Parts = dict[str, bytes]


def table(path: Path) -> Path:
    """Text in the shared strings and a year that only the styles show: both parts are needed to read it."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("一覧")
        page.write_row(0, 0, ["市町村名", "実施状況", "開始年度"])
        page.write_row(1, 0, ["函館市", "検討中"])
        page.write(1, 2, 5, book.add_format({"num_format": '"令和"0"年度"'}))
        page.write_comment("B2", "終了に訂正します")
    return path


def sheets_of(path: Path) -> list[Sheet]:
    found, findings = document.read_here(path, path.name)
    assert found is not None, findings
    return found.sheets


def in_text(parts: Parts, old: str, new: str) -> Parts:
    """The parts with `old` written `new` in the relations and content types."""
    return {
        name: part.replace(old.encode(), new.encode()) if name.endswith((".rels", "_Types].xml")) else part
        for name, part in parts.items()
    }


def renamed(parts: Parts, old: str, new: str) -> Parts:
    """A part called otherwise, and its relations with it."""
    named = {old: new, rels(old): rels(new)}
    return {named.get(name, name): part for name, part in parts.items()}


def rels(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def backslashes(parts: Parts) -> Parts:
    return {name.replace("/", "\\"): part for name, part in parts.items()}


def backslashes_in_targets(parts: Parts) -> Parts:
    return in_text(parts, 'Target="worksheets/', 'Target="worksheets\\')


def leading_slashes(parts: Parts) -> Parts:
    return {f"/{name}": part for name, part in parts.items()}


def main_part_renamed(parts: Parts) -> Parts:
    return renamed(
        in_text(parts, "xl/workbook.xml", "xl/workbook2.xml"), "xl/workbook.xml", "xl/workbook2.xml"
    )


def main_part_in_another_folder(parts: Parts) -> Parts:
    moved = renamed(parts, "xl/workbook.xml", "book/main.xml")
    moved[rels("book/main.xml")] = moved[rels("book/main.xml")].replace(b'Target="', b'Target="../xl/')
    return in_text(moved, "xl/workbook.xml", "book/main.xml")


def old_main_part_left_beside(parts: Parts) -> Parts:
    return {**main_part_renamed(parts), "xl/workbook.xml": b"<workbook/>"}


def strings_and_styles_renamed(parts: Parts) -> Parts:
    for old, new in (("sharedStrings.xml", "strings1.xml"), ("styles.xml", "looks.xml")):
        parts = renamed(in_text(parts, old, new), f"xl/{old}", f"xl/{new}")
    return parts


def sheet_in_another_folder(parts: Parts) -> Parts:
    old, new = "worksheets/sheet1.xml", "pages/first.xml"
    return renamed(in_text(parts, old, new), f"xl/{old}", f"xl/{new}")


def absolute_targets(parts: Parts) -> Parts:
    return in_text(
        in_text(parts, 'Target="worksheets', 'Target="/xl/worksheets'), 'Target="xl/', 'Target="/xl/'
    )


ODD: list[Callable[[Parts], Parts]] = [
    backslashes,
    backslashes_in_targets,
    leading_slashes,
    main_part_renamed,
    main_part_in_another_folder,
    old_main_part_left_beside,
    strings_and_styles_renamed,
    sheet_in_another_folder,
    absolute_targets,
    lambda parts: backslashes(strings_and_styles_renamed(main_part_renamed(parts))),
]


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__.strip("<>"))
def test_an_oddly_built_package_is_read_like_a_plain_one(
    make: Callable[[Parts], Parts], tmp_path: Path
) -> None:
    plain = table(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(plain) as archive:
        parts = make({name: archive.read(name) for name in archive.namelist()})
    with zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert sheets_of(tmp_path / "odd.xlsx") == sheets_of(plain)


@pytest.mark.parametrize(
    "name",
    ["backslashes_in_the_names_of_parts", "absolute_targets_of_relations", "main_part_called_workbook2"],
)
def test_handed_packages_are_read(name: str) -> None:
    [sheet] = sheets_of(CASES / f"{name}.xlsx")
    assert sheet.rows[1][:3] == ["01202", "函館市", "検討中"]


BLANK_CELLS = {
    "shared": '<c r="{}" t="s"><v>0</v></c>',
    "inline": '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> 　</t></is></c>',
    "formula": '<c r="{}" t="str"><f>IF(A1="","","")</f><v></v></c>',
    "zero width": '<c r="{}" t="inlineStr"><is><t>&#x200B;</t></is></c>',
    "format": '<c r="{}" s="0"></c>',
}


@pytest.mark.parametrize("cell", ["XFD1048000", "A1048576", "XFD1"])
@pytest.mark.parametrize("kind", BLANK_CELLS)
def test_a_cell_of_spaces_far_out_is_not_a_value(kind: str, cell: str, tmp_path: Path) -> None:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}">{BLANK_CELLS[kind].format(cell)}</row>'
    first = (
        f'<row r="1"><c r="A1" t="s"><v>1</v></c>{BLANK_CELLS[kind].format(cell) if row == "1" else ""}</row>'
    )
    strings = ['<si><t xml:space="preserve"> </t></si>', "<si><t>値</t></si>"]
    body = sheet_data(first, *([far] if row != "1" else []))
    path = workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}, shared_strings=strings)
    assert [[value for value in row if value is not None] for row in sheets_of(path)[0].rows] == [["値"]]


@pytest.mark.parametrize("value", ["<v>0</v>", "<is><t>※</t></is>"])
def test_a_value_far_out_is_refused_with_its_cell(value: str, tmp_path: Path) -> None:
    kind = ' t="inlineStr"' if "<is>" in value else ""
    body = sheet_data(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        f'<row r="1048000"><c r="C1048000"{kind}>{value}</c><c r="XFD1048000" t="str"><v> </v></c></row>',
    )
    found, findings = document.read_here(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}), "a.xlsx")
    assert found is None
    assert [(f.rule, f.cell) for f in findings] == [("FILE-FAR-CELL", "C1048000")]


def test_an_opendocument_table_is_to_be_saved_as_a_workbook() -> None:
    path = CASES / "01204_form_saved_as_opendocument.ods"
    found, [finding] = document.read_here(path, path.name)
    assert found is None
    assert "名前を付けて保存" in finding.message
    assert ".ods" in finding.message


def letter(*names: str) -> bytes:
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"] = "town@example.jp", "office@example.jp", "調査票の回答"
    made.set_content("回答を送ります。")
    for name in names:
        made.add_attachment(b"PK", maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@pytest.mark.parametrize("suffix", [".eml", ".csv", ".xlsx", ""])
def test_a_mail_names_what_is_attached_to_it(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"回答{suffix}"
    path.write_bytes(letter("01202_函館市_調査票.xlsx", "送付状.pdf"))
    found, [finding] = document.read_here(path, path.name)
    assert found is None
    assert (finding.severity, finding.rule) == ("error", "FILE-MAIL")
    assert "「01202_函館市_調査票.xlsx」を保存して" in finding.message
    assert "送付状" not in finding.message


@pytest.mark.parametrize(
    ("names", "words"), [((), "添付ファイルはありません"), (("送付状.pdf",), "「送付状.pdf」は表では")]
)
def test_a_mail_without_a_table_is_to_be_opened(names: tuple[str, ...], words: str, tmp_path: Path) -> None:
    path = tmp_path / "回答.eml"
    path.write_bytes(letter(*names))
    _, [finding] = document.read_here(path, path.name)
    assert words in finding.message


def test_a_message_of_outlook_names_its_attachments(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = {
        "__attach_version1.0_#00000000/__substg1.0_3707001F": "調査票（回答）.xlsx".encode("utf-16-le"),
        "__attach_version1.0_#00000001/__substg1.0_3704001E": "LETTER.PDF".encode("cp932"),
    }

    class Opened:
        def listdir(self) -> list[list[str]]:
            return [name.split("/") for name in streams]

        def exists(self, name: str) -> bool:
            return name in streams

        def openstream(self, name: str) -> object:
            return type("Stream", (), {"read": lambda _: streams[name]})()

    assert mail.outlook_attachments(Opened()) == ["調査票（回答）.xlsx", "LETTER.PDF"]
    assert hasattr(olefile.OleFileIO, "exists")


@pytest.mark.parametrize(
    "text",
    [
        "市町村名,実施状況\n函館市,検討中\n",
        "Date: 2023\nFrom,To\n",
        "To: x\n\nFrom: y\nSubject: z\nDate: w\n",
    ],
)
def test_a_csv_is_no_mail(text: str) -> None:
    assert not mail.is_mail(text.encode())
