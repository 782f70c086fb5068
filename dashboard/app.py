"""The application: its pages, and what stands around and before them. Nothing happens at import."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import ModuleType

from dash.development.base_component import Component

from dashboard import clock
from dashboard import journal as journals
from dashboard.components import shell
from dashboard.intake import survey_forms
from dashboard.intake.acts import Acts
from dashboard.intake.heavy_work import HeavyWork
from dashboard.intake.pipeline import Pipeline
from dashboard.journal import backups
from dashboard.pages.adopted import page as adopted
from dashboard.pages.barriers import page as barriers
from dashboard.pages.closing import page as closing
from dashboard.pages.data import page as data
from dashboard.pages.guide import page as guide
from dashboard.pages.map import page as map_page
from dashboard.pages.methods import page as methods
from dashboard.pages.outreach import page as outreach
from dashboard.pages.overview import page as overview
from dashboard.pages.plan import page as plan
from dashboard.pages.programme import page as programme
from dashboard.pages.progress import page as progress
from dashboard.pages.reading_rules import page as reading_rules
from dashboard.pages.register import page as register
from dashboard.pages.returns import page as returns
from dashboard.pages.selfcheck import page as selfcheck
from dashboard.pages.sending import page as sending
from dashboard.pages.slides import page as slides
from dashboard.pages.state_form import page as state_form
from dashboard.pages.support import page as support
from dashboard.pages.survey import page as survey
from dashboard.pages.town import page as town
from dashboard.pages.work import page as work
from dashboard.services import received_files
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import (
    act_callbacks,
    callback_cache,
    correction_callbacks,
    figure_note_callbacks,
    filter_callbacks,
    geometry,
    guard,
    passage,
    prerender_html,
    refusals,
    shell_callbacks,
)
from dashboard.web.application import Application
from dashboard.web.page_cache import PageCache
from dashboard.web.passage import IS_GUARDED, Gate
from dashboard.web.prerender import Prerenderer

PAGES: tuple[ModuleType, ...] = (
    overview,
    programme,
    map_page,
    barriers,
    progress,
    adopted,
    outreach,
    plan,
    town,
    work,
    survey,
    sending,
    returns,
    register,
    closing,
    state_form,
    support,
    slides,
    data,
    guide,
    reading_rules,
    methods,
    selfcheck,
)
RAW = Path("data/raw")


def create_app(
    warehouse: Warehouse, journal: Path | None = None, raw: Path = RAW, door: Gate | None = None
) -> Application:
    """The application on a warehouse; journal is the file of follow-up records (none yet), raw what is received.

    door: whom the application lets in, and to what; everybody on this PC where there is none.
    """
    app = Application(__name__, title=f"{overview.TITLE}｜かさなり")
    app.server.config["JOURNAL"] = journal
    pipeline = Pipeline(raw, warehouse.curated, journal=journal)
    app.server.config["PIPELINE"] = pipeline
    app.server.config["ACTS"] = Acts(pipeline)
    app.server.config["HEAVY_WORK"] = HeavyWork(_options(warehouse, journal))
    pages = {page.PATH: page for page in PAGES}
    app.server.config["TITLES"] = {page.PATH: page.TITLE for page in PAGES}

    def around(shut: Collection[str] = ()) -> Component:
        return shell.shell(
            _links(shut, is_work=False),
            _links(shut, is_work=True),
            shell_callbacks.version(warehouse),
            has_accounts=bool(app.server.config.get(IS_GUARDED)),
        )

    app.layout = lambda: around(passage.shut(pages))
    app.prerenderer = Prerenderer(app.server, warehouse, pages, around, lambda: _written(journal))
    guard.install(app.server)
    refusals.install(app.server)
    geometry.register(app.server, warehouse)
    shell_callbacks.register(app, warehouse, pages)
    act_callbacks.register(app, warehouse)
    correction_callbacks.register(app, warehouse)
    figure_note_callbacks.register(app, warehouse)
    filter_callbacks.register(app, warehouse, {page.PATH: getattr(page, "FOLLOWS", "all") for page in PAGES})
    for page in PAGES:
        page.register(app, warehouse)
    if door is not None:
        door.begin(app)
    answers = callback_cache.CallbackCache(
        app.server,
        lambda: _all_that_answers_rest_on(warehouse, journal, pipeline.raw),
        frozenset({returns.PATH, sending.PATH, closing.PATH, survey.PATH, selfcheck.PATH}),
    )
    painted = [page.PATH for page in PAGES if hasattr(page, "is_painted")]
    files = PageCache(
        answers, lambda: (*warehouse.state(), _written(journal)), painted, prerender_html.ASSETS
    )
    app.server.config["CACHES"] = {"画面の答え": answers, "画面のファイル": files}
    app.server.wsgi_app = refusals.LastWords(guard.Guard(files, door))
    return app


def _written(journal: Path | None) -> str:
    """Changes with every record; the pages that show one say so where the journal cannot be read."""
    try:
        return journals.version_of(journal)
    except journals.JournalError:
        return ""


def _options(warehouse: Warehouse, journal: Path | None) -> list[str]:
    """Where the data is, for a command that works on it."""
    kept = ["--journal", str(journal.resolve())] if journal else []
    return ["--curated", str(warehouse.curated.resolve()), *kept]


def _links(shut: Collection[str], *, is_work: bool) -> list[tuple[str, str]]:
    """Path and title of the pages, of those of the year's work (IS_WORK) or of the others; none that stands aside or is shut."""
    listed = [page for page in PAGES if not getattr(page, "IS_ASIDE", False) and page.PATH not in shut]
    return [(page.PATH, page.TITLE) for page in listed if getattr(page, "IS_WORK", False) == is_work]


def _all_that_answers_rest_on(
    warehouse: Warehouse, journal: Path | None, raw: Path
) -> tuple[object, ...] | None:
    """The data, the journal, its 控え, the saved questionnaires and the day.

    None where the journal cannot be read: the page says so while it is so.
    """
    try:
        written = journals.version_of(journal), *journals.problems_since(journal)
    except journals.JournalError:
        return None
    try:
        gone = tuple(received_files.gone(warehouse.reader(), raw))
    except WarehouseError:
        gone = ()
    forms = survey_forms.state_of_forms(raw)
    return warehouse.state(), written, backups.state(journal), forms, gone, raw.is_dir(), clock.today()
