"""How the tests are spread over processes."""

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import LONGEST_GROUPS, ROOT, SHARED_GROUPS, group_of

CONFTEST = "from tests.conftest import pytest_xdist_make_scheduler"
MODULE = "import pytest\n@pytest.mark.parametrize('n', range(6))\ndef test_a(n): pass\n"


def test_the_tests_of_a_file_stay_in_one_process(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    for name in ("first", "second"):
        (tmp_path / f"test_{name}.py").write_text(MODULE, encoding="utf-8")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            "--no-loadscope-reorder",
            "-v",
            "-c",
            "/dev/null",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:playwright",
            "-p",
            "no:dash",
            f"--rootdir={tmp_path}",
            tmp_path,
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    passed = re.findall(r"\[(gw\d)\] .*PASSED (?:.*/)?(test_\w+)\.py", run.stdout)
    assert len(passed) == 12, run.stdout
    assert len(set(passed)) == 2, run.stdout
    assert len({process for process, _ in passed}) == 2


def test_every_named_group_has_tests() -> None:
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")]
    assert set(LONGEST_GROUPS) <= {group_of(f"{file}::test_a") for file in files}
    for start in SHARED_GROUPS:
        assert any(file.startswith(start) for file in files), start
