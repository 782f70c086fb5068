"""`python -m etl …`: build, inspect, add, withdraw, restore, amend-source, correct, uncorrect, form, issue, check, receive, decide, redate, annotate, demo, trace, state-form, backup, ready. Exit 0 done, 1 refused (nothing published), 2 wrong usage."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from etl import (
    backup_commands,
    clock,
    correction_commands,
    decision_commands,
    form_commands,
    kept_results,
    raw_writes,
    register_commands,
    round_commands,
    sending_commands,
    state_form_commands,
    unfinished_restore,
)
from etl.command_line import JapaneseParser, finding_line, to_type, want_disk_of_this_pc
from etl.command_types import day, year
from etl.findings import SEVERITY_LABELS, Finding, count_by_severity
from etl.refusal import Refusal

if TYPE_CHECKING:
    from etl.survey.check import FileReport

# Each command imports what it needs: checking returns needs neither pandas nor DuckDB, which take seconds to load.
RETURN_LABELS = {"ok": "○", "findings": "△", "rejected": "×"}
RAW = Path("data/raw")
CURATED = Path("data/curated")
MOST_FINDINGS_TOLD = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Messages for people go to stderr where --json puts an object on stdout."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        want_disk_of_this_pc(options)
        if hasattr(options, "raw") and not getattr(options, "may_lack_raw", False):
            raw_writes.want_folder(options.raw)
        _finish_restore(getattr(options, "raw", None))
        with kept_results.beside(getattr(options, "curated", None)):
            return command(options)
    except (Refusal, FileNotFoundError) as refusal:
        found: Sequence[Finding] = getattr(refusal, "findings", ())
        for finding in found:
            print(finding_line(finding), file=sys.stderr)
        print(to_type(str(refusal)), file=sys.stderr)
        if getattr(options, "json", False):
            refused = {"error": str(refusal), "findings": [finding.as_dict() for finding in found]}
            print(json.dumps(refused, ensure_ascii=False))
        return 1


def _finish_restore(raw: Path | None) -> None:
    """No command reads what is half old and half restored."""
    if raw is not None and unfinished_restore.is_decided(raw):
        with raw_writes.locked(raw):  # which finishes it
            pass


def _parser() -> argparse.ArgumentParser:
    parser = JapaneseParser(prog="python -m etl", description="受領した資料からデータを作る")
    commands = parser.add_subparsers(required=True, metavar="コマンド")

    command = commands.add_parser("build", help="資料を読み、データを作って公開する")
    command.add_argument("--raw", type=Path, default=RAW, help="受領資料のフォルダ")
    command.add_argument("--curated", type=Path, default=CURATED, help="データを置くフォルダ")
    command.add_argument("--as-of", type=day, help="この日までに把握したことで作る（例 2022-12-01）")
    again = "前に読んだ結果を使わず、すべてのファイルを読みなおす"
    command.add_argument("--from-scratch", action="store_true", help=again)
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")
    command.set_defaults(run=_build)

    register_commands.add_parsers(commands, RAW, CURATED)
    decision_commands.add_parsers(commands, RAW, CURATED)
    for part in (
        *(correction_commands, form_commands, sending_commands, state_form_commands, round_commands),
        backup_commands,
    ):
        part.add_parsers(commands, RAW)

    for name, words, run in (
        ("check", "返ってきた調査票を点検する（何も変えない）", _check),
        ("receive", "返ってきた調査票を受け取り、登録する", _receive),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("paths", type=Path, nargs="+", help="ファイル、フォルダ、zip")
        _survey_options(command)
        command.add_argument("--json", action="store_true", help="結果をJSONで出す")
        if name == "receive":
            command.add_argument("--on", type=day, default=clock.today(), help="受領日（既定は今日）")
            command.add_argument("--build", action="store_true", help="続けてデータを作って公開する")
        command.set_defaults(run=run)

    command = commands.add_parser("annotate", help="市町村の調査票に、確認したいことを赤ペンで書き入れる")
    command.add_argument("file", type=Path, help="返ってきた調査票")
    _survey_options(command)
    command.add_argument("--out", type=Path, required=True, help="書き入れたものの置き場所")
    command.set_defaults(run=_annotate)

    command = commands.add_parser("demo", help="試すための架空の回答と取組を作る（架空データと表示される）")
    command.add_argument("--raw", type=Path, default=RAW, help="受領資料のフォルダ")
    command.add_argument("--fiscal-year", type=year, default=2023, help="この年度の調査まで作る")
    command.add_argument("--seed", type=int, default=2023, help="同じ数からは同じ架空データができる")
    command.add_argument("--remove", action="store_true", help="架空データを取り除く")
    command.set_defaults(run=_demo, may_lack_raw=True)

    command = commands.add_parser("trace", help="市町村の値を元のセルまでたどる")
    command.add_argument("--municipality", required=True, help="団体コード（5桁・6桁）または市町村名")
    command.add_argument("--question", help="status、figure、または設問の番号だけを示す")
    command.add_argument("--curated", type=Path, default=CURATED, help="データのフォルダ")
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")
    command.set_defaults(run=_trace)

    command = commands.add_parser(
        "ready", help="読み込みをすませて待ち、標準入力に書かれたコマンド1つを実行する（画面が使う）"
    )
    command.set_defaults(run=_ready)
    return parser


def _ready(_: argparse.Namespace) -> int:
    """Load what most commands need, and run the one command whose words are given as JSON; none where none are."""
    from etl import build, code_version  # noqa: F401
    from etl.survey import check, receive  # noqa: F401

    code_version.code_version()
    said = sys.stdin.buffer.read()
    return main(json.loads(said)) if said else 0


def _survey_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fiscal-year", type=year, required=True, help="年度（2023 または R5）")
    parser.add_argument("--raw", type=Path, default=RAW, help="受領資料のフォルダ")
    parser.add_argument("--curated", type=Path, default=CURATED, help="データを置くフォルダ")


def _build(options: argparse.Namespace) -> int:
    from etl import build

    again = getattr(options, "from_scratch", False)
    report = build.build(options.raw, options.curated, getattr(options, "as_of", None), from_scratch=again)
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
        return 0
    _print_findings(report.findings)
    counts = count_by_severity(report.findings)
    print(
        f"{report.municipalities}市町村のデータを作りました（{report.as_of} までに把握したこと、{report.seconds:.1f}秒）。"
    )
    print(f"  データ: {report.warehouse}")
    found = "、".join(f"{SEVERITY_LABELS[key]} {counts[key]}件" for key in SEVERITY_LABELS)
    print(f"  指摘: {found}（詳しくは {options.curated / 'LOAD_REPORT.md'}）")
    if report.synthetic:
        print("  架空データを含みます。")
    return 0


def _print_findings(findings: list[Finding]) -> None:
    """The worst first and only as many as one reads; what rests on the demo is for its own report."""
    told = [f for f in findings if f.severity != "info" and "demo" not in Path(f.file).parts]
    told.sort(key=lambda f: f.severity != "error")
    for finding in told[:MOST_FINDINGS_TOLD]:
        print(finding_line(finding), file=sys.stderr)
    if len(told) > MOST_FINDINGS_TOLD:
        print(f"  ほか{len(told) - MOST_FINDINGS_TOLD}件の指摘があります。", file=sys.stderr)


def _trace(options: argparse.Namespace) -> int:
    from etl import trace

    found = trace.trace(options.curated, options.municipality, options.question)
    if options.json:
        print(json.dumps(asdict(found), ensure_ascii=False, default=str))
    else:
        print(trace.render(found))
    return 0


def _check(options: argparse.Namespace) -> int:
    from etl import returns_beside_held
    from etl.survey import check

    beside = partial(returns_beside_held.findings, curated=options.curated)
    done = check.check(options.paths, options.raw, options.fiscal_year, _progress, beside)
    _print_returns(done.as_json(), done.files, options)
    return 0


def _receive(options: argparse.Namespace) -> int:
    from etl.survey import receive

    report = receive.receive(options.paths, options.raw, options.fiscal_year, options.on, _progress)
    if options.json and options.build:
        from etl import build

        built = build.build(options.raw, options.curated).as_json()
        print(json.dumps(report.as_json() | {"build": built}, ensure_ascii=False))
        return 0
    _print_returns(report.as_json(), report.files, options)
    if not options.json:
        following = "" if options.build else "「python -m etl build」でデータに反映されます。"
        said = (
            f"{len(report.received)}件を受け取りました（取り込む {report.loaded}、保留した {report.quarantined}、決めるのを待つ {report.held}、"
            f"受領済み {len(report.already)}）。{following}"
        )
        print(to_type(said))
        for held in (one for one in report.received if one.state == "held"):
            command = f"python -m etl decide {held.stored} --state loaded --use amend"
            print(
                to_type(
                    f"訂正として重ねるには「{command}」、置き換えるには --use replace を実行してください。"
                )
            )
    return _build(options) if options.build else 0


def _print_returns(whole: dict[str, object], files: list[FileReport], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(whole, ensure_ascii=False))
        return
    from etl.survey.form import municipalities

    names = {
        one.code: one.name
        for one in municipalities.read_municipalities(options.raw / municipalities.MUNICIPALITIES)
    }
    for one in files:
        town = f"{names.get(one.municipality, '')}（{one.municipality}）" if one.municipality else ""
        print(f"{RETURN_LABELS[one.status]} {one.file} {town}".rstrip())
        for finding in one.findings:
            print(f"  {finding_line(finding)}")


def _annotate(options: argparse.Namespace) -> int:
    from etl import returns_beside_held
    from etl.survey import annotate, check

    beside = partial(returns_beside_held.findings, curated=options.curated)
    found = check.check([options.file], options.raw, options.fiscal_year, beside=beside).findings
    done = annotate.annotate(options.file, found, options.out)
    print(f"{done.commented}か所に書き入れて {options.out} に置きました。")
    for finding in done.not_placed:
        print(f"  セルに書けなかったもの: {finding_line(finding)}")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from etl import demo

    if options.remove:
        print(
            f"架空データを取り除きました（{'、'.join(demo.remove(options.raw)) or '架空データはありませんでした'}）。"
        )
        return 0
    done = demo.run(options.raw, options.fiscal_year, options.seed, _show_progress)
    _show_progress("")
    print(f"架空データを {'、'.join(done.folders)} に作りました（{done.seconds:.1f}秒）。")
    return 0


def _progress(number: int, total: int, name: str) -> None:
    if sys.stderr.isatty():
        print(
            f"\r{number}/{total} {name}\033[K",
            end="\n" if number == total else "",
            file=sys.stderr,
            flush=True,
        )


def _show_progress(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{words}\033[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    # answers, contact persons and records are for their owner alone; on Windows the folder says so (machine/file_rights.py)
    os.umask(0o077)
    sys.exit(main())
