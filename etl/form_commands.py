"""`python -m etl form …`: list, show, new, save, remove, restore, preview, compare."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from etl.command_types import year
from etl.fiscal_year import label


def add_parsers(commands: Any, raw: Path) -> None:
    """The sub-commands; `commands`: those of the main parser."""
    command = commands.add_parser("form", help="調査票の様式を見る、つくる、直す")
    kinds = command.add_subparsers(required=True, metavar="すること")
    for name, words, run in (
        ("list", "調査の一覧を見る", _list),
        ("show", "年度の様式を見る", _show),
        ("new", "前の調査の様式から、新しい年度の様式をつくる", _new),
        ("save", "直した様式を保存する", _save),
        ("remove", "発出していない年度の様式を取り除く", _remove),
        ("restore", "取り除いた様式を元に戻す", _restore),
        ("preview", "調査票がどう見えるかを出す", _preview),
        ("compare", "前の調査と比べられるかを、変えたところごとに言う", _compare),
    ):
        kind = kinds.add_parser(name, help=words)
        kind.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
        kind.add_argument("--json", action="store_true", help="結果をJSONで出す")
        if name in ("show", "new", "save", "remove", "restore"):
            kind.add_argument("--fiscal-year", type=year, required=True, help="年度（2026 または R8）")
        if name == "restore":
            kind.add_argument("--number", type=int, help="何番目に取り除いたものか（既定は最後のもの）")
        if name == "new":
            kind.add_argument("--from", dest="before", type=year, help="もとにする年度（既定は前回）")
            kind.add_argument("--draft", action="store_true", help="保存せず、案だけを出す")
        if name == "save":
            kind.add_argument("file", type=Path, help="様式の内容（form show --json の document）")
            kind.add_argument("--expect", required=True, help="直しはじめたときの状態（form show の state）")
            kind.add_argument("--as-new-version", action="store_true", help="発出済みなら新しい版にする")
        if name in ("preview", "compare"):
            kind.add_argument("--fiscal-year", type=year, help="年度（2026 または R8）")
            kind.add_argument("file", type=Path, nargs="?", help="保存していない様式の内容")
        if name == "preview":
            kind.add_argument("--xlsx", type=Path, help="1市町村分の調査票（Excel）もここに作る")
        kind.set_defaults(run=run)


def _list(options: argparse.Namespace) -> int:
    from etl.survey import drafting, removing

    rounds = drafting.list_rounds(options.raw)
    if options.json:
        can = [
            {
                **row,
                "can_be_removed": removing.can_be_removed(options.raw, row["fiscal_year"]),
                "goes_back_to": removing.goes_back_to(options.raw, row["fiscal_year"]),
            }
            for row in rounds
        ]
        return _print_json({"rounds": can, "removed": removing.removed_rounds(options.raw)})
    for row in rounds:
        state = row.get("trouble") or f"様式 {row['version']}　{'発出済み' if row['is_issued'] else '発出前'}"
        print(f"{row['label']}　{state}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from etl.survey import drafting

    return _print_form(drafting.show(options.raw, options.fiscal_year), options)


def _new(options: argparse.Namespace) -> int:
    from etl.survey import drafting, saving

    found = drafting.propose(options.raw, options.fiscal_year, options.before)
    if not options.draft:
        saving.save(options.raw, options.fiscal_year, found["document"], drafting.NEW)
        found = drafting.show(options.raw, options.fiscal_year)
    return _print_form(found, options)


def _save(options: argparse.Namespace) -> int:
    from etl.survey import saving

    given = saving.read_json(options.file)
    saved = saving.save(
        options.raw, options.fiscal_year, given, options.expect, as_new_version=options.as_new_version
    )
    if options.json:
        said = {"version": saved.form_version, "state": saved.state, "is_new_version": saved.is_new_version}
        return _print_json(said)
    print(
        f"様式 {saved.form_version} を保存しました。{'前の版は残しています。' if saved.is_new_version else ''}"
    )
    return 0


def _remove(options: argparse.Namespace) -> int:
    from etl.survey import removing

    before = removing.goes_back_to(options.raw, options.fiscal_year)
    kept = removing.remove(options.raw, options.fiscal_year)
    if options.json:
        return _print_json({"kept": kept.relative_to(options.raw).as_posix()})
    if before:
        print(f"作っていない版を取り除き、様式 {before} に戻しました。「form restore」で元に戻せます。")
        return 0
    print(f"{label(options.fiscal_year)}の調査票を取り除きました。「form restore」で元に戻せます。")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from etl.survey import removing

    path = removing.restore(options.raw, options.fiscal_year, options.number)
    if options.json:
        return _print_json({"file": path.relative_to(options.raw).as_posix()})
    print(f"{label(options.fiscal_year)}の調査票を元に戻しました。")
    return 0


def _preview(options: argparse.Namespace) -> int:
    from etl.survey import draft_preview, drafting

    document = _document(options)
    found = draft_preview.preview(options.raw, document)
    if options.xlsx is not None and found["sheet"] is not None:
        form = drafting.form_of(document)
        options.xlsx.write_bytes(draft_preview.sample_workbook(options.raw, form))
    if options.json:
        return _print_json(found)
    for problem in found["problems"]:
        print(f"直すところ: {problem['message']}")
    for line in (found["sheet"] or {"lines": []})["lines"]:
        print(f"{line['number']:8}{line['label']}{'　必須' if line['is_required'] else ''}")
    if found["sheet"] is not None:
        print(f"A4で{len(found['sheet']['pages'])}ページです。")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from etl.survey import drafting

    changes = drafting.compare(options.raw, drafting.form_of(_document(options)))
    if options.json:
        rows = None if changes is None else [change.as_json() for change in changes]
        return _print_json({"changes": rows})
    if not changes:
        print("前の調査がありません。" if changes is None else "前の調査と同じです。すべて比べられます。")
    for row in (change.as_json() for change in changes or ()):
        print(f"［{row['label']}］{row['number']} {row['wording']}: {row['message']}")
    return 0


def _document(options: argparse.Namespace) -> object:
    from etl.survey import drafting, saving

    if options.file is not None:
        return saving.read_json(options.file)
    if options.fiscal_year is None:
        raise FileNotFoundError("年度（--fiscal-year）か、様式の内容のファイルを書いてください")
    return drafting.show(options.raw, options.fiscal_year)["document"]


def _print_form(found: Mapping[str, Any], options: argparse.Namespace) -> int:
    if options.json:
        return _print_json(found)
    state = "発出済み" if found["is_issued"] else "発出前"
    print(f"{found['label']}の調査票（様式 {found['version']}、{state}）")
    print(f"  質問: {len(found['document']['questions'])}　状態: {found['state']}")
    return 0


def _print_json(found: Mapping[str, Any]) -> int:
    print(json.dumps(found, ensure_ascii=False))
    return 0
