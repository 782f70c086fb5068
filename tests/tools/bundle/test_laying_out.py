"""What becomes of wheels, folders and libraries on their way into a bundle, tried on small ones."""

import csv
import io
import json
import os
import py_compile
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from dashboard.selfcheck import native_files
from dashboard.views import guide
from tools.bundle import (
    application,
    archive,
    bytecode,
    closure,
    inventory,
    signatures,
    standard_library,
    wheels,
)
from tools.bundle.target import ROOT, WINDOWS

SEALED_AND_OPENED = """
import sys
from pathlib import Path

import Cryptodome
from etl.backup import sealing

folder = Path(sys.argv[1])
assert Path(Cryptodome.__file__).is_relative_to(folder)
sealing.seal(folder / "plain", folder / "sealed.zip", "Kasanari 2026!")
with sealing.unsealed(folder / "sealed.zip", "Kasanari 2026!") as plain:
    sys.stdout.buffer.write(plain.read_bytes() + b"\\n")
"""
METADATA = "Metadata-Version: 2.4\nName: Small_Part\nVersion: 1.0\nLicense-Expression: MIT\n"


def write_wheel(folder: Path, files: dict[str, str]) -> Path:
    """A wheel of the package small-part."""
    path = folder / "small_part-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as opened:
        for name, text in {**files, "small_part-1.0.dist-info/METADATA": METADATA}.items():
            opened.writestr(name, text)
    return path


def write_files(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_wheel_is_laid_out_without_its_tests_and_with_its_licences(tmp_path: Path) -> None:
    wheel = write_wheel(
        tmp_path,
        {
            "small/__init__.py": "",
            "small/tests/test_a.py": "x",
            "small/a.pyi": "x",
            "small_part-1.0.data/platlib/small/fast.pyd": "MZ",
            "small_part-1.0.data/scripts/small.exe": "MZ",
            "small_part-1.0.dist-info/licenses/src/tests/LICENSE": "MIT",
        },
    )
    outcome = wheels.unpack([wheel], tmp_path / "site")
    assert set(outcome.package_of) == {
        "small/__init__.py",
        "small/fast.pyd",
        "small_part-1.0.dist-info/METADATA",
        "small_part-1.0.dist-info/licenses/src/tests/LICENSE",
    }
    assert outcome.package_of["small/fast.pyd"] == ("small-part", "1.0")
    assert len(outcome.left_out) == 3


def test_what_is_left_of_cryptodome_seals_a_backup_and_opens_it(tmp_path: Path) -> None:
    """It loads its native parts by name, so no import tells that one is missing."""
    for file in metadata.files("pycryptodomex") or ():
        name = file.as_posix()
        if name.startswith("Cryptodome/") and wheels.why_unused(name) is None:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path(str(file.locate())), tmp_path / name)
    (tmp_path / "plain").write_text("控え", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SEALED_AND_OPENED, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == "控え\n", done.stderr


@pytest.mark.parametrize("write", [archive.write_zip, archive.write_tar])
def test_the_same_content_is_the_same_archive_whenever_it_was_written(
    tmp_path: Path, write: Callable[[Path, Path], None]
) -> None:
    archives = []
    for number, time in enumerate((10**9, 2 * 10**9)):
        folder = write_files(tmp_path / str(number), {"b.txt": "b", "停止.sh": "#!/bin/sh", "a/c.txt": "c"})
        for file in folder.rglob("*.*"):
            os.utime(file, (time, time))
        write(folder, tmp_path / f"{number}.packed")
        archives.append((tmp_path / f"{number}.packed").read_bytes())
    assert archives[0] == archives[1]


def test_japanese_names_and_rights_survive_both_kinds_of_archive(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "x", {"停止.sh": "#!/bin/sh", "a/c.txt": "c"})
    archive.write_zip(folder, tmp_path / "x.zip")
    archive.write_tar(folder, tmp_path / "x.tar.xz")
    with zipfile.ZipFile(tmp_path / "x.zip") as opened:
        assert opened.namelist() == ["kasanari/a/c.txt", "kasanari/停止.sh"]
        assert opened.getinfo("kasanari/停止.sh").external_attr >> 16 == 0o100755
        assert opened.getinfo("kasanari/停止.sh").flag_bits & 0x800, "the name is marked as UTF-8"
    with tarfile.open(tmp_path / "x.tar.xz") as tar:
        assert [(member.name, member.mode) for member in tar.getmembers()] == [
            ("kasanari/a/c.txt", 0o644),
            ("kasanari/停止.sh", 0o755),
        ]


def test_a_module_that_is_left_out_but_wanted_is_named_with_who_wants_it(tmp_path: Path) -> None:
    root = write_files(
        tmp_path,
        {
            "app/etl/build.py": "import json\ndef f():\n    from small import part, number",
            "site/small/__init__.py": "from .inner import x\nnumber = 1\ntry:\n    import colours\nexcept ImportError:\n    pass",
            "site/small/inner.py": "import os.path\nimport small.gone\nx = 1",
            "site/small/part.py": "from small._fast import speed",
            "site/small/_fast.cp311-win_amd64.pyd": "MZ",
            "python/lib/json/__init__.py": "",
            "python/lib/os.py": "",
        },
    )
    reached, missing = closure.follow(root)
    assert missing == ["small.gone (for site/small/inner.py)"]
    assert "site/small/part.py" in reached
    assert "site/small/part.py" not in closure.follow(root, lazy=False)[0]


def test_bytecode_is_the_same_at_every_build_and_heeds_no_time(tmp_path: Path) -> None:
    text = "KINDS = frozenset(('a', 'b', 'c', 'd'))\ndef f(x):\n    return x in {'p', 'q', 'r', 's'}\n"
    found = []
    for number in ("1", "2"):
        root = write_files(tmp_path / number, {"app/etl/a.py": text})
        bytecode.compile_modules(root, ["app/etl/a.py"])
        (compiled,) = root.rglob("*.pyc")
        found.append(compiled.read_bytes())
    assert found[0] == found[1]
    assert int.from_bytes(found[0][4:8], "little") == 0b01, "hash of the source, never checked"


def test_the_library_is_compared_by_what_its_modules_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = write_files(tmp_path / "ours", {"same.py": '"""Words."""\nassert 1\nx = 1', "other.py": "x = 1"})
    theirs = write_files(
        tmp_path / "theirs",
        {"same.py": '"""Words."""\nassert 1\nx = 1', "other.py": "x = True", "new.py": ""},
    )
    with zipfile.ZipFile(tmp_path / "python311.zip", "w") as opened:
        for source in theirs.glob("*.py"):
            compiled = py_compile.compile(str(source), str(tmp_path / "x.pyc"), dfile=source.name, optimize=2)
            assert compiled
            opened.write(compiled, f"{source.name}c")
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(ours))
    running = standard_library.running_release()
    comparison = standard_library.compare(tmp_path / "python311.zip", running)
    assert comparison
    assert (comparison.same, comparison.different, comparison.only_there) == (
        ("same.pyc",),
        ("other.pyc",),
        ("new.pyc",),
    )
    assert comparison.is_of_one_release
    assert standard_library.compare(tmp_path / "python311.zip", "2.7.18") is None


def test_without_osslsigncode_a_signature_is_said_to_be_untried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert signatures.verify(tmp_path / "python.exe") == signatures.NOT_TRIED


def test_the_list_of_native_files_opens_in_excel_and_names_hash_package_and_licence(tmp_path: Path) -> None:
    root = tmp_path / "bundle"
    wheel = write_wheel(tmp_path, {"small/fast.pyd": "MZ", "small/a.py": ""})
    outcome = wheels.unpack([wheel], root / "site")
    write_files(root, {"python/python.exe": "MZ"})
    parts = inventory.read_parts(root / "site", [wheel])
    python = inventory.Part("python", "3.11.9", "PSF-2.0", None)
    signed = {"python.exe": "署名を確認"}
    natives = inventory.describe_native_files(root, WINDOWS, outcome.package_of, parts, python, signed)
    content = inventory.list_for_people(natives)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [
        (row["ファイル"], row["パッケージ"], row["版"], row["ライセンス"], row["署名"]) for row in rows
    ] == [
        ("python/python.exe", "python", "3.11.9", "PSF-2.0", "署名を確認"),
        ("site/small/fast.pyd", "small-part", "1.0", "MIT", "署名なし"),
    ]
    assert {row["SHA-256"] for row in rows} == {wheels.sha256(root / "python" / "python.exe")}


def test_the_selfcheck_of_an_unchanged_bundle_finds_every_file_as_listed(tmp_path: Path) -> None:
    root = tmp_path / "bundle"
    wheel = write_wheel(tmp_path, {"small/fast.pyd": "MZ"})
    outcome = wheels.unpack([wheel], root / "site")
    parts = inventory.read_parts(root / "site", [wheel])
    python = inventory.Part("python", "3.11.9", "PSF-2.0", None)
    natives = inventory.describe_native_files(root, WINDOWS, outcome.package_of, parts, python, {})
    (root / inventory.SELFCHECK_LIST).write_bytes(inventory.list_for_selfcheck(natives))
    (root / "app").mkdir()
    assert inventory.SELFCHECK_COLUMNS == native_files.COLUMNS
    (line,) = native_files.compared(root / "app").lines
    assert line.said == "1 / 1ファイル"


def test_a_wheels_own_list_names_only_what_was_laid_out(tmp_path: Path) -> None:
    record = (
        "small/__init__.py,sha256=x,1\nsmall/tests/test_a.py,sha256=y,1\nsmall_part-1.0.dist-info/RECORD,,\n"
    )
    wheel = write_wheel(tmp_path, {"small/__init__.py": "", "small_part-1.0.dist-info/RECORD": record})
    wheels.unpack([wheel], tmp_path / "site")
    kept = (tmp_path / "site" / "small_part-1.0.dist-info" / "RECORD").read_text(encoding="utf-8")
    assert kept == "small/__init__.py,sha256=x,1\nsmall_part-1.0.dist-info/RECORD,,\n"


def test_the_bill_of_materials_names_each_part_with_licence_and_hash_and_no_time(tmp_path: Path) -> None:
    part = inventory.Part("small-part", "1.0", "MIT", "0" * 64)
    content = inventory.bill_of_materials(WINDOWS, "0.2.0", [part])
    assert content == inventory.bill_of_materials(WINDOWS, "0.2.0", [part])
    bom = json.loads(content)
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert "timestamp" not in bom["metadata"]
    (entry,) = bom["components"]
    assert entry["purl"] == "pkg:pypi/small-part@1.0"
    assert entry["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]


def test_the_guide_becomes_pages_whose_links_lead_to_what_the_bundle_has(tmp_path: Path) -> None:
    application.copy_code_and_data(tmp_path / "app")
    application.write_guide(tmp_path)
    pages = sorted(path for path in tmp_path.rglob("*.html") if "app" not in path.parts)
    assert [page.relative_to(tmp_path).as_posix() for page in pages] == sorted(application.PAGES.values())
    for page in pages:
        for match in application.LINK.finditer(page.read_text(encoding="utf-8")):
            assert (page.parent / match.group(2)).exists(), f"{page.name} leads to {match.group(2)}"


def test_the_guide_of_the_dashboard_goes_along() -> None:
    pages = {path.relative_to(ROOT).as_posix() for path in guide.DOCS.glob("*.md")}
    assert pages
    assert pages <= set(application.tracked_files())


def test_the_bundle_knows_its_own_version(tmp_path: Path) -> None:
    application.write_metadata(tmp_path)
    (ours,) = metadata.distributions(path=[str(tmp_path)])
    assert ours.name == "kasanari"
    assert f"## [{ours.version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "pandas" in (ours.requires or [])
