"""The columns of the tables that are published of a round, with what each means: the definitions of the set."""

from __future__ import annotations

from dashboard.export.table_shape import REAL, SYNTHETIC, Column

STATUS_TABLE, ANSWER_TABLE = "実施状況_市町村別", "回答_市町村別"
TOWN = (
    Column("標準地域コード", "municipality_code", "text", "", "5桁の文字。先頭の0を落とさない"),
    Column("市町村名", "name", "text", "", "正式な名前"),
    Column("振興局", "subprefecture_name", "text", "", "（総合）振興局の名前"),
)
FORM_VERSION = Column(
    "様式",
    "form_version",
    "text",
    "",
    "回答した調査票の版（途中で様式を変えた調査では、市町村によって違う）",
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    STATUS_TABLE: (
        *TOWN,
        Column("実施状況", "status_label", "text", "", "その年度の状態"),
        Column(
            "開始年度（西暦）",
            "start_fiscal_year",
            "integer",
            "年度",
            "始めた、または始める予定の年度の最初の年。記載された年度が実施状況と食い違うとき"
            "（実施予定なしなのに年度がある、実施中なのに先の年度など）は空欄",
        ),
        Column(
            "根拠",
            "basis_said",
            "text",
            "",
            "実施状況を述べる資料。「この年度の資料」、この年度の資料がなく前の年度の記載を「継続とみなす」もの、"
            "「実施市町村の名簿」に載っていないこと、または「資料なし」",
        ),
        Column("調査票", "return_state", "text", "", "受領、または未着"),
        Column("受領日", "received_on", "date", "", "使っている調査票の受領日"),
        FORM_VERSION,
        Column(
            SYNTHETIC,
            "is_synthetic",
            "text",
            "",
            f"架空の回答などによるなら「{SYNTHETIC}」、そうでなければ「{REAL}」",
        ),
    ),
    ANSWER_TABLE: (
        *TOWN,
        FORM_VERSION,
        Column(
            "問", "number", "text", "", "調査票の問の番号（最後の様式による。様式によって違うことがある）"
        ),
        Column("設問コード", "question_id", "text", "", "年度をまたいで同じ設問を指す符号"),
        Column("設問", "wording", "text", "", "調査票の文言（最後の様式による）"),
        Column("選択肢コード", "option_code", "text", "", "選んだ選択肢の符号。選択肢のない設問では空"),
        Column("選択肢", "option_label", "text", "", "選んだ選択肢の言葉"),
        Column("答え", "value", "text", "", "数・年度・日付などの答え"),
        Column("順位", "rank", "integer", "", "順位を付ける設問の順位"),
        Column(
            "答えの状態",
            "answer_state",
            "text",
            "",
            "回答、未回答、未定、特になし、該当なし、読めない、記入しない設問（前の答えにより答えなくてよい）",
        ),
        Column(
            SYNTHETIC, "is_synthetic", "text", "", f"架空の回答なら「{SYNTHETIC}」、そうでなければ「{REAL}」"
        ),
    ),
}
