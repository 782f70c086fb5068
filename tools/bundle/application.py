"""What a bundle carries of us: the code, the official data, and the guide as pages for a browser."""

import html
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

from markdown_it import MarkdownIt

from tools.bundle import imports
from tools.bundle.target import ROOT

# The pages of the dashboard show the guide from docs/.
FOLDERS = (*imports.our_packages(), "data/raw", "docs")
FILES = ("tools/office.py", "tools/run.py", "LICENSE", "data/curated/DICTIONARY.md")
GUIDE_FOLDER = "手引き"
FOR_IT = "情報担当の方へ"
# Each document of docs/ and the page that it becomes; the first lies beside 起動.
PAGES = {
    "入れかた": "入れかた.html",
    "security": f"{FOR_IT}/安全.html",
    **{
        name: f"{GUIDE_FOLDER}/{name}.html"
        for name in ("使い方", "操作手引き", "回収の手引き", "読み方の決まり", "決め方", "言葉の定義")
    },
}
PICTURES = "app/docs/pictures"
LINK = re.compile(r'(href|src)="([^":#]+)(#[^"]*)?"')
PAGE = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.8 "Yu Gothic UI", "Noto Sans CJK JP", sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }}
img {{ max-width: 100%; border: 1px solid #767676; }} table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #767676; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
code {{ background: #f1f1f4; padding: 0 .2em; }} pre {{ background: #f1f1f4; padding: .6rem; overflow-x: auto; }}
</style></head><body>
{body}</body></html>
"""


def tracked_files() -> list[str]:
    """The files of the folders above that git holds; without git, all but what was generated."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--", *FOLDERS], cwd=ROOT, capture_output=True, check=True
        )
        held = listed.stdout.decode("utf-8").split("\0")
        return sorted(name for name in held if name and (ROOT / name).is_file())
    paths = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file())
    names = (path.relative_to(ROOT).as_posix() for path in paths)
    return sorted(name for name in names if "__pycache__" not in name and "/demo/" not in name)


def copy_code_and_data(app: Path) -> None:
    """Lay out our own files as they lie here."""
    for name in (*tracked_files(), *FILES):
        destination = app / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, destination)


def write_metadata(site: Path) -> None:
    """Say to the installed Python which version of us this is and what we need, as pip would have."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"License-Expression: {project['license']}",
    ]
    lines += [f"Requires-Dist: {requirement}" for requirement in project["dependencies"]]
    folder = site / f"{project['name']}-{project['version']}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_bytes(("\n".join(["Metadata-Version: 2.4", *lines]) + "\n").encode("utf-8"))


def write_guide(root: Path) -> None:
    """The guide as HTML, which a double click opens on any PC."""
    for document, page in PAGES.items():
        (root / page).parent.mkdir(exist_ok=True)
        (root / page).write_bytes(render(document).encode("utf-8"))


def render(document: str) -> str:
    """A document as a page; links lead to the other pages, and one to what a bundle does not carry loses its target."""
    to_root = "../" * PAGES[document].count("/")

    def relocate(match: re.Match[str]) -> str:
        attribute, target, anchor = match.group(1), match.group(2), match.group(3) or ""
        if target.startswith("pictures/"):
            return f'{attribute}="{to_root}{PICTURES}/{target.removeprefix("pictures/")}"'
        page = PAGES.get(target.removesuffix(".md"))
        return f'{attribute}="{to_root}{page}{anchor}"' if page else ""

    text = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Links keep their Japanese letters, as the files have them.
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return PAGE.format(title=html.escape(document), body=LINK.sub(relocate, reader.render(text)))
