"""The table of messes by kind and medium: cells read right, reported, read wrong, lost, and right files accused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import messes_judged
from tests.etl.survey import messes_of_later_files, messes_of_sources, received
from tests.etl.survey.mess import KINDS, Judgement, Medium, Mess, Outcome, Told, judge

COLUMNS = ("通り", "正しく読めた", "報告した", "黙って誤った", "黙って失った", "無害な通り", "うち咎めた")
MOST_ACCUSED = 0.02
Key = tuple[int, Medium]


def measure(scratch: Path) -> tuple[str, int]:
    """The table, in Markdown, what is not right below it, and how many cells were wrong or lost;
    one more where too many harmless changes were accused.

    "通り" counts files: a mess in one format. The cells of a harmless mess count as read right, too.
    """
    counts: dict[Key, Counter[str]] = {}
    faults: list[str] = []
    messes: set[tuple[Medium, str]] = set()
    for medium, mess, kind, judgement in [
        *messes_judged.run(scratch),
        *_later(scratch),
        *_of_sources(scratch),
    ]:
        counts.setdefault((mess.kind, medium), Counter()).update(_counted(mess, judgement))
        messes.add((medium, mess.name))
        faults += faults_of(medium, mess, kind, judgement)
    lines = [f"| 種類 | 媒体 | {' | '.join(COLUMNS)} |", f"|---|---|{'---:|' * len(COLUMNS)}"]
    total: Counter[str] = Counter()
    for (number, medium), row in sorted(counts.items()):
        lines.append(f"| {number} {KINDS[number]} | {medium} | {_shown(row)} |")
        total += row
    lines.append(f"| 計（{len(messes)}種の手の加え方） | | {_shown(total)} |")
    share = total[COLUMNS[6]] / max(1, total[COLUMNS[5]])
    lines.append(f"\n無害なものを咎めた割合: {share:.1%}（上限 {MOST_ACCUSED:.0%}）")
    failed = total[COLUMNS[3]] + total[COLUMNS[4]] + int(share > MOST_ACCUSED)
    return "\n".join([*lines, "", *faults]) + "\n", failed


def _later(scratch: Path) -> Iterator[tuple[Medium, Mess, str, Judgement]]:
    """What follows a return that was received whole."""
    for number, later in enumerate(messes_of_later_files.MESSES):
        folder = scratch / f"later-{number}"
        folder.mkdir(parents=True)
        before, after, told = messes_of_later_files.run(later, folder)
        mess = Mess(later.kind, later.name, harmless=later.harmless)
        truth = {received.TAKASU: {**before, **later.means}}
        outcome = Outcome({received.TAKASU: after}, tuple(Told(rule, "*", "*") for rule in told))
        yield "続けて届いた回答", mess, "xlsx", judge(mess, truth, outcome)


def _of_sources(scratch: Path) -> Iterator[tuple[Medium, Mess, str, Judgement]]:
    """What sources say of each other, of one build."""
    folder = scratch / "sources"
    folder.mkdir(parents=True)
    for case in messes_of_sources.run(folder):
        yield "資料どうし", case.mess, "xlsx", judge(case.mess, case.truth, case.outcome)


def _counted(mess: Mess, judgement: Judgement) -> dict[str, int]:
    cells = (judgement.right, judgement.reported, judgement.wrong, judgement.lost)
    values = (1, *map(len, cells), int(mess.harmless), int(bool(judgement.accused)))
    return dict(zip(COLUMNS, values, strict=True))


def _shown(row: Counter[str]) -> str:
    return " | ".join(f"{row[column]:,}" for column in COLUMNS)


def faults_of(medium: Medium, mess: Mess, kind: str, judgement: Judgement) -> list[str]:
    """A line per spoiled file whose cells were read wrong or lost in silence, or that was accused."""
    said = [
        f"{label} {'、'.join(places)}"
        for label, places in (
            ("黙って誤った", [f"{row} {column}" for row, column in judgement.wrong[:3]]),
            ("黙って失った", [f"{row} {column}" for row, column in judgement.lost[:3]]),
            ("咎めた", list(judgement.accused)),
        )
        if places
    ]
    return [f"- {medium}・{mess.name}（{kind}）: {'／'.join(said)}"] if said else []
