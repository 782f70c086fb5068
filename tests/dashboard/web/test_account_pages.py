"""The pages of one's own account and of 管理, and whose name a record gets."""

import re
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashboard import journal
from dashboard.access import passwords
from dashboard.access.roles import Role
from dashboard.web import access_rules
from tests.dashboard.web.signed_in import CALLBACKS, HOST, OURS, PASSWORD, Office, get, post, with_password


@pytest.fixture
def office(built_curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Office(built_curated, tmp_path)


def test_a_handed_out_password_opens_nothing_but_the_change_of_it(office: Office) -> None:
    with_password(office, Role.ENTER, must_change=True)
    client = office.client(None)
    entered = post(client, "/account/sign-in", name="sato", password=PASSWORD)
    assert entered.headers["Location"] == "/account/"
    assert get(client, "/").headers["Location"] == "/account/"
    assert get(client, "/_dash-layout", Accept="application/json").status_code == 403
    wrong = post(client, "/account/password", present=PASSWORD, wanted="a", again="b")
    assert "2つの欄が違います" in wrong.text
    new = "川べりの赤い自転車と梨の実"
    changed = post(client, "/account/password", present=PASSWORD, wanted=new, again=new)
    assert changed.status_code == 303
    assert get(client, "/").status_code == 200
    assert "前回のサインイン" in get(client, "/account/?changed=1").text


def test_the_manager_adds_people_gives_roles_and_ends_sessions_in_the_browser(office: Office) -> None:
    client = office.client(office.manager)
    assert get(client, "/").headers["Location"] == "/manage/"
    added = client.post(
        "/manage/people",
        base_url=HOST,
        headers=OURS,
        data={"name": "sato", "shown_name": "佐藤<一郎>", "role": ["view", "enter", "everything"]},
    )
    assert "佐藤&lt;一郎&gt;さん" in added.text
    [given] = re.findall(r"<code>([^<]+)</code>", added.text)
    sato = office.people.named("sato")
    assert sato is not None
    assert sato.roles == {Role.VIEW, Role.ENTER}
    theirs = office.client(None)
    assert post(theirs, "/account/sign-in", name="sato", password=given).status_code == 303
    [session] = [one for one in office.people.sessions() if one.account_id == sato.account_id]
    assert session.session_id in get(client, "/manage/").text
    post(client, f"/manage/sessions/{session.session_id}/end")
    assert get(theirs, "/account/").status_code == 303
    post(client, f"/manage/people/{sato.account_id}/roles", role="view")
    read = office.people.account(sato.account_id)
    assert read is not None
    assert read.roles == {Role.VIEW}
    again = post(client, f"/manage/people/{sato.account_id}/password")
    assert given not in again.text
    assert post(theirs, "/account/sign-in", name="sato", password=given).status_code == 403
    post(client, f"/manage/people/{sato.account_id}/closed", closed="1")
    assert "止めています" in get(client, "/manage/").text
    alone = post(client, f"/manage/people/{office.manager.account_id}/closed", closed="1")
    assert (alone.status_code, "1人もいなくなる" in alone.text) == (400, True)
    gone = post(client, "/manage/people/unheard-of/roles", role="view")
    assert (gone.status_code, "その人はいません" in gone.text) == (400, True)


def test_what_a_page_says_of_who_writes_becomes_the_name_of_the_account(office: Office) -> None:
    client = office.client(office.add("sato", "佐藤一郎", {Role.ENTER}))
    [output] = [
        output
        for output, one in office.app.callback_map.items()
        if one.get("callback") and [part["id"] for part in one["inputs"]] == ["target-save"]
    ]
    answered = [name.rpartition(".") for name in output.strip(".").split("...")]
    asked = {
        "output": output,
        "outputs": [{"id": name, "property": prop.partition("@")[0]} for name, _, prop in answered],
        "inputs": [{"id": "target-save", "property": "n_clicks", "value": 1}],
        "state": state_of(office, output),
        "changedPropIds": ["target-save.n_clicks"],
    }
    answer = client.post(CALLBACKS, base_url=HOST, headers={"Origin": HOST}, json=asked)
    assert answer.status_code == 200, answer.text
    [written] = journal.targets(office.journal)["written_by"]
    assert written == "佐藤一郎"


def state_of(office: Office, output: str) -> list[object]:
    """What stands in the fields of the form for a target; somebody else's name as who writes."""
    values = {
        "written-by": "偽名",
        "target-measure": "実施市町村数",
        "target-fiscal_year": "2027",
        "target-value": "20",
        "target-place": "",
        "target-source": "計画",
        "url": "",
    }
    return [of_one(part, values) for part in office.app.callback_map[output]["state"]]


def of_one(part: dict[str, str], values: dict[str, str]) -> object:
    """Of an id that stands for many there are none yet: an empty list, as Dash sends it."""
    return [] if part["id"].startswith("{") else {**part, "value": values[part["id"]]}


def test_every_field_for_who_writes_is_one_that_the_door_knows(office: Office) -> None:
    """Under another id, the name that was entered would be kept."""
    ids = {str(part["id"]) for one in office.app.callback_map.values() for part in one["state"]}
    told_by = {"correct-by"}  # who told a correction, not who writes it
    assert {one for one in ids if one.endswith(("-by", "writer"))} == access_rules.WRITERS | told_by
