"""What a subprefecture does to a compiled table without changing what it says. Imports nothing of etl."""

from __future__ import annotations

from tests.etl.survey.mess import Mess
from tests.etl.survey.messes_drawn import with_empty_drawing
from tests.etl.survey.table_books import as_csv
from tests.etl.survey.table_changes import (
    ANY,
    EXCEL,
    above,
    bordered,
    column,
    commented,
    head_filled,
    pushed_down,
    put,
    row_added,
    title_merged,
)

SAME: list[Mess] = [
    *(
        Mess(13, f"列「{heading}」", column(heading, *values), harmless=True, formats=ANY)
        for heading, values in (
            ("人口", (6_724, 8_500, 4_800)),
            ("人口", ("6,724", "8,500", "4,800")),
            ("郡", ("上川郡", "上川郡", "空知郡")),
            ("高齢化率", (31.2, 30.1, 36.0)),
            ("年度", ("R5", "R5", "R5")),
            ("提出状況", ("提出済", "提出済", "提出済")),
            ("提出日", ("12月10日", "12月11日", "12月12日")),
            ("備考", (None, "令和4年度から検討", None)),
            ("振興局", ("上川", "上川", "上川")),
            ("受付番号", (1, 2, 3)),
        )
    ),
    Mess(13, "先頭に番号の列", column("No.", 1, 2, 3, at=1), harmless=True, formats=ANY),
    Mess(13, "罫線と書体", bordered, harmless=True),
    Mess(13, "見出しの色・固定・絞り込み", head_filled, harmless=True),
    Mess(13, "結合した題", title_merged, harmless=True),
    *(
        Mess(13, f"題「{title}」", above([title], [None]), harmless=True, formats=ANY)
        for title in (
            "令和5年度 取りまとめ表",
            "（令和5年11月30日現在）",
            "上川総合振興局",
            "重層的支援体制整備事業（令和3年度創設）",
        )
    ),
    Mess(13, "見出しが35行目", pushed_down(34), harmless=True, formats=ANY),
    Mess(13, "表の下の注記", row_added("※令和4年度との比較は別紙", at=None), harmless=True, formats=ANY),
    Mess(13, "空の図", send=with_empty_drawing, harmless=True),
    Mess(13, "遠くの空白", lambda book: book.worksheets[0].__setitem__("XFD1048000", " "), harmless=True),
    Mess(13, "表紙のシート", lambda book: book.create_sheet("表紙", 1).append(["送付します"]), harmless=True),
    Mess(13, "関わりのないコメント", commented("東川町", "専任", "保健師を含みます"), harmless=True),
    *(
        Mess(13, f"専任「{text}」", put("東川町", "専任", text), harmless=True, formats=ANY)
        for text in ("３", "3人", "3名", "3.0")
    ),
    *(
        Mess(13, f"開始年度「{text}」", put("東川町", "開始年度", text), harmless=True, formats=ANY)
        for text in ("R3", "2021", "令和3年度", "Ｒ３年度", "2021年度")
    ),
    Mess(
        13, "開始年度の表示形式", put("東川町", "開始年度", 3, '"令和"0"年度"'), harmless=True, formats=EXCEL
    ),
    *(
        Mess(13, f"コード「{code}」", put("東川町", "団体コード", code), harmless=True, formats=ANY)
        for code in ("014583", 1458, "０１４５８")
    ),
    *(
        Mess(13, f"名「{name}」", put("東川町", "市町村名", name), harmless=True, formats=ANY)
        for name in ("東川町 ", "東川", "上川郡東川町")
    ),
    *(
        Mess(12, f"CSV（{label}）", send=as_csv(encoding, change, **how), harmless=True)
        for label, encoding, change, how in (
            ("UTF-8 BOM", "utf-8-sig", bytes, {}),
            ("UTF-8", "utf-8", bytes, {}),
            ("UTF-16", "utf-16", bytes, {}),
            ("UTF-16 BOMなし", "utf-16-le", bytes, {}),
            ("ISO-2022-JP", "iso2022_jp", bytes, {}),
            ("EUC-JP", "euc_jp", bytes, {}),
            ("BOM2つ", "utf-8-sig", lambda content: b"\xef\xbb\xbf" + content, {}),
            ("Ctrl-Z", "cp932", lambda content: content + b"\x1a", {}),
            ("CRだけ", "cp932", bytes, {"end": "\r"}),
            ("LFだけ", "cp932", bytes, {"end": "\n"}),
            ("セミコロン", "cp932", bytes, {"delimiter": ";"}),
            ("タブ", "utf-16", bytes, {"delimiter": "\t"}),
            ("先頭の0が落ちた", "cp932", lambda content: content.replace(b"01458", b"1458"), {}),
            ("数式の形のコード", "cp932", lambda content: content.replace(b"01458", b'"=""01458"""'), {}),
            ("sep行", "cp932", lambda content: b"sep=,\r\n" + content, {}),
        )
    ),
]
