"""The documents cannot rot: every path, command, option, table and name in them exists."""

import io
import re
import subprocess
import sys
import tomllib
from contextlib import redirect_stdout
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest

from dashboard.__main__ import main as dashboard_main
from etl import publish
from etl.__main__ import main as etl_main
from tools import reading_guide

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/入れかた.md",
    "docs/使い方.md",
    "docs/回収の手引き.md",
    "docs/読み方の決まり.md",
    "docs/決め方.md",
    "docs/commands.md",
    "docs/measurements.md",
    "docs/decisions.md",
    "docs/security.md",
    "data/raw/README.md",
    "data/raw/boundaries/ORIGIN.md",
]
# Made on each PC, so not in a fresh clone.
GENERATED = ("data/curated/", "data/journal/", ".venv", "wheels")
PLACEHOLDER = re.compile(r"…|DIR|FILE|\.\.\.")
README_LINES = 150
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$", re.M)
SECTIONS = {"追加", "変更", "修正"}


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def code_in(document: str) -> list[str]:
    """Every piece of code in a document: the lines of fenced blocks, and what stands between backticks."""
    text = text_of(document)
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.M | re.S)
    rest = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.M | re.S)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", rest)


@cache
def help_of(module: str, *subcommands: str) -> str:
    """What a command says of itself."""
    command, said = {"etl": etl_main, "dashboard": dashboard_main}[module], io.StringIO()
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(said):
        environment.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            command([*subcommands, "--help"])
    assert ended.value.code == 0
    return said.getvalue()


def commands(pattern: str) -> list[str]:
    """Each mention of a command in the documents, once, without a comment after it."""
    found = {
        re.split(r"\s+#|[。、）」]", hit.group())[0].strip()
        for document in DOCUMENTS
        for code in code_in(document)
        for hit in [re.search(pattern, code)]
        if hit
    }
    return sorted(found)


@pytest.mark.parametrize("command", commands(r"\bmake \w.*"))
def test_every_make_target_in_the_documents_exists(command: str) -> None:
    target = command.split()[1]
    assert re.search(rf"^{target}:", text_of("Makefile"), flags=re.M)


@pytest.mark.parametrize("command", commands(r"\bpython -m (etl|dashboard)\b.*"))
def test_every_command_in_the_documents_exists_with_its_options(command: str) -> None:
    module, *rest = command.split()[2:]
    subcommands = takewhile(lambda word: re.fullmatch(r"[a-z][a-z-]*", word), rest)
    shown = help_of(module, *subcommands)
    for option in re.findall(r"--[a-z-]+", command):
        assert option in shown


@pytest.mark.parametrize("command", commands(r"\bpython -m (tests|tools)\..*"))
def test_every_tool_in_the_documents_exists_with_its_options(command: str) -> None:
    module = command.split()[2].replace(".", "/")
    source = text_of(f"{module}.py")
    for option in re.findall(r"--[a-z-]+", command):
        assert f'add_argument("{option}"' in source


def mentioned_paths() -> list[tuple[str, str]]:
    """Document and path, for what looks like a path of the project in code or as the target of a link."""
    found = set()
    for document in DOCUMENTS:
        here = Path(document).parent
        for code in code_in(document):
            for word in re.findall(r"[\w./\\-]+", code, flags=re.ASCII):
                path = word.replace("\\", "/").rstrip(".")
                known_folder = path.split("/")[0] in {"etl", "dashboard", "tests", "tools", "data", "docs"}
                if "/" in path and known_folder and not PLACEHOLDER.search(code):
                    found.add((document, path))
        for target in re.findall(r"\]\(([^)#]+)\)", text_of(document)):
            if "://" not in target:
                found.add((document, str(here / target)))
    return sorted(found)


@pytest.mark.parametrize(("document", "path"), mentioned_paths())
def test_every_path_in_the_documents_is_there(document: str, path: str) -> None:
    if not path.startswith(GENERATED):
        assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), f"{document} names {path}"


def named_in_files() -> list[tuple[str, str, str]]:
    """Document, name and file, for every "`name` in `file`"."""
    return sorted(
        {
            (document, *hit)
            for document in DOCUMENTS
            for hit in re.findall(r"`(\w+)` in `([\w./]+\.\w+)`", text_of(document), flags=re.ASCII)
        }
    )


@pytest.mark.parametrize(("document", "name", "path"), named_in_files())
def test_every_name_in_the_documents_is_in_its_file(document: str, name: str, path: str) -> None:
    assert re.search(rf"\b{name}\b", text_of(path)), f"{document} names {name} in {path}"


def rooms() -> list[str]:
    """The folders of code that README describes: those of etl, etl/survey and dashboard."""
    return sorted(
        f"{parent}/{package.parent.name}/"
        for parent in ("etl", "etl/survey", "dashboard")
        for package in (ROOT / parent).glob("*/__init__.py")
    )


@pytest.mark.parametrize("room", rooms())
def test_the_layout_in_the_readme_describes_every_room(room: str) -> None:
    assert re.search(rf"^{room} +\S", text_of("README.md"), flags=re.M)


def test_the_readme_can_be_read_in_one_sitting() -> None:
    assert len(text_of("README.md").splitlines()) <= README_LINES


def test_the_newest_release_in_the_changelog_is_the_version_of_the_project() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    releases = RELEASE.findall(text_of("CHANGELOG.md"))
    assert releases[0][0] == project["version"]
    assert releases == sorted(
        releases, key=lambda release: [int(n) for n in release[0].split(".")], reverse=True
    )
    assert [day for _, day in releases] == sorted((day for _, day in releases), reverse=True)


def test_the_changelog_has_no_sections_but_those_of_its_form() -> None:
    text = text_of("CHANGELOG.md")
    assert set(re.findall(r"^### (.+)$", text, flags=re.M)) == SECTIONS
    assert len(re.findall(r"^## ", text, flags=re.M)) == len(RELEASE.findall(text)) + text.count(
        "## [未公開]"
    )


def test_every_table_and_column_in_the_documents_is_in_the_warehouse(built_curated: Path) -> None:
    with publish.connect(built_curated) as connection:
        rows = connection.execute("select table_name, column_name from duckdb_columns()").fetchall()
        macros = connection.execute(
            "select function_name from duckdb_functions() where function_type like '%macro'"
        ).fetchall()
    tables = {table for table, _ in rows} | {macro for (macro,) in macros}
    columns = {f"{table}.{column}" for table, column in rows}
    for document in DOCUMENTS:
        for code in code_in(document):
            for hit in re.finditer(r"\b((?:codes|core|mart)_\w+)(\.[a-z_]\w+)?", code):
                table, column = hit.groups()
                if column == ".sql" or column is None:
                    assert table in tables, f"{document} names {table}"
                else:
                    assert table + column in columns, f"{document} names {table}{column}"


def test_a_document_shows_the_words_that_trace_prints(built_curated: Path) -> None:
    shown = subprocess.run(
        [
            sys.executable,
            "-m",
            "etl",
            "trace",
            "--municipality=01581",
            "--question=status",
            f"--curated={built_curated}",
        ],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=300,
    ).stdout
    blocks = [
        block
        for document in DOCUMENTS
        for block in re.findall(
            r"<!-- trace:begin -->\n```\n(.*?)```\n<!-- trace:end -->", text_of(document), re.S
        )
    ]
    assert blocks
    for block in blocks:
        for line in block.splitlines():
            assert line in shown


def test_the_guide_to_reading_is_what_the_rules_say() -> None:
    """After a change of a rule, a word list or a message: python -m tools.reading_guide."""
    assert text_of("docs/読み方の決まり.md") == reading_guide.render()


def test_the_guide_to_reading_speaks_to_officers() -> None:
    text = text_of("docs/読み方の決まり.md")
    for word in ("form.toml", "--as-of", "only_if", "python -m etl"):
        assert word not in text


def test_the_points_of_asvs_are_all_there_once_and_counted_right() -> None:
    """Level 1 of ASVS 5.0 has 70 requirements."""
    text = text_of("docs/security.md")
    points = re.findall(r"^\| (V\d+\.\d+\.\d+) \|[^|]*\| (満たす|満たさない|あたらない)", text, flags=re.M)
    assert len({point for point, _ in points}) == len(points) == 70
    states = [state for _, state in points]
    said = "、".join(f"{state} {states.count(state)}" for state in ("満たす", "満たさない", "あたらない"))
    assert f"70項目のうち、{said}。" in text
