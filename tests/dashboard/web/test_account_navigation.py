"""The navigation names the pages that the roles of a person open, and no others: in the layout and in the first picture."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.access.roles import Role, opened
from dashboard.app import PAGES, create_app
from dashboard.warehouse.reader import Warehouse
from dashboard.web import access_rules, prerender
from tests.dashboard.web.signed_in import HOST, Office, get

LISTED = {page.PATH for page in PAGES if not getattr(page, "IS_ASIDE", False)}
ROLES = [{Role.VIEW}, {Role.ENTER}, {Role.DECIDE, Role.MANAGE}, {Role.APPROVE}, set(Role)]
IN_PICTURE = re.compile(r'<a href="([^"]+)" class="nav-link"')


@pytest.fixture(scope="module")
def office(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(built_curated, tmp_path_factory.mktemp("navigation"))


@pytest.fixture(autouse=True)
def pictures_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prerender, "WAIT_SECONDS", 60)


def named(client: FlaskClient, layout: object) -> set[str]:
    """The pages that the layout names; the first picture names the same."""
    found = set(of_layout(layout))
    assert set(IN_PICTURE.findall(get(client, "/").text)) == found
    return found


def of_layout(part: object) -> Iterable[str]:
    if isinstance(part, dict):
        if part.get("className") == "nav-link":
            yield part["href"]
        for inner in part.values():
            yield from of_layout(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from of_layout(inner)


def test_a_person_is_led_to_the_pages_that_the_roles_open(office: Office) -> None:
    for number, roles in enumerate(ROLES):
        client = office.client(office.add(f"person{number}", f"人{number}", roles))
        may = {path for path, needs in access_rules.PAGES.items() if needs <= opened(roles)}
        layout = client.get("/_dash-layout", base_url=HOST).get_json()
        assert named(client, layout) == LISTED & may, roles
    assert LISTED - {path for path, needs in access_rules.PAGES.items() if needs <= opened({Role.VIEW})}


def test_without_accounts_the_navigation_names_all(built_curated: Path, tmp_path: Path) -> None:
    client = create_app(Warehouse(built_curated), tmp_path / "journal.sqlite").server.test_client()
    assert named(client, client.get("/_dash-layout", base_url=HOST).get_json()) == LISTED
