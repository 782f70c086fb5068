"""The bundle for Linux, really made, unzipped to an empty folder and used where there is no network: `make bundle-test`.

Not among the tests of every change, since it fetches wheels and takes minutes.
"""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.bundle import __main__ as bundle
from tools.bundle import application, archive, wheels
from tools.bundle.target import TARGETS, WINDOWS, Target

# Run within namespaces of its own: no network but a loopback of its own, so that nothing can leave or come in.
APART = ("/usr/bin/unshare", "--user", "--map-root-user", "--net")
FIRST_PAGE = """
import json, re, subprocess, sys, time, urllib.request
from pathlib import Path

subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
links = [link["ifname"] for link in json.loads(subprocess.run(["ip", "-j", "link"], capture_output=True, check=True).stdout)]
started = subprocess.Popen(["sh", "./起動.sh", "--no-browser"], stdout=subprocess.PIPE, encoding="utf-8")
lines = []
for line in started.stdout:
    lines.append(line)
    if "黒い窓" in line:
        break
address = re.search(r"http://\\S+", "".join(lines)).group()
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
until, page = time.monotonic() + 60, ""
# an answer waits for the picture of the page a little (prerender.WAIT_SECONDS), then goes without: Dash draws it
while "実施中" not in page and time.monotonic() < until:
    answer = browser.open(address)
    page, address = answer.read().decode("utf-8"), answer.url
files = re.findall(r'(?:src|href)="(/[^"]+\\.(?:js|css)[^"]*)"', page)
for file in files:
    browser.open("/".join(address.split("/")[:3]) + file).read()
stopped = subprocess.run(["sh", "./停止.sh"], capture_output=True, encoding="utf-8", check=True).stdout
started.wait()
print(json.dumps({"links": links, "page": page, "stopped": stopped, "lines": lines, "files": len(files)}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both archives, in a folder that is removed with the tests."""
    out = tmp_path_factory.mktemp("bundle")
    return {name: bundle.make(target, out, print) for name, target in TARGETS.items()}


@pytest.fixture(scope="module")
def office(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive for Linux as somebody unpacks it, into an empty folder with Japanese and spaces in its name."""
    folder = tmp_path_factory.mktemp("office") / "地域福祉課 共有 資料"
    folder.mkdir()
    subprocess.run(["tar", "xf", made["linux"], "-C", folder], check=True)
    return folder / "kasanari"


@pytest.mark.parametrize("target", list(TARGETS.values()), ids=list(TARGETS))
def test_a_second_build_gives_the_same_bytes(target: Target, made: dict[str, Path], tmp_path: Path) -> None:
    """The same files give the same archive: test_laying_out.py."""
    bundle.build(target, tmp_path / "again", print)
    assert hashes(tmp_path / "again") == hashes(made[target.name].parent / target.name)


def hashes(folder: Path) -> dict[str, str]:
    """Name of each file to its hash."""
    return {name: wheels.sha256(file) for name, file, _ in archive.files_of(folder)}


def test_every_native_file_in_the_zip_for_windows_is_in_the_list(made: dict[str, Path]) -> None:
    with zipfile.ZipFile(made["windows"]) as opened:
        listed = opened.read(f"kasanari/{application.FOR_IT}/実行ファイルの一覧.csv").decode("utf-8-sig")
        natives = {name.partition("/")[2] for name in opened.namelist() if WINDOWS.is_native(name)}
    assert natives == {line.split(",")[0] for line in listed.splitlines()[1:]}
    assert ",," not in listed


def test_the_first_page_comes_without_any_network(office: Path) -> None:
    done = subprocess.run(
        [*APART, sys.executable, "-c", FIRST_PAGE],
        cwd=office,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["links"] == ["lo"]
    assert "実施中" in told["page"], "the first page stands in the first answer"
    assert told["files"] > 10
    assert "fault" not in done.stderr
    assert told["stopped"] == "かさなりを止めました。\n"


@pytest.mark.parametrize(
    "words",
    [
        ("etl", "demo"),
        ("etl", "build"),
        ("dashboard", "rank"),
        ("dashboard", "selfcheck"),
        ("dashboard", "deck", "--out", "試し.pptx", "--fiscal-year", "2023"),
    ],
    ids=" ".join,
)
def test_a_command_runs_from_the_folder_alone(office: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [*APART, office / "python" / "python3", "-m", *words],
        cwd=office / "app",
        env={"PATH": "/nowhere", "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_of_the_building_machine_is_needed_or_named(office: Path) -> None:
    code = "import json, sys, numpy, duckdb; print(json.dumps([sys.prefix, *sys.path, numpy.__file__, duckdb.__file__]))"
    moved = office.parent / "移した先"
    shutil.move(office, moved)
    try:
        shown = subprocess.run(
            [moved / "python" / "python3", "-c", code], capture_output=True, encoding="utf-8", check=True
        )
        assert [path for path in json.loads(shown.stdout) if not Path(path).is_relative_to(moved)] == []
    finally:
        shutil.move(moved, office)
