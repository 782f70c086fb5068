"""`python -m dashboard accounts`: begin to keep accounts, with a first person who manages; all else is done in the browser."""

from __future__ import annotations

import argparse

from dashboard import clock
from dashboard.cli.output import refuse, say
from dashboard.cli.parser import Subparsers, add_journal
from dashboard.cli.serve import ACCOUNTS


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser(
        "accounts", help="アカウントを使い始め、管理する人を1人つくる（ほかの人は画面の「管理」で加える）"
    )
    parser.add_argument("name", metavar="NAME", help="サインインの名前")
    parser.add_argument("--shown-name", required=True, help="氏名（記録に残る）")
    add_journal(parser)
    parser.set_defaults(run=begin)


def begin(args: argparse.Namespace) -> int:
    """0 begun, 1 refused with the reason."""
    from dashboard.access import passwords
    from dashboard.access.audit import FILE_NAME, Audit
    from dashboard.access.people import AccountsError
    from dashboard.access.roles import Role
    from dashboard.access.sqlite_people import SqlitePeople

    people, given = SqlitePeople(args.journal.parent / ACCOUNTS), passwords.first()
    try:
        if people.has_any():
            return refuse(
                "アカウントは、もう使われています。人を加えるのは、管理する人が画面の「管理」でします。"
            )
        audit = Audit(people.path.with_name(FILE_NAME))
        audit.begin()
        account = people.add(args.name, args.shown_name, passwords.hashed(given), frozenset({Role.MANAGE}))
        audit.note("アカウントを使い始めた", account.name, "", "", clock.now())
    except AccountsError as error:
        return refuse(str(error))
    say(
        f"{account.shown_name}さん（名前 {account.name}）を、管理する人にしました。\n"
        f"はじめのパスワード: {given}\n"
        "かさなりを起動し直すと、サインインの画面になります。はじめのサインインで、パスワードを変えてください。\n"
        "役割は「管理」だけです。ほかの画面も使うときは、「管理」の画面で、自分に役割を付けてください。"
    )
    return 0
