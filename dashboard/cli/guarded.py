"""A command that fails for a reason that nobody foresaw: words for the user, the trace for whoever looks after the tool."""

from __future__ import annotations

import argparse
import io
import logging
from collections.abc import Callable

from dashboard import faults
from dashboard.cli.output import ReaderGoneError, refuse, say_last
from dashboard.selfcheck import native_files, startup

FAULTS = "FAULTS.log"


def run_guarded(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """Run a command; the trace of an unforeseen fault goes to a file beside the data, else to the screen."""
    try:
        code = run(args)
        say_last()
        return code
    except ReaderGoneError:
        return 0
    except MemoryError:
        return refuse("メモリーが足りないため、終わりまでできませんでした（MemoryError）。")
    except Exception as error:  # noqa: BLE001 - noted with its trace
        if isinstance(error, ImportError) and native_files.is_native(error):
            return startup.refused(error, asked_for_all=False)
        trace, kept = io.StringIO(), args.curated / FAULTS
        handler = logging.StreamHandler(trace)
        faults.log.addHandler(handler)
        faults.log.propagate = False
        number = faults.note("the command failed", error)
        faults.log.propagate = True
        faults.log.removeHandler(handler)
        apology = (
            "かさなりの不具合のため、終わりまでできませんでした。出力先にファイルができていても使わないでください。"
            + faults.told(number)
        )
        try:
            with kept.open("a", encoding="utf-8") as stream:
                stream.write(trace.getvalue())
        except OSError:
            return refuse(f"{apology}次の記録も渡してください。\n{trace.getvalue()}")
        return refuse(f"{apology}{kept} も渡してください。")
