"""The commands on registered files: inspect, add, withdraw, restore, amend-source, headings, forget-heading."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl import clock
from etl.add_kinds import KINDS
from etl.command_line import finding_line, to_type
from etl.command_types import day, meaning
from etl.findings import Finding

if TYPE_CHECKING:
    from etl.add import Details

BUILD_NEXT = "「python -m etl build」でデータに反映されます。"
DETAILS = (
    ("title", "資料の名前"),
    ("publisher", "作成者"),
    ("from", "受領の相手・経路"),
    ("licence", "利用条件"),
    ("url", "掲載場所"),
    ("note", "注記"),
)


def add_parsers(commands: Any, raw: Path, curated: Path) -> None:
    """Give the parser these commands."""
    command = commands.add_parser("add", help="資料を登録する")
    command.add_argument("kind", help=f"種類（{'、'.join(KINDS)}）")
    command.add_argument("file", type=Path, help="ファイル")
    _common(command, raw)
    command.add_argument("--known-on", type=day, help="知っていたと数える日（受領日と違うときだけ）")
    _details(command)
    command.add_argument("--by", default="", help="だれが（見出しの意味を決めた人として残る）")
    command.add_argument("--synthetic", action="store_true", help="架空データとして登録する")
    command.set_defaults(run=_add)

    command = commands.add_parser(
        "inspect", help="資料の種類・時点・登録すると変わることを調べる（何も変えない）"
    )
    command.add_argument("file", type=Path, nargs="+", help="ファイル")
    command.add_argument(
        "--kind", default="", help=f"種類（{'、'.join(KINDS)}）。書かなければ見出しから決める"
    )
    command.add_argument("--curated", type=Path, default=curated, help="いまのデータのフォルダ")
    _common(command, raw)
    _details(command)
    command.set_defaults(run=_inspect)

    command = commands.add_parser("withdraw", help="登録した資料を取り消す（ファイルは残る）")
    _of_registered(command, raw, needs_reason=True)
    command.add_argument("--on", type=day, default=clock.today(), help="取り消す日（既定は今日）")
    command.set_defaults(run=_withdraw)

    command = commands.add_parser("restore", help="取り消した資料を元に戻す")
    _of_registered(command, raw, needs_reason=False)
    command.set_defaults(run=_restore)

    command = commands.add_parser("amend-source", help="登録した資料の時点・範囲・題名・受領日を直す")
    _of_registered(command, raw, needs_reason=True)
    command.add_argument("--as-of", type=day, help="資料の時点・基準日")
    command.add_argument("--coverage", help="載っている範囲（implementers / plan / partial / all）")
    command.add_argument("--title", help="資料の名前")
    command.add_argument("--received-on", type=day, help="受領日")
    command.add_argument("--activity", help="出席簿（attendance）が、どの取組みのものか（取組番号）")
    command.set_defaults(run=_amend)

    command = commands.add_parser("headings", help="覚えている見出しの意味の一覧")
    _common(command, raw)
    command.set_defaults(run=_headings)

    command = commands.add_parser(
        "forget-heading", help="覚えている見出しの意味を忘れる（だれが・いつは残る）"
    )
    command.add_argument("--kind", choices=tuple(KINDS), required=True, help="資料の種類")
    command.add_argument("--heading", required=True, help="見出し")
    command.add_argument("--by", default="", help="だれが")
    _common(command, raw)
    command.set_defaults(run=_forget)


def _common(command: argparse.ArgumentParser, raw: Path) -> None:
    command.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")


def _details(command: argparse.ArgumentParser) -> None:
    command.add_argument("--received-on", type=day, default=clock.today(), help="受領日（既定は今日）")
    command.add_argument("--as-of", type=day, help="資料の時点・基準日")
    command.add_argument(
        "--coverage", default="", help="載っている範囲（implementers / plan / partial / all）"
    )
    for name, words in DETAILS:
        command.add_argument(f"--{name}", dest=f"detail_{name}", default="", help=words)
    command.add_argument(
        "--activity",
        default="",
        help="取組番号の列がない出席簿（attendance）が、どの取組みのものか（取組番号）",
    )
    command.add_argument(
        "--meeting-title", default="", help="出席簿の取組みがまだ登録されていないとき、その題名"
    )
    command.add_argument("--meeting-on", type=day, help="その開催日")
    command.add_argument("--meeting-measure", default="", help="その種類（書かなければ題名から決める）")
    command.add_argument(
        "--heading",
        action="append",
        default=[],
        type=meaning,
        metavar="見出し=列",
        help="知らない見出しの意味（覚えておく）。読まない列は 見出し=skipped",
    )


def _of_registered(command: argparse.ArgumentParser, raw: Path, *, needs_reason: bool) -> None:
    command.add_argument("file", help="登録した資料の場所（data/raw の中）")
    command.add_argument("--reason", required=needs_reason, default="", help="理由")
    command.add_argument("--by", default="", help="だれが")
    _common(command, raw)


def _inspect(options: argparse.Namespace) -> int:
    from etl.inspection import inspect

    asked = inspect.Asked(options.kind, _details_of(options), tuple(options.heading))
    found = [inspect.inspect(path, options.raw, options.curated, asked) for path in options.file]
    if options.json:
        print(json.dumps({"files": [one.as_json() for one in found]}, ensure_ascii=False))
        return 0
    for one in found:
        print("\n".join(one.lines()))
        _tell("", list(one.findings))
    return 0


def _details_of(options: argparse.Namespace) -> Details:
    from etl import add
    from etl.new_meeting import NewMeeting

    title, on = options.meeting_title.strip(), options.meeting_on
    if bool(title) != (on is not None):
        raise add.AddRefusedError("新しい取組みの題名と開催日を、両方入れてください。")
    meeting = NewMeeting(title, on, options.meeting_measure) if title else None
    return add.Details(
        received_on=options.received_on,
        known_on=getattr(options, "known_on", None),
        as_of=options.as_of,
        title=options.detail_title,
        publisher=options.detail_publisher,
        received_from=options.detail_from,
        coverage=options.coverage,
        licence=options.detail_licence,
        url=options.detail_url,
        note=options.detail_note,
        activity=options.activity,
        meeting=meeting,
        synthetic=getattr(options, "synthetic", False),
        headings=tuple(options.heading),
        by=getattr(options, "by", ""),
    )


def _add(options: argparse.Namespace) -> int:
    from etl import add

    done = add.add(options.kind, options.file, options.raw, _details_of(options))
    if options.json:
        _print_json(done.file, done.rows, done.findings, already=done.already)
        return 0
    if done.already:
        print(f"同じ中身のファイルが「{done.file}」としてすでに登録されています。何もしませんでした。")
        return 0
    what = (
        f"「{done.file}」の時点を{options.as_of}に直しました"
        if done.as_of_before
        else f"「{done.file}」として登録しました"
    )
    unit = "個の値" if options.kind == "figures" else "行"
    return _tell(f"{what}（{done.rows}{unit}）。{BUILD_NEXT}", done.findings)


def _withdraw(options: argparse.Namespace) -> int:
    from etl import register_changes

    done = register_changes.withdraw(options.raw, options.file, options.reason, options.by, options.on)
    if options.json:
        _print_json(done.file, done.rows, done.findings)
        return 0
    return _tell(f"「{done.file}」の登録を取り消しました（ファイルは残っています）。{BUILD_NEXT}", [])


def _restore(options: argparse.Namespace) -> int:
    from etl import register_changes

    done = register_changes.restore(options.raw, options.file, options.reason, options.by)
    if options.json:
        _print_json(done.file, done.rows, done.findings)
        return 0
    return _tell(f"「{done.file}」を元に戻しました。{BUILD_NEXT}", done.findings)


def _amend(options: argparse.Namespace) -> int:
    from etl import register_changes

    changes = register_changes.Amendment(
        options.as_of, options.coverage, options.title, options.received_on, options.activity
    )
    done = register_changes.amend(options.raw, options.file, changes, options.reason, options.by)
    if options.json:
        _print_json(done.file, done.rows, done.findings)
        return 0
    return _tell(f"「{done.file}」の登録を直しました。{BUILD_NEXT}", done.findings)


def _headings(options: argparse.Namespace) -> int:
    from etl import forgetting

    found = forgetting.remembered(options.raw)
    if options.json:
        print(json.dumps({"headings": [asdict(one) for one in found]}, ensure_ascii=False))
        return 0
    for one in found:
        forgotten = f"（{one.forgotten_on}に忘れた）" if one.forgotten_on else ""
        print(to_type(f"{one.kind_label}「{one.heading}」→ {one.label}{forgotten}"))
    return 0


def _forget(options: argparse.Namespace) -> int:
    from etl import forgetting

    forgetting.forget(options.raw, options.kind, options.heading, options.by)
    if options.json:
        print(json.dumps({"heading": options.heading}, ensure_ascii=False))
        return 0
    return _tell(f"「{options.heading}」の意味を忘れました。次に出てきたときは、また尋ねます。", [])


def _tell(words: str, findings: list[Finding]) -> int:
    for finding in findings:
        print(finding_line(finding), file=sys.stderr)
    if words:
        print(to_type(words))
    return 0


def _print_json(file: str, rows: int, findings: list[Finding], *, already: bool = False) -> None:
    said = {"file": file, "rows": rows, "already": already}
    print(json.dumps(said | {"findings": [one.as_dict() for one in findings]}, ensure_ascii=False))
