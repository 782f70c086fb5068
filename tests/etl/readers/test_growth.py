"""What is read takes time in proportion to its size, whatever is repeated in it and wherever it stands."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from etl.readers import document, xml_scan
from tests.workbook_parts import workbook_of_xml

# Bytes of what is repeated; at this size a reader that goes back over it needs seconds.
SIZE = 100_000
# Twice the input may take three times as long, and what a machine that does other work adds.
MOST_GROWTH, SLACK_S = 3.0, 0.1
REPEATED = (
    "<c ", "<f ", "<row ", "<v>", "<is><r><t>", "</c>", "mergeCell ", ' s="1"', " hidden=\"1\"", "<col ", "cfRule ",
    "[", "]", '"', "'", "&", "_x005F_", "<!-", "]]", "<?", "A1:", "(", ";", "0", "年", "@", "令和", " ", "\n",
)  # fmt: skip
CELL = '<c r="A1" t="inlineStr"><is><t>見出し</t></is></c>'
ROWS = f'<row r="1">{CELL}<c r="B1" s="1" t="inlineStr"><is><t>実施中</t></is></c></row>'
FORMATS = (
    '<numFmts count="1"><numFmt numFmtId="200" formatCode={code}/></numFmts><cellXfs count="2"><xf/>'
    '<xf numFmtId="200" applyNumberFormat="1"/></cellXfs>'
)


def sheet(path: Path, *, before: str = "", rows: str = ROWS, after: str = "", styles: str = "") -> Path:
    body = f"{before}<sheetData>{rows}</sheetData>{after}"
    return workbook_of_xml(path, {"一覧": body}, styles=styles or FORMATS.format(code='"0"'))


PLACES: dict[str, Callable[[Path, str], Path]] = {
    "comment before the cells": lambda path, text: sheet(path, before=f"<!--{text.replace('--', '- ')} -->"),
    "comment between the cells": lambda path, text: sheet(
        path, rows=f"{ROWS}<!--{text.replace('--', '- ')} -->"
    ),
    "comment behind the cells": lambda path, text: sheet(path, after=f"<!--{text.replace('--', '- ')} -->"),
    "cdata": lambda path, text: sheet(
        path,
        rows=f'<row r="1">{CELL}<c r="B1" t="inlineStr"><is><t><![CDATA[{text.replace("]]>", "]] ")}]]></t></is></c></row>',
    ),
    "text": lambda path, text: sheet(
        path, rows=f'<row r="1">{CELL}<c r="B1" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>'
    ),
    "attribute of a cell": lambda path, text: sheet(
        path, rows=f'<row r="1"><c r="A1" x={quoteattr(text)} t="inlineStr"><is><t>a</t></is></c></row>'
    ),
    "formula": lambda path, text: sheet(
        path, rows=f'<row r="1"><c r="A1"><f>{escape(text)}</f><v>1</v></c></row>'
    ),
    "number format": lambda path, text: sheet(
        path,
        rows='<row r="1"><c r="A1" s="1"><v>1</v></c></row>',
        styles=FORMATS.format(code=quoteattr(text)),
    ),
}


@pytest.fixture
def collector_off() -> Iterator[None]:
    """Without the pauses of Python's collector, which come by the number of objects of the whole process."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(work: Callable[[], object]) -> float:
    """Of processor, the least of two."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.usefixtures("collector_off")
@pytest.mark.parametrize("place", PLACES)
def test_twice_the_input_takes_about_twice_as_long(tmp_path: Path, place: str) -> None:
    slow = []
    for number, repeated in enumerate(REPEATED):
        times = []
        for factor in (1, 2):
            text = repeated * (factor * SIZE // len(repeated.encode()))
            path = PLACES[place](tmp_path / f"{number}-{factor}.xlsx", text)
            times.append(seconds(lambda path=path: document.read_here(path, path.name)))
        if times[1] > MOST_GROWTH * times[0] + SLACK_S:
            slow.append((repeated, times))
    assert slow == []


@pytest.mark.parametrize(
    ("xml", "plain"),
    [
        (b"<a/>", b"<a/>"),
        (b"<?xml version='1.0'?><a><!-- <b> --><c/></a>", b"<?xml version='1.0'?><a><c/></a>"),
        (b"<a><![CDATA[1 < 2 & 3]]></a>", b"<a>1 &lt; 2 &amp; 3</a>"),
        (b"<a><?php x?><!--1--><!--2-->b</a>", b"<a>b</a>"),
        (b"<a><![CDATA[<!-- b -->]]></a>", b"<a>&lt;!-- b --&gt;</a>"),
        (b"<a><!-- <![CDATA[ --></a>", b"<a></a>"),
        (b"<a/><!-- never closed", b"<a/>"),
    ],
)
def test_asides_are_taken_out_and_what_they_hold_of_text_stays(xml: bytes, plain: bytes) -> None:
    assert xml_scan.without_asides(xml) == plain
