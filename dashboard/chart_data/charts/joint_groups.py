"""Small towns that might begin together: a row a group and function, and the few groups on a slide."""

from __future__ import annotations

from dashboard.chart_data import joint_recount, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_joint
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning.joint_groups import JointGroup, Recovery
from dashboard.planning.spec import joint_rules
from dashboard.services import joint_groups
from dashboard.views import joint_words as say
from dashboard.words import raw_files


def numbers(request: TableRequest) -> ChartTable:
    """One row per function that a town of an option lacks, with who has it and the cell. Raises NoNumbersError."""
    made, known = joint_groups.joint_groups(request.reader), say.names(request.reader)
    if not made.options:
        raise NoNumbersError(say.summary(made)[0])
    answers = {
        (row["municipality_code"], row["question_id"]): row
        for row in records(joint_groups.answers(request.reader))
    }
    columns = (
        table.text("組", "隣り合う小規模市町村"),
        table.whole("役場間の最長", "分", "推計（登録した道路の移動時間があればそれ）"),
        *table.MUNICIPALITY,
        table.text("ない機能"),
        table.text("回答"),
        *table.year("回答の年度"),
        table.text("組の中である市町村"),
        table.text("同じ枠組み"),
        table.text("セル"),
    )
    cells, fictional = [], []
    for one in made.options:
        for town, name, having in one.filled:
            row = answers[town, name]
            cells.append(
                (
                    say.heading(one, known),
                    int(one.minutes),
                    town,
                    known.towns[town],
                    known.functions[name],
                    row["option_label"],
                    *table.years(int(row["fiscal_year"])),
                    say.having(name, having, known),
                    say.shared_bodies(one, known),
                    raw_files.of_row(row),
                )
            )
            fictional.append(bool(row["is_synthetic"]))
    return table.chart_table(columns, cells, fictional, (SOURCE, *say.summary(made)))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    made, known = joint_groups.joint_groups(request.reader), say.names(request.reader)
    said = {
        one.towns[0]: (
            say.heading(one, known),
            f"{say.examples(one, known)}（{say.years(one, known)}の回答）",
            say.shared_bodies(one, known),
            known.of(one.beside),
        )
        for one in made.options
    }
    synthetic = joint_groups.is_synthetic(request.reader)
    checked = " ".join(say.recovery(made.recovery))
    return slide_joint.slide(request.data, made, said, checked, stage, synthetic=synthetic)


def recount_joint(context: RecountContext, key: str) -> float | str:
    """By the tree of another method from rows read anew; see joint_recount."""
    kind, _, first = key.removeprefix("joint_").partition(".")
    found = joint_recount.again(context)
    counts = {
        "towns": len(found.small),
        "count": len(found.groups),
        "options": len(found.options()),
        "answered": len({town for town, _ in found.answers} & set(found.small)),
        "useful": sum(bool(found.filled(group)) for group in found.groups),
    }
    if kind in counts:
        return counts[kind]
    known = say.names(context.reader)
    if kind == "checked":
        return _checked(found)
    group = next(group for group in found.options() if group[0] == first)
    filled = found.filled(group)
    bodies = {
        name: both
        for name, has in found.bodies.items()
        if len(both := tuple(code for code in group if code in has)) > 1
    }
    beside = tuple(sorted({other for code in group for other in found.beside[code]} & found.work))
    one = JointGroup(group, found.longest(group), tuple(filled), bodies, beside)
    words_of = {
        "names": known.of(group),
        "examples": f"{say.examples(one, known)}（{say.years(one, known)}の回答）",
        "bodies": say.shared_bodies(one, known) or slide_joint.NONE,
        "beside": known.of(beside) or slide_joint.NONE,
    }
    return {"minutes": one.minutes, "filled": len(filled)}.get(kind) or words_of[kind]


def _checked(found: joint_recount.GroupsAgain) -> str:
    """The sentence of the check, its numbers counted by hand."""
    recovery = None
    if found.bodies:
        small = set(found.small)
        judged = [
            has & small for has in found.bodies.values() if 2 <= len(has & small) <= joint_rules().most_towns
        ]
        most = [max(len(has & set(group)) for group in found.groups) for has in judged]
        pairs = [(a, b) for a in found.small for b in found.beside[a] if b in small and a < b]
        inside = {pair for pair in pairs if any({*pair} <= has for has in judged)}
        same = {pair for pair in pairs if any({*pair} <= set(group) for group in found.groups)}
        recovery = Recovery(
            len(judged),
            sum(number > len(has) / 2 for number, has in zip(most, judged, strict=True)),
            len(inside),
            len(inside & same),
            len(pairs) - len(inside),
            len(same - inside),
        )
    return " ".join(say.recovery(recovery))


SOURCE = f"{ANSWERS}（機能の回答）と移動時間の推計、登録された枠組みからの計算（画面「働きかけ」）"
KINDS = (
    "towns",
    "answered",
    "count",
    "useful",
    "options",
    "names",
    "minutes",
    "filled",
    "examples",
    "bodies",
    "beside",
    "checked",
)
CHART = Chart(
    slide_joint.VIEW,
    slide_joint.TITLE,
    source=SOURCE,
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((f"joint_{kind}" for kind in KINDS), recount_joint),
    is_in_briefing=False,
)
