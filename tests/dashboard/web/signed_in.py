"""An application with accounts, and browsers of persons who have signed in."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard import clock
from dashboard.access import passwords, sign_in
from dashboard.access.audit import Audit
from dashboard.access.people import Account
from dashboard.access.roles import Role
from dashboard.access.sqlite_people import SqlitePeople
from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from dashboard.web.account_door import AccountDoor
from dashboard.web.application import Application
from dashboard.web.door import Door
from tests.dashboard import walking

HOST = "http://127.0.0.1:8050"
OURS = {"Origin": HOST, "Accept": "text/html"}
PASSWORD = "みどりの本棚と雪の橋です"
CALLBACKS = "/_dash-update-component"
START = Door(8050, "a-token", "a-key")


class Office:
    """`people`: the accounts, with one who manages; `app`: the application behind their door."""

    def __init__(
        self, curated: Path, folder: Path, raw: Path | None = None, now: Callable[[], datetime] = clock.now
    ) -> None:
        self.curated = curated
        self.journal = folder / "journal.sqlite"
        self.people = SqlitePeople(folder / "accounts.sqlite")
        self.now = now
        self.manager = self.add("kanri", "管理花子", {Role.MANAGE})
        self.audit = Audit(folder / "audit.sqlite")
        self.audit.begin()
        self.door = AccountDoor(self.people, self.audit, START, now)
        self.app: Application = create_app(
            Warehouse(curated), self.journal, raw or curated.parent / "raw", self.door
        )

    def add(self, name: str, shown_name: str, roles: Iterable[Role]) -> Account:
        """A person with a password of their own; nobody signs in with it."""
        added = self.people.add(name, shown_name, "no hash", frozenset(roles))
        self.people.set_password(added.account_id, "no hash", must_change=False)
        return added

    def secret(self, account: Account) -> str:
        """What the cookie of a new session of the person holds."""
        secret = f"secret-{account.name}-{len(self.people.sessions())}"
        self.people.begin_session(sign_in.id_of(secret), account.account_id, self.now(), "192.0.2.1")
        return secret

    def client(self, account: Account | None) -> FlaskClient:
        """The browser of a person, or of somebody who has not signed in."""
        client = self.app.server.test_client()
        if account is not None:
            client.set_cookie(self.door.cookie_name, self.secret(account), domain="127.0.0.1")
        return client

    def browser(self, account: Account) -> walking.Browser:
        """What Dash's own script does in the browser of a person."""
        client = self.client(account)
        return walking.Browser(self.app, client)


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, base_url=HOST, headers={"Accept": "text/html", **headers})


def post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, base_url=HOST, headers=OURS, data=form)


def with_password(office: Office, *roles: Role, must_change: bool = False) -> None:
    account = office.add("sato", "佐藤一郎", roles)
    office.people.set_password(account.account_id, passwords.hashed(PASSWORD), must_change=must_change)
