"""What is said of a municipality that another official source names, or does not name, as implementing."""

from __future__ import annotations

# State → sign and words, disagreement first.
STATES = {
    "differ": ("!", "違い（別の資料では実施、こちらでは別の状態）"),
    "named_unknown": ("?", "別の資料だけが実施としている（こちらに資料がない）"),
    "not_named": ("−", "こちらは実施、別の資料では実施と読めない"),
    "agree": ("✓", "一致（どちらも実施）"),
}
NONE = (
    "実施市町村の載った別の資料（保険者ごとの事業の支払額、国や道のページの一覧など）は、まだ登録されていません。"
    "「登録」で入れると、こちらの状態と並べて示します。"
)
UNCHANGED = (
    "別の資料は、こちらの状態を変えません。違うところは、資料か市町村に確かめ、"
    "市町村カルテの「訂正」で直すか、実施状況の名簿を登録してください。"
)
