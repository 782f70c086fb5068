"""What each address, page and callback asks of a person. What is not listed here is refused to everybody.

A callback asks what its page asks and what its inputs ask: a button that writes stands in writing_acts.py with its need;
an input that only chooses what is shown stands in READING.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from dashboard.access.roles import Need, who_may
from dashboard.web import writing_acts

Needs = frozenset[Need]
CALLBACKS = "/_dash-update-component"
PAGES_ADDRESS = "/<path:path>"
OPEN = frozenset({Need.SIGNED_IN})
VIEW = frozenset({Need.VIEW})
STAFF = frozenset({Need.VIEW, Need.PERSONAL})
ENTER, DECIDE, BACKUP = STAFF | {Need.ENTER}, STAFF | {Need.DECIDE}, STAFF | {Need.MANAGE}
MANAGE = frozenset({Need.MANAGE})
SIGN_IN = "/account/sign-in"
NOT_ALLOWED = "これには、{who}の役割が要ります。要るときは、管理する人に頼んでください。"
NOBODY = "これは、だれにも開けません。"

# Method, address as it is registered → needs. Pages and callbacks have their own tables.
ADDRESSES: dict[tuple[str, str], Needs] = {
    ("GET", "/assets/<path:filename>"): OPEN,
    ("GET", "/assets/all.css"): OPEN,
    ("GET", "/assets/all.js"): OPEN,
    ("GET", "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"): OPEN,
    ("GET", "/_dash-layout"): OPEN,
    ("GET", "/_dash-dependencies"): OPEN,
    ("GET", "/_favicon.ico"): OPEN,
    ("GET", "/account/"): OPEN,
    ("POST", "/account/password"): OPEN,
    ("POST", "/account/sign-out"): OPEN,
    ("GET", "/manage/"): MANAGE,
    ("GET", "/manage/audit"): MANAGE,
    ("GET", "/manage/audit.csv"): MANAGE,
    ("POST", "/manage/people"): MANAGE,
    ("POST", "/manage/people/<account_id>/roles"): MANAGE,
    ("POST", "/manage/people/<account_id>/password"): MANAGE,
    ("POST", "/manage/people/<account_id>/closed"): MANAGE,
    ("POST", "/manage/sessions/<session_id>/end"): MANAGE,
    ("GET", "/geo/<warehouse_id>/<layer>.geojson"): VIEW,
    ("GET", "/geo/<warehouse_id>/map.svg"): VIEW,
    ("GET", "/programme/<name>.svg"): VIEW,
    ("GET", "/guide/pictures/<name>"): VIEW,
    ("GET", "/selfcheck/file.txt"): VIEW,
    ("GET", "/data/download/<name>.<kind>"): STAFF,
    ("GET", "/support/<int:fiscal_year>/<name>"): STAFF,
    ("GET", "/closing/<int:fiscal_year>/<int:number>.zip"): STAFF,
    ("GET", "/closing/<int:fiscal_year>/<int:number>-errata.<kind>"): STAFF,
    ("GET", "/closing/<int:fiscal_year>/results.zip"): STAFF,
    ("GET", "/returns/<int:fiscal_year>/<kind>.zip"): STAFF,
    ("GET", "/returns/<int:fiscal_year>/<kind>/<code>.docx"): STAFF,
    ("GET", "/returns/<int:fiscal_year>/copy/<code>"): STAFF,
    ("GET", "/returns/copies/<job_id>.zip"): STAFF,
    ("GET", "/plan/<plan_id>.<kind>"): STAFF,
    ("GET", "/plan/handover.<kind>"): STAFF,
    ("GET", "/papers/<name>"): STAFF,
    (
        "GET",
        "/sending/<int:fiscal_year>/<any('package', 'mails-towns', 'mails-areas'):what>.zip",
    ): STAFF,
    ("GET", "/sending/addresses.xlsx"): STAFF,
    (
        "GET",
        "/register/templates/<any(status_list, activities, attendance, joint_bodies, town_dates, named_implementers):kind>.xlsx",
    ): STAFF,
    ("POST", "/slides/prepare"): STAFF,
    ("POST", "/slides/deck"): STAFF,
    ("POST", "/slides/layouts"): STAFF,
    ("POST", "/slides/areas"): STAFF,
    ("POST", "/slides/old/<what>"): STAFF,
    ("POST", "/slides/excel"): STAFF,
    ("POST", "/slides/csv"): STAFF,
    ("POST", "/slides/preview"): STAFF,
    ("POST", "/slides/map.svg"): STAFF,
    ("GET", "/slides/baskets"): STAFF,
    ("POST", "/slides/baskets"): ENTER,
    ("POST", "/slides/baskets/drop"): ENTER,
    ("POST", "/state-form/file"): ENTER,
    ("POST", "/state-form/<record_id>/filled.zip"): ENTER,
    ("POST", "/intake"): DECIDE,
    ("POST", "/register/files"): DECIDE,
    ("POST", "/sending/addresses"): DECIDE,
    ("POST", "/backup/files"): BACKUP,
    ("GET", "/backup/<backup_id>.zip"): BACKUP,
}

# Pages without contact persons, notes of conversations and free text; all others are for STAFF.
PAGES: dict[str, Needs] = {
    **dict.fromkeys(("/", "/programme", "/map", "/progress"), VIEW),
    **dict.fromkeys(("/guide", "/guide/reading", "/guide/methods", "/selfcheck"), VIEW),
    **dict.fromkeys(("/barriers", "/adopted", "/outreach", "/plan", "/town", "/work"), STAFF),
    **dict.fromkeys(("/survey", "/sending", "/returns", "/register", "/closing"), STAFF),
    **dict.fromkeys(("/state-form", "/support", "/slides", "/data"), STAFF),
}
# Inputs that ask more of a person than the page on which they stand.
WRITING = {name: STAFF | {need} for need, named in writing_acts.ACTS.items() for name in named}
_READING = """
    url version poll act act-tick act-done act-failed act-close correct-drawer figure-notes figure-noted
    shown-view map-chosen
    codes-choice trust-open plan-version handover-whom plan-new plan-edit record-edit
    what-if-who what-if-towns survey-draft survey-form survey-moved survey-picked survey-field survey-check survey-act
    survey-new survey-new-year survey-new-from forms-tick intake-batch intake-tick intake-day-of copies-tick copies-job
    register-list register-headings state-form-came addresses-kept
"""
READING = frozenset(_READING.split())
# What asks by itself, again and again: it keeps nobody signed in.
TICKS = frozenset({"poll", "act-tick", "forms-tick", "intake-tick", "copies-tick"})
# Where a person enters who writes.
WRITERS = frozenset({"written-by", "writer", "figure-note-by", "correct-writer"})


class Addresses:
    """Finds the rule of an address among those that are listed."""

    def __init__(self) -> None:
        rules = [Rule(address, methods=[method], endpoint=address) for method, address in ADDRESSES]
        rules += [
            Rule("/", methods=["GET"], endpoint="/"),
            Rule(PAGES_ADDRESS, methods=["GET"], endpoint=PAGES_ADDRESS),
        ]
        rules += [Rule(CALLBACKS, methods=["POST"], endpoint=CALLBACKS)]
        rules += [Rule(SIGN_IN, methods=["GET", "POST"], endpoint=SIGN_IN)]
        self._adapter = Map(rules).bind("localhost")

    def found(self, method: str, path: str) -> tuple[str, Needs | None]:
        """The address as it is registered, and its needs: None where nobody may; those of callbacks are in their own table."""
        asked = "GET" if method == "HEAD" else method
        try:
            address, _ = self._adapter.match(path, method=asked)
        except HTTPException:
            return "", None
        if address in ("/", PAGES_ADDRESS):
            return address, PAGES.get(path, VIEW)
        return address, ADDRESSES.get((asked, address))


def missing(asked: Needs | None, held: Needs) -> str:
    """Why somebody may not, with the roles that it takes; "" where it is allowed. What has no rule, nobody may."""
    if asked is None:
        return NOBODY
    return "" if asked <= held else NOT_ALLOWED.format(who=who_may(asked))


def inputs_of(callbacks: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """By output of a callback, its inputs that ask more than their page, in the words of the audit."""
    return {
        output: writing_acts.in_words(
            (name, _part(part["id"], "state"))
            for part in callback["inputs"]
            if (name := name_of(part["id"])) in WRITING
        )
        for output, callback in callbacks.items()
    }


def of_callbacks(callbacks: Mapping[str, Mapping[str, Any]]) -> dict[str, Needs]:
    """The needs of each callback of the server by its output; one that is missing has none, and nobody may ask it."""
    known = {}
    for output, callback in callbacks.items():
        answers = callback.get("callback")
        if answers is None:  # of the browser alone
            continue
        module = getattr(answers, "__wrapped__", answers).__module__
        needs = of_callback(module, [name_of(part["id"]) for part in callback["inputs"]])
        if needs is not None:
            known[output] = needs
    return known


def of_callback(module: str, inputs: Iterable[str]) -> Needs | None:
    """module: where it stands; inputs: their ids or types. None where something of it is not listed."""
    place = module.split(".")
    page = {_folder(path): needs for path, needs in PAGES.items()}
    needs = page.get(place[2]) if place[1] == "pages" else VIEW
    asked = [WRITING.get(name, frozenset() if name in READING else None) for name in inputs]
    if needs is None or None in asked:
        return None
    return needs.union(*(more for more in asked if more is not None))


def name_of(identity: Any) -> str:
    """The id of an input, or the type of one that stands for many."""
    is_one_of_many = isinstance(identity, Mapping) or str(identity).startswith("{")
    return _part(identity, "type") if is_one_of_many else str(identity)


def _part(identity: Any, name: str) -> str:
    """What the id of an input that stands for many says under a name; "" where it says nothing."""
    if isinstance(identity, str) and identity.startswith("{"):
        identity = json.loads(identity)
    return str(identity.get(name, "")) if isinstance(identity, Mapping) else ""


def _folder(path: str) -> str:
    """The folder in pages/ of the page at a path."""
    named = {"/": "overview", "/guide/reading": "reading_rules", "/guide/methods": "methods"}
    return named.get(path, path.removeprefix("/").replace("-", "_"))
