"""`python -m tools.guide_pictures [NAME …]`: takes the pictures of docs/操作手引き.md from the dashboard with fictional data.

Beside the pictures it writes which words stood on each page. tests/browser/test_guide.py compares them with the
pages, so that no picture outlives its page.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Dialog, Page, sync_playwright

from dashboard import clock, journal
from dashboard.views.guide import PICTURES
from dashboard.words.eras import fiscal_year_of
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from tests import r8_round
from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, OFFICE_PC, served
from tests.browser.tabs import listen, settle, visit
from tests.conftest import shared_build

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
WORDS = PICTURES / "words.json"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 62_000
COLOURS = (64, 32, 16)
TOWN = "01452"
# Headings, labels and buttons of the page and of what lies open over it. Other links and cells are data, and a grid
# draws the headings of the columns that come into view.
WORDS_SHOWN = """() => {
    const kinds = "h1, h2, h3, h4, label, legend, summary, button, a.button, [role=tab]";
    const places = [...document.querySelectorAll("#page, [role=dialog]")].filter((place) => place.checkVisibility());
    return places.flatMap((place) => [...place.querySelectorAll(kinds)])
        .filter((part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .map((part) => part.innerText);
}"""


@dataclass(frozen=True)
class GuideView:
    """A page as a picture shows it: its address, a selector that stands when it is drawn, and what is opened on it.

    office: of OFFICES, whose data it shows.
    """

    name: str
    address: str
    drawn: str
    unfold: Callable[[Page], None] = lambda _page: None
    office: str = "demo"


def begin_form(page: Page) -> None:
    """The form of the new round as it is before anything is saved."""
    page.get_by_role("button", name="つくりはじめる").click()
    page.locator("#survey-sheet .sheet-page").first.wait_for()


def fill_basket(page: Page) -> None:
    """The usual slides in the basket, which the browser keeps."""
    page.get_by_role("button", name="基本の構成を入れる").click()
    page.locator("#basket-list li").first.wait_for()


def open_correction(page: Page) -> None:
    """訂正 beside the state of the newest questionnaire of a municipality."""
    answers = page.locator(".t-answers tr", has_text="重層的支援体制整備事業の実施状況").locator("td")
    answers.last.get_by_role("button", name="訂正").click()
    page.get_by_role("dialog").get_by_label("訂正後の値").last.wait_for()


# What 自己診断 tells of an office PC, in place of the machine that takes the picture: section and line → example.
OFFICE_EXAMPLE = {
    "版 OS": "Windows-10-10.0.19045-SP0（AMD64）",
    "版 Python": r"3.11.9（C:\kasanari\python\python.exe）",
    **{
        f"フォルダーとディスク {line}{suffix}": said
        for line, folder in (
            ("データ", r"C:\kasanari\app\data\curated"),
            ("受領資料", r"C:\kasanari\app\data\raw"),
            ("対応の記録", r"C:\kasanari\app\data\journal\journal.sqlite"),
        )
        for suffix, said in (
            ("", folder),
            ("のドライブ", "この PC のディスク（NTFS、C:\\）"),
            ("のディスクの空き", "120,000 MB"),
        )
    },
}
PUT_EXAMPLE = """(examples) => {
    for (const row of document.querySelectorAll(".selfcheck tr")) {
        const title = row.closest("section").querySelector("h2").innerText;
        const said = examples[`${title} ${row.querySelector("th").innerText}`];
        if (said) row.querySelector("td:last-child span").textContent = said;
    }
}"""


def put_office_example(page: Page) -> None:
    """A folder of an office PC in place of that of the machine that takes the picture; the guide says that it is one."""
    page.evaluate(PUT_EXAMPLE, OFFICE_EXAMPLE)


def fill_state_form(page: Page) -> None:
    """A form of the state, fictional, with two of its cells pointed at."""
    page.get_by_label("記入者").fill("佐藤")
    page.get_by_label("様式の名前").fill("実施状況の報告（架空の様式）")
    page.locator("#state-form-year").click()
    page.get_by_role("option", name="令和5年度").click()
    with page.expect_file_chooser() as chooser:
        page.locator("#state-form-choose").click()
    chooser.value.set_files({"name": "様式.xlsx", "mimeType": EXCEL, "buffer": state_form()})
    page.locator(".state-form-list a").last.click()
    for cell, figure in (("B2", "全市町村数"), ("B3", "状態が「実施」の市町村数")):
        page.locator(f"#state-form-grid [data-cell={cell}]").click()
        page.locator("#form-cell-figure").click()
        page.get_by_role("option", name=figure).click()
        page.locator("#form-cell-save").click()
        page.locator(f"#state-form-grid [data-cell={cell}].is-filled").wait_for()


def state_form() -> bytes:
    """A workbook as the state might send it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "総括"
    for row in (("項目", "数"), ("管内の市町村", None), ("実施", None), ("検討", None), ("計", "=B3+B4")):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


VIEWS = (
    GuideView("overview", "/?fy=2023", "#map .drawn-towns path"),
    GuideView("programme", "/programme", "#programme-editing"),
    GuideView("adopted", "/adopted?fy=2026", ".adopted-calls", office="r8"),
    GuideView("outreach", "/outreach", "#ranking-rows li.ranked"),
    GuideView("plan", "/plan", "#plan-items"),
    GuideView("work", "/work", "#page h2"),
    GuideView("survey", "/survey", "#page h1", begin_form),
    GuideView("register", "/register", "#register-list .ag-row"),
    GuideView("sending", "/sending?round=2023", "#office-head"),
    GuideView("returns", "/returns?round=2023", ".returns-waiting .ag-row"),
    GuideView("closing", "/closing?round=2023", "#round-form"),
    GuideView("state_form", "/state-form", "#state-form-choose", fill_state_form),
    GuideView("support", "/support", ".support-kinds"),
    GuideView("slides", "/slides", "#basket-whole", fill_basket),
    GuideView("correction", f"/town?town={TOWN}", ".t-answers tr", open_correction),
    GuideView("selfcheck", "/selfcheck", ".selfcheck table", put_office_example),
)


@contextmanager
def demo_office(place: Path) -> Iterator[str]:
    """The dashboard with the demo data, a plan and a call, in a folder of its own; gives the address, without a slash."""
    shutil.copytree(shared_build("demo"), place, dirs_exist_ok=True)
    file, today = place / "journal.sqlite", clock.today()
    plan = {"title": "秋の働きかけ", "fiscal_year": fiscal_year_of(today), "capacity_days": 10}
    plan_id = journal.write(file, "plan", "", plan, "佐藤").record_id
    for code, means in (("01362", "訪問"), ("01216", "電話"), ("01209", "訪問")):
        item = {"plan_id": plan_id, "means": means, "owner": "佐藤", "state": "予定"}
        journal.write(file, "item", code, item, "佐藤")
    call = {
        "contacted_on": today,
        "means": "電話",
        "owner": "佐藤",
        "said": "庁内で話し合いを始めたいとのこと",
    }
    step = {
        "text": "先に始めた町の例を送る",
        "due": today + timedelta(weeks=4),
        "owner": "佐藤",
        "state": "これから",
    }
    journal.write_together(file, "01362", [("contact", call), ("step", step)], "佐藤")
    with served(place / "curated", place, place / "raw") as address:
        yield address


@contextmanager
def r8_office(place: Path) -> Iterator[str]:
    """The dashboard with a round of R8 (fictional answers of six municipalities)."""
    place.mkdir(exist_ok=True)
    round_of_r8 = r8_round.make_round(place, synthetic=True)
    with served(round_of_r8.curated, place, round_of_r8.raw) as address:
        yield address


OFFICES = {"demo": demo_office, "r8": r8_office}


def show(page: Page, address: str, view: GuideView) -> None:
    """Bring the page of a view into a tab, as its picture shows it."""
    # a form that is written in asks before it is left; nothing is lost with it here
    page.on("dialog", _leave)
    visit(page, f"{address}{view.address}")
    page.remove_listener("dialog", _leave)
    page.evaluate("scrollTo(0, 0)")  # as the links of the program do
    page.locator(view.drawn).first.wait_for()
    settle(page)
    view.unfold(page)
    settle(page)


def _leave(question: Dialog) -> None:
    question.accept()


def words_shown(page: Page) -> list[str]:
    """The words by which a page is known, once each; without numbers, days and names of municipalities."""
    towns = [town.name for town in read_municipalities(RAW / MUNICIPALITIES)]
    names = re.compile("|".join(sorted(map(re.escape, towns), key=len, reverse=True)))
    shown = [" ".join(names.sub("○", text).split()) for text in page.evaluate(WORDS_SHOWN)]
    return list(dict.fromkeys(re.sub(r"[\d０-９][\d０-９,.]*", "0", text) for text in shown if text))


def recorded_words() -> dict[str, list[str]]:
    """The words of each page when its picture was taken, by name of the view."""
    return dict(json.loads(WORDS.read_text(encoding="utf-8")))


def as_webp(screenshot: bytes) -> bytes:
    """The picture, sharp, with as many colours as leave it small enough."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    for colours in COLOURS:
        packed = io.BytesIO()
        flat = image.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
        flat.save(packed, "WEBP", lossless=True, method=6, quality=100)
        if len(packed.getvalue()) <= MOST_BYTES:
            return packed.getvalue()
    raise ValueError(f"not even {COLOURS[-1]} colours make the picture smaller than {MOST_BYTES} bytes")


def take_pictures(chosen: list[str]) -> None:
    """chosen: names of views; all where there is none."""
    words = recorded_words() if chosen else {}
    views = [view for view in VIEWS if not chosen or view.name in chosen]
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        ExitStack() as stack,
        sync_playwright() as playwright,
        # the browser's own words (file and day fields) as on an office PC
        playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*CHROMIUM_FLAGS, "--lang=ja"],
            env={**os.environ, "LANGUAGE": "ja"},
        ) as browser,
    ):
        addresses = {
            name: stack.enter_context(OFFICES[name](Path(scratch) / name))
            for name in dict.fromkeys(view.office for view in views)
        }
        context = browser.new_context(**OFFICE_PC, reduced_motion="reduce")
        complaints: list[str] = []
        listen(context, complaints.append)
        page = context.new_page()
        for view in views:
            show(page, addresses[view.office], view)
            words[view.name] = words_shown(page)
            picture = as_webp(page.screenshot(animations="disabled"))
            (PICTURES / f"{view.name}.webp").write_bytes(picture)
            sys.stderr.write(f"{view.name}.webp: {len(picture):,} bytes\n")
        assert not complaints, complaints
    WORDS.write_text(json.dumps(words, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    take_pictures(sys.argv[1:])
