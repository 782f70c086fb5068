"""Nobody but a page of this very server changes anything, and no other site draws anything of it into its own."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from tests.dashboard import walking

HOST = "http://127.0.0.1:8050"
EVIL = "http://evil.example"
OURS = {"Origin": HOST, "Sec-Fetch-Site": "same-origin", "X-Kasanari": "intake"}
# What a browser says of a request that a page of another site makes.
OF_OTHERS = (
    {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://127.0.0.1:9999", "Sec-Fetch-Site": "same-site"},
    {"Origin": HOST, "Sec-Fetch-Site": "cross-site"},
    {"Origin": f"{HOST}.evil.example"},
    {"Origin": "https://127.0.0.1:8050"},
    {},
)


@pytest.fixture(scope="module")
def client(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    journal = tmp_path_factory.mktemp("guard") / "journal.sqlite"
    return create_app(Warehouse(built_curated), journal).server.test_client()


def unsafe(client: FlaskClient) -> list[tuple[str, str]]:
    """Every method and address by which something is sent."""
    return [
        (method, rule.rule.replace("<", "").replace(">", ""))
        for rule in client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    ]


@pytest.mark.parametrize("headers", OF_OTHERS, ids=str)
def test_whatever_another_site_sends_is_refused_at_every_address(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    asked = unsafe(client)
    assert ("POST", "/_dash-update-component") in asked
    for method, address in [*asked, ("PUT", "/"), ("DELETE", "/anything")]:
        answer = client.open(address, method=method, base_url=HOST, headers=headers, data=b"{}")
        assert answer.status_code == 403, (method, address)
        assert walking.JAPANESE.search(answer.text), (method, address)
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_what_a_page_of_ours_sends_gets_through(client: FlaskClient) -> None:
    for name in ("127.0.0.1:8050", "localhost:8050", "[::1]:8050"):
        ours = {**OURS, "Origin": f"http://{name}"}
        answer = client.post("/intake?fy=2023", base_url=f"http://{name}", headers=ours)
        assert answer.status_code != 403, name


def test_no_browser_keeps_what_may_hold_answers_or_contacts(client: FlaskClient) -> None:
    for path in ("/", "/town?town=01581", "/_dash-layout"):
        assert client.get(path, base_url=HOST).headers["Cache-Control"] == "no-store", path
    for path in ("/assets/style.css", "/_dash-component-suites/dash/deps/prop-types@15.8.1.min.js"):
        with client.get(path, base_url=HOST) as kept:
            assert kept.headers.get("Cache-Control") != "no-store", path


def test_an_answer_that_is_kept_is_refused_to_others_too(client: FlaskClient) -> None:
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        assert client.get(path, base_url=HOST).status_code == 200
        assert client.get(path, base_url=EVIL).status_code == 403
        drawn = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
        assert client.get(path, base_url=HOST, headers=drawn).status_code == 403


@pytest.mark.parametrize("destination", ["image", "script", "iframe", "object", "empty", "style"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_nothing_is_drawn_into_a_page_of_another_site(
    client: FlaskClient, destination: str, site: str
) -> None:
    mode = "navigate" if destination in ("iframe", "object") else "no-cors"
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination}
    for path in ("/papers/profiles.zip", "/assets/favicon.svg", "/data"):
        assert client.get(path, base_url=HOST, headers=headers).status_code == 403, path


def test_a_link_in_a_mail_or_on_another_site_opens_the_page(client: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/", base_url=HOST, headers=headers).status_code == 200
    assert client.get("/", base_url=HOST, headers={"Sec-Fetch-Site": "none"}).status_code == 200
