"""What the heading of a column in a returned sheet says: this year's answer, an earlier one, a reason, or something else.

A column is only ever read as what its heading says, never for where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from etl import fiscal_year as years

Role = Literal["number", "label", "answer", "earlier", "elsewhere", "reason", "other"]
"""earlier: an answer of another survey; elsewhere: an example or a reference; other: a word of the town's own."""

_YEAR = re.compile(
    r"(?:令和|平成|[RrHh])(?:元|\d{1,2})(?:年度|年|[./]\d{1,2}[./]\d{1,2})?(?:\d{1,2}月\d{1,2}日)?|(?:19|20)\d{2}(?:年度|年)?"
)
_BRACKETED = re.compile(r"[(\[【〔〈《「『][^()\[\]【】〔〕〈〉《》「」『』]*[)\]】〕〉》」』]")
_EARLIER = re.compile(r"前年|前々年|昨年|一昨年|去年|前回|前度|旧")
_ELSEWHERE = re.compile(
    r"参考|記入例|回答例|入力例|例示|見本|サンプル|ひな[型形]|(?:訂正|修正|変更)前|次年|来年|翌年|次回|選択肢"
)
_THIS_YEAR = re.compile(r"(?:今年度|本年度|当年度|今年|本年|今回|現在|時点|最新|(?:訂正|修正|変更)後)の?")
_OWN = re.compile(r"(?:当|本|貴)?(?:市町村|市|町|村)の?")
_ANSWER = re.compile(
    r"(?:ご|御)?(?:回答|答え|記入|入力|お答え)(?:の)?(?:欄|列|内容)?(?:を|は)?(?:こちら|ここ)?(?:に|へ|から)?"
    r"(?:(?:ご|御)?(?:記入|入力|選択|回答)(?:して)?(?:ください|下さい|願います)?)?"
)
_REASON = re.compile(
    r"(?:変わった|変更の?|変更した|変化の?)?(?:理由|事由)(?:[・･、/]?(?:補足|説明|備考))?(?:欄)?|(?:理由[・･、/]?)?補足(?:説明|事項)?(?:欄)?"
)
_AROUND = "※*:：・･、。.,!●○◎◇◆□■△▲▼▶→↓"


@lru_cache(maxsize=4096)
def role_of(heading: str, fiscal_year: int) -> Role | None:
    """The role of a heading (given as plan.key) in the form of a fiscal year; None for an empty one.

    With another year, 前年度, 前回, 参考 or 記入例 anywhere in it, it is no answer of this year, whatever else it says.
    """
    if not heading.strip(_AROUND):
        return None
    if heading in ("問", "番号", "問番号", "No", "No."):
        return "number"
    if heading in ("設問", "質問", "設問文", "項目", "設問内容"):
        return "label"
    if _EARLIER.search(heading):
        return "earlier"
    named = {year for text in _YEAR.findall(heading) if (year := years.parse(text).fiscal_year) is not None}
    if any(year != fiscal_year for year in named):
        return "earlier" if min(named) < fiscal_year else "elsewhere"
    if _ELSEWHERE.search(heading):
        return "elsewhere"
    rest = heading if _BRACKETED.fullmatch(heading) is None else heading[1:-1]
    while (shorter := _BRACKETED.sub("", rest)) != rest:
        rest = shorter
    rest = _YEAR.sub("", rest).strip(_AROUND)
    if _REASON.fullmatch(rest):
        return "reason"
    is_this_year = bool(named) or _THIS_YEAR.search(rest) is not None
    rest = _OWN.sub("", _THIS_YEAR.sub("", rest), count=1).removeprefix("の").strip(_AROUND)
    if _ANSWER.fullmatch(rest) or (is_this_year and not rest):
        return "answer"
    return "other"


def without_year(heading: str) -> str:
    """A heading without the year that it names and what stands around it: 専任（R4） → 専任."""
    bare = _YEAR.sub("", unicodedata.normalize("NFKC", heading))
    return re.sub(r"[(\[【〔〈《「『]\s*(?:の|現在|時点|分|末)?\s*[)\]】〕〉》」』]", "", bare).strip(
        _AROUND + " 　の"
    )
