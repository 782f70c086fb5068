"""A fault that nobody foresaw: words for the user, the trace for whoever looks after the tool."""

from __future__ import annotations

import argparse
import io
import logging
from collections.abc import Callable

from dashboard.cli.output import refuse

log = logging.getLogger(__name__)
FAULTS = "FAULTS.log"


def run_guarded(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """Run a command; the trace of an unforeseen fault goes to a file beside the data, else to the screen."""
    try:
        return run(args)
    except Exception:
        trace, kept = io.StringIO(), args.curated / FAULTS
        handler = logging.StreamHandler(trace)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        log.addHandler(handler)
        log.exception("the command failed")
        log.removeHandler(handler)
        apology = "かさなりの不具合のため、終わりまでできませんでした。出力先にファイルができていても使わないでください。"
        try:
            with kept.open("a", encoding="utf-8") as stream:
                stream.write(trace.getvalue())
        except OSError:
            return refuse(f"{apology}管理する人に、次の記録を渡してください。\n{trace.getvalue()}")
        return refuse(f"{apology}管理する人に {kept} を渡してください。")
