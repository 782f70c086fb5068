"""Small towns that might begin together: a table of the few groups with their reasons."""

from __future__ import annotations

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.planning.joint_groups import JointGroups
from dashboard.words import words

VIEW = "joint_groups"
TITLE = "広域で始める組の候補"
NONE = "―"


def slide(
    data: DeckData,
    made: JointGroups,
    said: dict[str, tuple[str, str, str, str]],
    checked: str,
    stage: Stage,
    *,
    synthetic: bool,
) -> Slide:
    """said: by first town of an option its towns, examples of functions, joint bodies and neighbours that implement, in words;
    checked: how far the groups follow what exists.
    """
    if not made.options:
        return frame.absent(
            VIEW,
            f"{TITLE}: まだ挙げられません",
            "隣どうしで機能を補い合うとわかる組がありません。",
            "調査票の「機能」の回答がそろうと、ここに示します。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.72),
            ("組", "役場間（最長）", "補い合う機能", "例", "同じ枠組み", "隣の実施市町村"),
            tuple(
                _row(one.towns[0], one.minutes, len(one.filled), said[one.towns[0]]) for one in made.options
            ),
            (2.4, 1.1, 1.1, 4.0, 1.8, 1.4),
            12,
            "広域で始める組の候補の表。市町村、役場間の最長の時間、補い合う機能の数と例、同じ枠組み、隣の実施市町村",
        )
    )
    lines: list[tuple[Part, ...]] = [
        (
            "人口が少なく、実施しているとわかっていない",
            frame.count("joint_towns", len(made.towns)),
            "市町村（うち機能の回答があるのは",
            frame.count("joint_answered", made.answered),
            "）を、隣り合い冬でも近い",
            frame.count("joint_count", len(made.groups)),
            "組に分けた。補い合う機能のある",
            frame.count("joint_useful", made.useful),
            "組から、多いものを行政順に挙げた。"
            if made.useful > len(made.options)
            else "組を行政順に挙げた。",
            "点や順位はつけていない。協力する意思は調べていない。",
        ),
        (Number("joint_checked", 0, checked),),
    ]
    place = box._replace(y=box.y + box.h * 0.74, h=box.h * 0.26)
    return frame.content(
        VIEW,
        (f"{TITLE}: 隣どうしで機能を補い合う", frame.count("joint_options", len(made.options)), "組"),
        (table, frame.bullets(VIEW, "要点", place, lines, size=13)),
        data,
        stage,
        "市町村の調査票（機能）と移動時間の推計、登録された枠組み（画面「働きかけ」）",
        synthetic=synthetic,
        scope="全道",
    )


def _row(first: str, minutes: float, filled: int, said: tuple[str, str, str, str]) -> Row:
    towns, examples, bodies, beside = said
    return Row(
        first,
        (
            Cell((Number(f"joint_names.{first}", 0, towns),), bold=True),
            Cell((Number(f"joint_minutes.{first}", minutes, words.count(minutes)), "分"), "right"),
            Cell((frame.count(f"joint_filled.{first}", filled), "件"), "right"),
            Cell((Number(f"joint_examples.{first}", 0, examples),)),
            Cell((Number(f"joint_bodies.{first}", 0, bodies or NONE),)),
            Cell((Number(f"joint_beside.{first}", 0, beside or NONE),)),
        ),
    )
