"""Who may only look meets no contact person, no note and no free text, on whatever page, callback or address."""

from pathlib import Path

import pytest

from dashboard import journal
from dashboard.access.roles import Need, Role
from dashboard.warehouse.reader import Warehouse
from dashboard.web import access_rules
from dashboard.web.access_rules import ADDRESSES, PAGES
from tests.dashboard import walking
from tests.dashboard.conftest import publish_copy
from tests.dashboard.web.signed_in import Office

NOTE = "町長が来年度の予算を心配している"
MAY_LOOK = [path for path, needs in PAGES.items() if Need.PERSONAL not in needs]
# Answers that a town gave in its own words, contacts among them.
OWN_WORDS = """
    select distinct a.value from core_answer as a inner join codes_question as q using (fiscal_year, question_id)
    where q.kind in ('contact', 'free_text') and length(a.value) >= 8
"""


@pytest.fixture(scope="module")
def office(demo_curated: Path, demo_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("view")
    (folder / "curated").mkdir()
    office = Office(publish_copy(demo_curated, folder / "curated"), folder, demo_raw)
    call = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": NOTE}
    journal.write(office.journal, "contact", "01452", call, "佐藤")
    return office


@pytest.fixture(scope="module")
def browser(office: Office) -> walking.Browser:
    return office.browser(office.add("viewer", "閲覧太郎", {Role.VIEW}))


@pytest.fixture(scope="module")
def own_words(office: Office) -> set[str]:
    return {*Warehouse(office.curated).reader().frame(OWN_WORDS)["value"], NOTE}


@pytest.mark.parametrize("path", MAY_LOOK)
def test_a_page_for_all_shows_nothing_of_what_is_for_staff(
    browser: walking.Browser, own_words: set[str], path: str
) -> None:
    for search in ("?fy=2023", "?fy=2023&town=01452"):
        content = browser.page(path, search)
        answered = dict(browser.callbacks_of(content, path, search))
        answers = list(answered.values())
        shown = [str(content), browser.client.get(f"{path}{search}", base_url=walking.HOST).text]
        shown += [answer.text for answer in answers if answer.status_code == 200]
        assert "この画面は開けません" not in shown[0]
        of_themselves = [one["output"] for one in browser.callbacks if not one["prevent_initial_call"]]
        assert [
            output for output in of_themselves if output in answered and answered[output].status_code == 403
        ] == []
        assert not {words for words in own_words for text in shown if words in text}, search


def test_the_words_that_are_looked_for_stand_on_a_page_of_staff(office: Office, own_words: set[str]) -> None:
    browser, search = office.browser(office.add("staff", "職員", {Role.ENTER})), "?fy=2023&town=01452"
    content = browser.page("/town", search)
    shown = " ".join([str(content), *(a.text for _, a in browser.callbacks_of(content, "/town", search))])
    assert NOTE in shown
    assert len([words for words in own_words if words in shown]) > 2


def test_an_address_for_all_gives_nothing_of_what_is_for_staff(
    office: Office, browser: walking.Browser, own_words: set[str]
) -> None:
    reader = Warehouse(office.curated).reader()
    for (method, address), needs in ADDRESSES.items():
        if method != "GET" or needs != access_rules.VIEW or address.startswith("/guide"):
            continue
        path = address.replace("<warehouse_id>", reader.warehouse_id).replace("<layer>", "municipalities")
        answer = browser.client.get(path.replace("<name>", "x"), base_url=walking.HOST)
        assert answer.status_code in (200, 404), path
        assert not [words for words in own_words if words in answer.text], path
