"""Drafts of mails as .eml: Outlook opens one unsent, with its attachments, for the officer to look at and send."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

UNSENT = "X-Unsent"


def draft(to: str, subject: str, text: str, attachments: Mapping[str, bytes]) -> bytes:
    """The bytes of the .eml; to may be empty, for the officer to fill in.

    There is no sender: Outlook puts in whoever sends it. Raises ValueError where `to` is no address.
    """
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    message[UNSENT] = "1"
    if to:
        message["To"] = Address(addr_spec=to)
    message["Subject"] = subject
    message.set_content(text, charset="utf-8", cte="base64")
    for name, content in attachments.items():
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
