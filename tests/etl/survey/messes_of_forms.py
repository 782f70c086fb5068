"""What towns do to a 調査票 so that it may be read otherwise than they meant. Imports nothing of etl.

The good file is that of 鷹栖町: 予定なし, reasons 人材不足 and 財源の確保が困難, 専任 7 and 兼任 1.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from openpyxl.styles import Font

from tests.etl.survey.form_changes import (
    DAY,
    OTHER_TOWNS,
    RED,
    STAFF,
    YELLOW,
    _boxed,
    answer_column_deleted,
    blank_rows,
    both,
    columns_swapped,
    commented,
    drawn,
    far_blank,
    heading,
    in_cell,
    meant,
    of,
    put,
    rich,
    row_hidden,
    rows_grouped_and_coloured,
    second_column_of_answers,
    sent_as,
    styled,
    title_moved,
)
from tests.etl.survey.mess import Mess
from tests.etl.survey.messes_drawn import with_empty_drawing
from tests.etl.survey.messes_sheets import form_sheet

SILENT: list[Mess] = [
    # 2 marks and objects
    *(
        Mess(2, f"{name}の取り消し線", styled(number, font=Font(strike=True)), asks=of(question))
        for name, number, question in (
            ("問1の回答", "問1", "status"),
            ("職員数", "問8", STAFF),
            ("○", "問4-4", "barriers"),
            ("開催日", "問6-1", DAY),
        )
    ),
    Mess(2, "○のかわりの図形の丸", send=partial(drawn, "ellipse", 27), asks=of("barriers")),
    Mess(
        2, "訂正を書いたテキストボックス", send=partial(drawn, "rect", 41, text="9人に訂正"), asks=of(STAFF)
    ),
    Mess(2, "消す線の図形", send=partial(drawn, "line", 22), asks=of("barriers")),
    Mess(2, "フォームのチェックボックス", send=_boxed, asks=of("barriers")),
    *(
        Mess(2, f"{number}の行を隠して回答", both(put(number, "○"), row_hidden(number)), asks=of(question))
        for number, question in (("問4-7", "barriers"), ("問10-5", "support_wanted"))
    ),
    Mess(2, "回答のある行を隠す", row_hidden("問8"), asks=of(STAFF)),
    # 3 columns
    Mess(3, "回答の列を削除", answer_column_deleted, refused=OTHER_TOWNS, last_year=True),
    Mess(3, "前年度の列と入れ替え", columns_swapped, last_year=True),
    Mess(3, "回答の見出しを前年度と書き換え", heading("前年度の回答"), refused=OTHER_TOWNS),
    Mess(3, "回答の見出しを別の語に", heading("令和4年度の回答"), refused=OTHER_TOWNS),
    Mess(3, "回答の見出しを担当課に", heading("担当課"), refused=OTHER_TOWNS),
    Mess(3, "訂正後の列を追加", second_column_of_answers, asks=of(STAFF)),
    # 4 what is seen
    *(
        Mess(4, f"職員数「{text!r}」", put("問8", text), asks=of(STAFF))
        for text in ("1\n2", "1　2", "1 2", "1\n\n2", "３\n４", "1\t5")
    ),
    *(
        Mess(4, f"開催日「{text!r}」", put("問6-1", text), asks=of(DAY))
        for text in ("R5.10.1\n2", "R5.1 0.1", "2023/1\n0/5", "R5.10.1、R5.11.2")
    ),
    Mess(4, "一部を消した数", rich("問8", ("struck", "3"), ("plain", "5")), meant(STAFF, 5)),
    Mess(4, "一部を消した数（後ろ）", rich("問8", ("plain", "5"), ("struck", "3")), meant(STAFF, 5)),
    Mess(4, "消した○", rich("問4-4", ("struck", "○")), asks=of("barriers")),
    Mess(
        4,
        "消した選択肢と新しい選択肢",
        rich("問7", ("struck", "設置している"), ("plain", "設置していない")),
        meant("meeting_support", "none"),
    ),
    Mess(4, "上付きの注番号", rich("問8", ("plain", "3"), ("raised", "1")), meant(STAFF, 3)),
    Mess(4, "上付きの注番号（2けた）", rich("問8", ("plain", "12"), ("raised", "2")), meant(STAFF, 12)),
    Mess(4, "見えない値（;;;）", put("問8", 5, ";;;"), asks=of(STAFF)),
    Mess(
        4,
        "白い文字の○",
        both(put("問4-7", "○"), styled("問4-7", font=Font(color="FFFFFFFF"))),
        asks=of("barriers"),
    ),
    Mess(4, "千倍に見せる表示形式", put("問8", 5, '0"0"'), asks=of(STAFF)),
    Mess(4, "千で割って見せる表示形式", put("問8", 5000, "0,"), asks=of(STAFF)),
    # 5 whose it is
    Mess(5, "札に別の町", in_cell("D4", "泊村"), refused=OTHER_TOWNS),
    Mess(
        5, "札に別の町（コードなし）", both(in_cell("D4", "東川町"), in_cell("D5", None)), refused=OTHER_TOWNS
    ),
    Mess(5, "札に別のコード", in_cell("D5", "01458"), refused=OTHER_TOWNS),
    *(
        Mess(5, f"札に「{name}」", in_cell("D4", name), refused=OTHER_TOWNS)
        for name in ("鷹栖町（東川町分）", "鷹栖町・東川町", "東川町（鷹栖町が代筆）", "上川町")
    ),
    Mess(
        5, "別の町のファイル名", send=partial(sent_as, "01458_東川町_重層調査票_R5.xlsx"), refused=OTHER_TOWNS
    ),
    # 7 answers where nobody looks
    *(
        Mess(7, f"{number}の○が{way}の列", put(number, "○", right=right), asks=of(question))
        for number, question, right, way in (
            ("問4-7", "barriers", 1, "1つ右"),
            ("問4-7", "barriers", 2, "2つ右"),
            ("問10-5", "support_wanted", 1, "1つ右"),
            ("問4-7", "barriers", 4, "欄の外"),
        )
    ),
    Mess(7, "職員数が1つ右", both(put("問8", None), put("問8", 7, right=1)), asks=of(STAFF)),
    Mess(7, "番号に○", both(in_cell("A27", "○問4-7")), asks=of("barriers")),
    Mess(
        7,
        "2つの番号に○",
        both(in_cell("A27", "○問4-7"), in_cell("A64", "問10-5○")),
        asks=of("barriers") | of("support_wanted"),
    ),
    Mess(7, "文言の前に○", in_cell("B27", "○事務負担が大きい〔仮〕"), asks=of("barriers")),
    Mess(7, "空の回答欄に色", styled("問4-7", fill=RED), asks=of("barriers")),
    Mess(7, "選択肢の文言に色", styled("問4-7", column=2, fill=YELLOW), asks=of("barriers")),
    *(
        Mess(7, f"○と並ぶ「{zero}」", put("問4-7", zero), asks=of("barriers"))
        for zero in ("0", "０", 0, "O", "o", "〇検討", "△", "?")
    ),
    Mess(
        7,
        "記号のフォントのn",
        both(put("問4-7", "n"), styled("問4-7", font=Font(name="Wingdings"))),
        asks=of("barriers"),
    ),
    Mess(
        7,
        "記号のフォントのü",
        both(put("問4-7", "ü"), styled("問4-7", font=Font(name="Wingdings"))),
        asks=of("barriers"),
    ),
    # 8 notes that change an answer
    *(
        Mess(8, f"コメント「{text}」", commented(number, text), asks=of(question))
        for number, question, text in (
            ("問1", "status", "終了に訂正します"),
            ("問8", STAFF, "5人に訂正"),
            ("問8", STAFF, "正しくは5人です"),
            ("問7", "meeting_support", "取り消します"),
            ("問4-2", "barriers", "削除してください"),
            ("問6-1", DAY, "→ 10月5日"),
        )
    ),
    *(
        Mess(8, f"開催日「{day}」（基準日より後）", put("問6-1", day), asks=of(DAY))
        for day in (date(2023, 12, 20), "令和6年1月10日", "R5.12.1", datetime(2024, 3, 1))  # noqa: DTZ001
    ),
    *(
        Mess(8, f"頭の注記「{text}」", in_cell("A1", text), refused=OTHER_TOWNS)
        for text in ("※この調査票は上砂川町の分です", "東川町分")
    ),
    *(
        Mess(8, f"補足「{text}」", put(number, text, right=2), asks=of(question))
        for number, question, text in (
            ("問8", STAFF, "前年度の回答を記載"),
            ("問1", "status", "終了に訂正"),
            ("問7", "meeting_support", "前年度と同じ"),
        )
    ),
    # 1 and 14: another year, another day
    *(
        Mess(1, f"題「{text}」", in_cell("A1", text), refused=OTHER_TOWNS)
        for text in ("令和4年度 重層的支援体制整備事業 実施状況調査票", "R4 実施状況調査票")
    ),
    Mess(1, "ファイル名がR4", send=partial(sent_as, "01452_鷹栖町_重層調査票_R4.xlsx"), refused=OTHER_TOWNS),
]

SAME: list[Mess] = [
    Mess(
        13,
        "文字の大きさと書体",
        styled("問1", font=Font(name="ＭＳ 明朝", size=16, bold=True)),
        harmless=True,
    ),
    Mess(13, "赤い文字", styled("問8", font=Font(color="FFFF0000")), harmless=True),
    Mess(13, "行の高さ・固定", rows_grouped_and_coloured, harmless=True),
    Mess(13, "空行を挿入", blank_rows, harmless=True),
    Mess(13, "題を下げる", title_moved, harmless=True),
    Mess(13, "遠くの空白", far_blank, harmless=True),
    Mess(13, "空の図", send=with_empty_drawing, harmless=True),
    Mess(13, "関わりのないコメント", commented("問8", "保健師2名を含みます"), harmless=True),
    Mess(13, "訂正箇所なしのコメント", commented("問1", "変更はありません"), harmless=True),
    Mess(13, "補足の言葉", put("問8", "兼務の係長を含む", right=2), harmless=True),
    *(
        Mess(13, f"職員数「{text}」", put("問8", text), harmless=True)
        for text in ("７", "7人", "7名", " 7 ", "7.0", 7.0, "７人", "7\n")
    ),
    Mess(13, "表示形式が0人", put("問8", 7, '0"人"'), harmless=True),
    Mess(13, "表示形式が00", put("問8", 7, "00"), harmless=True),
    Mess(13, "千の区切り", put("問8", "1,200"), meant(STAFF, 1200) | {}, harmless=False),
    *(
        Mess(13, f"開催日「{text}」", put("問6-1", text), harmless=True)
        for text in ("R5.8.21", "令和5年8月21日", "2023/8/21", "2023-08-21", "令和５年８月２１日", "R5/8/21")
    ),
    Mess(13, "開催日の表示形式", put("問6-1", date(2023, 8, 21), '[$-411]ggge"年"m"月"d"日"'), harmless=True),
    *(
        Mess(13, f"○が「{mark}」", put("問4-2", mark), harmless=True)
        for mark in ("〇", "◯", "レ", "✓", "☑", "● ", "○\n")
    ),
    *(
        Mess(13, f"選択肢「{text}」", put("問7", text), harmless=True)
        for text in ("設置している ", "「設置している」", "設置している。")
    ),
    Mess(13, "名のあとの空白", in_cell("D4", "鷹栖町　"), harmless=True),
    Mess(13, "名だけ（町なし）", in_cell("D4", "鷹栖"), harmless=True),
    Mess(13, "名の旧字", in_cell("D4", "鷹栖町（たかすちょう）"), harmless=True),
    Mess(13, "6けたのコード", in_cell("D5", "014524"), harmless=True),
    Mess(13, "数のコード", in_cell("D5", 1452), harmless=True),
    Mess(
        13,
        "ファイル名に訂正版",
        send=partial(sent_as, "01452_鷹栖町_重層調査票_R5（訂正版）.xlsx"),
        harmless=True,
    ),
    Mess(13, "ファイル名に日付", send=partial(sent_as, "20231210_鷹栖町回答.xlsx"), harmless=True),
    Mess(13, "回答の見出しに年度", heading("回答（令和5年度）"), harmless=True),
    Mess(13, "消していない取り消し線の空欄", styled("問4-7", font=Font(strike=True)), harmless=True),
    Mess(13, "選択肢の欄の×", put("問4-7", "×"), harmless=True),
    Mess(13, "空欄の印刷範囲", lambda book: setattr(form_sheet(book), "print_area", "A1:E82"), harmless=True),
]

MESSES: list[Mess] = [*SILENT, *SAME]
