"""Reading a batch: each bad file costs itself and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import sandbox
from etl.readers import document, guard
from etl.readers.grid import Document
from tests import hostile, messes

# Every kind of file that must not hurt: maker, rule of the finding, sheet and cell that it names.
BAD_FILES: dict[str, tuple[Callable[[Path], Path], str, str, str]] = {
    "空.xlsx": (messes.empty_file, "FILE-EMPTY", "", ""),
    "途中まで.xlsx": (messes.truncated_xlsx, "FILE-BROKEN", "", ""),
    "破損.xlsx": (messes.damaged_xlsx, "FILE-BROKEN", "", ""),
    "鍵付き.xlsx": (messes.encrypted_xlsx, "FILE-ENCRYPTED", "", ""),
    "鍵付き.xls": (messes.encrypted_xls, "FILE-ENCRYPTED", "", ""),
    "中身はPDF.xlsx": (messes.pdf, "FILE-NOT-A-TABLE", "", ""),
    "中身はHTML.xls": (messes.html_table, "FILE-NOT-A-TABLE", "", ""),
    "爆弾.xlsx": (hostile.zip_bomb, "FILE-TOO-LARGE", "", ""),
    "遠いセル.xlsx": (hostile.far_cell_workbook, "FILE-FAR-CELL", "一覧", "XFD1048576"),
    "実体参照.xlsx": (hostile.entity_bomb, "FILE-BROKEN", "", ""),
    "メモリ食い.xlsx": (hostile.memory_eater, "FILE-STOPPED", "", ""),
}


@pytest.fixture(scope="module")
def bad_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("returns")
    for name, (make, *_) in BAD_FILES.items():
        make(folder / name)
    return folder


def good_document(folder: Path, make: Callable[[Path], Path], name: str) -> Document:
    read, findings = document.read_document(make(folder / name), name)
    assert findings == []
    assert read is not None
    return read


def test_bad_files_are_refused_one_by_one_and_the_good_ones_between_them_are_read(
    bad_folder: Path, tmp_path: Path
) -> None:
    good = [(messes.workbook(tmp_path / f"{n}.xlsx"), f"{n}.xlsx") for n in range(len(BAD_FILES))]
    bad = [(bad_folder / name, name) for name in BAD_FILES]
    files = [file for pair in zip(good, bad, strict=True) for file in pair]
    reads = list(document.read_many(files))
    assert [read.sheets[0].rows for read, _ in reads[::2] if read is not None] == [messes.ROWS] * len(good)
    assert [findings for _, findings in reads[::2]] == [[]] * len(good)
    found = {f.file: (f.severity, f.rule, f.sheet, f.cell) for _, findings in reads[1::2] for f in findings}
    assert [read for read, _ in reads[1::2]] == [None] * len(bad)
    assert found == {name: ("error", rule, sheet, cell) for name, (_, rule, sheet, cell) in BAD_FILES.items()}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of one process")
def test_the_main_process_stays_small_whatever_it_is_sent(bad_folder: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from etl.readers import document\n"
        "files = [(p, p.name) for p in sorted(Path(sys.argv[1]).iterdir())]\n"
        "reads = list(document.read_many(files))\n"
        "assert len(reads) == len(files) and not any(read for read, _ in reads)\n"
        "status = Path('/proc/self/status').read_text(encoding='ascii')\n"
        "print(next(line.split()[1] for line in status.splitlines() if line.startswith('VmHWM')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(bad_folder)],
        cwd=sandbox.PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert int(done.stdout) * 1024 < 100 * 2**20


def test_the_limits_hold_without_the_guard_too(tmp_path: Path) -> None:
    """A workbook that calamine alone would die of kills the worker, not us."""
    far = hostile.far_cell_workbook(tmp_path / "far.xlsx")
    good = messes.workbook(tmp_path / "good.xlsx")
    calls = [(str(far),), (str(good),)]
    outcomes = list(sandbox.run_many(read_by_calamine_alone, calls))
    assert outcomes[0].reason in ("died", "memory")
    assert outcomes[1].value == messes.ROWS


def read_by_calamine_alone(path: str) -> object:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("make", "name", "kind", "encoding"),
    [
        (messes.workbook, "a.xlsx", "xlsx", None),
        (messes.xls_workbook, "a.xls", "xls", None),
        (messes.csv_file, "a.csv", "csv", "utf-8"),
        (messes.far_format_workbook, "b.xlsx", "xlsx", None),
    ],
)
def test_good_files_of_every_kind_are_read_alike(
    tmp_path: Path, make: Callable[[Path], Path], name: str, kind: str, encoding: str | None
) -> None:
    read = good_document(tmp_path, make, name)
    assert (read.kind, read.encoding) == (kind, encoding)
    assert read.sheets[0].rows == messes.ROWS


def test_a_wrong_extension_is_read_with_a_warning_that_names_the_file(tmp_path: Path) -> None:
    read, findings = document.read_document(messes.xls_workbook(tmp_path / "a.xlsx"), "回答/a.xlsx")
    assert read is not None
    assert [(f.severity, f.rule, f.file) for f in findings] == [("warning", "FILE-KIND", "回答/a.xlsx")]


@pytest.mark.parametrize(
    "content", [bytes(range(0x80, 0x100)) * 20, b"a\x00b" * 50, b"\x93\xfa\xff\xfe\xfd" * 30]
)
@pytest.mark.parametrize("extension", sorted(guard.BOOK_EXTENSIONS))
def test_noise_that_is_named_a_workbook_is_a_broken_workbook(
    tmp_path: Path, content: bytes, extension: str
) -> None:
    path = tmp_path / f"回答{extension}"
    path.write_bytes(content)
    read, [told] = document.read_here(path, path.name)
    assert read is None
    assert told.rule == "FILE-BROKEN"
    assert "文字コード" not in told.message
    assert "もう一度送ってもらってください" in told.message
