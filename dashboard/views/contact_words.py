"""What is said of contacts and what came after them. No word of cause without a draw."""

from __future__ import annotations

from dashboard.planning.contact_effect import Difference
from dashboard.services.contact_effect import ContactEffect
from dashboard.words import words

TITLE = "連絡の後に進んだか"
SIDES = {
    "observed": ("連絡した市町村", "連絡しなかった市町村"),
    "placebo": ("翌年に連絡した市町村", "しなかった市町村"),
    "by_lot": ("くじで早い組", "くじで遅い組"),
}
LABELS = {"observed": "連絡の後", "placebo": "連絡の前の年（確かめ）", "by_lot": "くじで順番を決めた計画"}
METHOD = (
    "数えるのは、続く2つの年度に状態の記載があり、まだ進む余地のある市町村です（年度ごとに1つと数えます）。前の記載の後、次の記載までに連絡の記録があれば「連絡した」とします。"
    "進んだとは、予定なし→検討→予定→実施の順に1つ以上上がったことです。",
    "割合は、前の年度の末に知っていたことによる候補の区分（A・B・C）の中で比べ、区分ごとの差を重みづけて平均します（マンテル・ヘンツェルの重み）。幅は95％（ニューコム 1998 の方法）です。",
    "「連絡の前の年」は、連絡する前からあった差です。ここにも差があれば、連絡した後の差は連絡のためとは言えません。",
    "計画の「順番をくじで決める」を使うと、早く連絡する組と遅い組の違いは偶然だけになり、次の回答で公平に比べられます（くじの番号を記録に残します）。くじのとおりに連絡したかどうかにかかわらず、くじの組で比べます。",
)


def sentences(made: ContactEffect) -> list[str]:
    """Each comparison that there is, then what is missing."""
    said = [sentence(kind, part) for kind, part in made.parts.items() if part.difference is not None]
    if not made.contacted:
        said.append("連絡の記録がまだありません。市町村カルテか計画で連絡を記録すると、次の回答と比べます。")
    elif made.waiting:
        said.append(
            f"連絡を記録した{words.count(made.contacted)}市町村のうち{words.count(made.waiting)}は、その後の回答がまだありません。"
        )
    if made.contacted and made.observed.difference is None:
        said.append(
            "続く2つの年度の回答が、同じ区分の連絡した市町村としなかった市町村の両方にそろうと比べられます。"
        )
    if made.by_lot.difference is None and made.draws:
        said.append(
            f"くじで決めた計画が{words.count(made.draws)}あります。次の調査の回答が入ると、早い組と遅い組を比べます。"
        )
    return said


def sentence(kind: str, part: Difference) -> str:
    """連絡した市町村のうち進んだのは3／10、…。差は12ポイント（95％の幅 −5〜28）。…."""
    whole, sides = part.whole, SIDES[kind]
    return (
        f"{LABELS[kind]}: 進んだのは（市町村と年度の延べ）、{sides[0]}で{words.count(whole.advanced)}／{words.count(whole.towns)}、"
        f"{sides[1]}で{words.count(whole.advanced_without)}／{words.count(whole.towns_without)}。"
        f"区分をそろえた差は{points(part.difference)}ポイント（95％の幅 {points(part.low)}〜{points(part.high)}）。{verdict(kind, part)}"
    )


def verdict(kind: str, part: Difference) -> str:
    """Whether the difference is more than chance; of cause only where the order was drawn."""
    low, high = (words.half_up(100 * (edge or 0.0)) for edge in (part.low, part.high))
    is_apart = low > 0 or high < 0  # as it is shown: no interval that reads 0〜28 is apart from 0
    if not is_apart:
        return "偶然と区別できません。"
    if kind == "by_lot":
        return "順番はくじで決めたので、早い組に入ったことによる違いと言えます。"
    if kind == "placebo":
        return "連絡する前から違いがあり、連絡した後の差は連絡のためとは言えません。"
    return "偶然だけとは言えない差ですが、連絡する市町村は人が選んだため、連絡のためとは言えません。"


def points(share: float | None) -> str:
    """12 or −5, of a share between −1 and 1."""
    text = words.decimal(100 * (share or 0.0))
    return f"−{text.removeprefix('-')}" if text.startswith("-") and text != "-0" else text.removeprefix("-")
