"""What stands around every page: header, navigation, version of the data, the drawer of a town."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import theme
from dashboard.components import (
    act_line,
    address_controls,
    correcting,
    figure_notes,
    filter_bar,
    notices,
    take_out,
    written_by,
)

POLL_MILLISECONDS = 4000
GUIDE_PATH = "/guide"
READING_RULES_PATH = f"{GUIDE_PATH}/reading"
METHODS_PATH = f"{GUIDE_PATH}/methods"
ACCOUNT_PATH = "/account/"
SELFCHECK_PATH = notices.SELFCHECK_PATH


Pages = list[tuple[str, str]]


def shell(
    pages: Pages, work: Pages, version: dict[str, str], *, has_accounts: bool = False
) -> dmc.MantineProvider:
    """pages, work: path and title in order, work those of the second row; version: what the browser has seen of the warehouse.

    has_accounts: whether people sign in, so that there is a page of one's own account.
    """
    return dmc.MantineProvider(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            dcc.Store(id="version", data=version),
            dcc.Store(id="page-title"),
            dcc.Store(id=written_by.WRITER, data=""),
            dcc.Interval(id="poll", interval=POLL_MILLISECONDS),
            html.A("本文へ移動", href="#main", className="skip-link"),
            html.Header(
                [
                    html.Span(
                        [
                            html.Img(src="/assets/favicon.svg", alt="", width=24, height=24),
                            html.B("かさなり"),
                        ],
                        className="brand",
                        title="北海道 重層的支援体制整備事業の実施状況",
                    ),
                    html.Nav(_links(pages), **{"aria-label": "ページ"}),
                    html.Span(id="version-line", className="version-line"),
                    *([_account()] if has_accounts else []),
                    html.A(
                        "？",
                        href=GUIDE_PATH,
                        className="help-link",
                        title="この画面の使い方",
                        **{"aria-label": "この画面の使い方"},
                    ),
                ],
                className="header",
            ),
            html.Nav(_links(work), className="work-nav", **{"aria-label": "今年の仕事のページ"}),
            filter_bar.bar(),
            notices.no_answer(),
            html.Div(id="shell-notice", **{"aria-live": "polite"}),
            html.P(id=act_line.LAST_ID, className="act-last note"),
            html.Div(id=notices.FAULT_ID),
            notices.newer_data(),
            dcc.Store(id="shown-warehouse", data=""),
            dcc.Store(id="town-shown", data=""),
            html.Main(html.Div(notices.loading(), id="page"), id="main", tabIndex=-1),
            take_out.line(),
            *act_line.parts(),
            *correcting.parts(),
            *figure_notes.parts(),
            dmc.Drawer(
                id="town-drawer",
                opened=False,
                **{address_controls.AGREED: False},
                title=html.Span(id="town-drawer-title"),
                children=html.Div(id="town-drawer-body", className="drawer-body"),
                position="right",
                size=600,
                padding="md",
                closeButtonProps={"aria-label": "閉じる"},
                overlayProps={"backgroundOpacity": 0.2},
                transitionProps={"duration": 0},
                returnFocus=False,  # done in assets/kasanari.js
            ),
        ],
        theme=theme.mantine(),
        forceColorScheme="light",
    )


def _account() -> html.A:
    words = "利用者（パスワード、サインアウト）"
    return html.A(
        "人", href=ACCOUNT_PATH, className="help-link account-link", title=words, **{"aria-label": words}
    )


def _links(pages: Pages) -> list[dcc.Link]:
    return [
        dcc.Link(title, href=path, className="nav-link", id={"type": "nav", "path": path})
        for path, title in pages
    ]
