"""The two real questionnaires, one municipality, what it answered last year, and its issued workbook."""

from pathlib import Path

import pytest

from etl.names import MunicipalityName
from etl.survey import issue
from etl.survey.form.loading import load_form
from etl.survey.form.questions import Form, PlainAnswer

SURVEYS = Path(__file__).resolve().parents[3] / "data" / "raw" / "survey"


@pytest.fixture(scope="session")
def r4() -> Form:
    return load_form(SURVEYS / "R4" / "form.toml")


@pytest.fixture(scope="session")
def r5() -> Form:
    return load_form(SURVEYS / "R5" / "form.toml")


@pytest.fixture(scope="session")
def town() -> MunicipalityName:
    return MunicipalityName("01452", "鷹栖町", "たかすちょう", "町", "上川総合振興局", "上川郡")


@pytest.fixture(scope="session")
def last_year() -> dict[str, PlainAnswer]:
    """Canonical answers to the form of R4."""
    return {
        "status": "undecided",
        "barriers": ("staff_shortage", "effect_unclear"),
        "barriers_top": ("staff_shortage",),
        "function_f1_i": "existing",
        "participation": ("briefing_session",),
        "handbook_use": "used",
        "staff_full_time": 0,
        "staff_concurrent": 2,
        "contact": {
            "department": "福祉課",
            "person": "係長　道野",
            "phone": "0166-00-0000",
            "email": "a@example.lg.jp",
        },
    }


@pytest.fixture(scope="session")
def issued(
    r4: Form,
    r5: Form,
    town: MunicipalityName,
    last_year: dict[str, PlainAnswer],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The R5 workbook of the town, not filled in."""
    path = tmp_path_factory.mktemp("issued") / issue.file_name(r5, town)
    return issue.issue_workbook(r5, town, last_year, path, previous_form=r4)
