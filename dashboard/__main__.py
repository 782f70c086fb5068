"""`python -m dashboard`: serve the pages on this machine only; `python -m dashboard letters …` and the like."""

from __future__ import annotations

import argparse
import os

from dashboard.cli import areas, backup, deck, letters, peers, profile, rank, restore, serve, verify, visits
from dashboard.cli.guarded import run_guarded
from dashboard.cli.output import refuse
from dashboard.cli.parser import DashboardParser
from machine import drives

COMMANDS = (letters, rank, peers, deck, areas, verify, profile, visits, backup, restore)


def main(arguments: list[str] | None = None) -> int:
    """Run the command. 0 done, 1 refused with the reason, 2 wrong usage."""
    args = _parser().parse_args(arguments)
    places = {"データ": args.curated, "受領資料": args.raw, "対応の記録": args.journal}
    if said := drives.why_any_refused(places):
        return refuse(said)
    return run_guarded(args.run, args)


def _parser() -> argparse.ArgumentParser:
    parser = DashboardParser(prog="python -m dashboard", description="ダッシュボードをこの PC で開く")
    serve.add_options(parser)
    commands = parser.add_subparsers(title="ほかの命令", metavar="命令")
    for command in COMMANDS:
        command.add_parser(commands)
    return parser


if __name__ == "__main__":
    # answers, contact persons and records are for the owner of the folder; Windows takes the rights of the folder
    os.umask(0o077)
    raise SystemExit(main())
