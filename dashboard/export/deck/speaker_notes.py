"""What stands under a slide for whoever presents it: source, definition, and what may be asked with its answer."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, Number, Paragraph, Part, Text, owned
from dashboard.words import words

NAME = "ノート"
SOURCE, MEANING, QUESTION, ANSWER = "【出典】", "【定義】", "問　", "答　"
Line = tuple[Part, ...]
STATES: Line = (
    f"{MEANING}「予定」は、移行準備事業を実施しているか、開始する年度を決めている市町村です。"
    "未回答とデータなしは「予定なし」に数えません。",
)
SO_FAR: Line = (
    f"{MEANING}「{words.KNOWN_SO_FAR}」は、公表された合計がなく、市町村の公表や回答で確かめた数です。合計ではありません。",
)
# By view: the definition, then question and answer by turns. What the data say is added by _counts.
SAID: dict[str, tuple[Line, ...]] = {
    "summary": (STATES,),
    "status_map": (
        STATES,
        (f"{QUESTION}右上の灰色の島は何か。",),
        (f"{ANSWER}北方領土の6村です。集計の対象にしていません。",),
    ),
    "status_bars": (
        STATES,
        (f"{QUESTION}市町村の数の違う振興局を比べてよいか。",),
        (f"{ANSWER}棒の長さは市町村の数です。振興局ごとの割合や優劣を示すものではありません。",),
    ),
    "rollout": (
        (f"{MEANING}実施率は、実施市町村数÷全市町村数です。全国の分母は市区町村です。",),
        (f"{QUESTION}令和6年度より後の北海道の率が、全国ほど伸びていないのはなぜか。",),
        (
            f"{ANSWER}令和6年度より後は公表された合計がなく、{words.KNOWN_SO_FAR}だけを数えています。伸びの違いとしては比べられません。",
        ),
    ),
    "flow": (
        (
            f"{MEANING}「進展」は予定なし→検討→予定→実施の向きに移ったもの、「見直し」はその逆です。前の年度の資料がない市町村は、名簿のすべてから実施していないとわかり、いま実施している場合だけ入れています。",
        ),
        (f"{QUESTION}見直した市町村は、取組をやめたのか。",),
        (
            f"{ANSWER}実施は市町村の任意の事業で、検討の結果、時期や方針を改めたものです。理由は市町村ごとに確かめる必要があります。",
        ),
    ),
    "barriers": (
        (
            f"{MEANING}割合は、課題を尋ねられて答えた市町村に対するものです（複数回答）。答えた市町村が少ない規模は図に入れず、どの規模も少なければ、規模に分けずに市町村数を示します。",
        ),
        (f"{QUESTION}規模が課題の原因か。",),
        (f"{ANSWER}規模ごとの割合の違いを示すもので、原因を示すものではありません。",),
    ),
    "barrier_places": (
        (f"{MEANING}順位は「特に大きなもの」の設問で選ばれたものです。課題は複数回答です。",),
    ),
    "barrier_change": (
        (f"{MEANING}両方の年度に答えた市町村だけを比べています。",),
        (f"{QUESTION}続いている市町村数と、挙げた市町村数が違うのはなぜか。",),
        (f"{ANSWER}挙げた市町村には、今回新しく挙げた市町村も入ります。",),
    ),
    "slippage": (
        (
            f"{MEANING}市町村ごとに、初めて示した開始予定を1件と数えます。「遅れ」は、始めていないこと、または後ろの年度の予定を示す記録があるものです。",
        ),
        (f"{QUESTION}「わからない」は遅れているのか。",),
        (f"{ANSWER}予定の後の記録がないもので、遅れとは数えていません。",),
    ),
    "outlook": (
        (
            f"{MEANING}「予定どおりなら」は示された開始予定の合計、「これまでのとおりなら」はこれまでの遅れ方を当てはめたものです。",
        ),
        (f"{QUESTION}道の目標か。",),
        (
            f"{ANSWER}目標でも予測でもありません。市町村が示した予定の合計で、新たに予定を立てる市町村は入っていません。",
        ),
    ),
    "ranking": (
        (
            f"{MEANING}市町村の回答、参加の記録、公式統計から計算した、声をかける候補の目安です。区分の中に順はなく、優劣の評価ではありません。",
        ),
        (f"{QUESTION}市町村の評価か。",),
        (f"{ANSWER}評価ではありません。道から先に連絡する市町村を選ぶための内部の目安です。",),
    ),
    "returns": (
        (f"{MEANING}期限は調査票の回答期限です。取り込めなかったものは届いたものに数えません。",),
        (f"{QUESTION}届いていない市町村は予定なしか。",),
        (f"{ANSWER}予定なしとは数えていません。提出をお願いしています。",),
    ),
    "next_steps": (
        (
            f"{MEANING}対応は道の支援策のうち、市町村が挙げた課題に応えるものです（対応づけは仮のものを含みます）。",
        ),
    ),
}


def text(view: str, data: DeckData, source: str) -> Text:
    """The notes of a slide."""
    lines: list[Line] = [(f"{SOURCE}{source}。{data.as_of_words}までに把握した内容。",)]
    lines += SAID.get(view, ())
    if view in ("summary", "status_map", "status_bars"):
        lines += _counts(data)
    if not data.is_complete and view in ("summary", "status_map", "status_bars", "flow"):
        lines.append(SO_FAR)
    return Text(
        owned(NAME, view), Box(0, 0, 0, 0), tuple(Paragraph(line, size=0) for line in lines), role="notes"
    )


def _counts(data: DeckData) -> list[Line]:
    some: list[Part] = []
    nobody: list[Part] = []
    for group in data.groups.to_dict("records"):
        code, label = str(group["code"]), str(group["label_ja"])
        number = len(data.codes(code))
        if code != "implementing" and number:
            some += [
                "" if not some else "、",
                f"{label}が",
                Number(f"group.{code}", number, words.count(number)),
            ]
            some.append("市町村")
        elif code != "implementing" and not data.is_unknown(code):
            of = "の" if code == "no_data" or data.is_settled(code) else "とわかっている"
            nobody += [f"{label}{of}市町村は", Number(f"group.{code}", 0, "ありません"), "。"]
    if not some:
        return []
    return [(f"{QUESTION}実施していない市町村の内訳は。",), (ANSWER, *some, "です。", *nobody)]


def draw(slide: Any, element: Text) -> Any:
    """Write the notes; those that people wrote stay, and then there are none of ours."""
    from dashboard.export.deck.ink import write  # python-pptx comes with the first deck, not with the server

    frame = slide.notes_slide.notes_text_frame
    if frame is None or frame.text.strip():
        return None
    shape = slide.notes_slide.notes_placeholder
    shape.name = element.name
    write(shape.text_frame._txBody, element.paragraphs, element.name, "")
    return shape
