"""Acts that ask more of a person than the page on which they stand: by input, in the words of the audit.

An input has its need only together with its words, so nothing that writes can stand in the audit by an id.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.access.roles import Need

TAKEN_BACK = "{what}を取り消す"
BROUGHT_BACK = "{what}を元に戻す"
FILLED_IN = "登録の内容を書き入れる"


def _removable(names: dict[str, str]) -> dict[str, str]:
    """names: by what their ids begin with, the records that can be taken back and brought back."""
    return {
        f"{begins}-{ends}": words.format(what=what)
        for begins, what in names.items()
        for ends, words in (("remove", TAKEN_BACK), ("undo", BROUGHT_BACK))
    }


ACTS: dict[Need, dict[str, str]] = {
    Need.PERSONAL: {
        "figure-note-asked": "図の注記の窓を開く",
        "correct-asked": "値の訂正の窓を開く",
    },
    Need.ENTER: {
        "figure-note-save": "図の注記を記録する",
        "programme-case-save": "事例を加える",
        "programme-wording-save": "事業の説明の言葉を直す",
        "code-save": "自由記述の分類を記録する",
        "code-judge": "自由記述の分類の候補を判断する",
        "target-save": "目標を記録する",
        "event-save": "できごとを加える",
        "plan-add": "計画に入れる",
        "route-make": "訪問の経路を作る",
        "editor-save": "計画の記録を保存する",
        "editor-remove": "計画の記録を取り除く",
        "log-save": "対応を記録する",
        "log-clear": "対応の書きかけを消す",
        "lot-draw": "くじを引く",
        "amount-save": "人口1人当たりの額を記録する",
        "settlement-save": "市町村の決算額を記録する",
        "known-save": "設問を加える",
        "form-cell-save": "国の様式のセルに入れるものを決める",
        "support-save": "支援の区分を記録する",
        **_removable(
            {
                "figure-note": "図の注記",
                "programme": "事例・言葉の直し",
                "text-code": "自由記述の分類",
                "target": "目標",
                "event": "できごと",
                "record": "計画の記録",
                "what-if-amount": "額の記録",
                "known": "加えた設問",
                "state-form": "国の様式",
                "form-cell": "国の様式のセルに入れるもの",
                "support": "支援の区分",
            }
        ),
    },
    Need.DECIDE: {
        "build-data": "データを作る",
        "correct-save": "値の訂正を記録する",
        "correct-back": "値の訂正を取り消す",
        "survey-want": "調査票の設計を保存・出力する",
        "form-remove": "調査票の設計を取り除く",
        "form-restore": "調査票の設計を元に戻す",
        "office-save": "差出人を保存する",
        "addresses-came": "宛先のファイルを読む",
        "addresses-keep": "宛先をファイルから入れる",
        "addresses-undo": "宛先を元に戻す",
        "addresses-grid": "宛先を直す",
        "addresses-fill": "宛先を前回の回答から埋める",
        "forms-make": "調査票を作る",
        "sent-save": "送ったと記録する",
        "sent-turn": "送った記録を取り消す・元に戻す",
        "intake-receive": "調査票を受け取り、データに反映する",
        "copies-make": "赤ペン入りの写しをまとめて作る",
        "decide-load": "確かめるファイルを取り込む",
        "decide-aside": "確かめるファイルを保留する",
        "decide-held": "保留したファイルの扱いを決める",
        "redate": "受領日を直す",
        "register-batch": "登録するファイルを調べる",
        "register-file": "登録するファイルを選ぶ",
        "register-kind": "登録する資料の種類を選ぶ",
        "register-as-of": FILLED_IN,
        "register-coverage": FILLED_IN,
        "register-activity": FILLED_IN,
        "register-meeting-title": FILLED_IN,
        "register-meeting-on": FILLED_IN,
        "register-meeting-measure": FILLED_IN,
        "register-title": FILLED_IN,
        "register-received-on": FILLED_IN,
        "register-from": FILLED_IN,
        "register-heading": FILLED_IN,
        "register-do": "資料を登録する",
        "source-act": "登録した資料を取り消す・元に戻す・直す",
        "heading-forget": "覚えた見出しの意味を忘れる",
    },
    Need.APPROVE: {"round-enter": "調査の区切りを付ける"},
    Need.MANAGE: {
        "backup-make": "控えを保存する",
        "backup-batch": "控えの中身を見る",
        "backup-before": "戻す前の控えの中身を見る",
        "backup-unlock": "控えを開く",
        "backup-restore": "控えに戻す",
    },
}
# Of an input that stands for several acts, one for each state that it enters.
STATES = {
    "open": "調査を受付中に戻す",
    "preliminary": "調査を速報にする",
    "final": "調査を確定する",
}
WORDS = {name: words for named in ACTS.values() for name, words in named.items()}


def in_words(acts: Iterable[tuple[str, str]]) -> str:
    """acts: names of the inputs of a callback, each with the state that it enters, "" where it enters none."""
    return "、".join(dict.fromkeys(STATES.get(state, WORDS[name]) for name, state in acts))
