"""What stands in the 配付用の1ファイル before its script runs: a readable list with the numbers of the year of the view."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from dashboard import theme
from dashboard.words import words

TITLE = "重層的支援体制整備事業の実施状況（北海道）"
VIEWS = (
    ("overview", "概況"),
    ("map", "地図"),
    ("barriers", "課題"),
    ("list", "市町村の一覧"),
    ("town", "市町村カルテ"),
)
CAUTIONS = (
    "未回答・データなしは「予定なし」ではありません。資料や回答がないことを表します。",
    f"「{words.KNOWN_SO_FAR}」の数は、市町村の公表などから確かめられたものだけです。合計ではありません。",
    "「継続とみなす」は、新しい記載があるまで続いているとみなしたものです。",
    "北方領土の6村は数えません。",
    words.SMALL_NOTE + "。",
    "自由記述、担当者・連絡先、対応の記録は載せていません。数を直すときは、作った課に新しいファイルを頼んでください。",
)
Content = dict[str, Any]


def body(content: Content, drawing: str) -> str:
    """The body of the page, without its data and script."""
    year = _year(content)
    sections = {
        "overview": _overview(content, year),
        "map": _map(content, drawing, year),
        "barriers": _barriers(content),
        "list": _list(content, year),
        "town": '<p class="note" id="town-empty">一覧や地図で市町村を選ぶと、その市町村のことがここに出ます。</p>',
    }
    parts = [
        f'<section id="{code}" class="view" aria-labelledby="{code}-title" tabindex="-1"><h2 id="{code}-title">{label}</h2>{sections[code]}</section>'
        for code, label in VIEWS
    ]
    links = "".join(f'<li><a href="#{code}">{label}</a></li>' for code, label in VIEWS)
    return (
        '<a class="skip" href="#content">本文へ</a>'
        f"<header>{_head(content, year)}"
        f'<nav aria-label="画面"><ul>{links}</ul></nav><form id="filters" aria-label="条件" hidden></form>'
        '<p id="chosen" class="note" role="status"></p></header>'
        f'<main id="content" tabindex="-1">{"".join(parts)}</main><footer>{_foot(content)}</footer>'
    )


def mark(key: str, text: str) -> str:
    """A number that the record names, so that it can be counted again."""
    return f'<b data-n="{key}">{escape(text)}</b>'


def _year(content: Content) -> dict[str, Any]:
    asked = content["record"]["asked"]["fiscal_year"]
    return next(year for year in content["years"] if year["year"] == asked)


def _counts(content: Content, year: int, area: str = "") -> Counter[str]:
    return Counter(
        town["states"][str(year)]["group"]
        for town in content["towns"]
        if area in ("", town["area"]) and str(year) in town["states"]
    )


def _head(content: Content, year: dict[str, Any]) -> str:
    about = content["about"]
    fiction = (
        f'<p class="fictional">{words.SYNTHETIC}を含みます。実際の状況として使わないでください。</p>'
        if about["fictional"]
        else ""
    )
    return (
        f"<h1>{TITLE}</h1>{fiction}"
        f'<p class="about">範囲 {escape(about["place"])}　時点 {escape(about["known"])}　'
        f'<span id="round">{escape(year["label"])}の調査: {escape(year["round"])}</span>　'
        f"データの更新日 {escape(about['built'])}　見るだけのファイルです（{escape(about['made'])}作成）</p>"
    )


def _overview(content: Content, year: dict[str, Any]) -> str:
    counts, whole = _counts(content, year["year"]), len(content["towns"])
    cards = "".join(_card(group, counts[group["code"]], whole, year) for group in content["groups"])
    return (
        f'<p id="sentence">{sentence(content, year, counts, whole)}</p><ul class="cards" id="cards">{cards}</ul>'
        f'<div class="tables"><div><h3>年度ごとの市町村数</h3>{_scroll("年度ごとの市町村数")}<table id="years-table">{_years_table(content)}</table></div></div>'
        f'<div><h3>振興局ごとの市町村数<span class="of-year">（{escape(year["label"])}）</span></h3>{_scroll("振興局ごとの市町村数")}<table id="areas-table">{_areas_table(content, year)}</table></div></div></div>'
    )


def sentence(content: Content, year: dict[str, Any], counts: Counter[str], whole: int) -> str:
    """The state of the year in words; the browser says the same of what is chosen (sentence in tables.js)."""
    number = counts["implementing"]
    place = escape(content["about"]["place"])
    is_whole = "implementing" in year["settled"]
    said = (
        f"{escape(year['label'])}に重層的支援体制整備事業を実施している市町村は、{place}の{mark('towns', words.count(whole))}のうち"
        f"{mark('group.implementing', words.count(number))}（{mark('share.implementing', words.share(number, whole))}）です。"
        if is_whole
        else f"{escape(year['label'])}に重層的支援体制整備事業を実施していることがわかっている市町村は、{place}の{mark('towns', words.count(whole))}のうち"
        f"{mark('group.implementing', words.count(number))}です（{words.KNOWN_SO_FAR}。合計ではありません）。"
    )
    rest = "、".join(
        f"{escape(group['label'])}は{mark('group.' + group['code'], words.count(counts[group['code']]))}"
        for group in content["groups"]
        if group["code"] != "implementing"
    )
    return f"{said}{rest}です。"


def _card(group: dict[str, str], number: int, whole: int, year: dict[str, Any]) -> str:
    is_whole = group["code"] in year["settled"]
    share = mark(f"share.{group['code']}", words.share(number, whole)) if is_whole else words.KNOWN_SO_FAR
    return (
        f'<li class="card {group["code"]}"><span class="card-label"><i aria-hidden="true">{escape(group["symbol"])}</i> {escape(group["label"])}</span>'
        f'<span class="card-number">{mark("group." + group["code"], words.count(number))}<small> / {words.count(whole)}</small></span>'
        f'<span class="card-share">{share}</span></li>'
    )


def _group_heads(content: Content) -> str:
    return "".join(
        f'<th scope="col" class="number">{escape(g["symbol"])} {escape(g["label"])}</th>'
        for g in content["groups"]
    )


def _group_cells(content: Content, counts: Counter[str], key: str) -> str:
    return "".join(
        f'<td class="number">{mark(key + "." + g["code"], words.count(counts[g["code"]]))}</td>'
        for g in content["groups"]
    )


def _years_table(content: Content) -> str:
    head = _group_heads(content)
    rows = []
    for year in content["years"]:
        counts = _counts(content, year["year"])
        cells = _group_cells(content, counts, f"count.{year['year']}")
        extent = "" if "implementing" in year["settled"] else words.KNOWN_SO_FAR
        rows.append(
            f'<tr><th scope="row">{escape(year["label"])}</th>{cells}<td class="short">{escape(year["round"])}</td><td class="short">{extent}</td></tr>'
        )
    return f'<thead><tr><th scope="col">年度</th>{head}<th scope="col">調査</th><th scope="col">実施の数の範囲</th></tr></thead><tbody>{"".join(rows)}</tbody>'


def _areas_table(content: Content, year: dict[str, Any]) -> str:
    head = _group_heads(content)
    rows = []
    for code, name in content["areas"]:
        counts = _counts(content, year["year"], code)
        cells = _group_cells(content, counts, f"area.{code}")
        whole = sum(town["area"] == code for town in content["towns"])
        rows.append(
            f'<tr><th scope="row">{escape(name)}</th><td class="number">{words.count(whole)}</td>{cells}</tr>'
        )
    return f'<thead><tr><th scope="col">振興局</th><th scope="col" class="number">市町村</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody>'


def _map(content: Content, drawing: str, year: dict[str, Any]) -> str:
    fills = {town["shape"]: town for town in content["towns"]}
    colours = {group["code"]: group["fill"] for group in content["groups"]}
    head, start, rest = drawing.partition('<g class="drawn-towns"')
    towns, end, after = rest.partition("</g>")
    opening, *paths = towns.split("<path ")
    painted = "".join(
        f'<path data-c="{fills[n]["code"]}" fill="{colours[fills[n]["states"][str(year["year"])]["group"]]}" {path}'
        if n in fills
        else f'<path fill="{theme.OUTSIDE}" {path}'
        for n, path in enumerate(paths)
    )
    counts = _counts(content, year["year"])
    legend = "".join(
        f'<li class="{g["code"]}"><i aria-hidden="true">{escape(g["symbol"])}</i> {escape(g["label"])} {mark("group." + g["code"], words.count(counts[g["code"]]))}</li>'
        for g in content["groups"]
    )
    label = f"{year['label']}の状態で塗り分けた地図。同じ内容は「市町村の一覧」にあります"
    svg = f"{head}{start}{opening}{painted}{end}{after}".replace("<svg ", '<svg aria-hidden="true" ', 1)
    return (
        '<div id="map-controls" hidden></div><h3 id="map-heading">'
        f'{escape(year["label"])}　状態</h3><div class="map-columns">'
        f'<div id="drawing" role="img" aria-label="{escape(label)}">{svg}</div>'
        f'<div><ul class="legend" id="legend">{legend}</ul><p id="map-said" role="status"></p><p id="map-note" class="note"></p></div></div>'
    )


def _barriers(content: Content) -> str:
    if not content["barriers"]:
        return '<div id="barrier-table"><p>課題を尋ねた調査の回答はまだありません。</p></div>'
    survey = content["barriers"][-1]
    return f'<div id="barrier-table">{_barrier_table(content, survey)}</div>'


def _barrier_table(content: Content, survey: dict[str, Any]) -> str:
    year = str(survey["year"])
    answers = [
        town["barriers"][year]["stated"]
        for town in content["towns"]
        if town["barriers"].get(year, {}).get("state") in ("answered", "none")
    ]
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        f'<td class="number">{mark(f"barrier.{year}.{code}", words.count(sum(code in one for one in answers)))}</td>'
        f'<td class="number">{mark(f"barrier_share.{year}.{code}", words.share(sum(code in one for one in answers), len(answers)))}</td>'
        f'<td class="number">{mark(f"barrier_top.{year}.{code}", words.count(sum(one.get(code, 0) > 0 for one in answers)))}</td></tr>'
        for code, label in survey["items"]
    )
    return (
        f"<h3>{escape(survey['label'])}の調査で挙げられた課題（答えた{mark(f'answered.{year}', words.count(len(answers)))}市町村）</h3>"
        f'{_scroll("課題")}<table><thead><tr><th scope="col">課題</th><th scope="col" class="number">挙げた市町村</th>'
        '<th scope="col" class="number">割合</th><th scope="col" class="number">特に大きい課題とした</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _list(content: Content, year: dict[str, Any]) -> str:
    areas, sizes = dict(content["areas"]), dict(content["sizes"])
    symbols = {group["code"]: group["symbol"] for group in content["groups"]}
    rows = []
    for town in content["towns"]:
        state = town["states"][str(year["year"])]
        start = "" if state["start"] is None else words.fiscal_year(state["start"])
        population = "―" if town["population"] is None else words.count(town["population"])
        fiction = words.SYNTHETIC if state["fictional"] else ""
        rows.append(
            f'<tr data-c="{town["code"]}"><th scope="row">{escape(town["name"])}</th><td>{escape(areas[town["area"]])}</td>'
            f"<td>{escape(symbols[state['group']])} {escape(state['label'])}</td><td>{start}</td>"
            f'<td class="number">{population}</td><td>{escape(sizes.get(town["size"], ""))}</td>'
            f"<td>{escape(content['basis'].get(state['basis'], ''))}</td><td>{fiction}</td></tr>"
        )
    heads = ("市町村", "振興局", "状態", "開始年度", "人口（人）", "人口規模", "根拠", "架空")
    head = "".join(f'<th scope="col">{label}</th>' for label in heads)
    return (
        f'<p class="note" id="list-note">{escape(year["label"])}の状態。{words.count(len(rows))}市町村。</p>'
        f'{_scroll("市町村の一覧")}<table id="list-table"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _scroll(label: str) -> str:
    """The beginning of a part that scrolls by itself, with the keyboard too."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'


def _foot(content: Content) -> str:
    sources = "".join(f"<li>{escape(text)}</li>" for text in content["sources"])
    definitions = "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in content["definitions"])
    cautions = "".join(f"<li>{escape(text)}</li>" for text in CAUTIONS)
    return (
        f"<details open><summary>出典</summary><ul>{sources}<li>人口: 国勢調査。65歳以上の割合: 住民基本台帳</li><li>地図の境界: {escape(content['about']['credit'])}</li></ul></details>"
        f"<details><summary>注意</summary><ul>{cautions}</ul></details>"
        f"<details><summary>言葉の定義</summary><dl>{definitions}</dl></details>"
    )
