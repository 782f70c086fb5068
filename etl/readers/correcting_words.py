"""Words by which a comment or a note takes back or changes what is written in the cells: 訂正, 取消, → , 5人に."""

from __future__ import annotations

import re

from etl.names import normalise

_CHANGES = re.compile(
    r"訂正|修正|改め|誤り|誤記|誤字|誤って|間違|まちがい|取り?消|取り?下げ|撤回|差し?替|置き?換え|書き?換え|"
    r"正しくは|正[:は]|ではなく|でなく|じゃなく|延期|中止|廃止|前倒し|変更|変わりました|変わります|"
    r"(?:この|上記|本)?(?:回答|記載|欄|セル)?は?無効|無視して|(?:使わ|数え|読ま)ないで|削除|不要です|"
    r"(?:前年度?|昨年度?|前回)の?(?:回答|内容|数値?|調査票?)*(?:を|で)?(?:記載|転記|記入|入力|流用|コピー)|"
    r"が正(?:しい|です|$)|取り?止め|取りやめ|休止|辞退|キャンセル|欠席|未提出|(?:末|限り)で終了|をもって終了|"
    r"(?:昨年度?|前年度?|去年|前回|(?:令和|R)\d+(?:年度?)?)の(?:値|人数|数値|数字|数|データ|まま)|"
    r"再提出|最新版|(?:仮|暫定)の?(?:回答|値|数)|未確定|確定前|決裁前|"
    r"[→⇒➡➔⟶▶►]|->|=>|こと[にと](?:なり|し)ま|増員|減員|\d(?:人|名)[増減]"
)
# 5人に, 令和6年度に, 終了に, ○に: the new value, before に or へ.
_BECOMES = re.compile(
    r"(?:\d+(?:[.,]\d+)?(?:人|名|回|件|箇所|か所|ヶ所|%|年度?|月|日)?|○|×|終了|実施中|未実施|予定なし|あり|なし|ある|ない|未定)(?:に|へ)"
    r"(?:$|[。、!]|(?:直|変|訂|修|な[りっるしつ]|し(?:ます|て|た)|お願い|してください))"
)
# A remark that is nothing but another answer: 5, 5人, ○, 終了です, 令和6年度から, behind the name of who wrote it.
_ANSWER = re.compile(
    r"(?:[^:]{1,20}:)?(?:\d+(?:人|名|回|件|%)?|[○×✓✔☑レ]|終了|実施中|実施予定|検討中|未実施|移行準備中?|予定なし|あり|なし|ある|ない"
    r"|有|無|未定|(?:令和|r|20)\d{1,2}年?度?(?:から|より)?(?:実施|開始)?(?:予定)?)(?:です|でした)?。?",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"訂正|正しくは|取り?消し|取り?下げ|差し?替え|誤記|書き?間違")
_OF_LAST_YEAR = re.compile(r"前年|昨年|前回|去年|(?:R|令和)\d+(?:年度?)?の", re.IGNORECASE)
_OF_ANOTHER_ROUND = re.compile(
    r"(?:前年|昨年|去年|前回)度?の?(?:調査票|様式|用紙|ファイル|回答|値|数値|もの|分|データ)|使わないで|使用しないで|旧版"
)
_WITHDRAWN = re.compile(r"使わない|使用しない|使用不可|旧版|無効|差し?替え?前|修正前|訂正前|没")
_NOTHING_CHANGED = re.compile(
    r"(?:(?:訂正|修正|変更|誤り|間違い|取消|削除|差替え?)(?:箇所|点|事項|内容|等|など)*(?:は|も|が|の必要は)?)"
    r"(?:特に)?(?:なし|無し|ない|無い|ありません|ございません|なく|不要|していません|しておりません)"
)


def changes_an_answer(text: str) -> bool:
    """Whether a remark may change what an answer says. 変更なし and 訂正箇所はありません change nothing."""
    plain = _NOTHING_CHANGED.sub("", normalise(text))
    return _CHANGES.search(plain) is not None or _BECOMES.search(plain) is not None


def is_an_answer(text: str) -> bool:
    """Whether a comment on a cell is itself a value, which then stands against the one in the cell."""
    return _ANSWER.fullmatch("".join(normalise(text).split())) is not None


def corrects_the_answer(text: str) -> bool:
    """Whether a reason for a change corrects this year's answer (終了に訂正); 前年度の誤りを訂正 explains last year's."""
    plain = _NOTHING_CHANGED.sub("", normalise(text))
    return _CORRECTS.search(plain) is not None and _OF_LAST_YEAR.search(plain) is None


def speaks_of_another_round(text: str) -> bool:
    """Whether a note says that what it stands on is of another survey, or not to be used: 昨年度の調査票, 旧版."""
    return _OF_ANOTHER_ROUND.search(normalise(text)) is not None


def withdrawn_word(text: str) -> str:
    """The word by which a name or a note says that a file is no longer of use: 差替前, 無効; "" where none does."""
    found = _WITHDRAWN.search(text)
    return found[0] if found is not None else ""
