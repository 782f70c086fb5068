"""What a subprefecture does to a compiled table (取りまとめ表) before it sends it. Imports nothing of etl."""

from __future__ import annotations

from functools import partial

from tests.etl.survey.harmless_of_tables import SAME
from tests.etl.survey.mess import Mess
from tests.etl.survey.table_books import as_csv
from tests.etl.survey.table_changes import (
    ADDED,
    ALL,
    ANY,
    EXCEL,
    HIGASHIKAWA,
    NAKAFURANO,
    STRUCK,
    TAKASU,
    above,
    all_of,
    column,
    column_hidden,
    commented,
    ellipse,
    named,
    of,
    put,
    renamed,
    rich,
    row_added,
    row_hidden,
    row_of_sums,
    row_styled,
    second_sheet,
    sent_as,
    styled,
)

SILENT: list[Mess] = [
    # 1 the year
    *(
        Mess(1, f"題「{title}」", above([title]), refused=ALL, formats=ANY)
        for title in (
            *("令和4年度 取りまとめ表", "令和4年11月30日現在", "R4.11.30時点", "（2022年11月30日 現在）"),
            *(
                "2022年度調査",
                "昨年度分",
                "R4年度",
                "令和４年度（2022年度）",
                "令和6年度 取りまとめ表",
                "平成30年度",
            ),
        )
    ),
    *(
        Mess(
            1, f"{heading}の列がすべて「{year}」", column(heading, year, year, year), refused=ALL, formats=ANY
        )
        for heading, year in (
            ("年度", "R4"),
            ("調査年度", "令和4年度"),
            ("対象年度", 2022),
            ("回答年度", "2022年度"),
        )
    ),
    *(
        Mess(
            1,
            f"{heading}の列が1行だけ「{value}」",
            column(heading, good, value, good),
            refused=ADDED[HIGASHIKAWA],
            formats=ANY,
        )
        for heading, good, value in (
            ("年度", "R5", "R4"),
            ("調査年度", "令和5年度", "令和4年度"),
            ("提出状況", "提出済", "未提出"),
            ("提出状況", "提出", "前年度の値"),
            ("回答状況", "済", "未回答（昨年度の値）"),
            ("備考", None, "未提出のため前年度の回答を記載"),
        )
    ),
    *(
        Mess(1, f"シートの名が「{name}」", named(name), refused=ALL, formats=EXCEL)
        for name in ("R4", "令和4年度", "前年度", "2022")
    ),
    *(
        Mess(
            1,
            f"1町村だけシート「{name}」",
            second_sheet(name, "東川町"),
            refused=ADDED[HIGASHIKAWA],
            formats=EXCEL,
        )
        for name in ("前年度", "R4", "令和4年度分")
    ),
    *(
        Mess(1, f"ファイル名「{name}」", send=partial(sent_as, f"{name}.xlsx"), refused=ALL)
        for name in ("R4取りまとめ表", "令和4年度_上川", "取りまとめ表_2022年度")
    ),
    # 2 marks
    *(
        Mess(
            2,
            f"{heading}の取り消し線",
            styled("東川町", heading, font=STRUCK),
            asks=of(HIGASHIKAWA, question),
            formats=EXCEL,
        )
        for heading, question in (
            ("実施状況", "status"),
            ("専任", "staff_full_time"),
            ("問9-3", "function_f1_ha"),
        )
    ),
    Mess(2, "行ごと取り消し線", row_styled("東川町", font=STRUCK), refused=ADDED[HIGASHIKAWA], formats=EXCEL),
    Mess(
        2,
        "コメントで訂正",
        commented("東川町", "専任", "5人に訂正します"),
        asks=of(HIGASHIKAWA, "staff_full_time"),
    ),
    Mess(
        2,
        "コメントで取消し",
        commented("東川町", "市町村名", "この行は削除してください"),
        refused=ADDED[HIGASHIKAWA],
    ),
    Mess(2, "図形の線", send=partial(ellipse, 3, 12), asks=of(HIGASHIKAWA, "staff_full_time")),
    Mess(2, "回答のある行を隠す", row_hidden("東川町"), refused=ADDED[HIGASHIKAWA], formats=EXCEL),
    Mess(2, "回答のある列を隠す", column_hidden("専任"), asks=of(HIGASHIKAWA, "staff_full_time")),
    # 3 headings
    *(
        Mess(
            3,
            f"見出し「専任」を「{new}」に",
            renamed("専任", new),
            asks=frozenset((code, "staff_full_time") for code in (TAKASU, HIGASHIKAWA, NAKAFURANO)),
            formats=ANY,
        )
        for new in ("専任（前年度）", "前年度の専任", "R4専任", "専任（令和4年度）", "総職員数")
    ),
    Mess(
        3,
        "見出しのない列に値",
        column("", 1, 2, 3),
        refused=ADDED[TAKASU],
        formats=ANY,
    ),
    # 4 what is seen
    *(
        Mess(
            4,
            f"専任「{text!r}」",
            put("東川町", "専任", text),
            asks=of(HIGASHIKAWA, "staff_full_time"),
            formats=ANY,
        )
        for text in ("1\n2", "1　2", "1 2")
    ),
    Mess(
        4,
        "一部を消した数",
        rich("東川町", "専任", ("struck", "3"), ("plain", "5")),
        {(HIGASHIKAWA, "staff_full_time"): 5},
    ),
    Mess(
        4,
        "上付きの注番号",
        rich("東川町", "専任", ("plain", "3"), ("raised", "1")),
        {(HIGASHIKAWA, "staff_full_time"): 3},
    ),
    Mess(
        4,
        "見えない値（;;;）",
        put("東川町", "専任", 5, ";;;"),
        asks=of(HIGASHIKAWA, "staff_full_time"),
        formats=EXCEL,
    ),
    Mess(
        4,
        "開始年度の別の年の表示",
        put("東川町", "開始年度", 4, '"令和"0"年度"'),
        {(HIGASHIKAWA, "start_year"): 2022},
        formats=EXCEL,
    ),
    # 5 whose it is
    *(
        Mess(5, f"管内の計「{name}」", row_added(*row_of_sums(name)), formats=ANY)
        for name in ("上川", "石狩", "日高", "根室", "留萌", "釧路", "上川計", "管内計", "合計")
    ),
    *(
        Mess(5, f"名「{name}」", put("東川町", "市町村名", name), refused=ADDED[HIGASHIKAWA], formats=ANY)
        for name in (
            "鷹栖町（東川町分）",
            "東川町・東神楽町",
            "東神楽町",
            "東川町（美瑛町分）",
            "大雪地区広域連合",
        )
    ),
    Mess(
        5,
        "コードなしの管内名",
        all_of(put("東川町", "団体コード", None), put("東川町", "市町村名", "上川")),
        refused=ADDED[HIGASHIKAWA],
        formats=ANY,
    ),
    Mess(
        5,
        "同じ町の行が2つ",
        row_added("01458", "東川町", "実施予定なし"),
        refused=ADDED[HIGASHIKAWA],
        formats=ANY,
    ),
    # 7, 8
    *(
        Mess(
            7,
            f"専任「{text}」",
            put("東川町", "専任", text),
            asks=of(HIGASHIKAWA, "staff_full_time"),
            formats=ANY,
        )
        for text in ("3～5", "3人（うち1人は兼務）", "3（予定5）", "→5", "?")
    ),
    Mess(
        8,
        "隠したシートの表",
        second_sheet("控え", "東川町", hidden=True),
        refused=ADDED[HIGASHIKAWA],
        formats=EXCEL,
    ),
    Mess(
        8,
        "備考「前年度の回答を記載」",
        column("備考", None, "前年度の回答を記載", None),
        refused=ADDED[HIGASHIKAWA],
        formats=ANY,
    ),
    Mess(
        8,
        "備考「専任は5人に訂正」",
        column("備考", None, "専任は5人に訂正", None),
        refused=ADDED[HIGASHIKAWA],
        formats=ANY,
    ),
    Mess(
        8,
        "開催日が基準日より後",
        put("鷹栖町", "直近の開催日", "令和6年1月10日"),
        asks=of(TAKASU, "meeting_internal_date"),
        formats=ANY,
    ),
    Mess(
        12,
        "Shift_JISをUTF-8と取り違えて保存",
        send=as_csv(
            "utf-8", lambda b: b.decode().encode("cp932", "replace").decode("utf-8", "replace").encode()
        ),
        refused=ALL,
    ),
]

MESSES: list[Mess] = [*SILENT, *SAME]
