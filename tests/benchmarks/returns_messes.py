"""The table of messes: how many answers are read right, reported, or read wrong in silence, alone and in pairs."""

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from etl.survey.form.questions import PlainAnswer
from etl.survey.returned.batch import ReturnFile, read_files
from tests.etl.survey import messes_survey as messes
from tests.etl.survey import return_truth as truth
from tests.etl.survey.return_truth import Verdict

CODE = "01452"


class Tally(NamedTuple):
    """Answers of one mess: alone, and in all its pairs."""

    right: int = 0
    reported: int = 0
    wrong: int = 0

    def plus(self, verdict: Verdict) -> "Tally":
        counts = (len(verdict.right), len(verdict.reported), len(verdict.wrong))
        return Tally(*(old + new for old, new in zip(self, counts, strict=True)))


def measure(scratch: Path) -> tuple[str, int]:
    """The table, in Markdown, its last line adding everything up; and how many files were read wrong in silence."""
    sent = list(_sent(scratch))
    setting = truth.make_setting()
    files = [ReturnFile(path, path.name, path.name) for _, path, _ in sent]
    wrong: list[str] = []
    alone: dict[str, Tally] = {}
    paired: dict[str, Tally] = {}
    for (names, _, answers), read in zip(sent, read_files(files, setting), strict=True):
        verdict = truth.judge(setting.forms[2023], answers, CODE, read)
        for name in names or ("（そのまま）",):
            tallies = paired if len(names) == 2 else alone
            tallies[name] = tallies.get(name, Tally()).plus(verdict)
        if verdict.wrong:
            wrong.append(f"- 黙って誤った: {'＋'.join(names)}: {'、'.join(sorted(verdict.wrong))}")
    lines = [
        "| 手を加えたこと | 単独: 正しく読めた | 報告した | 黙って誤った | 2つ重ねて: 正しく読めた | 報告した | 黙って誤った |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in {**alone, **paired}:
        shown = [*alone.get(name, Tally()), *paired.get(name, Tally())]
        lines.append(f"| {name} | {' | '.join(f'{count:,}' for count in shown)} |")
    total = [
        sum(column)
        for tallies, share in ((alone, 1), (paired, 2))
        for column in ([c // share for c in counts] for counts in zip(*tallies.values(), strict=True))
    ]
    lines.append(f"| 計（{len(sent):,}ファイル） | {' | '.join(f'{count:,}' for count in total)} |")
    return "\n".join([*lines, *wrong]) + "\n", len(wrong)


def _sent(scratch: Path) -> Iterator[tuple[tuple[str, ...], Path, dict[str, PlainAnswer]]]:
    """Each workbook that is sent back: the messes, the file, and what was truly answered."""
    form = truth.make_setting().forms[2023]
    template = truth.template_of(form)
    town = next(one for one in truth.towns() if one.code == CODE)
    names = [*messes.MESSES, *messes.FILE_MESSES]
    combinations = [(), *((name,) for name in names), *itertools.combinations(names, 2)]
    office: list[tuple[tuple[str, ...], Path, dict[str, PlainAnswer]]] = []
    for number, combination in enumerate(combinations):
        answers = truth.random_answers(form, random.Random(number))
        last_year = truth.random_answers(form, random.Random(-number))
        base = truth.filled_workbook(template, town, answers, scratch / "base", last_year)
        if combination in messes.IMPOSSIBLE:
            continue
        path = messes.apply(base, combination, scratch / str(number))
        yield combination, path, answers
        if len(combination) < 2 and path.suffix == ".xlsx":
            copy = scratch / "office" / f"{number}_{path.name}"
            copy.parent.mkdir(exist_ok=True)
            office.append((combination, shutil.copyfile(path, copy), answers))
    for label, kind in messes.OFFICE_FORMATS.items():
        converted = messes.convert([path for _, path, _ in office], kind, scratch / f"office-{kind}")
        for (combination, _, answers), path in zip(office, converted, strict=True):
            yield (*combination, label), path, answers
