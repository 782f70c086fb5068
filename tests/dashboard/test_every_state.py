"""Every page, address and command answers in Japanese, whatever data there are: none, facts, a few returns, all."""

import itertools
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard import journal
from dashboard.app import PAGES, create_app
from dashboard.cli.main import COMMANDS
from dashboard.queries import data
from dashboard.warehouse.reader import Warehouse
from dashboard.web.application import Application
from tests.commands import run_main
from tests.conftest import build_warehouse
from tests.dashboard import walking
from tests.dashboard.conftest import publish_copy
from tests.dashboard.returns_warehouse import publish_round

STATES = ("no data", "towns alone", "facts", "a few returns", "all returns")
LARGE = ("a few returns", "all returns")  # whose 179 sheets other tests make
# Without these nothing is known of a town but its name, its place and its border.
FACTS = ("status/", "reference/figures.csv", "reference/national", "planning/", "knowledge/case", "survey/")
FORMS = ("status/not_loaded.csv",)  # always there, also where it is empty
VARIABLES = {
    "fiscal_year": ("2023", "1999"),
    "number": ("1",),
    "code": ("01452", "01213", "99999"),
    "plan_id": ("0" * 32, "x"),
    **dict.fromkeys(("job_id", "backup_id", "warehouse_id", "record_id"), ("gone",)),
    "layer": ("municipalities",),
    "to": ("towns", "areas"),
    "what": ("refresh", "unheard-of"),
    "name": (
        *("towns.xlsx", "memo.docx", "profile.docx", "profiles.zip"),
        *("mart_plan", "codes_municipality", "x"),
    ),
    "kind": ("reminder", "query", "ics", "xlsx", "svg", "docx", "html", "csv", "parquet", "geojson", "pdf"),
}
FILES = ("application/geo+json", "application/vnd.apache.parquet", "image/svg+xml")
SEARCHES = ("", "?fy=2023&town=01452", "?fy=2021&sub=14&town=01213", "?fy=x&town=00000&asof=2020-04-01")


@dataclass(frozen=True)
class Office:
    """A folder of an office with the application on it."""

    state: str
    curated: Path
    journal: Path
    raw: Path
    app: Application


@pytest.fixture(scope="module", params=STATES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    state: str = request.param
    room = tmp_path_factory.mktemp("office")
    curated, raw = room / "curated", room / "raw"
    curated.mkdir()
    if state == "no data":
        raw.mkdir()
    elif state == "towns alone":
        shutil.copytree(request.getfixturevalue("raw_files"), raw)
        forget_facts(raw)
        build_warehouse(raw)
    else:
        name = "demo" if state == "all returns" else "built"
        made: Path = request.getfixturevalue(f"{name}_curated")
        (publish_round if state == "a few returns" else publish_copy)(made, curated)
        shutil.copytree(made.parent / "raw", raw)
    kept = room / "journal.sqlite"
    return Office(state, curated, kept, raw, create_app(Warehouse(curated), kept, raw))


def forget_facts(raw: Path) -> None:
    """Leave only what says which municipalities there are."""
    register = raw / "SOURCES.csv"
    kept = []
    for row in register.read_text(encoding="utf-8-sig").splitlines(keepends=True):
        if row.startswith(FACTS) and not row.startswith(FORMS):
            (raw / row.partition(",")[0]).unlink()
        else:
            kept.append(row)
    register.write_text("".join(kept), encoding="utf-8-sig")
    shutil.rmtree(raw / "survey")


@pytest.fixture(scope="module")
def walker(office: Office) -> walking.Browser:
    return walking.Browser(office.app)


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.PATH)
def test_every_page_and_what_fills_it_is_japanese(walker: walking.Browser, made: Any) -> None:
    for search in SEARCHES:
        walk_page(walker, made.PATH, search)


def test_every_address_gives_a_file_or_says_in_japanese_why_not(office: Office) -> None:
    walk_addresses(office.app, {200, 400, 404, 405, 409, *({503} if office.state == "no data" else ())})


def test_on_a_new_pc_the_way_in_is_shown_and_the_guide_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "curated").mkdir()
    browser = walking.Browser(create_app(Warehouse(tmp_path / "curated"), tmp_path / "j.sqlite", tmp_path))
    for made in PAGES:
        text = " ".join(walking.seen_texts(browser.page(made.PATH, "")))
        is_read = made.PATH in ("/guide", "/guide/reading", "/guide/methods", "/selfcheck")
        assert ("かさなりを始めます" in text) != is_read, made.PATH
        assert ("控えから戻す" in text) or is_read, made.PATH
    assert "はじめての人へ" in " ".join(walking.seen_texts(browser.page("/guide", "")))


def test_a_registered_file_that_is_changed_or_gone_is_told_above_every_page(
    raw_files: Path, tmp_path: Path
) -> None:
    raw = Path(shutil.copytree(raw_files, tmp_path / "raw"))
    listed = sorted(path.relative_to(raw).as_posix() for path in (raw / "status").glob("*implement*.csv"))
    changed, gone = listed[:2]
    with (raw / changed).open("ab") as stream:
        stream.write(b"\r\n")
    (raw / gone).unlink()
    browser = walking.Browser(create_app(Warehouse(build_warehouse(raw)), tmp_path / "j.sqlite", raw))
    for made in PAGES:
        told = " ".join(walking.seen_texts(browser.notice(made.PATH)))
        assert "登録した資料のうち2件が、データに入っていません" in told, made.PATH
        assert all(f"「実施状況の資料（{Path(name).name}）」" in told for name in (changed, gone)), told


def test_every_table_can_be_saved(office: Office) -> None:
    warehouse = Warehouse(office.curated)
    names = data.tables(warehouse.reader())["table_name"] if warehouse.state()[0] else []
    client = office.app.server.test_client()
    for name in names:
        answer = walking.get(client, f"/data/download/{name}.csv?fy=2023&sub=14")
        assert answer.status_code == 200, (name, answer.text)


def test_what_is_sent_by_nobody_of_ours_is_refused_in_japanese(office: Office) -> None:
    client = office.app.server.test_client()
    for rule in walking.rules(office.app):
        if "POST" in (rule.methods or ()):
            for address in filled(rule.rule):
                answer = client.post(
                    address,
                    base_url=walking.HOST,
                    data=b"\0",
                    buffered=True,
                    headers={"Origin": walking.HOST},
                )
                assert answer.status_code in (400, 403, 404, 409), (address, answer.text)
                assert walking.JAPANESE.search(answer.text), address


# Options that make each command do its work; {out} is a folder of its own.
WORK = {
    "accounts": (["kanri", "--shown-name", "管理花子"], ["kanri", "--shown-name", "管理花子"]),
    "audit": ([], ["--out", "{out}/audit.csv"]),
    "letters": (
        ["--kind", "query", "--out", "{out}"],
        ["--kind", "reminder", "--out", "{out}", "--on", "2024-01-10"],
    ),
    "rank": ([], ["--format", "json"], ["--as-of", "2020-04-01"]),
    "peers": (["01452"], ["01213", "--format", "json"], ["99999"]),
    "deck": (["--out", "{out}/deck.pptx"], ["--out", "-", "--layouts"]),
    "areas": (["--out", "{out}/areas.zip", "--what", "lists", "letters", "--subprefecture", "14"],),
    "onefile": (["--out", "{out}"],),
    "verify": (["{out}/missing.pptx"],),
    "profile": (
        ["01452", "--out", "{out}"],
        ["--all", "--out", "{out}"],
        ["01452", "--as-of", "2020-04-01", "--out", "{out}"],
    ),
    "papers": (["--what", "query-mails", "--fiscal-year", "2023", "--out", "{out}"],),
    "results": (["--fiscal-year", "2023", "--only", "01452", "--out", "{out}"],),
    "backup": (["--to", "{out}"],),
    "restore": (["{out}/missing.zip"], ["{out}/missing.zip", "--look"]),
    "selfcheck": (["--no-parts"], ["--no-parts", "--out", "{out}/selfcheck.txt"]),
    "visits": (["--days", "2", "--top", "6"], ["--days", "1", "--towns", "厚真町", "--format", "csv"]),
}


def test_every_command_does_its_work_or_says_in_japanese_why_not(office: Office, tmp_path: Path) -> None:
    assert COMMANDS.keys() == WORK.keys()
    for command, arguments in ((command, given) for command, each in WORK.items() for given in each):
        if "--all" in arguments and office.state in LARGE:
            continue
        given = [one.format(out=tmp_path) for one in arguments]
        places = ["--curated", office.curated, "--journal", office.journal, "--raw", office.raw]
        done = run_main("dashboard", *places, command, *given)
        assert done.returncode in (0, 1), (command, given, done.stderr)
        assert walking.JAPANESE.search(done.stdout + done.stderr) or "json" in given, (command, given)
        assert walking.foreign(done.stdout + done.stderr) == [], (command, given)


def test_pages_and_addresses_say_in_japanese_that_the_journal_is_broken(
    built_curated: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "journal.sqlite"
    kept.write_bytes(b"no journal" * 1000)
    app = create_app(Warehouse(built_curated), kept, built_curated.parent / "raw")
    browser = walking.Browser(app)
    for made in PAGES:
        walk_page(browser, made.PATH, "?town=01452&round=2026&from=1900")
    walk_addresses(app, {200, 400, 404, 405, 409, 503})


def test_every_page_says_which_record_of_the_journal_was_changed(built_curated: Path, tmp_path: Path) -> None:
    kept = tmp_path / "journal.sqlite"
    call = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": "話した"}
    journal.write(kept, "contact", "01581", call, "佐藤")
    browser = walking.Browser(create_app(Warehouse(built_curated), kept, built_curated.parent / "raw"))
    assert "書かれたときと違います" not in "".join(walking.seen_texts(browser.notice("/")))
    with closing(sqlite3.connect(kept, isolation_level=None)) as connection:
        connection.execute("drop trigger record_is_never_changed")
        connection.execute("update record set body = replace(body, '話した', '話さない')")
    for path in ("/", "/plan"):
        said = "".join(walking.seen_texts(browser.notice(path)))
        assert "1番目の記録（対応、01581、" in said


def test_folders_that_are_moved_while_the_server_runs_are_told_in_japanese(
    built_curated: Path, tmp_path: Path
) -> None:
    (tmp_path / "curated").mkdir()
    curated = publish_copy(built_curated, tmp_path / "curated")
    shutil.copytree(built_curated.parent / "raw", tmp_path / "raw")
    app = create_app(Warehouse(curated), tmp_path / "journal" / "journal.sqlite", tmp_path / "raw")
    browser = walking.Browser(app)
    browser.page("/", "")
    for name in ("curated", "raw"):
        (tmp_path / name).rename(tmp_path / f"{name} elsewhere")
    for made in PAGES:
        walk_page(browser, made.PATH, "")
    walk_addresses(app, {200, 400, 404, 405, 409, 503})


def walk_page(browser: walking.Browser, path: str, search: str) -> None:
    """A page and whatever fills it: Japanese, and nothing that a reader would stumble over."""
    content = browser.page(path, search)
    text = " ".join(walking.seen_texts(content))
    assert walking.JAPANESE.search(text), search
    assert walking.foreign(text) + walking.internal(text) == [], search
    for output, answer in browser.callbacks_of(content, path, search):
        assert answer.status_code in (200, 204), (search, output, answer.text)
        updates = (answer.json or {}) if answer.status_code == 200 else {}
        shown = " ".join(walking.seen_texts(list(updates.values())))
        assert walking.foreign(shown) + walking.internal(shown) == [], (search, output)


def walk_addresses(app: Application, statuses: set[int]) -> None:
    """Every address: a file, or Japanese words on why there is none."""
    client = app.server.test_client()
    browser_knows = client.get("/_dash-layout", base_url=walking.HOST).json
    shown = next(
        one["props"]["data"]
        for one in walking.components(browser_knows)
        if one["props"].get("id") == "version"
    )
    for address in (one.replace("gone/", f"{shown['id'] or 'gone'}/") for one in addresses(app)):
        answer = walking.get(client, address, Accept="text/html")
        assert answer.status_code in statuses, (address, answer.text)
        is_file = answer.mimetype in FILES
        words = "" if is_file else walking.words_of(answer.data)
        assert is_file or answer.is_json or walking.JAPANESE.search(words), address
        is_keyed = address.startswith(("/data/", "/papers/towns.xlsx")) or answer.mimetype == "text/csv"
        assert walking.foreign(words) + walking.internal(words) * (not is_keyed) == [], address
        assert answer.headers["Cache-Control"] == "no-store" or address.startswith(
            ("/geo/", "/guide/pictures/")
        )


def addresses(app: Application) -> Iterator[str]:
    """Every address with each variable filled in some ways, bare and of a view; costly files of a view with data alone."""
    for rule in walking.rules(app):
        for address in filled(rule.rule):
            is_costly = address.endswith((".zip", "/addresses.xlsx"))
            if not is_costly:
                yield address
            if "GET" in (rule.methods or ()) and not (is_costly and "/1999/" in address):
                yield f"{address}?fy=2023&sub=14&town=01452&owner="


def filled(rule: str) -> Iterator[str]:
    names = re.findall(r"<(?:[^<>]*:)?(\w+)>", rule)
    for values in itertools.product(*(VARIABLES[name] for name in names)):
        address = rule
        for value in values:
            address = re.sub(r"<[^<>]+>", value, address, count=1)
        yield address
