"""What is said of free text that people have coded."""

from __future__ import annotations

from dashboard.planning.text_codes import NEAR, Agreement
from dashboard.services.text_codes import CodedText, TextCoding
from dashboard.words import words

TITLE = "自由記述の分類"
NONE = "分類がまだありません。分類の名前と手がかりの言葉を書き入れると、当てはまりそうな回答を示します。"
HOW = {"exact": "言葉がある", "near": "似た言葉がある"}
STANDING = {
    "confirmed": "当てはまる",
    "refused": "当てはまらない",
    "split": "意見が分かれた",
    "open": "まだ確かめていない",
}
ALL_ALIKE = "2人とも全部に同じ答えのため、偶然の一致と区別できません"


def summary(made: TextCoding) -> list[str]:
    if not made.codes:
        return [NONE]
    texts = len(next(iter(made.texts.values())))
    if not texts:
        return ["この条件に自由記述の回答はありません。"]
    counted = {
        state: sum(len(made.of(code.code_id, state)) for code in made.codes)
        for state in ("confirmed", "refused", "split", "open")
    }
    proposed = sum(one.proposal is not None for code in made.codes for one in made.of(code.code_id, "open"))
    said = [
        f"自由記述{words.count(texts)}件に分類{words.count(len(made.codes))}つを当てた延べ{words.count(texts * len(made.codes))}件のうち、"
        f"人が「当てはまる」と確かめたのは{words.count(counted['confirmed'])}件です"
        "（1つの回答が2つの分類に当てはまることがあります）。数えるのは確かめたものだけで、提案は数えません。",
        f"「当てはまらない」と確かめたのは{words.count(counted['refused'])}件、意見が分かれたのは{words.count(counted['split'])}件、"
        f"まだ確かめていないのは{words.count(counted['open'])}件（うち提案があるのは{words.count(proposed)}件）です。",
    ]
    if made.changed:
        said.append(
            f"確かめた後に変わった回答{words.count(made.changed)}件は、前の回答を確かめた結果を使いません。"
        )
    return said


def agreement(one: Agreement) -> str:
    first, second = one.coders
    start = f"{first}と{second}がどちらも確かめた{words.count(one.pairs)}件のうち、同じ答えは{words.count(one.alike)}件"
    if one.kappa is None:
        return f"{start}（{ALL_ALIKE}）。"
    few = "。件数が少ないため目安です" if one.pairs < words.SMALL else ""
    return f"{start}（偶然の一致を除いた一致度 κ＝{minus(words.decimal(one.kappa, 2))}{few}）。"


def minus(text: str) -> str:
    """−0.20, as it is written elsewhere."""
    return (
        f"−{text.removeprefix('-')}" if text.startswith("-") and text != "-0.00" else text.removeprefix("-")
    )


def line(made: TextCoding, code_id: str) -> str:
    """「人手」は12件（11市町村）."""
    label = next(code.label for code in made.codes if code.code_id == code_id)
    number = len(made.of(code_id, "confirmed"))
    return f"「{label}」と確かめたのは{words.count(number)}件（{words.count(made.towns(code_id))}市町村）。"


def why(one: CodedText) -> str:
    """Why it is proposed, and who said what."""
    proposed = f"{HOW[one.proposal.how]}（{one.proposal.phrase}）" if one.proposal else "提案なし"
    said = "、".join(
        f"{judged.coder}「{STANDING['confirmed' if judged.fits else 'refused']}」" for judged in one.judged
    )
    return f"{proposed}　{said}" if said else proposed


METHOD = (
    f"提案: 分類の手がかりの言葉が、そのまま回答にあるもの（全角・半角と空白の違いは除きます）。なければ、言葉の2文字ずつの並びの{words.share_of(NEAR)}以上が回答にあるもの（3文字以上の言葉だけ）。提案は手がかりで、正しさは確かめていません。",
    "数える決まり: 確かめた人がすべて「当てはまる」とした回答だけを、分類ごとに数えます。意見が分かれたものは数えません。答えた市町村の割合は、自由記述が任意のため示しません。",
    "一致度: κ =（一致した割合 − 偶然に一致する割合）÷（1 − 偶然に一致する割合）（Cohen 1960）。2人がどちらも確かめた回答と分類の組で計算します。2人目の確かめは任意です。",
    "仮定: 書かれていないことは「ない」ではありません。回答が変わると、確かめた結果は使いません。",
)
