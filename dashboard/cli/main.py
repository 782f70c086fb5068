"""All commands: serve the pages on this machine only; letters, rank and the like."""

from __future__ import annotations

import argparse

from dashboard.cli import (
    areas,
    backup,
    deck,
    letters,
    onefile,
    peers,
    profile,
    rank,
    restore,
    results,
    round_papers,
    selfcheck,
    serve,
    verify,
    visits,
)
from dashboard.cli.guarded import run_guarded
from dashboard.cli.output import refuse
from dashboard.cli.parser import DashboardParser
from machine import drives

COMMANDS = (
    letters,
    rank,
    peers,
    deck,
    areas,
    onefile,
    verify,
    profile,
    results,
    round_papers,
    visits,
    backup,
    restore,
    selfcheck,
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command. 0 done, 1 refused with the reason, 2 wrong usage."""
    args = _parser().parse_args(arguments)
    places = {"データ": args.curated, "受領資料": args.raw, "対応の記録": args.journal}
    if args.run is not selfcheck.check and (said := drives.why_any_refused(places)):
        return refuse(said)
    return run_guarded(args.run, args)


def _parser() -> argparse.ArgumentParser:
    parser = DashboardParser(prog="python -m dashboard", description="ダッシュボードをこの PC で開く")
    serve.add_options(parser)
    commands = parser.add_subparsers(title="ほかの命令", metavar="命令")
    for command in COMMANDS:
        command.add_parser(commands)
    return parser
