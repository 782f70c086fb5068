"""What a door makes of a request, and who asks where accounts are kept: for the caches, and for what answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import flask
from dash import Dash
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:  # loaded only where accounts are kept
    from dashboard.access.sign_in import Person

PERSON, ADDRESS = "kasanari.person", "kasanari.address"
# Set in the settings of a server whose every address needs the door's word.
IS_GUARDED = "IS_GUARDED"


class Admission(NamedTuple):
    """`answer`: the door's own; `refusal`: why nobody answers, with its `status`; `cookie`: by which the browser is known again."""

    answer: Response | None = None
    refusal: str = ""
    status: int = 403
    cookie: str = ""


class Gate(Protocol):
    """Whom a server lets in."""

    def begin(self, app: Dash) -> None:
        """Called once, when everything that answers is registered."""

    def passage(self, request: Request) -> Admission:
        """Whether a request gets through; what it finds out stands in the environ of the request."""


def person(environ: dict[str, Any] | None = None) -> Person | None:
    """Who asks; None where no accounts are kept."""
    if environ is None:
        environ = flask.request.environ if flask.has_request_context() else {}
    found: Person | None = environ.get(PERSON)
    return found


def shut(paths: Iterable[str]) -> frozenset[str]:
    """The pages among the paths that the person who asks may not open; none where no accounts are kept."""
    return frozenset(path for path in paths if page_refused(path))


def page_refused(path: str) -> str:
    """Why a page is not shown to the person who asks; "" where it is."""
    return _missing(lambda rules: rules.PAGES.get(path))


def staff_refused() -> str:
    """Why contact persons, notes and free text are not shown to the person who asks; "" where they are."""
    return _missing(lambda rules: rules.STAFF)


def _missing(asked: Callable[[Any], Any]) -> str:
    asking = person()
    if asking is None:
        return ""
    from dashboard.web import access_rules  # only where accounts are kept

    return access_rules.missing(asked(access_rules), asking.account.needs)


def writer(given: str) -> str:
    """Whose name a record gets: that of the account, whatever was entered; where no accounts are kept, what was entered."""
    asking = person()
    return asking.account.shown_name if asking else given


def cache_key(environ: dict[str, Any]) -> tuple[str, ...]:
    """What of a person an answer may rest on: those who may see the same share what is cached, and no others do."""
    asking = person(environ)
    return tuple(sorted(asking.account.needs)) if asking else ()
