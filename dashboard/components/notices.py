"""What is said when something is missing or odd, always with a way on."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import faults
from dashboard.views import date_words
from dashboard.views.year import YearFacts
from dashboard.warehouse.reader import NoDataYetError, WarehouseError
from dashboard.words import raw_files, words

BUILD_ID = "build-data"
SELFCHECK_PATH = "/selfcheck"
BACKUP_PATH, FINDINGS_PATH = "/data?sec=backup", "/data?sec=findings"
MOST_REASONS = 3
# Where the shell says that an act of this tab failed.
FAULT_ID = "fault-notice"


NO_DATA_TITLE = "データを表示できません"


def instead_of_page(error: WarehouseError) -> html.Div:
    """In place of a page while no data can be opened: the way in where there never were any, else why not."""
    return _way_in() if isinstance(error, NoDataYetError) else failure(str(error))


def _way_in() -> html.Div:
    """The first thing that is seen on a new PC."""
    return html.Div(
        [
            html.H1("かさなりを始めます"),
            html.P("データがまだありません。どちらかを選んでください。"),
            html.Div(
                [
                    _choice(
                        "はじめて使う",
                        "付いてきた公的な資料（市町村、境界、人口、道の名簿など）からデータを作ります。"
                        "できあがると、この画面は自動で切り替わります。",
                        html.Button("データを作る", id=BUILD_ID, type="button", className="button"),
                    ),
                    _choice(
                        "ほかのパソコンから引き継ぐ",
                        "前のパソコンで保存した控え（zip）から、受け取った資料と記録のすべてを戻します。",
                        html.A("控えから戻す", href=BACKUP_PATH, className="button button-quiet"),
                    ),
                ],
                className="ways-in",
            ),
        ],
        className="failure",
        role="alert",
    )


def _choice(title: str, about: str, button: Component) -> html.Section:
    return html.Section([html.H2(title), html.P(about), button], className="panel")


def failure(message: str) -> html.Div:
    """In place of a page that cannot be shown; the shell asks again every few seconds by itself."""
    return html.Div(
        [
            html.H1(NO_DATA_TITLE),
            html.P(message),
            html.P("直ると自動で表示されます。すぐに確かめるには、下のボタンを押してください。"),
            html.Div(
                [
                    html.A("もう一度確かめる", href="", className="button button-quiet"),
                    html.Button("データを作る", id=BUILD_ID, type="button", className="button"),
                    html.A("控えから戻す", href=BACKUP_PATH, className="button button-quiet"),
                    html.A("自己診断", href=SELFCHECK_PATH, className="button button-quiet"),
                ],
                className="toolbar",
            ),
        ],
        className="failure",
        role="alert",
    )


def unforeseen_page(number: str) -> html.Div:
    """In place of a page whose making failed for a reason that nobody foresaw."""
    return failure(f"かさなりの不具合のため、画面を作れませんでした。続くときは、{faults.told(number)}")


def unforeseen_act(number: str) -> html.Div:
    """When what was pressed or chosen failed for a reason that nobody foresaw."""
    return refused_act(
        f"かさなりの不具合のため、終わりまでできませんでした。画面を再読み込みしても同じなら、{faults.told(number)}"
    )


def refused_act(message: str) -> html.Div:
    """Above the page when what was pressed or chosen could not be done; it stays until it is closed."""
    return html.Div(
        [html.Span(message), _close("fault")],
        className="banner banner-warning banner-closable",
        role="alert",
    )


def loading() -> html.Div:
    """Until the first answer of the server."""
    return html.Div("読み込んでいます…", className="loading", role="status")


def unknown_page(pathname: str) -> html.Div:
    """For an address that no page has."""
    return html.Div(
        [
            html.H1("ページが見つかりません"),
            html.P(
                f"「{pathname[:60]}」というページはありません。アドレスを確かめるか、概況に戻ってください。"
            ),
            html.A("概況に戻る", href="/"),
        ],
        className="failure",
    )


def page_refused(reason: str) -> html.Div:
    """For a page that is not for the person who asks."""
    return html.Div([html.H1("この画面は開けません"), html.P(reason)], className="failure")


def banner(text: str, kind: str) -> html.Div:
    """A strip above the page; kind: synthetic, warning or note."""
    return html.Div(text, className=f"banner banner-{kind}", role="status")


def switched(built: str) -> html.Div:
    """Above the page once a newer warehouse is shown, until it is closed."""
    return html.Div(
        [
            html.Span(f"新しいデータに切り替わりました（更新 {built}）。"),
            _close("switched"),
        ],
        className="banner banner-note banner-closable",
        role="status",
    )


def earlier_shown(problem: str) -> html.Div:
    """Above a page of an earlier state of the data, while the newest cannot be opened: why not, and the way to make it."""
    return html.Div(
        [
            html.Span(f"新しいデータを開けないため、前のデータを表示しています。{problem}"),
            html.Button("データを作る", id=BUILD_ID, type="button", className="small-button"),
        ],
        className="banner banner-warning banner-closable",
        role="status",
    )


def behind() -> html.Div:
    """Above a page while something that was received is not in the data."""
    return html.Div(
        [
            html.Span(
                "受け取ったもの・直したものに、まだデータに反映していないものがあります"
                "（作業の途中で止まったときなどに起こります）。"
            ),
            html.Button("データに反映する", id=BUILD_ID, type="button", className="small-button"),
        ],
        className="banner banner-warning banner-closable",
        role="status",
    )


def lost_folder() -> html.Div:
    """Above every page while the folder of what was received is not where it was."""
    return html.Div(
        [
            html.B("受け取った資料のフォルダが見つかりません。"),
            " 調査票・届いた回答・台帳は、このフォルダにあります。フォルダを動かしたときは元の場所に戻し、なくなったときは",
            html.A("控えから戻して", href=BACKUP_PATH),
            "ください。それまで、登録・受け取り・発出はできません。",
        ],
        className="banner banner-warning",
    )


def lost_sources(reasons: list[str]) -> html.Div:
    """Above every page while something that was registered or received is not in the data that it shows."""
    shown = [html.Li(reason) for reason in reasons[:MOST_REASONS]]
    left = len(reasons) - len(shown)
    return html.Div(
        [
            html.B(
                f"登録した資料のうち{words.count(len(reasons))}件が、データに入っていません。数が少なく出ているおそれがあります。"
            ),
            html.Ul([*shown, html.Li(f"ほか{words.count(left)}件") if left else None]),
            dcc.Link("指摘をすべて見る", href=FINDINGS_PATH),
        ],
        className="banner banner-warning",
        role="alert",
    )


def merged(said: list[str]) -> html.Div:
    """Above every page after the day of a registered merger, whose municipalities still stand as they were."""
    head, days = html.B("合併の期日を過ぎた市町村があります。"), html.Ul([html.Li(one) for one in said])
    return html.Div([head, f" {date_words.UNCHANGED}", days], className="banner banner-warning", role="alert")


def gone_files(files: list[str]) -> html.Div:
    """Above every page while files that the data were made of are no longer in their folder."""
    shown = "、".join(f"「{raw_files.file_words(file)}」" for file in files[:MOST_REASONS])
    more = f" ほか{words.count(len(files) - MOST_REASONS)}件" if len(files) > MOST_REASONS else ""
    return html.Div(
        [
            html.B(f"受け取ったファイルのうち{words.count(len(files))}件が、フォルダからなくなっています。"),
            f" {shown}{more}。いま表示している数にはまだ入っていますが、次に受け取りや訂正をすると抜けます。その前に、",
            html.A("控えから戻して", href=BACKUP_PATH),
            "ください。",
        ],
        className="banner banner-warning",
        role="alert",
    )


def changed_journal(problems: str) -> html.Div:
    """Above every page while the journal is not what was written into it."""
    return html.Div(
        [
            html.B("対応の記録が、書かれたときと違います。"),
            html.P(
                f"{problems}。かさなりの外で書き換えられたか、ディスクが壊れています。続けて書き込めますが、"
                "違うところの内容はあてにせず、控えから戻すか、控えの中身と見比べてください。"
            ),
            dcc.Link("控えから戻す", href=BACKUP_PATH),
        ],
        className="banner banner-warning",
        role="alert",
    )


def newer_data() -> html.Div:
    """Above a page that stays as it is because somebody is writing in it (assets/drafts.js)."""
    return html.Div(
        [
            html.Span(
                "新しいデータがあります。入力の途中なので、表示は前のままです。"
                "このまま入力を続けて送れます。すぐに切り替えると、入力した内容は消えます。"
            ),
            html.Button("表示を新しくする", className="small-button", type="button"),
        ],
        id="newer-data",
        className="banner banner-note banner-closable",
        role="status",
        hidden=True,
    )


def no_answer() -> html.Div:
    """Above every page while the program does not answer (assets/answering.js)."""
    return html.Div(
        "かさなりのプログラムから応答がありません。止まっているときは、もう一度起動してください。"
        "この画面は開いたままでかまいません。応答が戻ると自動で続きます。"
        "「できました」と出たものは保存されています。入力中のものもこの画面に残っています。",
        id="no-answer",
        className="banner banner-warning",
        role="alert",
        hidden=True,
    )


def synthetic(facts: YearFacts) -> html.Div | None:
    """Only where what is shown of a year rests on fictional data; says where."""
    towns = int(facts.shown_towns["is_synthetic"].sum())
    places = [f"{words.count(towns)}市町村の状態"] if towns else []
    if facts.before is not None and facts.before["is_synthetic"].any():
        places.append("前年度との比較")
    if facts.rollout["is_synthetic"].any():
        places.append("実施率の推移")
    if facts.totals["is_synthetic"].any():
        places.append("公表された合計との突合")
    if not places:
        return None
    return banner(
        f"{words.SYNTHETIC}を含みます（{'、'.join(places)}）。実際の状況として引用しないでください。",
        "synthetic",
    )


def _close(of: str) -> html.Button:
    return html.Button(
        "閉じる", id={"type": "notice-close", "of": of}, className="small-button", type="button"
    )
