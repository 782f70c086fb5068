"""The one way from the bytes of a CSV to its text and records, in whatever encoding Excel or a Mac left it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from etl.refusal import Refusal

DELIMITERS = (",", "\t", ";")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8（BOM付き）",
    "cp932": "Shift_JIS（cp932）",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16（BOMなし）",
    "utf-16-be": "UTF-16（BOMなし）",
    "iso-2022-jp": "ISO-2022-JP（JISコード）",
    "euc_jp": "EUC-JP",
}
SAVE_AS_UTF8 = (
    "Excelで「CSV UTF-8（コンマ区切り）」か「Excelブック（.xlsx）」として保存しなおしてもらってください。"
)
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_END_OF_FILE = re.compile(r"\x1a[\x1a\x00\s]*\Z")
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<delimiter>[,;\t])"?[,;\t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x19\x1b-\x1f]")
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
# Single bytes that Python lets pass as cp932 although they stand for nothing.
_NO_SIGN_OF_CP932 = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BJI])")
# More unreadable bytes than this are no slip in a file of that encoding.
_MOST_BAD_BYTES = 3


class CsvBytesError(Refusal):
    """The bytes are text in no encoding that we know, or in one but for a slip; `line` counted from 1, 0: unknown."""

    def __init__(self, message: str, line: int = 0, value: str = "") -> None:
        super().__init__(message)
        self.line, self.value = line, value


@dataclass(frozen=True)
class CsvRecords:
    """The lines of a register of our own under its headings; `numbers`: the line that each begins on in Excel."""

    headings: list[str]
    rows: list[dict[str, str]]
    numbers: list[int]


def decode(content: bytes) -> tuple[str, str]:
    """The encoding's name and the text: by byte order mark or escapes, else UTF-8, cp932, UTF-16 or EUC-JP, strictly.

    Bytes that are valid as both are UTF-8: Japanese in cp932 is almost never valid UTF-8 by chance. Byte order
    marks (one more where files were joined) and the end-of-file sign of DOS are left out. Raises CsvBytesError.
    """
    encoding, text = _decode(content)
    return encoding, _END_OF_FILE.sub("", text.replace("\ufeff", ""))


def without_separator_line(text: str) -> tuple[str, str | None]:
    """The text without the line `sep=;` that Excel reads and does not show, and the delimiter that it names."""
    found = _SEPARATOR_LINE.match(text)
    return (text, None) if found is None else (text[found.end() :], found["delimiter"])


def find_delimiter(text: str) -> str:
    """Comma, tab or semicolon: the one that splits the first lines most evenly; comma when in doubt."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        most_common = max(set(counts), key=counts.count, default=0)
        return (counts.count(most_common) if most_common else 0, most_common)

    return max(DELIMITERS, key=evenness)


def field_text(field: str) -> str:
    """A field as Excel shows it: ="01202", by which a program keeps the zero, is 01202."""
    found = _AS_TEXT.fullmatch(field) if field.startswith('="') else None
    return field if found is None else found[1].replace('""', '"')


def read_records(path: Path, needed: Collection[str] = ()) -> CsvRecords:
    """The lines of a CSV that we wrote and that a person may have saved from Excel. Raises CsvBytesError, OSError.

    Blank lines are left out; fields are stripped; what a line lacks is empty. `needed`: headings it must have.
    """
    try:
        _, text = decode(path.read_bytes())
        text, delimiter = without_separator_line(text)
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter or find_delimiter(text), strict=True
        )
        lines = [
            (number, [field_text(field).strip() for field in line]) for number, line in enumerate(reader, 1)
        ]
    except CsvBytesError as problem:
        raise CsvBytesError(f"「{path.name}」: {problem}", problem.line, problem.value) from problem
    except csv.Error as problem:
        message = f'「{path.name}」の引用符（"）の対応がとれていません。元に戻してください。（{problem}）'
        raise CsvBytesError(message) from problem
    filled = [(number, line) for number, line in lines if any(line)]
    headings = filled[0][1] if filled else []
    missing = [name for name in needed if name not in headings]
    if missing:
        raise CsvBytesError(
            f"「{path.name}」に列がありません: {'、'.join(missing)}。1行目の見出しを元に戻してください。"
        )
    body = [(number, line) for number, line in filled[1:] if line != headings]
    rows = [dict(zip(headings, [*line, *[""] * len(headings)], strict=False)) for _, line in body]
    return CsvRecords(headings, rows, [number for number, _ in body])


def _decode(content: bytes) -> tuple[str, str]:
    marked = [encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)]
    if marked:
        text = _strictly(content, marked[0])
        if text is None:
            raise _bad_bytes(content, marked[0])
        return marked[0], text
    if _ESCAPE.search(content) and (jis := _from_iso_2022_jp(content)) is not None:
        return "iso-2022-jp", jis
    wide = _utf_16_without_mark(content)
    if wide is not None:
        return wide
    text = _strictly(content, "utf-8")
    if text is not None:
        return "utf-8", text
    if _is_utf_8_but_for_a_slip(content):
        raise _bad_bytes(content, "utf-8")
    text, euc = _strictly(content, "cp932"), _strictly(content, "euc_jp")
    if euc is not None and (_is_rather_euc_jp(text) if text is not None else _JAPANESE.search(euc)):
        return "euc_jp", euc
    if text is not None and not _NO_SIGN_OF_CP932.search(text):
        return "cp932", text
    raise _bad_bytes(content, "cp932")


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _bad_bytes(content: bytes, encoding: str) -> CsvBytesError:
    """Names the line of the first byte that does not fit, where the rest is in that encoding."""
    unreadable = content.decode(encoding, "replace").count("\ufffd")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as problem:
        at = problem.start
    else:
        unreadable = len(_NO_SIGN_OF_CP932.findall(text))
        at = len(_NO_SIGN_OF_CP932.split(text, maxsplit=1)[0].encode(encoding))
    before = content[:at]
    line = 1 + max(before.count(b"\n"), before.count(b"\r"))
    value = f"0x{content[at]:02X}"
    if unreadable > _MOST_BAD_BYTES:
        message = (
            "文字コードがわかりません（UTF-8、Shift_JIS、UTF-16、ISO-2022-JP、EUC-JPのどれでもない、"
            f"または途中で壊れている）。{SAVE_AS_UTF8}"
        )
        return CsvBytesError(message, value=value)
    message = (
        f"文字コードは{ENCODING_NAMES[encoding]}のようですが、{line}行目に読めない文字（{value}）があります。"
        f"その行を書き直すか、{SAVE_AS_UTF8}"
    )
    return CsvBytesError(message, line, value)


def _is_utf_8_but_for_a_slip(content: bytes) -> bool:
    """Japanese in UTF-8 with a byte lost; Japanese in cp932 gives hardly a letter when it is read so."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return bad <= _MOST_BAD_BYTES and len(_JAPANESE.findall(text)) > 2 * bad


def _utf_16_without_mark(content: bytes) -> tuple[str, str] | None:
    """UTF-16 shows by the NULs beside its commas, digits and line breaks."""
    if b"\x00" not in content:
        return None
    even, odd = content[0::2].count(0), content[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) <= 4 * min(even, odd):
        return None
    text = _strictly(content, encoding)
    return None if text is None or _CONTROL.search(text) else (encoding, text)


def _is_rather_euc_jp(as_cp932: str) -> bool:
    """EUC-JP is valid cp932 by accident, as a row of half-width katakana."""
    foreign = [letter for letter in as_cp932 if ord(letter) > 0x7F]
    halfwidth = sum("\uff61" <= letter <= "\uff9f" for letter in foreign)
    return bool(foreign) and halfwidth * 2 >= len(foreign)


def _from_iso_2022_jp(content: bytes) -> str | None:
    """ISO-2022-JP as mail programs write it, signs of cp932 such as ① and half-width katakana included."""
    parts: list[str] = []
    try:
        shape, start = b"(B", 0
        for found in [*_ESCAPE.finditer(content), None]:
            piece = content[start : len(content) if found is None else found.start()]
            if any(byte > 0x7F for byte in piece):
                return None
            parts.append(_jis_piece(piece, shape))
            if found is not None:
                shape, start = found[1], found.end()
    except (UnicodeDecodeError, ValueError):
        return None
    return "".join(parts)


def _jis_piece(piece: bytes, shape: bytes) -> str:
    if shape == b"(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in piece).decode("cp932")
    if not shape.startswith(b"$"):
        return piece.decode("ascii")
    shifted = bytearray()
    at = 0
    while at < len(piece):
        if piece[at] < 0x21:  # a line ends without an escape
            shifted.append(piece[at])
            at += 1
            continue
        first, second = piece[at : at + 2]
        trail = second + (0x1F if second < 0x60 else 0x20) if first % 2 else second + 0x7E
        shifted += bytes(((first - 0x21) // 2 + (0x81 if first < 0x5F else 0xC1), trail))
        at += 2
    return shifted.decode("cp932")
