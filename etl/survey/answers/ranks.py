"""The top three: one cell a rank, all in one cell (①人材不足 ②財源), or a number beside each option."""

from __future__ import annotations

import re

from etl import names
from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers import states, words
from etl.survey.answers.choices import ChoiceReading, choose, read_text, without_choice
from etl.survey.answers.model import AnswerReading, AnswerValue, Cells, excerpt, quoted, remark
from etl.survey.answers.options import OptionMatch, choices_of
from etl.survey.form.questions import Option, Question

_RANK = re.compile(r"第?\(?(?P<rank>\d{1,2})\)?(?:位|番|番目)?\.?")
_EMPTY_PLACE = frozenset({"none", "not_applicable", "dash", "blank"})

# What was read for one rank: (rank, option code, cell).
Place = tuple[int, str, CellRef]


def read_ranked(question: Question, cells: Cells) -> AnswerReading:
    """Options by rank, as far as they can be told."""
    places: list[Place] = []
    findings: list[Finding] = []
    choices: list[ChoiceReading] = []
    filled = [(slot, ref) for slot, ref in cells if not _is_empty_place(slot, ref)]
    for slot, ref in filled:
        option = question.option(slot) if slot and slot not in question.slots else None
        if option:
            more = _numbered_option(question, option, ref)
        elif slot and (len(filled) > 1 or slot != "1"):
            more = _one_place(question, int(slot), ref)
        else:
            chosen = choose(question, [("", ref)])
            more = _all_in_one(question, int(slot or 1), ref, chosen)
            choices.append(chosen)
        places += more[0]
        findings += more[1]
    if not places:
        whole = choices[0] if choices else ChoiceReading()
        return without_choice(
            question,
            ChoiceReading(
                findings=tuple(findings), stated_readings=whole.stated_readings, crossed_out=whole.crossed_out
            ),
        )
    kept, remarks = _in_order(question, places)
    labels = choices_of(question.options)
    values = tuple(AnswerValue(code, labels.label(code), rank, ref) for rank, code, ref in kept)
    return AnswerReading("answered" if values else "unreadable", values, (*findings, *remarks))


def _is_empty_place(slot: str, ref: CellRef) -> bool:
    """Blank, or なし or － in the second or third place."""
    is_later = slot not in ("", "1") and slot.isdecimal()
    return words.is_blank(ref.text) or (is_later and words.meaning_of(ref.text) in _EMPTY_PLACE)


def _one_place(question: Question, rank: int, ref: CellRef) -> tuple[list[Place], list[Finding]]:
    """The cell of one rank beside others: exactly one option."""
    chosen = read_text(question, ref)
    codes = list(dict.fromkeys(value.option_code for value in chosen.values))
    if len(codes) > 1:
        labels = [choices_of(question.options).label(code) for code in codes]
        message = f"{rank}位の欄に{quoted(labels)}の{len(codes)}つがあります。1つだけにしてください。"
        return [], [*chosen.findings, remark(question, ref, "error", "ANSWER-SEVERAL", message)]
    if chosen.has_errors:
        return [], list(chosen.findings)
    return [(rank, code, ref) for code in codes], _without_rank_numbers(question, rank, chosen)


def _without_rank_numbers(question: Question, rank: int, chosen: ChoiceReading) -> list[Finding]:
    """①人材不足 in the first place is no contradiction; in the second place it is."""
    match = chosen.matches[0] if chosen.matches else None
    findings = [finding for finding in chosen.findings if finding.rule != "ANSWER-NUMBER"]
    if match is None or match.number is None or match.number == rank:
        return findings
    number = choices_of(question.options).number_of(match.code)
    if number == match.number:
        return findings
    message = (
        f"{rank}位の欄に「{excerpt(match.text)}」とあります。{rank}位と読みましたが、順位を確かめてください。"
    )
    return [*findings, remark(question, chosen.values[0].ref, "warning", "RANK-NUMBER", message)]


def _all_in_one(
    question: Question, first: int, ref: CellRef, chosen: ChoiceReading
) -> tuple[list[Place], list[Finding]]:
    """All ranks in one cell: by their numbers, else in the order written, with a warning."""
    matches = [match for match in chosen.matches if match]
    if len({match.code for match in matches}) <= 1:
        ranked = _one_place(question, first, ref)
        return ranked if matches else ([], list(chosen.findings))
    findings = [finding for finding in chosen.findings if finding.rule != "ANSWER-NUMBER"]
    if chosen.has_errors:
        # A part that is not understood may be any of the ranks.
        return [], findings
    ranks = _ranks(question, matches)
    if ranks is None:
        message = f"「{excerpt(ref.text)}」の番号が順位か選択肢の番号か決められません。順位ごとの欄に1つずつ書いてください。"
        return [], [*findings, remark(question, ref, "error", "RANK-UNCLEAR", message)]
    if matches[0].number is None:
        message = f"「{excerpt(ref.text)}」を書かれた順に1位からと読みました。順位を確かめてください。"
        findings.append(remark(question, ref, "warning", "RANK-ORDER", message))
    return [(rank, match.code, ref) for rank, match in zip(ranks, matches, strict=True)], findings


def _ranks(question: Question, matches: list[OptionMatch]) -> list[int] | None:
    """The ranks of options written in one cell; None where the numbers may be those of the options."""
    numbers = [match.number for match in matches if match.number is not None]
    if not numbers:
        return list(range(1, len(matches) + 1))
    if len(numbers) < len(matches) or sorted(numbers) != list(range(1, len(matches) + 1)):
        return None
    own = [choices_of(question.options).number_of(match.code) for match in matches]
    return None if numbers == own and numbers != sorted(numbers) else numbers


def _numbered_option(question: Question, option: Option, ref: CellRef) -> tuple[list[Place], list[Finding]]:
    """The cell beside an option: its rank as a number, or a sign that it has none."""
    refused = states.refused(question, ref) or states.turned_into_a_day(question, ref)
    if refused:
        return [], list(refused.findings)
    rank = _RANK.fullmatch(names.normalise(ref.text))
    if rank and int(rank["rank"]) > 0:
        return [(int(rank["rank"]), option.code, ref)], []
    mark = words.mark_of(ref.text)
    if mark and mark.meaning == "no":
        return [], []
    message = f"「{option.label}」の欄の「{excerpt(ref.text)}」は順位ではありません。1から{question.ranks}までの数字を書いてください。"
    return [], [remark(question, ref, "error", "RANK-UNREADABLE", message)]


def _in_order(question: Question, places: list[Place]) -> tuple[list[Place], list[Finding]]:
    """Sorted by rank; an option counts once, at its best rank. What does not add up is said."""
    by_code: dict[str, Place] = {}
    findings: list[Finding] = []
    choices = choices_of(question.options)
    for rank, code, ref in sorted(places, key=lambda entry: entry[0]):
        label = choices.label(code)
        if rank > question.ranks:
            message = (
                f"「{label}」が{rank}位とされています。{question.ranks}位までの設問なので、読んでいません。"
            )
            findings.append(remark(question, ref, "error", "RANK-TOO-MANY", message))
        elif code in by_code:
            message = (
                f"「{label}」が{by_code[code][0]}位と{rank}位の両方にあります。{by_code[code][0]}位だけを読みました。"
                f"{rank}位に当たるものを確かめてください。"
            )
            findings.append(remark(question, ref, "warning", "RANK-TWICE", message))
        else:
            by_code[code] = (rank, code, ref)
    taken = [rank for rank, _, _ in by_code.values()]
    for rank in sorted(rank for rank in set(taken) if taken.count(rank) > 1):
        tied = [entry for entry in by_code.values() if entry[0] == rank]
        labels = quoted([choices.label(code) for _, code, _ in tied])
        message = f"{labels}がどれも{rank}位になっています。順位を1つずつにしてください。"
        findings.append(remark(question, tied[-1][2], "warning", "RANK-TIED", message))
    missing = [rank for rank in range(1, max(taken, default=0)) if rank not in taken]
    if missing and not any(finding.rule == "RANK-TIED" for finding in findings):
        named = "・".join(f"{rank}位" for rank in missing)
        message = f"{named}がありません。{named}を書くか、上から詰めて書いてください。"
        findings.append(remark(question, next(iter(by_code.values()))[2], "warning", "RANK-GAP", message))
    return list(by_code.values()), findings
