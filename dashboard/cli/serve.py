"""`python -m dashboard` without a command: serve the pages on this machine only."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import errno
import select
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import journal
from dashboard.cli.output import refuse, say
from dashboard.intake import backups, daily_backup
from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.selfcheck import outgoing, port_holder
from dashboard.warehouse.reader import Warehouse
from machine import file_rights, start_token, temporary
from machine.start_token import StartTokenError

if TYPE_CHECKING:
    from dashboard.web.account_door import AccountDoor
    from dashboard.web.door import Door

LOOPBACK = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}
THREADS = 8
# Beside the journal: where it is, people sign in.
ACCOUNTS = "accounts.sqlite"
# A browser holds six connections; one that asks nothing costs next to nothing, and goes after a while. Windows waits for
# 512 at most.
MOST_CONNECTIONS = 400 if sys.platform == "win32" else 800
IDLE_SECONDS = 60
# malloc.h of glibc
M_TRIM_THRESHOLD, M_ARENA_MAX = -1, -8


class AccountFileError(Exception):
    """The accounts cannot be read, so that nobody is let in; the message says in Japanese why."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Where the data is, which all commands take, and where to serve it."""
    parser.add_argument("--curated", type=Path, default=Path("data/curated"), help="データの置き場所")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"), help="受領資料の置き場所")
    parser.add_argument(
        "--journal", type=Path, default=Path("data/journal/journal.sqlite"), help="対応の記録のファイル"
    )
    parser.add_argument("--host", default="127.0.0.1", help="この PC 自身（127.0.0.1）だけを指定できる")
    parser.add_argument("--port", type=int, default=8050, help="ポート番号（既定 8050）")
    parser.add_argument(
        "--no-token", action="store_true", help="この PC のほかの利用者にも見せる（試験用。ふだんは付けない）"
    )
    parser.set_defaults(run=serve)


def serve(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    if args.host not in LOOPBACK:
        return refuse(
            f"--host {args.host} では開けません。\n"
            "この画面には利用者の確認（アカウント）がまだなく、ほかの PC から誰でも見えてしまうためです。\n"
            "--host を付けずに実行し、この PC のブラウザで開いてください。"
        )
    pipeline = Pipeline(args.raw, args.curated)
    try:
        backups.finish(pipeline)
    except IntakeError as error:
        return refuse(str(error))
    temporary.delete_left()
    _share_heaps()
    # Loaded for the pages alone: the other commands need no Dash, which takes longer to load than many of them to work.
    sys.modules.setdefault("IPython", None)  # type: ignore[arg-type]  # nor a notebook, where one is installed (10 MB)
    import waitress

    from dashboard.app import create_app
    from dashboard.web.door import Door

    outgoing.watch()
    try:
        door = start = None
        accounts = args.journal.parent / ACCOUNTS
        if accounts.exists() or not args.no_token:
            start = Door(args.port, start_token.new(), start_token.cookie_key())
            door = _account_door(accounts, start) if accounts.exists() else start
        app = create_app(Warehouse(args.curated), args.journal, args.raw, door)
        listening = _listen(args.host, args.port)
        if start:
            start_token.keep(args.port, start.token)
    except (StartTokenError, AccountFileError) as error:
        return refuse(str(error))
    except OSError as error:
        return refuse("\n".join(_port_trouble(args.port, error)))
    try:
        if found := journal.summed(journal.problems(args.journal)):
            say(f"対応の記録が、書かれたときと違います（{found}）。画面の上に、することが出ます。")
    except journal.JournalError as error:
        say(str(error))
    app.prerenderer.prepare()  # what is loaded and worked out for them the first reader does not wait for
    for told in file_rights.keep_to_owner((args.raw, args.curated, args.journal.parent)):
        say(told)
    where = start_token.address(args.port, start.token) if start else f"http://{args.host}:{args.port}/"
    say(f"かさなりを開きました: {where}")
    say("止めるには Ctrl + C を押します。")
    sys.stdout.flush()
    daily_backup.begin(pipeline, args.journal)
    with contextlib.suppress(KeyboardInterrupt):
        waitress.serve(
            app.server,
            sockets=[listening],
            threads=THREADS,
            ident="kasanari",
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=IDLE_SECONDS // 2,
            asyncore_use_poll=hasattr(select, "poll"),
        )
    if start:
        start_token.remove(args.port, start.token)
    return 0


def _account_door(path: Path, start: Door) -> AccountDoor:
    """The door of a server that keeps accounts; nothing of them is loaded elsewhere. Raises AccountFileError."""
    from dashboard.access.audit import FILE_NAME, Audit
    from dashboard.access.people import AccountsError
    from dashboard.access.sqlite_people import SqlitePeople
    from dashboard.web.account_door import AccountDoor

    people = SqlitePeople(path)
    try:
        people.has_any()
    except AccountsError as error:
        raise AccountFileError(str(error)) from error
    return AccountDoor(people, Audit(path.with_name(FILE_NAME)), start)


def _share_heaps() -> None:
    """glibc gives each thread a heap of its own and keeps what it once held; a page is made of Python, one thread at a
    time, so two heaps do, and what is free goes back (309 MB became 275 after 20 clients). Elsewhere there is nothing to do.
    """
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # not in musl
        if set_option is not None:
            set_option(M_ARENA_MAX, 2)
            set_option(M_TRIM_THRESHOLD, 128 * 1024)


def _listen(host: str, port: int) -> socket.socket:
    """A socket of our own, so that a busy port is told in words."""
    listening = socket.socket(LOOPBACK[host], socket.SOCK_STREAM)
    if sys.platform != "win32":  # on Windows it would let two servers share the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        if isinstance(error, OverflowError):
            raise OSError(errno.EINVAL, "port out of range") from error
        raise
    return listening


def _port_trouble(port: int, error: OSError) -> tuple[str, ...]:
    if error.errno == errno.EADDRINUSE:
        own = start_token.running_at(port)
        holder = port_holder.holder_of(port)
        said = f"使っているのは、{holder.said}です。そのアドレスは開かないでください。" if holder else ""
        return (
            f"ポート {port} はすでに使われています。",
            f"あなたのかさなりが動いています。ブラウザで {own} を開いてください。" if own else said,
            f"別の番号で開くには --port {port + 1} のように指定してください。",
        )
    if error.errno == errno.EACCES:
        return (
            f"ポート {port} を使う権限がありません。",
            "--port 8050 のように1024以上の番号を指定してください。",
        )
    return (f"ポート {port} を開けません（{error}）。", "--port 8050 のように別の番号を指定してください。")
