"""The house keeps its rules, and each rule is able to fail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import import_rules, text_rules
from tests.house.dashboard_rules import (
    one_page_per_id,
    pages_apart,
    services_off_the_web,
    shared_components,
    sql_in_its_rooms,
    without_widgets,
    workbooks_at_home,
)
from tests.house.etl_rules import eras_in_one_table, sql_layers, survey_floors
from tests.house.import_rules import (
    frames_only,
    no_circles,
    no_dead_layer_name,
    nothing_at_import,
    one_way,
    posix_at_home,
    warehouse_is_all_that_passes,
)
from tests.house.machine_rules import machine_alone
from tests.house.name_rules import one_class_per_name
from tests.house.text_rules import clean_text, narrow_has, one_clock, one_door_to_a_warehouse, short_files

ROOT = Path(__file__).resolve().parent.parent
Rule = Callable[[Path], list[str]]
RULES: tuple[Rule, ...] = (
    one_way,
    no_dead_layer_name,
    survey_floors,
    sql_layers,
    eras_in_one_table,
    warehouse_is_all_that_passes,
    machine_alone,
    no_circles,
    frames_only,
    without_widgets,
    services_off_the_web,
    pages_apart,
    shared_components,
    sql_in_its_rooms,
    workbooks_at_home,
    one_page_per_id,
    posix_at_home,
    nothing_at_import,
    one_clock,
    text_rules.one_april,
    one_class_per_name,
    short_files,
    one_door_to_a_warehouse,
    narrow_has,
    clean_text,
)

# rule, files of a project that breaks it (path → text), and a part of the complaint
BAD_HOUSES: list[tuple[Rule, dict[str, str], str]] = [
    (one_way, {"etl/names.py": "from etl import build", "etl/build.py": ""}, "stands above it"),
    (one_way, {"etl/readers/csv.py": "import etl.survey.form", "etl/survey/form.py": ""}, "etl.survey.form"),
    (one_way, {"etl/names.py": "def f():\n    from . import build", "etl/build.py": ""}, "etl.build"),
    (one_way, {"etl/unheard_of.py": ""}, "has no layer"),
    (no_dead_layer_name, {"etl/names.py": ""}, "etl.build: has a layer but no module"),
    (
        survey_floors,
        {"etl/survey/form/a.py": "from etl.survey.returned import b", "etl/survey/returned/b.py": ""},
        "etl.survey.form.a: imports etl.survey.returned.b, which is not on a lower floor",
    ),
    (
        survey_floors,
        {"etl/survey/sheet/a.py": "import etl.survey.answers.b", "etl/survey/answers/b.py": ""},
        "not on a lower floor",
    ),
    (survey_floors, {"etl/survey/attic/a.py": ""}, "attic has no floor"),
    (survey_floors, {"etl/survey/attic.py": ""}, "attic has no floor"),
    (
        sql_layers,
        {"etl/sql/20_core/core_a.sql": "-- 1行 = 1\nselect * from mart_answer"},
        "core_a.sql:2: reads mart_answer",
    ),
    (
        sql_layers,
        {"etl/sql/10_codes/codes_a.sql": "select * from x join core_file using (y)"},
        "codes_a.sql:1: reads core_file",
    ),
    (
        sql_layers,
        {"etl/sql/20_core/core_a.sql": "select * from mart_answer_at(as_of_day)"},
        "reads mart_answer_at",
    ),
    (eras_in_one_table, {"etl/a.py": "\ndef f(year):\n    return year - 2018"}, "etl.a: line 3 counts"),
    (sql_layers, {"etl/sql/20_core/mart_a.sql": "select 1"}, "makes no table of 20_core"),
    (one_way, {"dashboard/queries.py": "from dashboard.pages import overview"}, "dashboard.pages"),
    (
        warehouse_is_all_that_passes,
        {"dashboard/app.py": "from etl.names import resolve"},
        "imports etl.names",
    ),
    (warehouse_is_all_that_passes, {"etl/build.py": "import dashboard.theme"}, "imports dashboard.theme"),
    (machine_alone, {"machine/a.py": "from etl import names"}, "machine/a.py: imports etl"),
    (no_circles, {"etl/names.py": "import etl.geometry", "etl/geometry.py": "import etl.names"}, "→"),
    (frames_only, {"dashboard/figures/map.py": "from dash import html"}, "imports dash"),
    (frames_only, {"dashboard/planning/peers.py": "import dash_ag_grid"}, "imports dash_ag_grid"),
    (
        frames_only,
        {
            "dashboard/export/deck.py": "from dashboard import queries",
            "dashboard/queries.py": "import duckdb",
        },
        "imports duckdb through dashboard.queries",
    ),
    (
        pages_apart,
        {
            "dashboard/pages/a/page.py": "from dashboard.pages.b import parts",
            "dashboard/pages/b/parts.py": "",
        },
        "dashboard.pages.a.page: imports dashboard.pages.b.parts",
    ),
    (
        one_way,
        {"dashboard/web/files.py": "from dashboard.pages.a import page", "dashboard/pages/a/page.py": ""},
        "dashboard.web.files: imports dashboard.pages.a.page, which stands above it",
    ),
    (
        without_widgets,
        {"dashboard/views/year.py": "from dash import html"},
        "dashboard.views.year: imports dash",
    ),
    (
        without_widgets,
        {
            "dashboard/views/year.py": "from dashboard import words",
            "dashboard/words.py": "import dash_ag_grid",
        },
        "dashboard.views.year: imports dash_ag_grid through dashboard.words",
    ),
    (
        without_widgets,
        {
            "dashboard/chart_data/towns.py": "from dashboard.components import cards",
            "dashboard/components/cards.py": "",
        },
        "dashboard.chart_data.towns: imports dashboard.components.cards",
    ),
    (
        services_off_the_web,
        {"dashboard/services/geometry.py": "import flask"},
        "dashboard.services.geometry: imports flask",
    ),
    (
        shared_components,
        {
            "dashboard/pages/a/page.py": "from dashboard.components import card",
            "dashboard/pages/a/parts.py": "from dashboard.components import card",
            "dashboard/components/card.py": "from dashboard.components import mark",
            "dashboard/components/mark.py": "",
        },
        "dashboard.components.mark: used by dashboard.pages.a alone",
    ),
    (shared_components, {"dashboard/components/card.py": ""}, "dashboard.components.card: used by nobody"),
    (
        sql_in_its_rooms,
        {"dashboard/slides/change_reasons.py": "def f(reader):\n    return reader.frame(towns)"},
        "dashboard.slides.change_reasons: line 2 calls reader.frame()",
    ),
    (
        sql_in_its_rooms,
        {"dashboard/chart_data/a.py": 'ROWS = """\nselect code\n  from codes_status\n"""'},
        "dashboard.chart_data.a: line 1 has SQL",
    ),
    (
        sql_in_its_rooms,
        {"dashboard/pages/a.py": "def f(table):\n    return f'select * from {table}'"},
        "dashboard.pages.a: line 2 has SQL",
    ),
    (sql_in_its_rooms, {"dashboard/views/a.py": "ROWS = 'from mart_plan'"}, "line 1 has SQL"),
    (sql_in_its_rooms, {"dashboard/web/a.py": "def f(c):\n    c.execute(c.text)"}, "calls .execute()"),
    (sql_in_its_rooms, {"dashboard/cli/a.py": "import duckdb\nROWS = duckdb.sql"}, "imports duckdb"),
    (
        workbooks_at_home,
        {"dashboard/export/lists.py": "import xlsxwriter\nbook = xlsxwriter.Workbook('a.xlsx')"},
        "dashboard.export.lists: line 2 begins a workbook with Workbook",
    ),
    (workbooks_at_home, {"etl/a.py": "from openpyxl import Workbook as Book"}, "etl.a: line 1 begins"),
    (workbooks_at_home, {"etl/a.py": "def f(frame):\n    frame.to_excel('a.xlsx')"}, "with to_excel"),
    (workbooks_at_home, {"dashboard/export/excel.py": ""}, "begins no workbook"),
    (
        one_page_per_id,
        {"dashboard/pages/a/page.py": "f(id='save')", "dashboard/pages/b/page.py": "f(id='save')"},
        "id 'save' is used by dashboard.pages.a and dashboard.pages.b",
    ),
    (posix_at_home, {"etl/build.py": "import resource"}, "imports resource"),
    (posix_at_home, {"etl/build.py": "import os\nos.fork()"}, "line 2 uses os.fork"),
    (posix_at_home, {"dashboard/app.py": "import signal\nsignal.SIGKILL"}, "signal.SIGKILL"),
    (nothing_at_import, {"etl/names.py": "open(__file__[:-8] + 'list.csv')", "etl/list.csv": ""}, "list.csv"),
    (nothing_at_import, {"etl/names.py": "open('list.csv')", "list.csv": ""}, "opens list.csv"),
    (nothing_at_import, {"etl/a.py": "import sqlite3\nsqlite3.connect(':memory:')"}, "sqlite3.connect"),
    (nothing_at_import, {"etl/a.py": "import subprocess\nsubprocess.run(['true'])"}, "subprocess.Popen"),
    (nothing_at_import, {"etl/a.py": "1 / 0"}, "ZeroDivisionError"),
    (one_clock, {"etl/a.py": "\nday = date.today()"}, "etl/a.py:2: asks the machine's clock"),
    (one_clock, {"dashboard/a.py": "pd.Timestamp.now().date()"}, "Timestamp.now("),
    (one_clock, {"dashboard/a.py": "datetime.fromtimestamp(stat.st_mtime)"}, "fromtimestamp"),
    (one_clock, {"etl/sql/30_mart/mart_a.sql": "select current_date"}, "current_date"),
    (text_rules.one_april, {"etl/a.py": "d.year - (d.month < 4)"}, "counts fiscal years by itself"),
    (text_rules.one_april, {"dashboard/a.py": "d.year if d.month >= FIRST else d.year - 1"}, ".month >="),
    (
        one_class_per_name,
        {"etl/forms.py": "class Sheet: ...", "dashboard/export/lists.py": "class Sheet: ..."},
        "class Sheet is defined in dashboard.export.lists and etl.forms",
    ),
    (short_files, {"etl/a.py": "\n" * 301}, "301 lines"),
    (
        one_door_to_a_warehouse,
        {"tests/test_a.py": "duckdb.connect(str(path), read_only" + "=True)"},
        "tests/test_a.py:1: opens a warehouse by itself",
    ),
    (narrow_has, {"dashboard/assets/a.css": ".a > :has(.b) { color: red; }"}, "a.css:1: :has() of any"),
    (narrow_has, {"dashboard/assets/a.css": ".a:has(> :first-child .b) { color: red; }"}, "first-child"),
    (clean_text, {"README.md": "https://" + "pypi." + "org/simple"}, "README.md:1: names the host"),
    (clean_text, {"tools/x.sh": "\ncd /" + "home/taro/kasanari"}, "tools/x.sh:2: names a path"),
    (clean_text, {"etl/a.py": "# TO" + "DO: later"}, "leaves work for later"),
]


def build_house(root: Path, files: dict[str, str]) -> Path:
    """A small project in a folder, with the packages that its files need."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for folder in {path.parent for path in root.rglob("*.py")}:
        (folder / "__init__.py").touch()
    return root


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize(("rule", "files", "complaint"), BAD_HOUSES)
def test_a_house_that_breaks_the_rule_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Rule, files: dict[str, str], complaint: str
) -> None:
    monkeypatch.setattr(text_rules, "WHY_LONG", {})
    assert complaint in "\n".join(rule(build_house(tmp_path, files)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_small_house_in_order_draws_no_complaint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Rule
) -> None:
    monkeypatch.setattr(text_rules, "WHY_LONG", {})
    layers = {
        "etl": ({"clock", "names", "sandbox"}, {"readers", "sql"}, {"survey"}, {"build"}, {"__main__"}),
        "dashboard": ({"figures", "export"}, {"queries"}, {"views", "components"}, {"pages"}, {"app"}),
    }
    monkeypatch.setattr(import_rules, "LAYERS", layers)
    files = {
        "etl/__main__.py": "from etl import build",
        "etl/build.py": "from etl.readers import csv\nimport duckdb",
        "etl/readers/csv.py": "from .. import names",
        "etl/names.py": "from pathlib import Path\nimport os\nHERE = Path(__file__)\ndef f():\n    datetime.now(UTC)",
        "etl/sandbox.py": "try:\n    import resource\nexcept ImportError:\n    resource = None",
        "etl/survey/receive.py": "from etl.survey import check\nfrom etl.survey.form import questions",
        "etl/survey/check.py": "",
        "etl/survey/form/questions.py": "from etl.survey.form import entries",
        "etl/survey/form/entries.py": "",
        "etl/sql/__init__.py": "",
        "etl/sql/10_codes/codes_a.sql": "select * from input_a",
        "etl/sql/20_core/core_a.sql": "-- later: mart_a\nselect * from core_b join codes_a using (c)",
        "etl/sql/30_mart/mart_a.sql": "select * from mart_b_at(as_of_day) join core_a using (c)",
        "dashboard/app.py": "from dashboard.pages import overview",
        "dashboard/pages/overview/page.py": "from dashboard.figures import map\nfrom dashboard.components import card",
        "dashboard/pages/town/page.py": "from dashboard.components import card",
        "dashboard/components/card.py": "from dash import html",
        "dashboard/views/overview.py": "from dashboard.figures import map\ndef f():\n    'Select one from many.'",
        "dashboard/queries/overview.py": "def f(reader):\n    return reader.frame('from core_build')",
        "dashboard/figures/map.py": "import plotly",
        "dashboard/export/excel.py": "import xlsxwriter\n\ndef f(path):\n    return xlsxwriter.Workbook(path)",
        "etl/clock.py": "from datetime import date\n\n\ndef today():\n    return date.today()",
        "README.md": "See /usr/bin/chromium and https://example.jp/work/x",
    }
    assert rule(build_house(tmp_path, files)) == []


def test_a_reason_for_a_long_file_that_is_no_longer_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_rules, "WHY_LONG", {"etl/a.py": "one table"})
    assert short_files(build_house(tmp_path, {"etl/a.py": ""})) == [
        "etl/a.py: is in WHY_LONG but not past 300 lines"
    ]
