"""What becomes of a status list (実施状況の一覧) on its way to us. Imports nothing of etl. The list is of 令和6年4月1日."""

from __future__ import annotations

from functools import partial

from openpyxl.styles import Font, PatternFill

from tests.etl.survey.mess import Mess
from tests.etl.survey.messes_drawn import with_empty_drawing
from tests.etl.survey.table_books import as_csv
from tests.etl.survey.table_changes import (
    ALL,
    ANY,
    EXCEL,
    above,
    all_of,
    bordered,
    column,
    column_hidden,
    commented,
    ellipse,
    head_filled,
    named,
    of,
    pushed_down,
    put,
    renamed,
    rich,
    row_added,
    row_hidden,
    row_styled,
    second_sheet,
    styled,
)

HAKODATE, NANAE, TAKASU, SARABETSU = "01202", "01337", "01452", "01639"
NANAE_ROW = frozenset({NANAE})
STATUS, START = "status", "start"
STRUCK = Font(strike=True)
YELLOW = PatternFill("solid", fgColor="FFFFFF00")

SILENT: list[Mess] = [
    *(
        Mess(1, f"題「{title}」", above([title]), refused=ALL, formats=ANY)
        for title in (
            *("令和5年4月1日現在", "R5.4.1時点", "令和5年度 実施状況一覧", "（2023年4月1日現在）"),
            *("2023/4/1 時点", "令和７年４月１日現在", "前年度分"),
        )
    ),
    *(
        Mess(1, f"シートの名が「{name}」", named(name), refused=ALL, formats=EXCEL)
        for name in ("R5", "令和5年度", "前年度")
    ),
    Mess(
        1,
        "年度の列が1行だけ前の年",
        column("調査年度", "R6", "R5", "R6", "R6"),
        refused=NANAE_ROW,
        formats=ANY,
    ),
    *(
        Mess(
            2,
            f"{heading}の取り消し線",
            styled("七飯町", heading, font=STRUCK),
            asks=of(NANAE, question),
            formats=EXCEL,
        )
        for heading, question in (("実施状況", STATUS), ("実施開始年度", START))
    ),
    Mess(2, "行ごと取り消し線", row_styled("七飯町", font=STRUCK), refused=NANAE_ROW, formats=EXCEL),
    Mess(2, "名の取り消し線", styled("七飯町", "市町村名", font=STRUCK), refused=NANAE_ROW, formats=EXCEL),
    Mess(
        2,
        "コメント「令和6年度に延期」",
        commented("七飯町", "実施開始年度", "令和6年度に延期"),
        asks=of(NANAE, START),
    ),
    Mess(2, "コメント「取消し」", commented("七飯町", "実施状況", "取り消します"), asks=of(NANAE, STATUS)),
    Mess(2, "図形", send=partial(ellipse, 3, 4), asks=of(NANAE, STATUS)),
    Mess(2, "隠した行", row_hidden("七飯町"), refused=NANAE_ROW, formats=EXCEL),
    Mess(2, "隠した列", column_hidden("実施開始年度"), asks=of(NANAE, START)),
    Mess(
        8, "隠したシートの表", second_sheet("控え", "七飯町", hidden=True), refused=NANAE_ROW, formats=EXCEL
    ),
    Mess(
        8,
        "備考「令和6年度に延期」",
        put("七飯町", "備考", "令和6年度に延期"),
        asks=of(NANAE, START),
        formats=ANY,
    ),
    Mess(
        8,
        "備考「前年度の内容」",
        put("七飯町", "備考", "前年度の内容を記載"),
        asks=of(NANAE, STATUS),
        formats=ANY,
    ),
    *(
        Mess(3, f"見出し「実施状況」を「{new}」に", renamed("実施状況", new), refused=ALL, formats=ANY)
        for new in ("前年度の実施状況", "実施状況（令和5年度）", "R5実施状況")
    ),
    Mess(
        4,
        "別の年の表示（令和0年度）",
        put("七飯町", "実施開始年度", 4, '"令和"0"年度"'),
        {(NANAE, START): 2022},
        formats=EXCEL,
    ),
    Mess(
        4,
        "見えない値（;;;）",
        put("七飯町", "実施状況", "終了", ";;;"),
        asks=of(NANAE, STATUS),
        formats=EXCEL,
    ),
    Mess(
        4,
        "白い文字",
        all_of(put("七飯町", "実施状況", "終了"), styled("七飯町", "実施状況", font=Font(color="FFFFFFFF"))),
        asks=of(NANAE, STATUS),
    ),
    Mess(
        4,
        "一部を消した年度",
        rich("七飯町", "実施開始年度", ("struck", "令和5年度"), ("plain", "令和6年度")),
        {(NANAE, START): 2024},
    ),
    Mess(
        4,
        "一部を消した状況",
        rich("七飯町", "実施状況", ("struck", "検討中"), ("plain", "実施中")),
    ),
    Mess(
        4,
        "年度「令和5⏎6」",
        put("七飯町", "実施開始年度", "令和5\n6年度"),
        asks=of(NANAE, START),
        formats=ANY,
    ),
    *(
        Mess(5, f"管内の名「{name}」", row_added(None, name, None, "実施中", "令和5年度"), formats=ANY)
        for name in ("日高", "石狩", "上川", "根室", "留萌", "釧路", "渡島", "日高管内")
    ),
    *(
        Mess(5, f"名「{name}」", put("七飯町", "市町村名", name), refused=NANAE_ROW, formats=ANY)
        for name in ("鹿部町", "函館市（七飯町分）", "七飯町・鹿部町", "渡島廃棄物処理広域連合")
    ),
    Mess(5, "コードと名の食い違い", put("七飯町", "団体コード", "01331"), refused=NANAE_ROW, formats=ANY),
    Mess(5, "同じ町の行が2つ", row_added("01337", "七飯町", None, "検討中"), refused=NANAE_ROW, formats=ANY),
    *(
        Mess(7, f"実施状況「{text}」", put("七飯町", "実施状況", text), asks=of(NANAE, STATUS), formats=ANY)
        for text in ("実施中→終了", "実施中？", "実施中（休止）", "未定か予定なし", "1", "", "-")
    ),
    *(
        Mess(
            7, f"開始年度「{text}」", put("七飯町", "実施開始年度", text), asks=of(NANAE, START), formats=ANY
        )
        for text in ("5", "R5-6", "来年度", "令和5～6年度", "45017", "令和9年度", "H31?")
    ),
    Mess(
        14,
        "知った日がこの先",
        column("知った日", None, "2030-01-01", None, None),
        asks=of(NANAE, STATUS),
        formats=ANY,
    ),
]

SAME: list[Mess] = [
    *(
        Mess(13, f"列「{heading}」", column(heading, *values), harmless=True, formats=ANY)
        for heading, values in (
            ("人口", (240_000, 27_500, 6_700, 3_100)),
            ("人口", ("240,000", "27,500", "6,700", "3,100")),
            ("担当課", ("福祉課",) * 4),
            ("電話番号", ("0138-00-0000",) * 4),
            ("郡", (None, "亀田郡", "上川郡", "河西郡")),
            ("面積（km2）", (677.9, 216.7, 139.4, 176.9)),
            ("調査年度", ("R6",) * 4),
            ("都道府県名", ("北海道",) * 4),
        )
    ),
    Mess(13, "先頭に番号の列", column("番号", 1, 2, 3, 4, at=1), harmless=True, formats=ANY),
    Mess(
        13,
        "公式の見出し",
        all_of(renamed("団体コード", "全国地方公共団体コード"), renamed("市町村名", "市区町村名")),
        harmless=True,
        formats=ANY,
    ),
    Mess(13, "罫線と書体", bordered, harmless=True),
    Mess(13, "見出しの色・固定・絞り込み", head_filled, harmless=True),
    *(
        Mess(13, f"題「{title}」", above([title], [None]), harmless=True, formats=ANY)
        for title in (
            "令和6年4月1日現在",
            "R6.4.1時点",
            "令和6年度 実施状況一覧",
            "北海道保健福祉部",
            "重層的支援体制整備事業（令和3年度創設）",
        )
    ),
    Mess(13, "見出しが35行目", pushed_down(34), harmless=True, formats=ANY),
    Mess(13, "表の下の注記", row_added("※実施予定を含む"), harmless=True, formats=ANY),
    Mess(13, "合計の行", row_added(None, "合計", None, 4), harmless=True, formats=ANY),
    Mess(13, "空の図", send=with_empty_drawing, harmless=True),
    Mess(13, "遠くの空白", lambda book: book.worksheets[0].__setitem__("XFD1048000", " "), harmless=True),
    Mess(13, "関わりのないコメント", commented("七飯町", "実施状況", "担当は福祉課"), harmless=True),
    Mess(13, "関わりのない備考", put("七飯町", "備考", "令和4年度から準備"), harmless=True, formats=ANY),
    *(
        Mess(13, f"開始年度「{text}」", put("七飯町", "実施開始年度", text), harmless=True, formats=ANY)
        for text in (
            "R5",
            "2023",
            "令和5年度",
            "Ｒ５年度",
            "2023年度",
            "令和５年度（2023年度）",
            "R5.4.1",
            "令和5年4月",
        )
    ),
    Mess(
        13,
        "開始年度の表示形式",
        put("七飯町", "実施開始年度", 5, '"令和"0"年度"'),
        harmless=True,
        formats=EXCEL,
    ),
    *(
        Mess(13, f"実施状況「{text}」", put("七飯町", "実施状況", text), harmless=True, formats=ANY)
        for text in ("実施中 ", "実施", "実施済", "「実施中」", "実 施 中")
    ),
    *(
        Mess(13, f"コード「{code}」", put("七飯町", "団体コード", code), harmless=True, formats=ANY)
        for code in ("013374", 1337, "０１３３７")
    ),
    *(
        Mess(13, f"名「{name}」", put("七飯町", "市町村名", name), harmless=True, formats=ANY)
        for name in ("七飯町 ", "七飯", "亀田郡七飯町", "七飯町（ななえちょう）")
    ),
    *(
        Mess(12, f"CSV（{label}）", send=as_csv(encoding, change, **how), harmless=True)
        for label, encoding, change, how in (
            ("UTF-8 BOM", "utf-8-sig", bytes, {}),
            ("UTF-16 BOMなし", "utf-16-le", bytes, {}),
            ("ISO-2022-JP", "iso2022_jp", bytes, {}),
            ("BOM2つ", "utf-8-sig", lambda content: b"\xef\xbb\xbf" + content, {}),
            ("Ctrl-Z", "cp932", lambda content: content + b"\x1a", {}),
            ("CRだけ", "cp932", bytes, {"end": "\r"}),
            ("タブ", "utf-16", bytes, {"delimiter": "\t"}),
            ("先頭の0が落ちた", "cp932", lambda content: content.replace(b"01337", b"1337"), {}),
            ("数式の形のコード", "cp932", lambda content: content.replace(b"01337", b'"=""01337"""'), {}),
            ("sep行", "cp932", lambda content: b"sep=,\r\n" + content, {}),
        )
    ),
]

MESSES: list[Mess] = [*SILENT, *SAME]
