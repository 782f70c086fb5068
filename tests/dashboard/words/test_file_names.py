"""Names of files: which data they rest on and the mark of fiction, always at the end and always spelled alike."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import dashboard
from dashboard.words.file_names import FORBIDDEN, MARK, ended

VERSION = "wh_20261129T160615-9f9399d0"
# A mark of fiction that a module puts into a name by itself.
OWN_MARK = re.compile(r"""_\{(?:words\.)?SYNTHETIC\}|\{(?:words\.)?SYNTHETIC\}_|架空データを含む\.[a-z]""")


@given(st.text(max_size=300), st.sampled_from(("docx", "xlsx", "zip")), st.booleans())
def test_version_and_mark_end_every_name_and_windows_can_keep_it(
    stem: str, kind: str, is_synthetic: bool
) -> None:
    name = ended(f"{stem}.{kind}", VERSION, is_synthetic=is_synthetic)
    assert name.endswith(f"_{VERSION}{MARK if is_synthetic else ''}.{kind}")
    assert not FORBIDDEN.search(name)
    assert len(name) < 200


def test_no_module_spells_the_mark_of_a_file_by_itself() -> None:
    home = Path(dashboard.__file__).parent
    modules = [path for path in home.rglob("*.py") if path.name != "file_names.py"]
    assert len(modules) > 300
    assert [str(path) for path in modules if OWN_MARK.search(path.read_text(encoding="utf-8"))] == []
    assert OWN_MARK.search('f"{stem}_{words.SYNTHETIC}を含む.docx"')
