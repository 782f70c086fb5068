"""The chapters of the guide to reading: their findings by code, what is to be known, and the examples that are read."""

from __future__ import annotations

from collections.abc import Sequence

YEARS = (
    *("令和5年度", "R5", "Ｒ５年度", "2023", "2023年度", "令和5年度（2023年度）", "R5.4.1", "令和6年3月"),
    *("令和5年", "平成35年度", "令和元年度", "来年度", "令和5年度予定", "5年度", "R5-6", "令和5年度以降"),
    *("45017", "未定", "令和5年度（2024年度）"),
)
DAYS = (
    *("令和5年8月21日", "R5.8.21", "2023/8/21", "2023-08-21", "Ｒ５．８．２１", "令和5年8月", "8月21日"),
    *("R5.10.1\n2", "令和5年2月30日", "R6.1.10"),
)
NUMBERS = (
    *("3", "３", "3人", "3名", "1,200", "三人", "計3人", "約3人", "3人程度", "3～5", "1\n2", "1　2", "-3"),
    *("なし", "0", "○", "未定", "不明", "2.5", "別紙のとおり", "#N/A"),
)
STATES = (
    *("実施中", "「実施中」。", "　実 施 中", "検討中", "実施を検討中のため", "予定無し", "実施中？", "○"),
    *("実施中、終了", "検討中→実施予定", "実施していない", "未回答", "該当なし", "－", "前年度と同じ"),
)
BARRIERS = (
    *("人材不足", "人材不足のため", "ﾏﾝﾊﾟﾜｰ不足", "人材不足、財源不足", "・人材不足\n・財源", "人材不足など"),
    *("①人材不足 ②財源", "人手が足りない", "人材不足ではない"),
)
TOWNS: Sequence[tuple[str, str]] = (
    *(("01452", "鷹栖町"), ("", "鷹栖町"), ("", "鷹栖"), ("", "上川郡鷹栖町"), ("014524", "鷹栖町")),
    *(("1452", "鷹栖町"), ("01452", "東川町"), ("", "釧路"), ("", "泊村"), ("", "日高"), ("", "鵡川町")),
    *(("", "笘前町"), ("", "歌志内市（砂川市分）"), ("", "上川町・東川町"), ("", "東京町"), ("01999", "")),
)
# About our own files and the map: nothing that a town sends.
NOT_OF_TOWNS = (
    "BOUNDARY-",
    "ROAD-",
    "REF-",
    "DEMO-",
    "FORM-SIZE",
    "FORM-CHANGED",
    "FORM-UNKNOWN",
    "RETURN-UNREG",
)
# Chapter → the beginnings of the codes of its findings, and what is to be known beforehand.
CHAPTERS: Sequence[tuple[str, tuple[str, ...], str]] = (
    (
        "どの年度のものか",
        (
            "FORM-OTHER",
            "FORM-NAME-YEAR",
            "PRINT-YEAR",
            "FIGURES-NAME-DAY",
            "FIGURES-SOURCE",
            "FORM-YEAR",
            "LIST-",
            "ROW-",
            "FORM-AMB",
            "HEAD-BASIS",
        ),
        "題、「○年○月○日現在」、印刷のヘッダーとフッター、シートの名前、ファイルの名前、年度の列、提出状況の列など、年度のわかるところはすべて、"
        "受け取っている年度と比べます。食い違えば、その行・シート・ファイルを取り込まずに尋ねます。",
    ),
    (
        "見出しと列",
        ("COLUMN-", "HEADER-", "TABLE-", "L1-05", "L2-03", "L3-01", "NUMBER-CHANGED", "LABEL-", "STRAY"),
        "回答は「回答」という見出しの列からだけ読みます。見出しが別のこと（前年度など）をいう列は、回答として読みません。"
        "表では、知っている見出しの列だけを読み、人口・電話などの関わりのない列は読み飛ばしてお知らせします。",
    ),
    (
        "色・コメント・取り消し線・図形",
        ("CELL-COMMENT", "COMMENT-", "CELL-STRIKE", "CELL-STRUCK", "CELL-RAISED", "L1-10", "L1-11", "MARKS-"),
        "セルに書かれた文字のほかに、人が付けた印も見ます。色や図形の意味は読めないので、言葉で書いてもらいます。",
    ),
    (
        "隠れた行・列・シート、結合したセル",
        ("HIDDEN-", "SHEET-", "L1-12", "L1-13", "L1-03"),
        "隠れていても書かれていれば、あることをお知らせします。どれが正しいかは決めません。",
    ),
    (
        "見えている文字と中の値が違うとき",
        (
            "CELL-SHOWN",
            "CELL-UNSEEN",
            "CELL-VOLATILE",
            "CELL-ERROR",
            "CELL-NOT",
            "ANSWER-FORMULA",
            "ANSWER-DATE",
        ),
        "たとえば、中の値が 2023/1/1 でも表示形式で「2023年度」と見せているセルは、見えているほうを人の答えとみて、"
        "違いがあるときは尋ねます。",
    ),
    (
        "答えを変える添え書き",
        ("HEAD-NOTE", "PRINT-NOTE", "REASON-", "ANSWER-COMMENT", "ANSWER-LAST", "PREVIOUS-", "DATE-"),
        "「訂正します」「前年度の回答を記載」のような添え書きは、答えを書き換えずに、答えと並べてお知らせします。",
    ),
    (
        "どこの市町村のものか",
        ("TOWN-", "FILE-NAME", "MUNI-"),
        "調査票の中の名前・コード・控え・ファイルの名前がそろって1つの市町村を指すときだけ取り込みます。",
    ),
    (
        "あとから届いたもの",
        ("RETURN-", "STATUS-DIS", "STATUS-NOT", "STATUS-VAN", "TOTAL-"),
        "先に届いたものは消さずに控えとして残します。あとのものが一部だけのときや、食い違うときは、どちらを使うか尋ねます。",
    ),
    (
        "ファイルの形と文字コード",
        ("FILE-", "ZIP-", "TEXT-", "CODE-", "L1-14", "L1-15", "FORM-CSV", "FORM-COPIED", "NOT-A"),
        "拡張子でなく中身を見ます。読める形は Excelブック（.xlsx、.xlsm、.xls）と CSV です。",
    ),
)
