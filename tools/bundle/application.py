"""What a bundle carries of us: the code, the official data, and the guide as pages for a browser."""

import html
import re
import shutil
import subprocess
from pathlib import Path

from markdown_it import MarkdownIt

from tools.bundle import imports
from tools.bundle.target import ROOT

FOLDERS = (*imports.our_packages(), "data/raw")
FILES = ("tools/office.py", "tools/run.py", "LICENSE", "data/curated/DICTIONARY.md")
FIRST_PAGE = "入れかた"
GUIDES = ("使い方", "操作手引き", "回収の手引き", "読み方の決まり", "言葉の定義")
GUIDE_FOLDER = "手引き"
PICTURES = "docs/pictures"
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


def write_guide(root: Path) -> None:
    """The guide as HTML, which a double click opens on any PC; the first page lies beside 起動."""
    (root / GUIDE_FOLDER).mkdir()
    shutil.copytree(
        ROOT / PICTURES, root / GUIDE_FOLDER / "pictures", ignore=shutil.ignore_patterns("*.json")
    )
    for name in GUIDES:
        (root / GUIDE_FOLDER / f"{name}.html").write_bytes(render(name, "").encode("utf-8"))
    (root / f"{FIRST_PAGE}.html").write_bytes(render(FIRST_PAGE, f"{GUIDE_FOLDER}/").encode("utf-8"))


def render(name: str, to_guide: str) -> str:
    """A document as a page; links to the other documents lead to their pages, links to anything else lose their target."""

    def relocate(match: re.Match[str]) -> str:
        attribute, target, anchor = match.group(1), match.group(2), match.group(3) or ""
        if target.startswith("pictures/"):
            return f'{attribute}="{to_guide}{target}"'
        stem = target.removesuffix(".md")
        if stem == FIRST_PAGE:
            return f'{attribute}="{"" if to_guide else "../"}{stem}.html{anchor}"'
        return f'{attribute}="{to_guide}{stem}.html{anchor}"' if stem in GUIDES else ""

    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    # Links keep their Japanese letters, as the files have them.
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return PAGE.format(title=html.escape(name), body=LINK.sub(relocate, reader.render(text)))
