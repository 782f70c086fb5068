"""All commands: serve the pages on this machine only; letters, rank and the like."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from dashboard.cli import serve
from dashboard.cli.guarded import run_guarded
from dashboard.cli.output import refuse
from dashboard.cli.parser import DashboardParser
from machine import drives

# The module of each command. Only that of the command asked for is loaded: the server needs no PowerPoint, a deck no Dash.
COMMANDS = {
    "accounts": "accounts",
    "audit": "audit",
    "letters": "letters",
    "rank": "rank",
    "peers": "peers",
    "deck": "deck",
    "areas": "areas",
    "onefile": "onefile",
    "verify": "verify",
    "profile": "profile",
    "results": "results",
    "papers": "round_papers",
    "visits": "visits",
    "backup": "backup",
    "restore": "restore",
    "selfcheck": "selfcheck",
}
HELP = {"-h", "--help"}


def main(arguments: list[str] | None = None) -> int:
    """Run the command. 0 done, 1 refused with the reason, 2 wrong usage."""
    asked = sys.argv[1:] if arguments is None else arguments
    args = _parser(asked).parse_args(asked)
    places = {"データ": args.curated, "受領資料": args.raw, "対応の記録": args.journal}
    if not getattr(args, "works_anywhere", False) and (said := drives.why_any_refused(places)):
        return refuse(said)
    return run_guarded(args.run, args)


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """With the options of the commands among the words; with all of them for whoever asks for help."""
    parser = DashboardParser(prog="python -m dashboard", description="ダッシュボードをこの PC で開く")
    serve.add_options(parser)
    commands = parser.add_subparsers(title="ほかの命令", metavar="命令")
    needed = COMMANDS if HELP & set(asked) else set(asked)
    for name, module in COMMANDS.items():
        if name in needed:
            importlib.import_module(f"dashboard.cli.{module}").add_parser(commands)
        else:
            commands.add_parser(name)
    return parser
